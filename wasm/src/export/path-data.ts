import type { Segment } from './display-list.js';

/** A path as SVG path data: from point to point, which takes half the room of where they are. */
export function pathData(segments: readonly Segment[]): string {
  let data = '';
  // In thousandths, as they are written, so that what is lost by rounding does not add up.
  let x = 0;
  let y = 0;
  let startX = 0;
  let startY = 0;
  for (let i = 0; i < segments.length; i++) {
    const { verb, points } = segments[i]!;
    if (verb === 'Z') {
      data += 'z';
      x = startX;
      y = startY;
      continue;
    }
    const endX = thousandths(points[points.length - 2]!);
    const endY = thousandths(points[points.length - 1]!);
    if (verb === 'M') {
      data += `M${number(endX)}${separated(endY)}`;
      startX = endX;
      startY = endY;
    } else if (verb === 'C') {
      data += `c${number(thousandths(points[0]!) - x)}`;
      for (let k = 1; k < 4; k++) data += separated(thousandths(points[k]!) - (k & 1 ? y : x));
      data += separated(endX - x) + separated(endY - y);
    } else if (endY === y) data += `h${number(endX - x)}`;
    else if (endX === x) data += `v${number(endY - y)}`;
    else data += `l${number(endX - x)}${separated(endY - y)}`;
    x = endX;
    y = endY;
  }
  return data;
}

function thousandths(value: number): number {
  return Number.isFinite(value) ? Math.round(value * 1000) : 0;
}

/** Thousandths as SVG's path data have them: no zero before the point. */
function number(value: number): string {
  const text = String(value / 1000);
  if (text.startsWith('0.')) return text.slice(1);
  return text.startsWith('-0.') ? `-${text.slice(2)}` : text;
}

/** A number behind another one: no space before a sign. */
function separated(value: number): string {
  return value >= 0 ? ` ${number(value)}` : number(value);
}
