import { BeginGroupCommand, GroupFlag } from '../display/commands';
import { DisplayList } from '../display/list';
import { Blend } from '../display/paint';
import { alloc, free } from '../memory/heap';
import { Warning, warn } from '../syntax/warnings';
import { blends } from './blending-list';
import { Canvas } from './canvas';
import { charge, Cost, paintCost } from './charge';
import { ClipState } from './clip';
import { toGray } from './gray';
import { InkBlender } from './ink-blend';
import { paintSurface } from './picture';
import { BlendSpace, Surface } from './surface';

/**
 * A transparency group that is being drawn. ISO 32000-2, 11.4.
 *
 * A group that leaves what it is painted on as if its elements were painted there one by one (not isolated or without blend
 * modes in it, no knockout in it or around it, blend mode Normal, alpha 1, no soft mask) has no surface of its own. One that is
 * not isolated sees what it is painted on, which does not change until it ends.
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

/** Begins the group of the `Op.BeginGroup` command at an offset of a list. */
export function beginGroup(canvas: Canvas, list: DisplayList, at: u32): void {
  if (canvas.lost) {
    canvas.lost++;
    return;
  }
  const p = alloc(offsetof<Group>());
  const clip = canvas.clip;
  const state = p ? ClipState.create(changetype<usize>(clip), clip.x0, clip.y0, clip.x1, clip.y1) : null;
  if (!state) {
    free(p);
    loseGroup(canvas);
    return;
  }
  const command = changetype<BeginGroupCommand>(list.commandAt(at));
  const group = changetype<Group>(p);
  const isolated = (command.flags & GroupFlag.Isolated) != 0;
  const knockout = (command.flags & GroupFlag.Knockout) != 0;
  const target = canvas.target;
  const space = isolated ? spaceOf(command.flags, target.space) : target.space;
  group.outer = canvas.group;
  group.target = target;
  group.clip = clip;
  group.blend = command.blend;
  group.alpha = command.alpha;
  group.direct =
    !knockout &&
    !target.knockout &&
    group.blend == Blend.Normal &&
    group.alpha >= 1 &&
    !clip.soft &&
    (!isolated || (!list.grows && !blends(list, at + command.size, 0))) &&
    (space == target.space || space != BlendSpace.Gray);
  const region = canvas.raster.region;
  region.setTransformed(clip, canvas.matrix, <f64>command.x0, <f64>command.y0, <f64>command.x1, <f64>command.y1);
  if (group.direct) {
    state.mask = clip.mask;
  } else {
    // Thin lines and fills are drawn a pixel wide: so much further than they reach.
    state.cut(region.x0 - 1, region.y0 - 1, region.x1 + 1, region.y1 + 1);
    if (state.isEmpty) {
      group.direct = true; // nothing can be seen of it
    } else {
      const surface = Surface.create(state.x0, state.y0, state.x1, state.y1);
      if (!surface) {
        state.pop();
        free(p);
        loseGroup(canvas);
        return;
      }
      charge(canvas.raster.store, surface.width, surface.height, Cost.Surface);
      surface.knockout = knockout;
      setSpace(canvas, surface, space);
      surface.top = surface.y1;
      surface.bottom = surface.y0;
      if (!isolated) surface.backdrop = changetype<usize>(target);
      canvas.target = surface;
    }
  }
  canvas.group = p;
  canvas.clip = state;
}

/** The colour space of an isolated group in one of the space `outer`. */
function spaceOf(flags: u32, outer: BlendSpace): BlendSpace {
  if (flags & GroupFlag.Rgb) return BlendSpace.Rgb;
  if (flags & GroupFlag.Cmyk) return BlendSpace.Cmyk;
  return flags & GroupFlag.Gray ? BlendSpace.Gray : outer;
}

/** Sets the space of a surface that is to be drawn on. */
export function setSpace(canvas: Canvas, surface: Surface, space: BlendSpace): void {
  const painter = canvas.raster.painter;
  surface.space = space;
  if (space == BlendSpace.Cmyk && !painter.inkBlender) painter.inkBlender = InkBlender.create(canvas.raster.store);
}

/** There is no memory for a group: what it holds is not drawn. */
function loseGroup(canvas: Canvas): void {
  canvas.lost++;
  warn(canvas.raster.store, Warning.MemoryOut);
}

/** Ends the innermost group and paints it, if anybody is to see it. */
export function endGroup(canvas: Canvas, isSeen: bool = true): void {
  if (canvas.lost) {
    canvas.lost--;
    return;
  }
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
    if (isSeen) paintGroup(canvas, group, surface);
    surface.destroy();
  }
  free(p);
}

/** Paints a group's surface on the canvas's target. */
function paintGroup(canvas: Canvas, group: Group, surface: Surface): void {
  charge(canvas.raster.store, surface.width, surface.height, paintCost(canvas, group.blend));
  if (surface.space == BlendSpace.Gray) toGray(surface.pixels, surface.width * surface.height);
  paintSurface(canvas.pixels(surface, group.alpha, group.blend), surface);
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
      paintGroup(canvas, group, copy);
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
  copy.space = surface.space;
  copy.backdrop = surface.backdrop;
  copy.top = surface.top;
  copy.bottom = surface.bottom;
  return copy;
}

/** Ends all groups that are open, painted if anybody is to see them. */
export function endGroups(canvas: Canvas, areSeen: bool): void {
  while (canvas.group || canvas.lost) endGroup(canvas, areSeen);
}

/** The state that Restore must not go below: that of the innermost group, or the canvas's first. */
export function lowestClip(canvas: Canvas): usize {
  return canvas.group ? changetype<usize>(changetype<Group>(canvas.group).clip) : 0;
}
