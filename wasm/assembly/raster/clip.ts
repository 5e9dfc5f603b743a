import { alloc, free } from '../memory/heap';
import { Mask } from './surface';

/**
 * The clip and the soft mask at one point of a list. States form a stack, linked through `below`.
 *
 * The clip is a rectangle of whole pixels and, when it has another shape, a mask that covers this rectangle.
 * A rectangular clip takes in every pixel that it touches: neighbouring clips then leave no seam between them
 * (PDFium and MuPDF do the same).
 */
@unmanaged
export class ClipState {
  below: usize;
  x0: i32;
  y0: i32;
  x1: i32;
  y1: i32;
  /** A `Mask`, or 0. */
  mask: usize;
  /** A `Mask` that covers the rectangle as it was when it was set, or 0. */
  soft: usize;
  ownsMask: bool;
  ownsSoft: bool;

  /** A state for a rectangle without masks on top of `below`; null when memory is out. */
  static create(below: usize, x0: i32, y0: i32, x1: i32, y1: i32): ClipState | null {
    const p = alloc(offsetof<ClipState>());
    if (!p) return null;
    memory.fill(p, 0, offsetof<ClipState>());
    const state = changetype<ClipState>(p);
    state.below = below;
    state.x0 = x0;
    state.y0 = y0;
    state.x1 = x1;
    state.y1 = y1;
    return state;
  }

  /** A copy on top of this one. */
  push(): ClipState | null {
    const state = ClipState.create(changetype<usize>(this), this.x0, this.y0, this.x1, this.y1);
    if (!state) return null;
    state.mask = this.mask;
    state.soft = this.soft;
    return state;
  }

  /** Gives this one back; returns the address of the one below. */
  pop(): usize {
    const below = this.below;
    this.dropMask();
    this.dropSoft();
    free(changetype<usize>(this));
    return below;
  }

  get isEmpty(): bool {
    return this.x0 >= this.x1 || this.y0 >= this.y1;
  }

  /** Cuts the rectangle down. */
  cut(x0: i32, y0: i32, x1: i32, y1: i32): void {
    this.x0 = max(this.x0, x0);
    this.y0 = max(this.y0, y0);
    this.x1 = min(this.x1, x1);
    this.y1 = min(this.y1, y1);
  }

  setMask(mask: usize): void {
    this.dropMask();
    this.mask = mask;
    this.ownsMask = mask != 0;
  }

  setSoft(mask: usize): void {
    this.dropSoft();
    this.soft = mask;
    this.ownsSoft = mask != 0;
  }

  private dropMask(): void {
    if (this.ownsMask) changetype<Mask>(this.mask).destroy();
    this.mask = 0;
    this.ownsMask = false;
  }

  private dropSoft(): void {
    if (this.ownsSoft) changetype<Mask>(this.soft).destroy();
    this.soft = 0;
    this.ownsSoft = false;
  }
}
