import type { Segment } from './display-list.js';

/** A path as SVG path data: from point to point, which takes half the room of where they are. */
export function pathData(segments: readonly Segment[]): string {
  let data = '';
  // In thousandths, as they are written, so that what is lost by rounding does not add up.
  let [x, y, startX, startY] = [0, 0, 0, 0];
  for (const { verb, points } of segments) {
    if (verb === 'Z') {
      data += 'z';
      [x, y] = [startX, startY];
      continue;
    }
    const places = points.map(thousandths);
    const [endX, endY] = places.slice(-2) as [number, number];
    const steps = places.map((value, k) => value - (k % 2 ? y : x));
    if (verb === 'M') {
      data += `M${numbers(places)}`;
      [startX, startY] = [endX, endY];
    } else if (verb === 'C') data += `c${numbers(steps)}`;
    else if (endY === y) data += `h${numbers([steps[0]!])}`;
    else if (endX === x) data += `v${numbers([steps[1]!])}`;
    else data += `l${numbers(steps)}`;
    [x, y] = [endX, endY];
  }
  return data;
}

function thousandths(value: number): number {
  return Number.isFinite(value) ? Math.round(value * 1000) : 0;
}

/** Thousandths as SVG's path data have them: no zero before the point, no space before a sign. */
function numbers(values: readonly number[]): string {
  return values.map((value, i) => (i && value >= 0 ? ' ' : '') + String(value / 1000).replace(/^(-?)0\./, '$1.')).join('');
}
