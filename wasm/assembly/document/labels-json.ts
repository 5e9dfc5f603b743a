import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { intOf, Kind, kindOf, lengthOf, nameOf, Obj, rawGet, stringOf } from '../syntax/object';
import { get, getInt, Store } from '../syntax/store';
import { decodeText } from '../syntax/text-string';
import { close, open, utf16 } from './json';
import { entryCount, keyOf, readTree, valueOf } from './name-tree';
import { pageCount } from './pages';

/** Bytes of a prefix that are shown. */
const MAX_PREFIX: u32 = 256;

/** Writes the page labels, ISO 32000-2, 12.4.2, one a page; an empty array where the document has none. */
export function writeLabels(doc: Store, out: Buffer): void {
  const pages = pageCount(doc);
  const ranges = readTree(doc, rawGet(get(doc, doc.trailer, Name.Root), Name.PageLabels), Name.Nums);
  const starts = doc.call.alloc((<usize>pages) << 2); // the dictionary of the range that begins with a page
  const label = Buffer.create(64);
  open(out, 0x5b);
  if (ranges && starts && label && placeRanges(doc, ranges, starts, pages)) {
    let dict: Obj = 0;
    let first: u32 = 0;
    for (let page: u32 = 0; page < pages; page++) {
      const begins = <usize>load<u32>(starts + ((<usize>page) << 2));
      if (begins) {
        dict = begins;
        first = page;
      }
      label.clear();
      if (dict) compose(doc, label, dict, page - first);
      if (page) out.pushU8(0x2c);
      utf16(out, label.data, label.length >> 1);
    }
  }
  close(out, 0x5d);
  if (ranges) ranges.destroy();
  if (label) label.destroy();
}

/** Puts each range where it begins; false when there is none. */
function placeRanges(doc: Store, ranges: Buffer, starts: usize, pages: u32): bool {
  let any = false;
  for (let i: u32 = 0; i < entryCount(ranges); i++) {
    const first = <u32>max(intOf(keyOf(ranges, i)), 0);
    const dict = valueOf(doc, ranges, i);
    if (kindOf(dict) != Kind.Dict) continue;
    any = true;
    if (first < pages) store<u32>(starts + ((<usize>first) << 2), <u32>dict);
  }
  return any;
}

/** Prefix and number of the page that is `offset` pages into the range, as UTF-16. Table 161. */
function compose(doc: Store, label: Buffer, dict: Obj, offset: u32): void {
  const prefix = get(doc, dict, Name.P);
  if (kindOf(prefix) == Kind.String) {
    const length = min(lengthOf(prefix), MAX_PREFIX);
    const room = label.extend(length * 2);
    if (room) label.length = decodeText(stringOf(prefix), length, room) << 1;
  }
  const value = <u32>max(getInt(doc, dict, Name.St, 1), 1) + offset;
  const style = nameOf(get(doc, dict, Name.S));
  if (style == Name.D) decimal(label, value);
  else if (style == Name.R || style == Name.r) roman(label, value, style == Name.r ? 32 : 0);
  else if (style == Name.A || style == Name.a) letters(label, value, style == Name.a ? 32 : 0);
}

function put(label: Buffer, unit: u32): void {
  const p = label.extend(2);
  if (p) store<u16>(p, <u16>unit);
}

function decimal(label: Buffer, value: u32): void {
  let place: u32 = 1;
  while (place <= value / 10) place *= 10;
  for (; place; place /= 10) put(label, 48 + ((value / place) % 10));
}

// prettier-ignore
// @ts-ignore: decorator
@lazy const ROMAN: usize = memory.data<u16>([1000, 0x4d, 0, 900, 0x43, 0x4d, 500, 0x44, 0, 400, 0x43, 0x44, 100, 0x43, 0, 90, 0x58, 0x43, 50, 0x4c, 0, 40, 0x58, 0x4c, 10, 0x58, 0, 9, 0x49, 0x58, 5, 0x56, 0, 4, 0x49, 0x56, 1, 0x49, 0]);

function roman(label: Buffer, value: u32, lower: u32): void {
  if (value > 9999) return decimal(label, value);
  for (let p = ROMAN; value;) {
    const weight = <u32>load<u16>(p);
    if (value < weight) {
      p += 6;
      continue;
    }
    value -= weight;
    put(label, (<u32>load<u16>(p, 2)) | lower);
    if (load<u16>(p, 4)) put(label, (<u32>load<u16>(p, 4)) | lower);
  }
}

/** A to Z, then AA to ZZ, and so on. */
function letters(label: Buffer, value: u32, lower: u32): void {
  const times = min((value - 1) / 26 + 1, 100);
  for (let i: u32 = 0; i < times; i++) put(label, (0x41 + ((value - 1) % 26)) | lower);
}
