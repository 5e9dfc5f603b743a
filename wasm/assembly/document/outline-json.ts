import { Buffer } from '../memory/buffer';
import { IntMap } from '../memory/map';
import { Name } from '../syntax/names';
import { Kind, kindOf, Obj, rawGet, refNumber } from '../syntax/object';
import { get, getInt, resolve, spend, Store } from '../syntax/store';
import { writeTarget } from './destinations';
import { bool_, close, key, open, text } from './json';

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
    key(out, 'children');
    open(out, 0x5b);
    writeItems(doc, out, rawGet(item, Name.First), seen, depth + 1);
    close(out, 0x5d);
    close(out, 0x7d);
    reference = rawGet(item, Name.Next);
  }
}
