import { Matrix } from '../geometry/matrix';
import { Rectangle } from '../geometry/rectangle';
import { Buffer } from '../memory/buffer';
import { Obj } from '../syntax/object';
import { rectOf, Store } from '../syntax/store';
import { close, number, open } from './json';

/** Writes a rectangle in page space: x0 y0 x1 y1; all the same where it is none. */
export function rectangle(doc: Store, out: Buffer, array: Obj, m: Matrix): void {
  const rect = Rectangle.push();
  rectOf(doc, array, rect);
  const ax = m.x(rect.x0, rect.y0);
  const ay = m.y(rect.x0, rect.y0);
  const bx = m.x(rect.x1, rect.y1);
  const by = m.y(rect.x1, rect.y1);
  rect.pop();
  open(out, 0x5b);
  number(out, min(ax, bx));
  number(out, min(ay, by));
  number(out, max(ax, bx));
  number(out, max(ay, by));
  close(out, 0x5d);
}
