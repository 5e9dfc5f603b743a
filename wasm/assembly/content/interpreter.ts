import { Arena } from '../memory/arena';
import { Buffer } from '../memory/buffer';
import { alloc, free } from '../memory/heap';
import { IntMap } from '../memory/map';
import { deviceSpace, hasDefaults } from '../color/space';
import { Op } from '../display/commands';
import { DisplayList } from '../display/list';
import { Matrix } from '../geometry/matrix';
import { Path } from '../geometry/path';
import { CELL, intOf, kindOf, Kind, nameOf, numberOf, Obj } from '../syntax/object';
import { reserveOf, Store } from '../syntax/store';
import { Warning, warn } from '../syntax/warnings';
import { Frame, SAVED_MATRICES } from './frame';
import { State } from './state';

/** `q` inside `q`. */
const MAX_SAVES: u32 = 2048;
/** Forms, patterns, glyphs and masks inside one another. */
export const MAX_NESTING: i32 = 24;
/** Fuel that a stream costs besides its operators: two forms that draw each other twice would double their work at every level. */
const STREAM_COST: i64 = 250;
/** And what a pattern cell or a mask costs, which has an interpreter and a list of its own. */
const LIST_COST: i64 = 2000;

/**
 * The content interpreter: what running content streams into one display list needs to know. The page has one, and so has
 * each pattern cell and soft mask, whose lists are their own; it is run, as `inner`, before the one that met with it goes on.
 */
@unmanaged
export class Interpreter {
  doc: Store;
  list: DisplayList;
  /** The innermost stream, or row of streams, that is being run; null: all is done. */
  frame: Frame | null;
  /** The one whose list is to be finished first. */
  inner: Interpreter | null;
  /** How long this one's list was then: what has been added since may depend on the other one. */
  held: u32;
  /** The one that goes on when this one's list is finished. */
  outer: Interpreter | null;
  /** The fuel that is kept for those outside of this one: it has so much less. */
  reserve: i64;
  /** The display list's: what is drawn lies here. */
  arena: Arena;
  /** Holds what the operands of the operator that is being read are made of. */
  scratch: Arena;
  state: State;
  /** Saved states, one behind the other. */
  saved: Buffer;
  /** Where the stack of saved states begins for the stream that is being run: it cannot restore what it did not save. */
  floor: u32;
  /** `q`s of this stream that found the stack full: their `Q`s restore nothing. */
  unsaved: u32;
  /** The operands of the operator that is being read, and how many there are. */
  operands: usize;
  count: u32;
  /** The current path, in page space; moved into the list when it is painted. */
  path: Path;
  /** In user space: what v and the like refer to. */
  x: f64;
  y: f64;
  startX: f64;
  startY: f64;
  /** `W` or `W*` has been seen: the path clips when it is painted. 0 no, 1 non-zero, 2 even-odd. */
  clipping: u32;
  resources: Obj;
  /** The resources have default colour spaces. */
  remaps: bool;
  /** Patterns of this page by object number (see pattern.ts), and shadings (see shading.ts); 0: none yet. */
  patterns: usize;
  /** What glyphs of Type 3 fonts draw (see type3.ts), 0: none yet. */
  shapes: usize;
  nesting: i32;
  /** Marked content inside one another, and how many of it are hidden layers. */
  marks: u32;
  hidden: u32;
  /** How many marks were open when the stream that is being run began: it cannot end those. */
  markFloor: u32;
  /** Object number of the form that numbers the marked content in it by itself (14.7.5.4: it has /StructParents); 0: the page does. */
  stream: u32;
  /** Bit n: mark n (from the outermost) is a hidden layer. */
  hiddenMarks: u64;
  /** A glyph of a Type 3 font that has no colour of its own, or an uncoloured pattern: colour operators are ignored. */
  colorless: bool;
  /** Inside a glyph of a Type 3 font that has said its text: what text it draws is not said again. */
  spoken: bool;
  /** The group that is being drawn is a knockout group. */
  knocksOut: bool;
  /** Text that clips, in page space, and whether there has been some. */
  textClip: Path;
  clipsToText: bool;
  // Matrices, each Matrix a place in one block; the first three are a stream's own.
  matrices: usize;
  /** The CTM with which the content of this list began: patterns are placed in it (8.7.3.1). */
  base: Matrix;
  textMatrix: Matrix;
  lineMatrix: Matrix;
  work: Matrix;
  work2: Matrix;

  /** A new interpreter that writes to `list`; null when memory is out. */
  static create(doc: Store, list: DisplayList): Interpreter | null {
    const p = alloc(offsetof<Interpreter>());
    const state = alloc(offsetof<State>());
    const matrices = alloc(5 * offsetof<Matrix>());
    const scratch = Arena.create(16384);
    const saved = Buffer.create(4096);
    const path = Path.create();
    const textClip = Path.create();
    if (!p || !state || !matrices || !scratch || !saved || !path || !textClip) {
      free(p);
      free(state);
      free(matrices);
      if (scratch) scratch.destroy();
      Buffer.drop(saved);
      if (path) path.destroy();
      if (textClip) textClip.destroy();
      return null;
    }
    memory.fill(p, 0, offsetof<Interpreter>());
    const self = changetype<Interpreter>(p);
    self.doc = doc;
    self.list = list;
    self.arena = list.arena;
    self.scratch = scratch;
    self.state = changetype<State>(state);
    self.saved = saved;
    self.path = path;
    self.textClip = textClip;
    self.matrices = matrices;
    self.base = changetype<Matrix>(matrices);
    self.textMatrix = changetype<Matrix>(matrices + offsetof<Matrix>());
    self.lineMatrix = changetype<Matrix>(matrices + 2 * offsetof<Matrix>());
    self.work = changetype<Matrix>(matrices + 3 * offsetof<Matrix>());
    self.work2 = changetype<Matrix>(matrices + 4 * offsetof<Matrix>());
    self.base.identity();
    self.textMatrix.identity();
    self.lineMatrix.identity();
    self.state.init(deviceSpace(doc, 1));
    return self;
  }

  destroy(): void {
    this.dropInner();
    while (this.frame) {
      const frame = this.frame!;
      this.frame = frame.below;
      frame.destroy();
    }
    if (this.patterns) changetype<IntMap>(this.patterns).destroy();
    if (this.shapes) changetype<IntMap>(this.shapes).destroy();
    free(changetype<usize>(this.state));
    free(this.matrices);
    this.scratch.destroy();
    this.saved.destroy();
    this.path.destroy();
    this.textClip.destroy();
    free(changetype<usize>(this));
  }

  /**
   * Makes a frame's content stream the next to be run, with the given resources; what it leaves open is closed at its end.
   */
  enter(frame: Frame, resources: Obj): void {
    const doc = this.doc;
    const stream = frame.stream;
    frame.lexer!.open(stream.data, stream.data + stream.length);
    doc.fuel -= STREAM_COST + (stream.length >> 3);
    frame.owner.arena = this.scratch;
    frame.mark = this.scratch.mark();
    frame.outerResources = this.resources;
    frame.outerRemaps = this.remaps;
    frame.outerFloor = this.floor;
    frame.outerUnsaved = this.unsaved;
    frame.outerMarkFloor = this.markFloor;
    frame.outerOperands = this.operands;
    memory.copy(frame.outerMatrices, this.matrices, SAVED_MATRICES);
    frame.outerCount = this.count;
    this.resources = resources;
    this.remaps = hasDefaults(doc, resources);
    this.floor = this.saved.length;
    this.unsaved = 0;
    this.markFloor = this.marks;
    this.operands = frame.operands;
    this.count = 0;
    this.path.clear();
    this.push(frame);
  }

  /** Makes a row of streams the next to be run. */
  push(frame: Frame): void {
    frame.below = this.frame;
    this.frame = frame;
  }

  /** Takes the frame on top away, and ends what it was pushed for. */
  pop(): void {
    const frame = this.frame!;
    if (frame.lexer) this.close(frame);
    this.frame = frame.below;
    if (frame.onEnd) call_indirect<void>(frame.onEnd, this, frame);
    frame.destroy();
  }

  /** Closes what a stream has left open, and puts back what the one outside of it had. */
  private close(frame: Frame): void {
    this.scratch.release(frame.mark);
    this.unsaved = 0;
    while (this.saved.length > this.floor) this.restore();
    while (this.marks > this.markFloor) this.endMark();
    this.path.clear();
    this.clipping = 0;
    this.floor = frame.outerFloor;
    this.unsaved = frame.outerUnsaved;
    this.markFloor = frame.outerMarkFloor;
    this.resources = frame.outerResources;
    this.remaps = frame.outerRemaps;
    this.operands = frame.outerOperands;
    memory.copy(this.matrices, frame.outerMatrices, SAVED_MATRICES);
    this.count = frame.outerCount;
  }

  /** Gives up the list that was to be finished first. */
  dropInner(): void {
    const inner = this.inner;
    if (!inner) return;
    inner.list.release();
    this.leaveList(inner);
  }

  /** Goes on with this list, and the fuel that was kept for it. */
  leaveList(inner: Interpreter): void {
    this.doc.fuel += inner.reserve - this.reserve;
    inner.destroy();
    this.inner = null;
  }

  /** Forgets where text was shown, and what it is to clip: of contents that end in the middle of a text object. */
  forgetText(): void {
    this.textMatrix.identity();
    this.lineMatrix.identity();
    this.clipsToText = false;
    this.textClip.clear();
  }

  /** Makes another list the next to be finished; null when memory is out. */
  enterList(list: DisplayList): Interpreter | null {
    this.doc.fuel -= LIST_COST;
    this.held = this.list.commands.length;
    const inner = Interpreter.create(this.doc, list);
    if (!inner) return null;
    list.inks = this.list.inks;
    inner.nesting = this.nesting + 1;
    inner.outer = this;
    const kept = reserveOf(this.doc);
    inner.reserve = this.reserve + kept;
    this.doc.fuel -= kept;
    this.inner = inner;
    return inner;
  }

  /** The i-th of the operator's `n` operands: of more, the last n; 0 when there are fewer. */
  operand(n: u32, i: u32): Obj {
    const at = <i32>this.count - <i32>n + <i32>i;
    return at >= 0 ? this.operands + <usize>at * CELL : 0;
  }

  number(n: u32, i: u32): f64 {
    return numberOf(this.operand(n, i));
  }

  integer(n: u32, i: u32): i32 {
    return intOf(this.operand(n, i));
  }

  name(n: u32, i: u32): u32 {
    return nameOf(this.operand(n, i));
  }

  /** Whether the last n operands are numbers. */
  hasNumbers(n: u32): bool {
    if (this.count < n) return false;
    for (let i: u32 = 0; i < n; i++) {
      const kind = kindOf(this.operand(n, i));
      if (kind != Kind.Int && kind != Kind.Real) return false;
    }
    return true;
  }

  /** Whether what is drawn now is to be seen. */
  // @ts-ignore: decorator
  @inline get isVisible(): bool {
    return this.hidden == 0;
  }

  /** `q`; false when the stack is full. `restore` is due in either case. */
  save(): bool {
    const isFull = this.saved.length / <u32>offsetof<State>() >= MAX_SAVES;
    if (isFull) warn(this.doc, Warning.NestingTooDeep);
    const p: usize = isFull ? 0 : this.saved.extend(<u32>offsetof<State>());
    if (!p) {
      this.unsaved++;
      return false;
    }
    memory.copy(p, changetype<usize>(this.state), offsetof<State>());
    this.list.addPlain(Op.Save);
    return true;
  }

  restore(): void {
    if (this.unsaved) {
      this.unsaved--;
      return;
    }
    const size = <u32>offsetof<State>();
    if (this.saved.length < this.floor + size) return;
    this.saved.length -= size;
    memory.copy(changetype<usize>(this.state), this.saved.data + this.saved.length, size);
    this.list.addPlain(Op.Restore);
  }

  /** Begins marked content, hidden or not; `EMC` ends it. */
  beginMark(hidden: bool): void {
    if (this.marks < 64 && hidden) {
      this.hiddenMarks |= (<u64>1) << this.marks;
      this.hidden++;
    }
    this.marks++;
  }

  endMark(): void {
    if (this.marks <= this.markFloor) return;
    this.marks--;
    this.list.addPlain(Op.EndMark);
    if (this.marks >= 64) return;
    const bit = (<u64>1) << this.marks;
    if (this.hiddenMarks & bit) {
      this.hiddenMarks &= ~bit;
      this.hidden--;
    }
  }

  /** Multiplies a matrix into the CTM. */
  transform(m: Matrix): void {
    const state = this.state;
    state.ctm.multiply(m, state.ctm);
    state.stroke = null;
  }

  /** Moves a path into the list: a copy of just its size; null when memory is out. */
  keepPath(path: Path): Path | null {
    const p = this.arena.alloc(offsetof<Path>());
    const verbs = this.arena.allocRaw(<usize>path.verbCount);
    const points = this.arena.allocRaw(<usize>path.pointLength);
    if (!p || !verbs || !points) return null;
    const kept = changetype<Path>(p);
    memory.copy(verbs, path.verbData, path.verbCount);
    memory.copy(points, path.pointData, path.pointLength);
    kept.verbData = verbs;
    kept.verbCount = path.verbCount;
    kept.pointData = points;
    kept.pointLength = path.pointLength;
    return kept;
  }
}
