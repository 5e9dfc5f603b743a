import type { ByteSource } from './byte-source.js';
import type { Piece } from './remote-file.js';

/** Asked for at a time where reads jump about, and at most where they follow one another. */
const FIRST_BYTES = 1 << 17;
const MOST_BYTES = 1 << 21;
/** Of what was fetched, so much is kept. */
const HELD_BYTES = 1 << 22;

/** Fetches the bytes from `from` on, `count` of them, and waits for them; throws when they cannot be had. */
export type FetchRange = (from: number, count: number) => Uint8Array;

/**
 * A file behind a connection on which a request costs more than the bytes that it brings: more is fetched than is asked
 * for, twice as much each time that reading goes on where the last piece ended.
 */
export class ReadAhead implements ByteSource {
  /** The one used last at the end. */
  private readonly pieces: Piece[] = [];
  private ahead = FIRST_BYTES;
  /** Where the piece that was fetched last ends. */
  private next = -1;

  /** `known`: what is there already. */
  constructor(
    readonly length: number,
    private readonly fetch: FetchRange,
    known: readonly Piece[],
    private readonly end: () => void = () => {},
  ) {
    for (const piece of known) this.keep(piece);
    // The first page of a linearized file is read on from its start.
    if (known[0]?.from === 0) this.next = known[0].bytes.length;
  }

  read(offset: number, into: Uint8Array): void {
    for (let done = 0; done < into.length;) {
      const at = offset + done;
      const { from, bytes } = this.pieceAt(at, into.length - done);
      const part = bytes.subarray(at - from, at - from + into.length - done);
      into.set(part, done);
      done += part.length;
    }
  }

  close(): void {
    this.pieces.length = 0;
    this.end();
  }

  private pieceAt(at: number, wanted: number): Piece {
    const i = this.pieces.findIndex(({ from, bytes }) => from <= at && at < from + bytes.length);
    if (i >= 0) {
      const [piece] = this.pieces.splice(i, 1) as [Piece];
      this.pieces.push(piece);
      return piece;
    }
    this.ahead = at === this.next ? Math.min(this.ahead * 2, MOST_BYTES) : FIRST_BYTES;
    // Up to the next piece that is there, or to the end.
    const stop = Math.min(this.length, ...this.pieces.filter(({ from }) => from > at).map(({ from }) => from));
    const count = Math.min(Math.max(wanted, this.ahead), stop - at, Math.max(wanted, MOST_BYTES));
    const piece = { from: at, bytes: this.fetch(at, count) };
    this.next = at + count;
    this.keep(piece);
    return piece;
  }

  private keep(piece: Piece): void {
    this.pieces.push(piece);
    let held = this.pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
    while (held > HELD_BYTES && this.pieces.length > 1) held -= this.pieces.shift()!.bytes.length;
  }
}
