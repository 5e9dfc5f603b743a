import { Buffer } from '../memory/buffer';
import { pop, push } from '../memory/stack';
import { Letter } from './letters';
import { findPieces, GUTTER, Piece } from './pieces';

/**
 * Columns that were written across: line 1 of the left and of the right one, then line 2 of both. They are told by the
 * white gutter between them, which no line crosses, and taken apart one after the other: the vertical half of an XY-cut
 * (Nagy and Seth, "Hierarchical Representation of Optically Scanned Documents", 1984), with gutters as T. M. Breuel has
 * them ("Two Geometric Algorithms for Layout Analysis", 2002). A table has gutters too and is read across: its cells are
 * short and do not fill their columns, as the lines of running text do.
 *
 * Only the order of what was written so is changed: text that comes column by column is left as it is.
 */

@unmanaged
class Gutter {
  x0: f32;
  x1: f32;
}

/** Columns inside columns: three side by side are two. */
const MAX_DEPTH: i32 = 8;
/** Pages of more pieces are left as they are: what follows may look at each of them for each. */
const MAX_PIECES: u32 = 8192;
/** Rows with text on both sides of a gutter, at least. */
const ROWS: u32 = 4;
/** Rows further apart than this, in em, are not in one column. */
const LEADING: f32 = 4;
/** A line of running text: letters on average, and the part of the column's width that it fills. */
const LETTERS: u32 = 12;
const FILLED: f32 = 0.6;

/** Brings columns of letters, which know what separates them, that were written across one after the other; whether there are such. */
export function orderColumns(letters: Buffer): bool {
  let changed = false;
  const pieces = Buffer.create(1024);
  const order = Buffer.create(1024);
  const done = Buffer.create(1024);
  if (pieces && order && done) {
    findPieces(letters, pieces);
    const count = pieces.length / <u32>offsetof<Piece>();
    for (let i: u32 = 0; i < count; i++) order.pushU32(i);
    changed = count <= MAX_PIECES && cut(pieces, order, done, 0) && !done.failed;
    if (changed) rearrange(letters, pieces, done);
  }
  if (pieces) pieces.destroy();
  if (order) order.destroy();
  if (done) done.destroy();
  return changed;
}

// @ts-ignore: decorator
@inline function pieceAt(pieces: Buffer, order: Buffer, i: u32): Piece {
  return changetype<Piece>(pieces.data + <usize>order.getU32(i) * offsetof<Piece>());
}

/** Writes the pieces of `order` to `done`, columns one after the other; whether anything has changed. */
function cut(pieces: Buffer, order: Buffer, done: Buffer, depth: i32): bool {
  const count = order.length >> 2;
  findRows(pieces, order);
  let changed = false;
  let i: u32 = 0;
  while (i < count) {
    const end = depth < MAX_DEPTH ? columnsFrom(pieces, order, i, done, depth) : i;
    if (end > i) {
      changed = true;
      i = end;
      continue;
    }
    do done.pushU32(order.getU32(i++));
    while (i < count && !pieceAt(pieces, order, i).beginsRow);
  }
  return changed;
}

/** Marks the pieces that begin rows, those of `order` standing alone. */
function findRows(pieces: Buffer, order: Buffer): void {
  const count = order.length >> 2;
  for (let i: u32 = 0; i < count; i++) {
    const piece = pieceAt(pieces, order, i);
    const last = pieceAt(pieces, order, max(i, 1) - 1);
    const isBeside = piece.x0 >= last.x1 && abs(piece.y - last.y) < max(piece.size, last.size);
    piece.beginsRow = !i || !isBeside || !last.isPlain || !piece.isPlain;
  }
}

/** Takes apart the columns whose first row begins with piece `from`; where they end, `from` when there are none. */
function columnsFrom(pieces: Buffer, order: Buffer, from: u32, done: Buffer, depth: i32): u32 {
  const gutter = changetype<Gutter>(push(offsetof<Gutter>()));
  const end = columnsBy(pieces, order, from, done, depth, gutter);
  pop(changetype<usize>(gutter));
  return end;
}

function columnsBy(pieces: Buffer, order: Buffer, from: u32, done: Buffer, depth: i32, gutter: Gutter): u32 {
  const count = order.length >> 2;
  for (let i = from + 1; i < count && !pieceAt(pieces, order, i).beginsRow; i++) {
    const left = pieceAt(pieces, order, i - 1);
    const right = pieceAt(pieces, order, i);
    if (right.x0 - left.x1 < GUTTER * max(left.size, right.size)) continue;
    gutter.x0 = left.x1;
    gutter.x1 = right.x0;
    const end = endOfGutter(pieces, order, from, gutter);
    if (end == from || isHole(pieces, order, from, end, gutter)) continue;
    const lefts = Buffer.create(256);
    const rights = Buffer.create(256);
    if (!lefts || !rights) {
      Buffer.drop(lefts);
      Buffer.drop(rights);
      return from;
    }
    for (let k = from; k < end; k++) (pieceAt(pieces, order, k).x0 < gutter.x1 ? lefts : rights).pushU32(order.getU32(k));
    const isText = isRunningText(pieces, lefts) && isRunningText(pieces, rights);
    if (isText) {
      cut(pieces, lefts, done, depth + 1);
      cut(pieces, rights, done, depth + 1);
    }
    lefts.destroy();
    rights.destroy();
    if (isText) return end;
    findRows(pieces, order);
  }
  return from;
}

/** How far down a gutter goes, which is made as narrow as the rows leave it; `from` when too few have text on both sides. */
function endOfGutter(pieces: Buffer, order: Buffer, from: u32, gutter: Gutter): u32 {
  const count = order.length >> 2;
  let x0 = gutter.x0;
  let x1 = gutter.x1;
  let both: u32 = 0;
  let rows: u32 = 0;
  let lastOfBoth = from;
  let end = from;
  let last = pieceAt(pieces, order, from);
  for (let i = from; i < count;) {
    const first = pieceAt(pieces, order, i);
    if (!first.isPlain || first.y < last.y - first.size || first.y > last.y + LEADING * max(first.size, last.size)) break;
    let left = false;
    let right = false;
    let k = i;
    do {
      const piece = pieceAt(pieces, order, k++);
      if (piece.x0 < x0) left = true;
      else right = true;
      // It ends before the gutter, or begins behind it, and may make it narrower.
      if (piece.x0 < x0) x0 = max(x0, piece.x1);
      else x1 = min(x1, piece.x0);
    } while (k < count && !pieceAt(pieces, order, k).beginsRow);
    if (x1 - x0 < GUTTER * first.size * 0.8) break;
    gutter.x0 = x0;
    gutter.x1 = x1;
    last = first;
    i = k;
    end = k;
    rows++;
    if (left && right) {
      both++;
      lastOfBoth = k;
    }
  }
  if (both < ROWS) return from;
  // What goes on alone is the rest of a longer column; where it is most of it, something else.
  return both * 2 >= rows ? end : lastOfBoth;
}

/** Whether a gutter is a hole in one column: the lines just above or below it go past it. */
function isHole(pieces: Buffer, order: Buffer, from: u32, end: u32, gutter: Gutter): bool {
  const top = pieceAt(pieces, order, from);
  const bottom = pieceAt(pieces, order, end - 1);
  let rows: u32 = 0;
  for (let i = from; i < end; i++) if (pieceAt(pieces, order, i).beginsRow) rows++;
  const leading = ((bottom.y - top.y) / <f32>max(rows - 1, 1)) * 1.2;
  if (from && goesPast(pieceAt(pieces, order, from - 1), gutter, top.y, leading)) return true;
  return end < order.length >> 2 && goesPast(pieceAt(pieces, order, end), gutter, bottom.y, leading);
}

function goesPast(piece: Piece, gutter: Gutter, y: f32, leading: f32): bool {
  return abs(piece.y - y) < leading && piece.x0 < gutter.x0 && piece.x1 > gutter.x1;
}

/** Whether pieces are lines of running text. */
function isRunningText(pieces: Buffer, order: Buffer): bool {
  const count = order.length >> 2;
  findRows(pieces, order);
  let x0 = f32.MAX_VALUE;
  let x1 = -f32.MAX_VALUE;
  let said: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const piece = pieceAt(pieces, order, i);
    x0 = min(x0, piece.x0);
    x1 = max(x1, piece.x1);
    said += piece.said;
  }
  let rows: u32 = 0;
  let filled: u32 = 0;
  for (let i: u32 = 0; i < count; rows++) {
    let width: f32 = 0;
    do {
      const piece = pieceAt(pieces, order, i++);
      width += piece.x1 - piece.x0;
    } while (i < count && !pieceAt(pieces, order, i).beginsRow);
    if (width >= FILLED * (x1 - x0)) filled++;
  }
  return rows >= ROWS && said >= LETTERS * rows && filled * 5 >= rows * 3;
}

function rearrange(letters: Buffer, pieces: Buffer, order: Buffer): void {
  const step = <u32>offsetof<Letter>();
  const sorted = Buffer.create(letters.length);
  if (!sorted) return;
  const count = order.length >> 2;
  for (let i: u32 = 0; i < count; i++) {
    const piece = pieceAt(pieces, order, i);
    sorted.pushBytes(letters.data + <usize>piece.from * step, (piece.to - piece.from) * step);
  }
  if (!sorted.failed && sorted.length == letters.length) memory.copy(letters.data, sorted.data, letters.length);
  sorted.destroy();
}
