import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { intOf, Kind, kindOf, lengthOf, nameOf, Obj, stringOf } from '../syntax/object';
import { at, get, getInt, Store } from '../syntax/store';
import { decodeText } from '../syntax/text-string';
import { close, open, utf16 } from './json';
import { pageCount } from './pages';

// @ts-ignore: decorator
@inline const MAX_DEPTH: i32 = 32;

/** Writes the page labels, ISO 32000-2, 12.4.2, one a page; an empty array where the document has none. */
export function writeLabels(doc: Store, out: Buffer): void {
  const tree = get(doc, get(doc, doc.trailer, Name.Root), Name.PageLabels);
  const ranges = Buffer.create(256); // pairs of first page (u32) and dictionary (u32)
  const label = Buffer.create(64);
  open(out, 0x5b);
  if (ranges && label && kindOf(tree) == Kind.Dict) {
    collect(doc, tree, ranges, 0);
    const count = ranges.length >> 3;
    for (let page: u32 = 0; count && page < pageCount(doc); page++) {
      let start: u32 = 0;
      let dict: Obj = 0;
      for (let i: u32 = 0; i < count; i++) {
        const first = ranges.getU32(i * 2);
        if (first > page || (dict && first < start)) continue;
        start = first;
        dict = <usize>ranges.getU32(i * 2 + 1);
      }
      label.clear();
      if (dict) compose(doc, label, dict, page - start);
      if (page) out.pushU8(0x2c);
      utf16(out, label.data, label.length >> 1);
    }
  }
  close(out, 0x5d);
  if (ranges) ranges.destroy();
  if (label) label.destroy();
}

/** The ranges of a number tree (7.9.7). */
function collect(doc: Store, node: Obj, ranges: Buffer, depth: i32): void {
  if (kindOf(node) != Kind.Dict || depth > MAX_DEPTH) return;
  const nums = get(doc, node, Name.Nums);
  const count = kindOf(nums) == Kind.Array ? lengthOf(nums) : 0;
  for (let i: u32 = 0; i + 1 < count; i += 2) {
    const dict = at(doc, nums, i + 1);
    if (kindOf(dict) != Kind.Dict || ranges.length > 1 << 16) continue;
    ranges.pushU32(<u32>max(intOf(at(doc, nums, i)), 0));
    ranges.pushU32(<u32>dict);
  }
  const kids = get(doc, node, Name.Kids);
  const kidCount = kindOf(kids) == Kind.Array ? lengthOf(kids) : 0;
  for (let i: u32 = 0; i < kidCount; i++) collect(doc, at(doc, kids, i), ranges, depth + 1);
}

/** Prefix and number of the page that is `offset` pages into the range, as UTF-16. Table 161. */
function compose(doc: Store, label: Buffer, dict: Obj, offset: u32): void {
  const prefix = get(doc, dict, Name.P);
  if (kindOf(prefix) == Kind.String) {
    const room = label.extend(lengthOf(prefix) * 2);
    if (room) label.length = decodeText(stringOf(prefix), lengthOf(prefix), room) << 1;
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
