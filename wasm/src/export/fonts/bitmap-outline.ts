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
  for (const value of mask) if (value !== 0 && value !== 255) return null;
  const isSet = (x: number, y: number) => x >= 0 && y >= 0 && x < width && y < height && mask[y * width + x] === 255;
  /** Upper edges of set pixels that an outline has gone along. */
  const seen = new Uint8Array(width * height);
  const contours: Contours = [];
  let corners = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (seen[y * width + x] || !isSet(x, y) || isSet(x, y - 1)) continue;
      const contour = follow(x, y, isSet, (at, row) => (seen[row * width + at] = 1));
      corners += contour.length / 2;
      if (corners > MOST_CORNERS) return null;
      contours.push(contour);
    }
  }
  return contours;
}

/** Goes round from the upper left corner of a pixel, to the right, with what is set on the right hand. */
function follow(
  startX: number,
  startY: number,
  isSet: (x: number, y: number) => boolean,
  goAlong: (x: number, y: number) => void,
): number[] {
  const corners: number[] = [];
  let [x, y, direction] = [startX, startY, 0];
  do {
    corners.push(x, y);
    do {
      if (direction === 0) goAlong(x, y);
      x += STEP_X[direction]!;
      y += STEP_Y[direction]!;
    } while (!turns(x, y, direction, isSet));
    direction = turned(x, y, direction, isSet);
  } while (x !== startX || y !== startY || direction !== 0);
  return corners;
}

/** The pixels ahead of a corner that is reached in a direction: on the left, and on the right. */
function ahead(x: number, y: number, direction: number, isSet: (x: number, y: number) => boolean): [left: boolean, right: boolean] {
  switch (direction) {
    case 0:
      return [isSet(x, y - 1), isSet(x, y)];
    case 1:
      return [isSet(x, y), isSet(x - 1, y)];
    case 2:
      return [isSet(x - 1, y), isSet(x - 1, y - 1)];
    default:
      return [isSet(x - 1, y - 1), isSet(x, y - 1)];
  }
}

function turns(x: number, y: number, direction: number, isSet: (x: number, y: number) => boolean): boolean {
  const [left, right] = ahead(x, y, direction, isSet);
  return left || !right;
}

/** Pixels that touch at a corner alone are apart: the turn is to the right. */
function turned(x: number, y: number, direction: number, isSet: (x: number, y: number) => boolean): number {
  const [left, right] = ahead(x, y, direction, isSet);
  return left && right ? (direction + 3) & 3 : (direction + 1) & 3;
}
