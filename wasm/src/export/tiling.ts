import type { Box, Matrix, Pattern } from './display-list.js';
import { matrixOf, short } from './markup.js';

/** More cells than these are left to SVG's `<pattern>`, which browsers draw once, as pixels, and repeat. */
const MOST_CELLS = 2500;
/** And of rows and columns, which are an element each. */
const MOST_LINES = 120;

/**
 * A tiling pattern (ISO 32000-2, 8.7.3) over a box of the page, as copies of its cell: sharp at every size, and with what
 * cells have over their steps. Null where there are too many; '' where there are none.
 *
 * @param cell the cell as SVG, in the pattern's space
 */
export function tilesOf({ matrix, box, xStep, yStep }: Pattern, [x0, y0, x1, y1]: Box, cell: string, nextId: () => string): string | null {
  const [stepX, stepY] = [Math.abs(xStep) || box[2] - box[0], Math.abs(yStep) || box[3] - box[1]];
  const area = inverseBox(matrix, [x0, y0, x1, y1]);
  if (!area || !(stepX > 0) || !(stepY > 0)) return null;
  const [fromX, toX] = [Math.ceil((area[0] - box[2]) / stepX), Math.floor((area[2] - box[0]) / stepX)];
  const [fromY, toY] = [Math.ceil((area[1] - box[3]) / stepY), Math.floor((area[3] - box[1]) / stepY)];
  const [columns, rows] = [toX - fromX + 1, toY - fromY + 1];
  if (!(columns > 0 && rows > 0)) return '';
  if (columns > MOST_LINES || rows > MOST_LINES || columns * rows > MOST_CELLS) return null;
  const along = (id: string, count: number, from: number, step: number, axis: 'x' | 'y') =>
    Array.from({ length: count }, (_, i) => `<use href="#${id}"${at(axis, (from + i) * step)}/>`).join('');
  const [cellId, rowId] = [nextId(), nextId()];
  const row = `<g id="${rowId}">${along(cellId, columns, fromX, stepX, 'x')}</g>`;
  return `<defs><g id="${cellId}">${cell}</g>${row}</defs><g transform="${matrixOf(matrix)}">${along(rowId, rows, fromY, stepY, 'y')}</g>`;
}

function at(axis: 'x' | 'y', value: number): string {
  return value ? ` ${axis}="${short(value)}"` : '';
}

/** The box around what a matrix brings into a box; null where it cannot be undone. */
function inverseBox([a, b, c, d, e, f]: Matrix, [x0, y0, x1, y1]: Box): Box | null {
  const determinant = a * d - b * c;
  if (!(Math.abs(determinant) > 1e-9)) return null;
  const corners = [x0, x1].flatMap((x) => [y0, y1].map((y) => [x - e, y - f] as const));
  const us = corners.map(([x, y]) => (x * d - y * c) / determinant);
  const vs = corners.map(([x, y]) => (y * a - x * b) / determinant);
  return [Math.min(...us), Math.min(...vs), Math.max(...us), Math.max(...vs)];
}
