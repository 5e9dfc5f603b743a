import { allocZeroed, free } from '../memory/heap';
import { Matrix } from '../geometry/matrix';
import { Lexer } from '../syntax/lexer';
import { CELL, Obj } from '../syntax/object';
import { Owner } from '../syntax/parser';
import { Store } from '../syntax/store';
import { releaseStream, StreamData } from '../syntax/stream';

/** Operands of one operator that are kept; of more, the last. Annex C has none with more than 33. */
export const MAX_OPERANDS: u32 = 64;

/** Bytes of the matrices that each stream has to itself: the interpreter's base, text and line matrix. */
export const SAVED_MATRICES: usize = 3 * offsetof<Matrix>();

/**
 * What an interpreter is in the middle of: a content stream (of the page, a form, a glyph of a Type 3 font, an appearance),
 * or a row of them (the glyphs of a string, the annotations of a page). Frames lie on a stack, the one that is run on top.
 * An operator that leads to another stream pushes a frame and returns; only the loop (loop.ts) runs and pops frames. So a
 * file never makes the engine call itself, and a page can be left between any two operators and gone on with later.
 *
 * Who pushes a frame may derive a record of its own, to keep what `onEnd` puts back.
 */
@unmanaged
export class Frame {
  below: Frame | null;
  /** The stream's bytes, given back with the frame. */
  stream: StreamData;
  /** Reads the stream; null in a row. */
  lexer: Lexer | null;
  /** A row's `(self: Interpreter, frame: Frame) => bool`, by its index in the table: begins its next member; false: there is none. 0: a row of what lies on top of it alone. */
  next: u32;
  /** `(self: Interpreter, frame: Frame) => void`, by its index in the table: ends what the frame was pushed for. 0: nothing. */
  onEnd: u32;
  /** What the stream's operands are parsed with. */
  owner: Owner;
  /** Room for operands: an operator that runs another stream may not be done with those it has. */
  operands: usize;
  /** Where the scratch arena stands between two operators of this stream. */
  mark: usize;
  // What the interpreter had before, for the frame below.
  outerResources: Obj;
  outerRemaps: bool;
  outerFloor: u32;
  outerUnsaved: u32;
  outerMarkFloor: u32;
  outerOperands: usize;
  outerCount: u32;
  /** The matrices that a stream has to itself (`SAVED_MATRICES`). */
  outerMatrices: usize;

  /** A new frame `T` for a stream, which is to be read into `stream`; null when memory is out. */
  static create<T>(doc: Store): T | null {
    const frame = changetype<Frame | null>(Frame.row<T>());
    if (!frame) return null;
    const lexer = Lexer.create(doc);
    if (!lexer) {
      frame.destroy();
      return null;
    }
    frame.lexer = lexer;
    return changetype<T>(frame);
  }

  /** A new frame `T` for a row of streams; null when memory is out. */
  static row<T>(): T | null {
    const stream = aligned(offsetof<T>());
    const owner = stream + aligned(offsetof<StreamData>());
    const matrices = owner + aligned(offsetof<Owner>());
    const operands = matrices + SAVED_MATRICES;
    const p = allocZeroed(operands + <usize>MAX_OPERANDS * CELL);
    if (!p) return null;
    const frame = changetype<Frame>(p);
    frame.stream = changetype<StreamData>(p + stream);
    frame.owner = changetype<Owner>(p + owner);
    frame.outerMatrices = p + matrices;
    frame.operands = p + operands;
    return changetype<T>(p);
  }

  /** Gives back the frame, and the stream with it. */
  destroy(): void {
    const lexer = this.lexer;
    if (lexer) {
      lexer.release();
      free(changetype<usize>(lexer));
    }
    releaseStream(this.stream);
    free(changetype<usize>(this));
  }
}

// @ts-ignore: decorator
@inline function aligned(size: usize): usize {
  return (size + 7) & ~7;
}
