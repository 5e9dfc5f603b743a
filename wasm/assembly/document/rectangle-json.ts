import { Matrix } from '../geometry/matrix';
import { Buffer } from '../memory/buffer';
import { pop, push } from '../memory/stack';
import { Name } from '../syntax/names';
import { Obj } from '../syntax/object';
import { getRect, Store } from '../syntax/store';
import { close, number, open } from './json';

/** Writes an annotation's /Rect in page space: x0 y0 x1 y1. */
export function rectangle(doc: Store, out: Buffer, annotation: Obj, m: Matrix): void {
  const rect = push(32);
  getRect(doc, annotation, Name.Rect, rect);
  const ax = m.x(load<f64>(rect), load<f64>(rect, 8));
  const ay = m.y(load<f64>(rect), load<f64>(rect, 8));
  const bx = m.x(load<f64>(rect, 16), load<f64>(rect, 24));
  const by = m.y(load<f64>(rect, 16), load<f64>(rect, 24));
  pop(rect);
  open(out, 0x5b);
  number(out, min(ax, bx));
  number(out, min(ay, by));
  number(out, max(ax, bx));
  number(out, max(ay, by));
  close(out, 0x5d);
}
