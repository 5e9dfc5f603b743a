import { DisplayList, Op, Paint, Rule, Stroke } from '../display/list';
import { Path } from '../geometry/path';
import { spend } from '../syntax/store';
import { Warning, warn } from '../syntax/warnings';
import { Canvas } from './canvas';
import { ClipState } from './clip';
import { fillPath, strokePath } from './fill';
import { drawGlyphs } from './glyphs';
import { beginGroup, endGroup, lowestClip } from './group';
import { drawImage, drawStencil } from './picture';
import { drawShade } from './shade-command';
import { clipPath } from './shape';
import { setSoftMask } from './soft-mask';

/** Draws a display list onto a canvas. Ends early when fuel is out. */
export function play(canvas: Canvas, list: DisplayList): void {
  const commands = list.commands;
  let p = commands.data;
  const end = p + commands.length;
  let annotations = 0; // open annotations whose contents are left out
  while (p + 8 <= end) {
    const size = load<u32>(p, 4);
    if (size < 8 || p + size > end) break;
    const op = <Op>load<u32>(p);
    if (op == Op.BeginAnnotation && !(canvas.flags & 1)) annotations++;
    else if (op == Op.EndAnnotation && annotations) annotations--;
    else if (!annotations) {
      if (!spend(canvas.raster.store, cost(canvas, op, p))) {
        warn(canvas.raster.store, Warning.FuelOut);
        break;
      }
      command(canvas, op, p);
    }
    p += size;
  }
  while (canvas.group) endGroup(canvas);
}

/** What a command may cost at most, in units of fuel: about a thousand pixels each. */
function cost(canvas: Canvas, op: Op, p: usize): i32 {
  if (op == Op.FillPath || op == Op.StrokePath || op == Op.ClipPath)
    return 1 + <i32>(changetype<Path>(<usize>load<u32>(p, 8)).verbCount >> 3);
  if (op == Op.Glyphs) return 1 + <i32>(load<u32>(p, 4) >> 8);
  if (op == Op.Image || op == Op.Stencil || op == Op.Shade || op == Op.BeginGroup || op == Op.SetSoftMask) {
    const clip = canvas.clip;
    return 1 + <i32>((<i64>(clip.x1 - clip.x0) * <i64>(clip.y1 - clip.y0)) >> 12);
  }
  return 1;
}

function command(canvas: Canvas, op: Op, p: usize): void {
  switch (op) {
    case Op.Save: {
      const state = canvas.clip.push();
      if (state) canvas.clip = state;
      return;
    }
    case Op.Restore: {
      const below = canvas.clip.below;
      if (below && below != lowestClip(canvas)) {
        canvas.clip.pop();
        canvas.clip = changetype<ClipState>(below);
      }
      return;
    }
    case Op.BeginGroup:
      beginGroup(canvas, p);
      return;
    case Op.EndGroup:
      endGroup(canvas);
      return;
  }
  if (canvas.clip.isEmpty) return;
  switch (op) {
    case Op.FillPath:
      fillPath(canvas, changetype<Path>(<usize>load<u32>(p, 8)), <Rule>load<u32>(p, 16), changetype<Paint>(<usize>load<u32>(p, 12)));
      return;
    case Op.StrokePath:
      strokePath(
        canvas,
        changetype<Path>(<usize>load<u32>(p, 8)),
        canvas.matrix,
        changetype<Stroke>(<usize>load<u32>(p, 16)),
        changetype<Paint>(<usize>load<u32>(p, 12)),
      );
      return;
    case Op.ClipPath:
      clipPath(canvas, changetype<Path>(<usize>load<u32>(p, 8)), canvas.matrix, <Rule>load<u32>(p, 12));
      return;
    case Op.Glyphs:
      drawGlyphs(canvas, p);
      return;
    case Op.Image:
      drawImage(canvas, p);
      return;
    case Op.Stencil:
      drawStencil(canvas, p);
      return;
    case Op.Shade:
      drawShade(canvas, p);
      return;
    case Op.SetSoftMask:
      setSoftMask(canvas, <usize>load<u32>(p, 8));
      return;
  }
}
