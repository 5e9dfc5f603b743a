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
import { beginGroup, endGroup, lowestClip } from './group';
import { beginSize, endSize } from './one-size';
import { layPaper } from './paper';
import { drawImage, drawStencil } from './picture';
import { drawShade } from './shade-command';
import { clipPath } from './shape';
import { setSoftMask } from './soft-mask';
import { dropTiles, isTiled, Tiles } from './tiles';

/**
 * Draws the commands from one offset of a list to another, until the fuel is down to `until`, or one needs what has to be drawn
 * before, and has put it onto the stack of frames; groups stay open. Where it is to go on: `end`, also when the fuel is out.
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
      if (canvas.tiles ? doc.fuel <= 0 : !spend(doc, cost(command))) {
        at = end;
        break;
      }
      const top = canvas.raster.top;
      if (canvas.tiles || isTiled(command)) {
        if (!drawTiled(canvas, list, at)) return at;
      } else {
        draw(canvas, list, at);
        if (canvas.raster.top != top) return at + command.size;
      }
    }
    at += command.size;
    if (doc.fuel <= until && doc.fuel > 0) return at;
  }
  return max(at, end);
}

/** What a command costs in units of fuel, besides its pixels (charge.ts). */
function cost(command: Command): i32 {
  const op = command.op;
  if (op == Op.FillPath || op == Op.StrokePath || op == Op.ClipPath)
    return 1 + <i32>(changetype<ClipPathCommand>(command).path.verbCount >> 3); // all three begin with their path
  if (op == Op.Glyphs) return 1 + <i32>(command.size >> 8);
  return 1;
}

/** Draws a command with tiled shapes in rounds, as tiles.ts has it; false while what they ask for is to be drawn. */
function drawTiled(canvas: Canvas, list: DisplayList, at: u32): bool {
  const tiles = canvas.tiles ? changetype<Tiles>(canvas.tiles) : Tiles.create();
  if (!tiles) {
    warn(canvas.raster.store, Warning.MemoryOut);
    return true;
  }
  canvas.tiles = changetype<usize>(tiles);
  do {
    if (!tiles.isPainting) {
      tiles.ask();
      draw(canvas, list, at);
      canvas.raster.store.fuel -= <i64>tiles.shape;
      tiles.paint();
      if (tiles.count) return false;
    }
    draw(canvas, list, at);
    tiles.isPainting = false;
  } while (tiles.to != u32.MAX_VALUE);
  dropTiles(canvas);
  return true;
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
