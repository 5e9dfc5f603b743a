import { Arena } from '../../memory/arena';
import { Path } from '../../geometry/path';
import { Pen } from './pen';

/** Numbers that fit on the stack; Type 2 asks for 48, CFF2 for 513. */
export const MAX_STACK: u32 = 513;
/** Subroutines may nest this deep (Technical Note 5177, appendix B). */
export const MAX_CALLS: i32 = 10;
/** Operators and numbers that one glyph may take: subroutines could else call each other without end. */
const MAX_STEPS: i32 = 1 << 20;
/** Numbers in the transient array of Type 2, and on Type 1's PostScript stack. */
export const MAX_STORED: u32 = 32;

/**
 * The state of a charstring while it runs; Type 1 and Type 2 share it. One is made for each font.
 *
 *   Machine ┌ 0  fields, in the order below
 *           ├    Pen
 *           ├    MAX_STACK numbers (f64)      the operand stack
 *           └    MAX_STORED numbers (f64)     Type 2: the transient array; Type 1: the PostScript interpreter's stack
 */
@unmanaged
export class Machine {
  /** Numbers on the stack. */
  count: u32;
  /** Numbers on the PostScript stack. */
  stored: u32;
  steps: i32;
  /** Type 2: hints declared, for the length of a mask. */
  hints: u32;
  /** CFF2: variations of each value that is blended. */
  regions: u32;
  /** The advance width is known. */
  hasWidth: bool;
  /** Only the width is wanted. */
  widthOnly: bool;
  /** The glyph is damaged. */
  broken: bool;
  /** Type 1: between the OtherSubrs 1 and 0, moves are collected for two curves. */
  flexing: bool;
  flexCount: u32;
  /** Where the flex started. */
  flexX: f64;
  flexY: f64;
  /** Advance width and left side bearing, character space. */
  width: f64;
  bearing: f64;
  /** Type 1: where an accent's origin lies. */
  originX: f64;
  originY: f64;

  // @ts-ignore: decorator
  @inline get pen(): Pen {
    return changetype<Pen>(changetype<usize>(this) + offsetof<Machine>());
  }

  // @ts-ignore: decorator
  @inline get stack(): usize {
    return changetype<usize>(this) + offsetof<Machine>() + offsetof<Pen>();
  }

  // @ts-ignore: decorator
  @inline get storage(): usize {
    return this.stack + ((<usize>MAX_STACK) << 3);
  }

  /** Makes ready for a glyph; `path` null: only the width is wanted. The pen's matrix is the caller's to set. */
  start(path: Path | null): void {
    memory.fill(changetype<usize>(this), 0, offsetof<Machine>());
    memory.fill(this.storage, 0, (<usize>MAX_STORED) << 3);
    this.steps = MAX_STEPS;
    this.widthOnly = path == null;
    this.pen.start(path);
  }

  /** Number `i` from the bottom of the stack; 0 when there are fewer. */
  // @ts-ignore: decorator
  @inline at(i: u32): f64 {
    return i < this.count ? load<f64>(this.stack + ((<usize>i) << 3)) : 0;
  }

  // @ts-ignore: decorator
  @inline push(value: f64): void {
    if (this.count < MAX_STACK) {
      store<f64>(this.stack + ((<usize>this.count) << 3), value);
      this.count++;
    } else {
      this.broken = true;
    }
  }

  /** Takes the topmost number; 0 from an empty stack. */
  // @ts-ignore: decorator
  @inline pop(): f64 {
    return this.count ? load<f64>(this.stack + ((<usize>--this.count) << 3)) : 0;
  }
}

/** A machine in `arena`, or null when memory is out. */
export function createMachine(arena: Arena): Machine | null {
  const p = arena.alloc(offsetof<Machine>() + offsetof<Pen>() + ((<usize>(MAX_STACK + MAX_STORED)) << 3));
  return p ? changetype<Machine>(p) : null;
}
