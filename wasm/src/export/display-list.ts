import {
  BeginGroupCommand,
  BeginMarkCommand,
  Blend,
  ClipPathCommand,
  Command as Header,
  DisplayList,
  FillPathCommand,
  GLYPH_NONE,
  GlyphsCommand,
  GlyphsFlag,
  GroupFlag,
  ImageCommand,
  ImageFlag,
  Op,
  Paint as PaintRecord,
  Pattern as PatternRecord,
  PatternKind,
  PlacedGlyph,
  Rule,
  ShadeCommand,
  SoftMask as SoftMaskRecord,
  SoftMaskCommand,
  StencilCommand,
  Stroke as StrokeRecord,
  StrokePathCommand,
  type Verb,
} from '../abi.js';
import type { Layer } from './blending.js';
import { ListReader, matrixOf, type Box, type Matrix } from './list-reader.js';
import { hexColor } from './markup.js';

/**
 * Reads a page's display list out of the engine's memory. `assembly/display/` says what each command means; coordinates are page space: points, origin top left, y down.
 */

export type { Box, Matrix };

/** A path: lines and cubic Bézier curves, and their points, x and y in turn. */
export interface Path {
  verbs: Verb[];
  points: number[];
}

export interface Paint {
  /** `#rrggbb` */
  color: string;
  alpha: number;
  blend: string;
  pattern: Pattern | null;
}

export interface Stroke {
  width: number;
  cap: 'butt' | 'round' | 'square';
  join: 'miter' | 'round' | 'bevel';
  miterLimit: number;
  dashes: number[];
  dashPhase: number;
  /** From user space, in which width and dashes are given, to page space. */
  pen: [a: number, b: number, c: number, d: number];
}

export interface Pattern {
  address: number;
  tiling: boolean;
  cell: number;
  shading: number;
  matrix: Matrix;
  box: Box;
  xStep: number;
  yStep: number;
  uncolored: boolean;
}

export interface SoftMask {
  list: number;
  luminosity: boolean;
  backdrop: string;
  transfer: Uint8Array | null;
  box: Box;
}

/** The glyphs of a run, whose numbers are one row: a page has thousands of glyphs, and runs are short. */
export class Glyphs {
  constructor(
    readonly count: number,
    private readonly numbers: readonly number[],
  ) {}

  /** In the font program, -1: draws nothing. */
  index(i: number): number {
    return this.numbers[i * 5]!;
  }

  x(i: number): number {
    return this.numbers[i * 5 + 1]!;
  }

  y(i: number): number {
    return this.numbers[i * 5 + 2]!;
  }

  /** Em. */
  advance(i: number): number {
    return this.numbers[i * 5 + 3]!;
  }

  stretch(i: number): number {
    return this.numbers[i * 5 + 4]!;
  }
}

export interface GlyphRun {
  font: number;
  fill: Paint | null;
  strokePaint: Paint | null;
  stroke: Stroke | null;
  matrix: [a: number, b: number, c: number, d: number];
  vertical: boolean;
  glyphs: Glyphs;
}

/** A command; `end`: where it ends in its list, in bytes behind the start of the first. */
export type Command = { end: number } & Drawing;

type Drawing =
  | { op: 'fill'; path: number; paint: Paint; evenOdd: boolean }
  | { op: 'stroke'; path: number; paint: Paint; stroke: Stroke }
  | { op: 'clip'; path: number; evenOdd: boolean }
  | { op: 'save' }
  | { op: 'restore' }
  | { op: 'glyphs'; run: GlyphRun }
  | { op: 'image'; image: number; alpha: number; blend: string; interpolate: boolean; matrix: Matrix }
  | { op: 'stencil'; image: number; paint: Paint; matrix: Matrix; isGlyph: boolean }
  | { op: 'shade'; pattern: Pattern; alpha: number; blend: string }
  | { op: 'begin-group'; box: Box; isolated: boolean; knockout: boolean; blend: string; alpha: number }
  | { op: 'end-group' }
  | { op: 'begin-annotation' }
  | { op: 'begin-mark'; mcid: number; form: number }
  | { op: 'end-mark' }
  | { op: 'soft-mask'; mask: SoftMask | null };

const CAPS = ['butt', 'round', 'square'] as const;
const JOINS = ['miter', 'round', 'bevel'] as const;
/** CSS's names. */
const BLENDS: Readonly<Record<Blend, string>> = {
  [Blend.Normal]: 'normal',
  [Blend.Multiply]: 'multiply',
  [Blend.Screen]: 'screen',
  [Blend.Overlay]: 'overlay',
  [Blend.Darken]: 'darken',
  [Blend.Lighten]: 'lighten',
  [Blend.ColorDodge]: 'color-dodge',
  [Blend.ColorBurn]: 'color-burn',
  [Blend.HardLight]: 'hard-light',
  [Blend.SoftLight]: 'soft-light',
  [Blend.Difference]: 'difference',
  [Blend.Exclusion]: 'exclusion',
  [Blend.Hue]: 'hue',
  [Blend.Saturation]: 'saturation',
  [Blend.Color]: 'color',
  [Blend.Luminosity]: 'luminosity',
};

export class DisplayListReader extends ListReader {
  /** By their addresses: what follows one another mostly looks the same. */
  private readonly paints = new Map<number, Paint>();
  private readonly strokes = new Map<number, Stroke>();
  /** The path that was read last: where it may be is asked before it is drawn. */
  private last: { address: number; path: Path } | null = null;

  /** The commands of a list. Those that draw nothing on their own are left out. */
  *commands(list: number): Generator<Command> {
    const { commandData, commandLength } = this.at(DisplayList, list);
    for (let at = commandData; at < commandData + commandLength;) {
      const { op, size } = this.at(Header, at);
      if (size < Header.byteLength) return;
      const command = this.command(op, at);
      at += size;
      if (command) yield endingAt(command, at - commandData);
    }
  }

  /** Whether nothing in a list has to do with groups: all of it is laid over what is there, and there are none. */
  isPlain(list: number): boolean {
    const { view } = this.instance;
    const { commandData, commandLength } = this.at(DisplayList, list);
    const { words } = this.memory;
    const blends = (paint: number) => paint !== 0 && this.at(PaintRecord, paint).blend !== Blend.Normal;
    for (let at = commandData; at < commandData + commandLength;) {
      const size = words[(at >> 2) + Header.at.size]!;
      if (size < Header.byteLength) return true;
      switch (words[(at >> 2) + Header.at.op] as Op) {
        case Op.BeginGroup:
        case Op.SetSoftMask:
          return false;
        case Op.FillPath:
          if (blends(new FillPathCommand(view, at).paint)) return false;
          break;
        case Op.StrokePath:
          if (blends(new StrokePathCommand(view, at).paint)) return false;
          break;
        case Op.Stencil:
          if (blends(new StencilCommand(view, at).paint)) return false;
          break;
        case Op.Glyphs: {
          const { paint, strokePaint } = new GlyphsCommand(view, at);
          if (blends(paint || strokePaint)) return false;
          break;
        }
        case Op.Image:
          if (new ImageCommand(view, at).blend !== Blend.Normal) return false;
          break;
        case Op.Shade:
          if (new ShadeCommand(view, at).blend !== Blend.Normal) return false;
      }
      at += size;
    }
    return true;
  }

  /** What of a list's commands has to do with groups: none of their looks but how they blend. */
  *layers(list: number): Generator<Layer> {
    const { commandData, commandLength } = this.at(DisplayList, list);
    for (let at = commandData; at < commandData + commandLength;) {
      const { op, size } = this.at(Header, at);
      if (size < Header.byteLength) return;
      const end = at + size - commandData;
      const layer = this.layer(op, at, end);
      if (layer) yield layer;
      at += size;
    }
  }

  private layer(op: Op, at: number, end: number): Layer | null {
    const painted = (blend: Blend): Layer => ({ end, op: 'paint', blend: BLENDS[blend] });
    const blendOf = (paint: number) => (paint ? this.at(PaintRecord, paint).blend : Blend.Normal);
    switch (op) {
      case Op.Save:
        return { end, op: 'save' };
      case Op.Restore:
        return { end, op: 'restore' };
      case Op.SetSoftMask:
        return { end, op: 'soft-mask', masks: this.at(SoftMaskCommand, at).mask !== 0 };
      case Op.BeginGroup: {
        const { flags, blend, alpha } = this.at(BeginGroupCommand, at);
        const [isolated, knockout] = [(flags & GroupFlag.Isolated) !== 0, (flags & GroupFlag.Knockout) !== 0];
        return { end, op: 'begin-group', blend: BLENDS[blend], alpha, isolated, knockout };
      }
      case Op.EndGroup:
        return { end, op: 'end-group' };
      case Op.BeginAnnotation:
        return { end, op: 'begin-annotation' };
      case Op.FillPath:
        return painted(blendOf(this.at(FillPathCommand, at).paint));
      case Op.StrokePath:
        return painted(blendOf(this.at(StrokePathCommand, at).paint));
      case Op.Stencil:
        return painted(blendOf(this.at(StencilCommand, at).paint));
      case Op.Glyphs: {
        const { paint, strokePaint } = this.at(GlyphsCommand, at);
        return painted(blendOf(paint || strokePaint));
      }
      case Op.Image:
        return painted(this.at(ImageCommand, at).blend);
      case Op.Shade:
        return painted(this.at(ShadeCommand, at).blend);
      default:
        return null;
    }
  }

  /** A path, copied. */
  path(address: number): Path {
    if (address === this.last?.address) return this.last.path;
    const all = this.outlines();
    const { firstVerb, endVerb, firstPoint, endPoint } = this.outline(address);
    const path: Path = { verbs: [], points: [] };
    for (let i = firstVerb; i < endVerb; i++) path.verbs.push(all.verbs[i]!);
    for (let i = firstPoint; i < endPoint; i++) path.points.push(all.points[i]!);
    this.last = { address, path };
    return path;
  }

  private command(op: Op, at: number): Drawing | null {
    switch (op) {
      case Op.FillPath: {
        const { path, paint, rule } = this.at(FillPathCommand, at);
        return { op: 'fill', path, paint: this.paint(paint), evenOdd: rule === Rule.EvenOdd };
      }
      case Op.StrokePath: {
        const { path, paint, stroke } = this.at(StrokePathCommand, at);
        return { op: 'stroke', path, paint: this.paint(paint), stroke: this.stroke(stroke) };
      }
      case Op.ClipPath: {
        const { path, rule } = this.at(ClipPathCommand, at);
        return { op: 'clip', path, evenOdd: rule === Rule.EvenOdd };
      }
      case Op.Save:
        return { op: 'save' };
      case Op.Restore:
        return { op: 'restore' };
      case Op.Glyphs:
        return { op: 'glyphs', run: this.glyphRun(this.at(GlyphsCommand, at)) };
      case Op.Image: {
        const record = this.at(ImageCommand, at);
        const { image, alpha, flags } = record;
        const interpolate = (flags & ImageFlag.Interpolate) !== 0;
        return { op: 'image', image, alpha, blend: BLENDS[record.blend], interpolate, matrix: matrixOf(record) };
      }
      case Op.Stencil: {
        const record = this.at(StencilCommand, at);
        const isGlyph = (record.flags & ImageFlag.Glyph) !== 0;
        return { op: 'stencil', image: record.image, paint: this.paint(record.paint), matrix: matrixOf(record), isGlyph };
      }
      case Op.Shade: {
        const { pattern, alpha, blend } = this.at(ShadeCommand, at);
        return { op: 'shade', pattern: this.pattern(pattern), alpha, blend: BLENDS[blend] };
      }
      case Op.BeginGroup: {
        const record = this.at(BeginGroupCommand, at);
        const { flags, blend, alpha } = record;
        const isolated = (flags & GroupFlag.Isolated) !== 0;
        const knockout = (flags & GroupFlag.Knockout) !== 0;
        return { op: 'begin-group', box: boxOf(record), isolated, knockout, blend: BLENDS[blend], alpha };
      }
      case Op.EndGroup:
        return { op: 'end-group' };
      case Op.BeginAnnotation:
        return { op: 'begin-annotation' };
      case Op.BeginMark: {
        const { mcid, form } = this.at(BeginMarkCommand, at);
        return { op: 'begin-mark', mcid, form };
      }
      case Op.EndMark:
        return { op: 'end-mark' };
      case Op.SetSoftMask:
        return { op: 'soft-mask', mask: this.softMask(this.at(SoftMaskCommand, at).mask) };
      default:
        return null; // the ends of annotations
    }
  }

  private glyphRun(command: GlyphsCommand): GlyphRun {
    const { font, paint, strokePaint, stroke, flags, count, a, b, c, d } = command;
    const first = command.address + GlyphsCommand.byteLength;
    return {
      font,
      fill: paint ? this.paint(paint) : null,
      strokePaint: strokePaint ? this.paint(strokePaint) : null,
      stroke: strokePaint ? this.stroke(stroke) : null,
      matrix: [a, b, c, d],
      vertical: (flags & GlyphsFlag.Vertical) !== 0,
      glyphs: this.glyphs(first, count),
    };
  }

  private glyphs(first: number, count: number): Glyphs {
    const { words, floats } = this.memory;
    const { at } = PlacedGlyph;
    const numbers: number[] = [];
    for (let i = 0, k = first >> 2; i < count; i++, k += PlacedGlyph.byteLength >> 2) {
      const index = words[k + at.index]!;
      numbers.push(index === GLYPH_NONE ? -1 : index);
      numbers.push(floats[k + at.x]!);
      numbers.push(floats[k + at.y]!);
      numbers.push(floats[k + at.advance]!);
      numbers.push(floats[k + at.stretch]!);
    }
    return new Glyphs(count, numbers);
  }

  private paint(address: number): Paint {
    const known = this.paints.get(address);
    if (known) return known;
    const { color, alpha, blend, pattern } = this.at(PaintRecord, address);
    const paint = { color: hexColor(color), alpha, blend: BLENDS[blend], pattern: pattern ? this.pattern(pattern) : null };
    this.paints.set(address, paint);
    return paint;
  }

  private stroke(address: number): Stroke {
    const known = this.strokes.get(address);
    if (known) return known;
    const stroke = this.readStroke(address);
    this.strokes.set(address, stroke);
    return stroke;
  }

  private readStroke(address: number): Stroke {
    const { width, cap, join, miterLimit, dashPhase, dashCount, dashes, a, b, c, d } = this.at(StrokeRecord, address);
    return {
      width,
      cap: CAPS[cap] ?? 'butt',
      join: JOINS[join] ?? 'miter',
      miterLimit,
      dashPhase,
      dashes: Array.from({ length: dashCount }, (_, i) => this.instance.f32(dashes + i * 4)),
      pen: [a, b, c, d],
    };
  }

  private pattern(address: number): Pattern {
    const record = this.at(PatternRecord, address);
    const { kind, cell, shading, xStep, yStep, uncolored } = record;
    const tiling = kind === PatternKind.Tiling;
    return { address, tiling, cell, shading, matrix: matrixOf(record), box: boxOf(record), xStep, yStep, uncolored };
  }

  private softMask(address: number): SoftMask | null {
    if (!address) return null;
    const record = this.at(SoftMaskRecord, address);
    const { list, luminosity, transfer } = record;
    return {
      list,
      luminosity,
      backdrop: hexColor(record.backdrop),
      transfer: transfer ? this.instance.bytes(transfer, 256).slice() : null,
      box: boxOf(record),
    };
  }
}

function boxOf({ x0, y0, x1, y1 }: Record<'x0' | 'y0' | 'x1' | 'y1', number>): Box {
  return [x0, y0, x1, y1];
}

/** Tells a command where it ends, without making it anew. */
function endingAt(command: Drawing & { end?: number }, end: number): Command {
  command.end = end;
  return command as Command;
}
