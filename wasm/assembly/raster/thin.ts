import { Rule } from '../display/paint';
import { Point, Polyline } from './polyline';

/** Filled subpaths thinner than this, in pixels, are widened to it: rules drawn as rectangles of next to no height stay visible. */
export const THINNEST: f64 = 0.3;

/**
 * Widens each subpath that is thinner than `THINNEST` to an upright box of that size. It is done by subpath, since one path
 * may hold all the rules of a table, or all the dots of a leader. ISO 32000-2, 8.5.3.3.1 asks for something to be seen of
 * subpaths without area, and for nothing of one that is only begun. By the even-odd rule only a subpath that is alone, since
 * two that come to overlap would put each other out. False when there was none to widen.
 */
export function widenThin(line: Polyline, rule: Rule): bool {
  const count = line.count;
  if (rule == Rule.EvenOdd && count && line.subpathEnd(0) < count) return false;
  let widened = false;
  for (let i: u32 = 0; i < count;) {
    const end = line.subpathEnd(i);
    const start = line.at(i);
    let x0 = start.x;
    let y0 = start.y;
    let x1 = x0;
    let y1 = y0;
    for (let k = i + 1; k < end; k++) {
      const p = line.at(k);
      x0 = min(x0, p.x);
      y0 = min(y0, p.y);
      x1 = max(x1, p.x);
      y1 = max(y1, p.y);
    }
    const isSegment = end - i > 1 || (start.kind & Point.Closed) != 0;
    if (isSegment && (<f64>(x1 - x0) < THINNEST || <f64>(y1 - y0) < THINNEST)) {
      widened = true;
      const w = <f32>max((THINNEST - <f64>(x1 - x0)) * 0.5, 0);
      const h = <f32>max((THINNEST - <f64>(y1 - y0)) * 0.5, 0);
      const backwards = signedArea(line, i, end) < 0;
      if (i == 0 && end == count) line.clear();
      else start.kind |= Point.Hidden;
      addBox(line, x0 - w, y0 - h, x1 + w, y1 + h, backwards);
    }
    i = end;
  }
  return widened;
}

/** Twice the area of a subpath; negative when it turns the other way round: a hole. */
function signedArea(line: Polyline, from: u32, end: u32): f64 {
  let p = line.at(end - 1);
  let sum: f64 = 0;
  for (let k = from; k < end; k++) {
    const q = line.at(k);
    sum += <f64>p.x * <f64>q.y - <f64>q.x * <f64>p.y;
    p = q;
  }
  return sum;
}

/** Adds an upright rectangle as a subpath. */
function addBox(line: Polyline, x0: f32, y0: f32, x1: f32, y1: f32, backwards: bool): void {
  line.start(x0, y0);
  if (backwards) line.add(x0, y1, Point.Corner);
  else line.add(x1, y0, Point.Corner);
  line.add(x1, y1, Point.Corner);
  if (backwards) line.add(x1, y0, Point.Corner);
  else line.add(x0, y1, Point.Corner);
}
