import type { Instance } from '../instance.js';
import { hexColor } from './markup.js';

/**
 * Reads a page's display list out of the engine's memory. The layout is that of `assembly/display/list.ts`, which
 * also says what each command means; coordinates are page space: points, origin top left, y down.
 */

export type Matrix = [a: number, b: number, c: number, d: number, e: number, f: number];
export type Box = [x0: number, y0: number, x1: number, y1: number];

/** A part of a path; its points as x, y. C is a cubic Bézier curve, Z closes the subpath. */
export interface Segment {
  verb: 'M' | 'L' | 'C' | 'Z';
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

export interface Glyph {
  /** Index in the font program, -1: draws nothing. */
  index: number;
  x: number;
  y: number;
  /** Em. */
  advance: number;
  stretch: number;
  text: string;
}

export interface GlyphRun {
  font: number;
  fill: Paint | null;
  strokePaint: Paint | null;
  stroke: Stroke | null;
  matrix: [a: number, b: number, c: number, d: number];
  vertical: boolean;
  glyphs: Glyph[];
}

export type Command =
  | { op: 'fill'; path: number; paint: Paint; evenOdd: boolean }
  | { op: 'stroke'; path: number; paint: Paint; stroke: Stroke }
  | { op: 'clip'; path: number; evenOdd: boolean }
  | { op: 'save' }
  | { op: 'restore' }
  | { op: 'glyphs'; run: GlyphRun }
  | { op: 'image'; image: number; alpha: number; blend: string; interpolate: boolean; matrix: Matrix }
  | { op: 'stencil'; image: number; paint: Paint; matrix: Matrix }
  | { op: 'shade'; pattern: Pattern; alpha: number; blend: string }
  | { op: 'begin-group'; box: Box; isolated: boolean; blend: string; alpha: number }
  | { op: 'end-group' }
  | { op: 'soft-mask'; mask: SoftMask | null };

const VERBS = [
  { verb: 'M', numbers: 2 },
  { verb: 'L', numbers: 2 },
  { verb: 'C', numbers: 6 },
  { verb: 'Z', numbers: 0 },
] as const;
const CAPS = ['butt', 'round', 'square'] as const;
const JOINS = ['miter', 'round', 'bevel'] as const;
/** CSS's names of `Blend`, in its order. */
const BLENDS = [
  'normal',
  'multiply',
  'screen',
  'overlay',
  'darken',
  'lighten',
  'color-dodge',
  'color-burn',
  'hard-light',
  'soft-light',
  'difference',
  'exclusion',
  'hue',
  'saturation',
  'color',
  'luminosity',
];
const GLYPH_NONE = 0xffffffff;
const GLYPHS = 6;

export class DisplayListReader {
  constructor(private readonly instance: Instance) {}

  private get view(): DataView {
    return this.instance.view;
  }

  /** The commands of a list. Those that draw nothing on their own are left out, and glyphs too with `drawings`. */
  *commands(list: number, only?: 'drawings'): Generator<Command> {
    const start = this.u32(list + 12);
    const end = start + this.u32(list + 16);
    for (let at = start; at < end; at += this.u32(at + 4)) {
      if (this.u32(at + 4) < 8) return;
      if (only && this.u32(at) === GLYPHS) continue;
      const command = this.command(this.u32(at), at);
      if (command) yield command;
    }
  }

  /** The segments of a path, one behind the other. */
  segments(path: number): Segment[] {
    const verbs = this.u32(path);
    let at = this.u32(path + 16);
    const read = () => {
      const value = this.f32(at);
      at += 4;
      return value;
    };
    return Array.from({ length: this.u32(path + 4) }, (_, i) => {
      const { verb, numbers } = VERBS[this.view.getUint8(verbs + i) & 3]!;
      return { verb, points: Array.from({ length: numbers }, read) };
    });
  }

  private command(op: number, at: number): Command | null {
    switch (op) {
      case 1:
        return { op: 'fill', path: this.u32(at + 8), paint: this.paint(this.u32(at + 12)), evenOdd: this.u32(at + 16) === 1 };
      case 2:
        return { op: 'stroke', path: this.u32(at + 8), paint: this.paint(this.u32(at + 12)), stroke: this.stroke(this.u32(at + 16)) };
      case 3:
        return { op: 'clip', path: this.u32(at + 8), evenOdd: this.u32(at + 12) === 1 };
      case 4:
        return { op: 'save' };
      case 5:
        return { op: 'restore' };
      case 6:
        return { op: 'glyphs', run: this.glyphRun(at) };
      case 7:
        return {
          op: 'image',
          image: this.u32(at + 8),
          alpha: this.f32(at + 12),
          blend: this.blend(at + 16),
          interpolate: (this.u32(at + 20) & 1) !== 0,
          matrix: this.matrix(at + 24),
        };
      case 8:
        return { op: 'stencil', image: this.u32(at + 8), paint: this.paint(this.u32(at + 12)), matrix: this.matrix(at + 20) };
      case 9:
        return { op: 'shade', pattern: this.pattern(this.u32(at + 8)), alpha: this.f32(at + 12), blend: this.blend(at + 16) };
      case 10:
        return {
          op: 'begin-group',
          box: this.box(at + 8),
          isolated: (this.u32(at + 24) & 1) !== 0,
          blend: this.blend(at + 28),
          alpha: this.f32(at + 32),
        };
      case 11:
        return { op: 'end-group' };
      case 12:
        return { op: 'soft-mask', mask: this.softMask(this.u32(at + 8)) };
      default:
        return null; // marks and annotations' brackets
    }
  }

  private glyphRun(at: number): GlyphRun {
    const paint = (address: number) => (address ? this.paint(address) : null);
    const count = this.u32(at + 40);
    const strokePaint = paint(this.u32(at + 16));
    return {
      font: this.u32(at + 8),
      fill: paint(this.u32(at + 12)),
      strokePaint,
      stroke: strokePaint ? this.stroke(this.u32(at + 20)) : null,
      matrix: [this.f32(at + 24), this.f32(at + 28), this.f32(at + 32), this.f32(at + 36)],
      vertical: (this.u32(at + 44) & 1) !== 0,
      glyphs: Array.from({ length: count }, (_, i) => {
        const g = at + 48 + i * 32;
        const index = this.u32(g);
        return {
          index: index === GLYPH_NONE ? -1 : index,
          x: this.f32(g + 8),
          y: this.f32(g + 12),
          advance: this.f32(g + 16),
          stretch: this.f32(g + 20),
          text: this.instance.utf16(this.u32(g + 24), this.view.getUint16(g + 28, true)),
        };
      }),
    };
  }

  private paint(at: number): Paint {
    const pattern = this.u32(at + 12);
    return {
      color: hexColor(this.u32(at)),
      alpha: this.f32(at + 4),
      blend: this.blend(at + 8),
      pattern: pattern ? this.pattern(pattern) : null,
    };
  }

  private stroke(at: number): Stroke {
    const dashes = this.u32(at + 24);
    return {
      width: this.f32(at),
      cap: CAPS[this.u32(at + 4)] ?? 'butt',
      join: JOINS[this.u32(at + 8)] ?? 'miter',
      miterLimit: this.f32(at + 12),
      dashPhase: this.f32(at + 16),
      dashes: Array.from({ length: this.u32(at + 20) }, (_, i) => this.f32(dashes + i * 4)),
      pen: [this.f32(at + 28), this.f32(at + 32), this.f32(at + 36), this.f32(at + 40)],
    };
  }

  private pattern(at: number): Pattern {
    return {
      address: at,
      tiling: this.u32(at) === 0,
      cell: this.u32(at + 4),
      shading: this.u32(at + 8),
      matrix: this.matrix(at + 12),
      box: this.box(at + 36),
      xStep: this.f32(at + 52),
      yStep: this.f32(at + 56),
      uncolored: this.view.getUint8(at + 60) !== 0,
    };
  }

  private softMask(at: number): SoftMask | null {
    if (!at) return null;
    const transfer = this.u32(at + 12);
    return {
      list: this.u32(at),
      luminosity: this.view.getUint8(at + 4) !== 0,
      backdrop: hexColor(this.u32(at + 8)),
      transfer: transfer ? this.instance.bytes(transfer, 256).slice() : null,
      box: this.box(at + 16),
    };
  }

  private blend(at: number): string {
    return BLENDS[this.u32(at)] ?? 'normal';
  }

  private box(at: number): Box {
    return [this.f32(at), this.f32(at + 4), this.f32(at + 8), this.f32(at + 12)];
  }

  private matrix(at: number): Matrix {
    return [this.f32(at), this.f32(at + 4), this.f32(at + 8), this.f32(at + 12), this.f32(at + 16), this.f32(at + 20)];
  }

  private u32(at: number): number {
    return this.view.getUint32(at, true);
  }

  private f32(at: number): number {
    return this.view.getFloat32(at, true);
  }
}
