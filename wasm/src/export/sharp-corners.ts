import { Verb } from '../abi.js';
import type { Path, Stroke } from './display-list.js';

/**
 * Corners of a line whose mitres are longer than so many times its width are blunt in Chromium, whatever the limit: where the
 * cosine of the turn is within 1/4096 of that of a turn back, Skia takes it for one.
 */
const BLUNT = 90;

/** The mitres of a stroke that Chromium leaves out, as shapes to be filled; null: there are none. */
export function sharpCorners({ verbs, points }: Path, { join, miterLimit, dashes, width, pen: [a, b, c, d] }: Stroke): Path | null {
  if (join !== 'miter' || miterLimit <= BLUNT || dashes.length) return null;
  const half = (width / 2) * Math.sqrt(Math.abs(a * d - b * c));
  const corners: Path = { verbs: [], points: [] };
  /** Adds the mitre at (x, y) of a line that comes by one direction and leaves by another. */
  const add = (x: number, y: number, [comeX, comeY]: Direction, [goX, goY]: Direction) => {
    // ISO 32000-2, 8.4.3.5: 1 / sin(φ / 2), φ being the angle between the two.
    const ratio = Math.sqrt(2 / Math.max(0, 1 + comeX * goX + comeY * goY));
    if (!(ratio > BLUNT && ratio <= miterLimit)) return;
    const outside = comeX * goY - comeY * goX > 0 ? half : -half;
    const reach = (half * ratio) / Math.hypot(comeX - goX, comeY - goY);
    corners.verbs.push(Verb.Move, Verb.Line, Verb.Line, Verb.Line, Verb.Close);
    corners.points.push(x, y, x + comeY * outside, y - comeX * outside);
    corners.points.push(x + (comeX - goX) * reach, y + (comeY - goY) * reach, x + goY * outside, y - goX * outside);
  };
  let [x, y, startX, startY] = [0, 0, 0, 0];
  let first: Direction | null = null;
  let last: Direction | null = null;
  const goOn = (toX: number, toY: number, leaves: Direction | null, comes: Direction | null) => {
    if (leaves && last) add(x, y, last, leaves);
    first ??= leaves;
    last = comes ?? last;
    [x, y] = [toX, toY];
  };
  for (let i = 0, at = 0; i < verbs.length; i++) {
    const verb = verbs[i]!;
    if (verb === Verb.Close) {
      const back = directionOf(x, y, startX, startY);
      goOn(startX, startY, back, back);
      if (last && first) add(x, y, last, first);
      first = last = null;
      continue;
    }
    const size = verb === Verb.Cubic ? 6 : 2;
    const [toX, toY] = [points[at + size - 2]!, points[at + size - 1]!];
    if (verb === Verb.Move) {
      [x, y, startX, startY] = [toX, toY, toX, toY];
      first = last = null;
    } else {
      // A curve's ends have the direction to the next of its points that is somewhere else.
      const way = [x, y, ...points.slice(at, at + size)];
      goOn(toX, toY, firstDirection(way), lastDirection(way));
    }
    at += size;
  }
  return corners.verbs.length ? corners : null;
}

type Direction = readonly [x: number, y: number];

function directionOf(fromX: number, fromY: number, toX: number, toY: number): Direction | null {
  const length = Math.hypot(toX - fromX, toY - fromY);
  return length > 0 ? [(toX - fromX) / length, (toY - fromY) / length] : null;
}

function firstDirection(way: readonly number[]): Direction | null {
  for (let i = 2; i < way.length; i += 2) {
    const direction = directionOf(way[0]!, way[1]!, way[i]!, way[i + 1]!);
    if (direction) return direction;
  }
  return null;
}

function lastDirection(way: readonly number[]): Direction | null {
  const [x, y] = [way[way.length - 2]!, way[way.length - 1]!];
  for (let i = way.length - 4; i >= 0; i -= 2) {
    const direction = directionOf(way[i]!, way[i + 1]!, x, y);
    if (direction) return direction;
  }
  return null;
}
