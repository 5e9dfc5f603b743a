/**
 * The outline of a bitmap: the borders between what is set and what is not, along the edges of its pixels. So the glyphs of
 * bitmap fonts (Type 3, as TeX made them) become glyphs like others, which look at every size as the bitmaps do.
 */

/** Closed outlines, each as x, y of its corners in pixels, y down; what is set is on the left of each step. */
export type Contours = number[][];

/** Bitmaps with more corners than these stay pictures. */
const MOST_CORNERS = 4000;

/** Steps along an edge, by direction: right, down, left, up. */
const STEP_X = [1, 0, -1, 0];
const STEP_Y = [0, 1, 0, -1];

/** The outlines of a mask of 0 and 255; null where it has other values, or too many corners. */
export function contoursOf(mask: Uint8Array, width: number, height: number): Contours | null {
  const grid = new Grid(width, height);
  for (let y = 0, from = 0; y < height; y++) {
    for (let x = 0, at = grid.at(0, y); x < width; x++, from++, at++) {
      const value = mask[from]!;
      if (value !== 0 && value !== 255) return null;
      grid.pixels[at] = value;
    }
  }
  const contours: Contours = [];
  let corners = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!grid.startsAt(grid.at(x, y))) continue;
      const contour = grid.follow(x, y);
      corners += contour.length / 2;
      if (corners > MOST_CORNERS) return null;
      contours.push(contour);
    }
  }
  return contours;
}

/** The pixels, with a pixel around them that is not set. A corner has the place of the pixel that it is the upper left one of. */
class Grid {
  readonly pixels: Uint8Array;
  /** Upper edges of set pixels that an outline has gone along. */
  private readonly seen: Uint8Array;
  private readonly stride: number;
  /** From a corner to the next one, and to the pixels ahead of it on the left and on the right, by direction. */
  private readonly step: readonly number[];
  private readonly left: readonly number[];
  private readonly right: readonly number[];

  constructor(width: number, height: number) {
    const stride = width + 2;
    this.stride = stride;
    this.pixels = new Uint8Array(stride * (height + 2));
    this.seen = new Uint8Array(this.pixels.length);
    this.step = [1, stride, -1, -stride];
    this.left = [-stride, 0, -1, -stride - 1];
    this.right = [0, -1, -stride - 1, -stride];
  }

  at(x: number, y: number): number {
    return (y + 1) * this.stride + x + 1;
  }

  /** Whether a pixel has an upper edge that no outline has gone along. */
  startsAt(at: number): boolean {
    return this.pixels[at] !== 0 && this.seen[at] === 0 && this.pixels[at - this.stride] === 0;
  }

  /** Goes round from the upper left corner of a pixel, to the right, with what is set on the right hand. */
  follow(startX: number, startY: number): number[] {
    const { pixels, seen, step, left, right } = this;
    const corners: number[] = [];
    let x = startX;
    let y = startY;
    let at = this.at(x, y);
    let direction = 0;
    do {
      corners.push(x, y);
      let isLeft: boolean;
      let isRight: boolean;
      do {
        if (direction === 0) seen[at] = 1;
        x += STEP_X[direction]!;
        y += STEP_Y[direction]!;
        at += step[direction]!;
        isLeft = pixels[at + left[direction]!] !== 0;
        isRight = pixels[at + right[direction]!] !== 0;
      } while (isRight && !isLeft);
      // Pixels that touch at a corner alone are apart: the turn is to the right.
      direction = (direction + (isLeft && isRight ? 3 : 1)) & 3;
    } while (x !== startX || y !== startY || direction !== 0);
    return corners;
  }
}
