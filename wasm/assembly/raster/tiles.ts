import { Command, FillPathCommand, GlyphsCommand, Op, StencilCommand, StrokePathCommand } from '../display/commands';
import { Paint, Pattern, PatternKind } from '../display/paint';
import { allocZeroed, free } from '../memory/heap';
import { Canvas } from './canvas';
import { Surface } from './surface';
import { beginTile } from './tile';

/**
 * Shapes that are filled with tiling patterns. A pattern's pixels are drawn by frames of their own, before the shape: so a command with
 * such shapes is gone through twice. At first it paints nothing, and each shape asks for its pattern's pixels; when these are
 * there, the same shapes are painted. A command of very many shapes (glyphs) does so in several rounds.
 */

/** Shapes of a round at most, and the bytes of their pixels. */
const MOST: u32 = 32;
const MOST_BYTES: u32 = 64 << 20;

/** A command that is gone through, as far as it has come. */
@unmanaged
export class Tiles {
  /** The shapes of this round: [from, to). */
  from: u32;
  to: u32;
  /** The shape whose turn it is. */
  shape: u32;
  isPainting: bool;
  /** How many shapes have asked, and how many of them have had their turn to be painted. */
  count: u32;
  turns: u32;
  bytes: u32;

  /** Address of the `Surface` of one that has asked, or of 0. */
  // @ts-ignore: decorator
  @inline private at(i: u32): usize {
    return changetype<usize>(this) + offsetof<Tiles>() + ((<usize>i) << 2);
  }

  /** Null when memory is out. */
  static create(): Tiles | null {
    const p = allocZeroed(offsetof<Tiles>() + ((<usize>MOST) << 2));
    return changetype<Tiles | null>(p);
  }

  /** Begins a round in which shapes ask. */
  ask(): void {
    this.drop();
    this.from = this.to;
    this.to = u32.MAX_VALUE;
    this.shape = 0;
    this.count = 0;
    this.bytes = 0;
    this.isPainting = false;
  }

  /** Has the shapes of this round painted. */
  paint(): void {
    this.shape = 0;
    this.turns = 0;
    this.isPainting = true;
  }

  add(surface: Surface | null): void {
    store<u32>(this.at(this.count++), <u32>changetype<usize>(surface));
    if (surface) this.bytes += surface.bytes;
  }

  /** The pixels of the shape whose turn it is, the caller's; null: none. */
  take(): Surface | null {
    if (!this.turns || this.turns > this.count) return null;
    const slot = this.at(this.turns - 1);
    const surface = load<u32>(slot);
    store<u32>(slot, 0);
    return changetype<Surface | null>(<usize>surface);
  }

  private drop(): void {
    for (this.turns = 1; this.turns <= this.count; this.turns++) {
      const surface = this.take();
      if (surface) surface.destroy();
    }
  }

  destroy(): void {
    this.drop();
    free(changetype<usize>(this));
  }
}

/** Whether a command has shapes that are filled with a tiling pattern. */
export function isTiled(command: Command): bool {
  switch (command.op) {
    case Op.FillPath:
      return isTiling(changetype<FillPathCommand>(command).paint);
    case Op.StrokePath:
      return isTiling(changetype<StrokePathCommand>(command).paint);
    case Op.Stencil:
      return isTiling(changetype<StencilCommand>(command).paint);
    case Op.Glyphs: {
      const glyphs = changetype<GlyphsCommand>(command);
      return isTiling(glyphs.paint) || isTiling(glyphs.strokePaint);
    }
  }
  return false;
}

// @ts-ignore: decorator
@inline function isTiling(paint: Paint | null): bool {
  return paint != null && paint.pattern != 0 && changetype<Pattern>(paint.pattern).kind == PatternKind.Tiling;
}

/**
 * Whether a shape over a rectangle of the device is to be painted now. Where the command is gone through for the first time it is
 * not, and what it asks for is begun.
 */
export function isPainted(canvas: Canvas, paint: Paint, x0: i32, y0: i32, x1: i32, y1: i32): bool {
  if (!canvas.tiles) return true;
  const tiles = changetype<Tiles>(canvas.tiles);
  const i = tiles.shape++;
  if (tiles.from > i || tiles.to <= i) return false;
  if (tiles.isPainting) {
    if (isTiling(paint)) tiles.turns++;
    return true;
  }
  if (!isTiling(paint)) return false;
  const bytes = <u64>(x1 - x0) * <u64>(y1 - y0) * 4;
  if (tiles.count == MOST || (tiles.count && bytes + <u64>tiles.bytes > <u64>MOST_BYTES)) {
    tiles.to = i;
    return false;
  }
  const out = Surface.create(x0, y0, x1, y1);
  tiles.add(out);
  if (out) beginTile(canvas, changetype<Pattern>(paint.pattern), canvas.tinted ? canvas.tint : paint.color, out);
  return false;
}

/** Ends going through a command. */
export function dropTiles(canvas: Canvas): void {
  if (canvas.tiles) changetype<Tiles>(canvas.tiles).destroy();
  canvas.tiles = 0;
}
