import { Buffer } from '../memory/buffer';
import { IntMap } from '../memory/map';
import { Name } from '../syntax/names';
import { Kind, kindOf, numberOf, Obj, rawGet, refNumber } from '../syntax/object';
import { at, get, getInt, resolve, spend, Store } from '../syntax/store';
import { writeTarget } from './destinations';
import { bool_, close, integer, key, open, text } from './json';

const MAX_DEPTH: i32 = 64;
const MAX_ITEMS: u32 = 50000;

/** Writes the document outline, ISO 32000-2, 12.3.3, as an array of `OutlineItem`. */
export function writeOutline(doc: Store, out: Buffer): void {
  const seen = IntMap.create();
  open(out, 0x5b);
  const outlines = get(doc, get(doc, doc.trailer, Name.Root), Name.Outlines);
  if (seen) {
    writeItems(doc, out, rawGet(outlines, Name.First), seen, 0);
    seen.destroy();
  }
  close(out, 0x5d);
}

/** The items of one level, linked by /Next; one that was met before ends the level. */
function writeItems(doc: Store, out: Buffer, first: Obj, seen: IntMap, depth: i32): void {
  for (let reference = first; depth < MAX_DEPTH && seen.count < MAX_ITEMS && spend(doc, 1);) {
    const number = refNumber(reference);
    const item = resolve(doc, reference);
    if (!number || kindOf(item) != Kind.Dict || seen.get(number)) return;
    seen.set(number, 1);
    open(out, 0x7b);
    key(out, 'title');
    text(doc, out, get(doc, item, Name.Title));
    writeTarget(doc, out, item);
    key(out, 'open');
    bool_(out, getInt(doc, item, Name.Count) > 0);
    writeLook(doc, out, item);
    key(out, 'children');
    open(out, 0x5b);
    writeItems(doc, out, rawGet(item, Name.First), seen, depth + 1);
    close(out, 0x5d);
    close(out, 0x7d);
    reference = rawGet(item, Name.Next);
  }
}

/** How an item is to be written (tables 151 and 152), as far as that is not upright and black. */
function writeLook(doc: Store, out: Buffer, item: Obj): void {
  const color = get(doc, item, Name.C);
  const red = channel(doc, color, 0);
  const green = channel(doc, color, 1);
  const blue = channel(doc, color, 2);
  if (red | green | blue) {
    key(out, 'color');
    open(out, 0x5b);
    integer(out, red);
    integer(out, green);
    integer(out, blue);
    close(out, 0x5d);
  }
  const flags = getInt(doc, item, Name.F);
  if (flags & 1) {
    key(out, 'italic');
    bool_(out, true);
  }
  if (flags & 2) {
    key(out, 'bold');
    bool_(out, true);
  }
}

/** From 0 to 255; 0 where there is none. */
function channel(doc: Store, color: Obj, i: u32): i32 {
  return <i32>(min(max(numberOf(at(doc, color, i)), 0), 1) * 255 + 0.5);
}
