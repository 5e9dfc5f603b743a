import { BeginGroupCommand, GroupFlag } from '../display/commands';
import { Blend } from '../display/paint';
import { alloc, free } from '../memory/heap';
import { Canvas } from './canvas';
import { ClipState } from './clip';
import { paintSurface } from './picture';
import { overPixel } from './painter';
import { Surface } from './surface';

/**
 * A transparency group that is being drawn. ISO 32000-2, 11.4.
 *
 * A group that leaves what it is painted on as if its elements were painted there one by one (not isolated, no knockout
 * in it or around it, blend mode Normal, alpha 1, no soft mask) has no surface of its own.
 */
@unmanaged
class Group {
  outer: usize;
  /** The canvas's target before, which the group is painted on. */
  target: Surface;
  /** The clip that was in force where the group began; the group's own state lies on top of it. */
  clip: ClipState;
  alpha: f32;
  blend: Blend;
  direct: bool;
}

/** Begins the group of an `Op.BeginGroup` command. */
export function beginGroup(canvas: Canvas, command: BeginGroupCommand): void {
  const p = alloc(offsetof<Group>());
  const clip = canvas.clip;
  const state = ClipState.create(changetype<usize>(clip), clip.x0, clip.y0, clip.x1, clip.y1);
  if (!p || !state) {
    free(p);
    if (state) state.pop();
    return;
  }
  const group = changetype<Group>(p);
  const isolated = (command.flags & GroupFlag.Isolated) != 0;
  const knockout = (command.flags & GroupFlag.Knockout) != 0;
  const target = canvas.target;
  group.outer = canvas.group;
  group.target = target;
  group.clip = clip;
  group.blend = command.blend;
  group.alpha = command.alpha;
  group.direct = !isolated && !knockout && !target.knockout && group.blend == Blend.Normal && group.alpha >= 1 && !clip.soft;
  canvas.group = p;
  canvas.clip = state;
  const region = canvas.raster.region;
  region.setTransformed(clip, canvas.matrix, <f64>command.x0, <f64>command.y0, <f64>command.x1, <f64>command.y1);
  if (group.direct) {
    state.mask = clip.mask;
    return;
  }
  state.cut(region.x0, region.y0, region.x1, region.y1);
  const surface = Surface.create(state.x0, state.y0, state.x1, state.y1);
  if (!surface) {
    // Nothing can be seen of it, or memory is out: its elements are drawn nowhere.
    state.cut(0, 0, 0, 0);
    group.direct = true;
    return;
  }
  surface.knockout = knockout;
  if (!isolated) surface.backdrop = changetype<usize>(backdropOf(target, surface));
  canvas.target = surface;
}

/** Ends the innermost group and paints it. */
export function endGroup(canvas: Canvas): void {
  const p = canvas.group;
  if (!p) return;
  const group = changetype<Group>(p);
  let clip = changetype<usize>(canvas.clip);
  while (clip != changetype<usize>(group.clip)) clip = changetype<ClipState>(clip).pop();
  const surface = canvas.target;
  canvas.clip = group.clip;
  canvas.target = group.target;
  canvas.group = group.outer;
  if (!group.direct) {
    paintSurface(canvas.pixels(surface, group.alpha, group.blend), surface);
    if (surface.backdrop) changetype<Surface>(surface.backdrop).destroy();
    surface.destroy();
  }
  free(p);
}

/**
 * A copy of what the canvas draws to in the end, with the groups that are open painted as far as they have come. The copy is
 * the caller's; null when memory is out.
 */
export function surfaceSoFar(canvas: Canvas): Surface | null {
  const target = canvas.target;
  const clip = canvas.clip;
  let copy = copyOf(target);
  for (let p = canvas.group; p && copy; p = changetype<Group>(p).outer) {
    const group = changetype<Group>(p);
    if (group.direct) continue;
    const below = copyOf(group.target);
    if (below) {
      canvas.target = below;
      canvas.clip = group.clip;
      paintSurface(canvas.pixels(copy, group.alpha, group.blend), copy);
    }
    copy.destroy();
    copy = below;
  }
  canvas.target = target;
  canvas.clip = clip;
  return copy;
}

/** A copy of a surface, which shares its backdrop. */
function copyOf(surface: Surface): Surface | null {
  const copy = Surface.create(surface.x0, surface.y0, surface.x1, surface.y1);
  if (!copy) return null;
  memory.copy(copy.pixels, surface.pixels, (<usize>surface.width * <usize>(surface.y1 - surface.y0)) << 2);
  copy.knockout = surface.knockout;
  copy.backdrop = surface.backdrop;
  return copy;
}

/** The state that Restore must not go below: that of the innermost group, or the canvas's first. */
export function lowestClip(canvas: Canvas): usize {
  return canvas.group ? changetype<usize>(changetype<Group>(canvas.group).clip) : 0;
}

/**
 * What lies behind a group that is not isolated: a copy of its part of the target, over the target's own backdrop; of
 * which, in a knockout group, nothing but the backdrop shows (11.4.6).
 */
function backdropOf(target: Surface, group: Surface): Surface | null {
  const copy = Surface.create(group.x0, group.y0, group.x1, group.y1);
  if (!copy) return null;
  for (let y = copy.y0; y < copy.y1; y++) {
    const d = copy.at(copy.x0, y);
    if (!target.knockout) memory.copy(d, target.at(copy.x0, y), (<usize>copy.width) << 2);
    if (!target.backdrop) continue;
    const behind = changetype<Surface>(target.backdrop).at(copy.x0, y);
    for (let i: usize = 0; i < (<usize>copy.width) << 2; i += 4) store<u32>(d + i, overPixel(load<u32>(d + i), load<u32>(behind + i)));
  }
  return copy;
}
