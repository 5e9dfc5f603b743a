import { Path } from '../geometry/path';
import {
  BeginGroupCommand,
  Command,
  FillPathCommand,
  GlyphsCommand,
  ImageCommand,
  Op,
  StencilCommand,
  StrokePathCommand,
} from './commands';
import { DisplayList } from './list';
import { Stroke } from './paint';
import { Placement } from './placement';

/** How far a glyph's ink may be from its origin, in em: the rasterizer looks no further. */
const GLYPH_REACH: f32 = 3;
/** How far a line's square cap reaches, in half widths. */
const CAP_REACH: f32 = 1.5;

/** Ends a list's last group, which began `from` bytes into its commands, and writes how far it reaches: a surface for it need not be larger. */
export function closeGroup(list: DisplayList, from: u32): void {
  list.addPlain(Op.EndGroup);
  if (!list.hasCommand(from) || list.commandAt(from).op != Op.BeginGroup) return; // memory was out
  const begin = changetype<BeginGroupCommand>(list.commandAt(from));
  begin.x0 = Infinity;
  begin.y0 = Infinity;
  begin.x1 = -Infinity;
  begin.y1 = -Infinity;
  for (let at = from + begin.size; list.hasCommand(at); at += list.commandAt(at).size) reach(begin, list.commandAt(at));
  if (begin.x0 <= begin.x1) return;
  // It paints nothing.
  begin.x0 = 0;
  begin.y0 = 0;
  begin.x1 = 0;
  begin.y1 = 0;
}

/** Widens a group to where a command paints. */
function reach(group: BeginGroupCommand, command: Command): void {
  switch (command.op) {
    case Op.FillPath:
      return reachPath(group, changetype<FillPathCommand>(command).path, 0);
    case Op.StrokePath: {
      const line = changetype<StrokePathCommand>(command);
      return reachPath(group, line.path, penReach(line.stroke));
    }
    case Op.Glyphs:
      return reachGlyphs(group, changetype<GlyphsCommand>(command));
    case Op.Image:
      return reachSquare(group, changetype<ImageCommand>(command).matrix);
    case Op.Stencil:
      return reachSquare(group, changetype<StencilCommand>(command).matrix);
    case Op.Shade:
      return reachPoint(group, NaN, NaN, 0);
  }
}

/** Widens a group around a point; to everything, where that is nowhere. */
function reachPoint(group: BeginGroupCommand, x: f32, y: f32, by: f32): void {
  if (!isFinite(x + y + by)) {
    group.x0 = -Infinity;
    group.y0 = -Infinity;
    group.x1 = Infinity;
    group.y1 = Infinity;
    return;
  }
  group.x0 = min(group.x0, x - by);
  group.y0 = min(group.y0, y - by);
  group.x1 = max(group.x1, x + by);
  group.y1 = max(group.y1, y + by);
}

function reachPath(group: BeginGroupCommand, path: Path, by: f32): void {
  const end = path.pointData + <usize>path.pointLength;
  for (let p = path.pointData; p < end; p += 8) reachPoint(group, load<f32>(p), load<f32>(p, 4), by);
}

/** How far a line is painted from its path. */
function penReach(stroke: Stroke): f32 {
  const along = Mathf.sqrt(stroke.a * stroke.a + stroke.b * stroke.b);
  const across = Mathf.sqrt(stroke.c * stroke.c + stroke.d * stroke.d);
  // Twice the larger one is never less than what both together do to a length.
  return stroke.width * max(along, across) * (stroke.join == 0 ? max(stroke.miterLimit, CAP_REACH) : CAP_REACH);
}

function reachGlyphs(group: BeginGroupCommand, command: GlyphsCommand): void {
  const stroke = command.stroke;
  if (!command.paint && !command.strokePaint) return;
  const along = Mathf.sqrt(command.a * command.a + command.b * command.b);
  const across = Mathf.sqrt(command.c * command.c + command.d * command.d);
  const by = max(along, across) * GLYPH_REACH + (stroke ? penReach(stroke) : 0);
  for (let i: u32 = 0; i < command.count; i++) {
    const glyph = command.glyph(i);
    reachPoint(group, glyph.x, glyph.y, by * max<f32>(glyph.stretch, 1));
  }
}

function reachSquare(group: BeginGroupCommand, m: Placement): void {
  reachPoint(group, m.e, m.f, 0);
  reachPoint(group, m.a + m.e, m.b + m.f, 0);
  reachPoint(group, m.c + m.e, m.d + m.f, 0);
  reachPoint(group, m.a + m.c + m.e, m.b + m.d + m.f, 0);
}
