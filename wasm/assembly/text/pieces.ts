import { Buffer } from '../memory/buffer';
import { Break, Letter } from './letters';

/** Width of a gutter, in em. */
export const GUTTER: f32 = 1;

/** A piece of a line without a gap as wide as a gutter. */
@unmanaged
export class Piece {
  /** Letters: the first, and the one behind the last. */
  from: u32;
  to: u32;
  x0: f32;
  x1: f32;
  /** The baseline. */
  y: f32;
  size: f32;
  /** Letters that are no spaces. */
  said: u32;
  /** False: it does not run from left to right, and no column goes past it. */
  isPlain: bool;
  /** Whether it begins a row: what is written from left to right at about one height. */
  beginsRow: bool;
}

/** Finds the pieces of letters, which know what separates them. */
export function findPieces(letters: Buffer, pieces: Buffer): void {
  const step = <u32>offsetof<Letter>();
  const count = letters.length / step;
  let piece: Piece | null = null;
  for (let i: u32 = 0; i < count; i++) {
    const letter = changetype<Letter>(letters.data + <usize>i * step);
    if (!piece || !goesOn(changetype<Letter>(letters.data + <usize>(i - 1) * step), letter)) {
      const p = pieces.extend(<u32>offsetof<Piece>());
      if (!p) return;
      memory.fill(p, 0, offsetof<Piece>());
      piece = changetype<Piece>(p);
      piece.from = i;
      piece.x0 = letter.x;
      piece.x1 = letter.x;
      piece.y = letter.y;
      piece.isPlain = true;
    }
    piece.to = i + 1;
    if (letter.vertical || letter.rightToLeft || letter.ux < 0.99) piece.isPlain = false;
    if (!letter.isSpace) piece.x1 = max(piece.x1, letter.endX);
    piece.size = max(piece.size, letter.size);
    if (letter.length && !letter.isSpace) piece.said++;
  }
}

function goesOn(last: Letter, letter: Letter): bool {
  return letter.before != Break.Line && letter.x - last.endX < GUTTER * max(last.size, letter.size);
}
