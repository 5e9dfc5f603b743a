import { Verb } from '../abi.js';
import type { Path } from './display-list.js';

/** A path as SVG path data: from point to point, which takes half the room of where they are. */
export function pathData({ verbs, points }: Path): string {
  let data = '';
  // In thousandths, as they are written, so that what is lost by rounding does not add up.
  let x = 0;
  let y = 0;
  let startX = 0;
  let startY = 0;
  for (let i = 0, at = 0; i < verbs.length; i++) {
    const verb = verbs[i]!;
    if (verb === Verb.Close) {
      data += 'z';
      x = startX;
      y = startY;
      continue;
    }
    const first = at;
    at += verb === Verb.Cubic ? 6 : 2;
    const endX = inThousandths(points[at - 2]!);
    const endY = inThousandths(points[at - 1]!);
    if (verb === Verb.Move) {
      data += 'M' + thousandths(endX) + separated(endY);
      startX = endX;
      startY = endY;
    } else if (verb === Verb.Cubic) {
      data += 'c' + thousandths(inThousandths(points[first]!) - x) + separated(inThousandths(points[first + 1]!) - y);
      data += separated(inThousandths(points[first + 2]!) - x) + separated(inThousandths(points[first + 3]!) - y);
      data += separated(endX - x) + separated(endY - y);
    } else if (endY === y) data += 'h' + thousandths(endX - x);
    else if (endX === x) data += 'v' + thousandths(endY - y);
    else data += 'l' + thousandths(endX - x) + separated(endY - y);
    x = endX;
    y = endY;
  }
  return data;
}

function inThousandths(value: number): number {
  return Number.isFinite(value) ? Math.round(value * 1000) : 0;
}

/** What thousandths are behind the point. */
const DECIMALS = Array.from({ length: 1000 }, (_, i) => (i ? `.${String(i).padStart(3, '0').replace(/0+$/, '')}` : ''));

/** Thousandths as SVG's path data have them: no zero before the point. */
function thousandths(value: number): string {
  const size = Math.abs(value);
  if (!(size < 1e9)) return String(value / 1000);
  const whole = Math.floor(size / 1000);
  const decimals = DECIMALS[size - whole * 1000]!;
  const text = whole || !decimals ? whole + decimals : decimals;
  return value < 0 ? '-' + text : text;
}

/** A number behind another one: no space before a sign. */
function separated(value: number): string {
  return value >= 0 ? ' ' + thousandths(value) : thousandths(value);
}
