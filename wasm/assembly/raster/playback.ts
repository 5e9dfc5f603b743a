import {
  BeginAnnotationCommand,
  ClipPathCommand,
  Command,
  FillPathCommand,
  GlyphsCommand,
  ImageCommand,
  Op,
  ShadeCommand,
  SoftMaskCommand,
  StencilCommand,
  StrokePathCommand,
} from '../display/commands';
import { DisplayList } from '../display/list';
import { spend } from '../syntax/store';
import { Warning, warn } from '../syntax/warnings';
import { Canvas } from './canvas';
import { ClipState } from './clip';
import { fillPath, strokePath } from './fill';
import { drawGlyphs } from './glyphs';
import { beginGroup, endGroup, endGroups, lowestClip } from './group';
import { beginSize, endSize } from './one-size';
import { layPaper } from './paper';
import { drawImage, drawStencil } from './picture';
import { drawShade } from './shade-command';
import { clipPath } from './shape';
import { setSoftMask } from './soft-mask';

/** Draws a display list onto a canvas. Ends early when fuel is out. */
export function play(canvas: Canvas, list: DisplayList): void {
  playFrom(canvas, list, 0, list.commands.length, i64.MIN_VALUE);
  endGroups(canvas);
}

/**
 * Draws the commands from one offset of a list to another, until the fuel is down to `until`; groups stay open. Where it is
 * to go on: `end`, also when the fuel is out.
 */
export function playFrom(canvas: Canvas, list: DisplayList, at: u32, end: u32, until: i64): u32 {
  const doc = canvas.raster.store;
  while (at < end && list.hasCommand(at)) {
    const command = list.commandAt(at);
    const op = command.op;
    if (op == Op.BeginAnnotation) {
      if (canvas.flags & 1) {
        layPaper(canvas);
        beginSize(canvas, changetype<BeginAnnotationCommand>(command));
      } else canvas.skipping++;
    } else if (op == Op.EndAnnotation) {
      if (canvas.skipping) canvas.skipping--;
      else endSize(canvas);
    } else if (!canvas.skipping) {
      if (!spend(doc, cost(canvas, command))) {
        at = end;
        break;
      }
      draw(canvas, list, at);
    }
    at += command.size;
    if (doc.fuel <= until && doc.fuel > 0) return at;
  }
  if (doc.fuel <= 0) warn(doc, Warning.FuelOut);
  return max(at, end);
}

/** What a command may cost at most, in units of fuel: about a thousand pixels each. */
function cost(canvas: Canvas, command: Command): i32 {
  const op = command.op;
  if (op == Op.FillPath || op == Op.StrokePath || op == Op.ClipPath)
    return 1 + <i32>(changetype<ClipPathCommand>(command).path.verbCount >> 3); // all three begin with their path
  if (op == Op.Glyphs) return 1 + <i32>(command.size >> 8);
  if (op == Op.Image || op == Op.Stencil || op == Op.Shade || op == Op.BeginGroup || op == Op.SetSoftMask) {
    const clip = canvas.clip;
    return 1 + <i32>((<i64>(clip.x1 - clip.x0) * <i64>(clip.y1 - clip.y0)) >> 12);
  }
  return 1;
}

function draw(canvas: Canvas, list: DisplayList, at: u32): void {
  const command = list.commandAt(at);
  switch (command.op) {
    case Op.Save: {
      const state = canvas.clip.push();
      if (state) {
        canvas.clip = state;
      } else {
        canvas.unsaved++;
        warn(canvas.raster.store, Warning.MemoryOut);
      }
      return;
    }
    case Op.Restore: {
      if (canvas.unsaved) {
        canvas.unsaved--;
        return;
      }
      const below = canvas.clip.below;
      if (below && below != lowestClip(canvas)) {
        canvas.clip.pop();
        canvas.clip = changetype<ClipState>(below);
      }
      return;
    }
    case Op.BeginGroup:
      beginGroup(canvas, list, at);
      return;
    case Op.EndGroup:
      endGroup(canvas);
      return;
  }
  if (canvas.clip.isEmpty || canvas.lost) return;
  switch (command.op) {
    case Op.FillPath: {
      const fill = changetype<FillPathCommand>(command);
      fillPath(canvas, fill.path, fill.rule, fill.paint);
      return;
    }
    case Op.StrokePath: {
      const line = changetype<StrokePathCommand>(command);
      strokePath(canvas, line.path, canvas.matrix, line.stroke, line.paint);
      return;
    }
    case Op.ClipPath: {
      const clip = changetype<ClipPathCommand>(command);
      clipPath(canvas, clip.path, canvas.matrix, clip.rule);
      return;
    }
    case Op.Glyphs:
      drawGlyphs(canvas, changetype<GlyphsCommand>(command));
      return;
    case Op.Image:
      drawImage(canvas, changetype<ImageCommand>(command));
      return;
    case Op.Stencil:
      drawStencil(canvas, changetype<StencilCommand>(command));
      return;
    case Op.Shade:
      drawShade(canvas, changetype<ShadeCommand>(command));
      return;
    case Op.SetSoftMask:
      setSoftMask(canvas, changetype<SoftMaskCommand>(command).mask);
      return;
  }
}
