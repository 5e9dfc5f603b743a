import { Buffer } from '../memory/buffer';
import { word } from '../memory/literal';
import { pop, push } from '../memory/stack';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, nameOf, Obj, stringOf } from '../syntax/object';
import { nameBytes, nameLength } from '../syntax/name-table';
import { at, get, getBool, Store } from '../syntax/store';
import { isDigit } from '../syntax/characters';
import { bool_, bytes, close, hex, key, open, text } from './json';
import { textStream } from './text-stream-json';

/** An XMP packet larger than this is left out. */
const MAX_XMP: u32 = 1 << 20;
/** Bytes of a file identifier that are told; those of MD5, which 14.4 advises, are 16. */
const MAX_ID: u32 = 32;

/** Writes the document's metadata, ISO 32000-2, 14.3, as `Metadata`. */
export function writeMetadata(doc: Store, out: Buffer): void {
  const info = get(doc, doc.trailer, Name.Info);
  const catalog = get(doc, doc.trailer, Name.Root);
  open(out, 0x7b);
  entry(doc, out, 'title', get(doc, info, Name.Title));
  entry(doc, out, 'author', get(doc, info, Name.Author));
  entry(doc, out, 'subject', get(doc, info, Name.Subject));
  entry(doc, out, 'keywords', get(doc, info, Name.Keywords));
  entry(doc, out, 'creator', get(doc, info, Name.Creator));
  entry(doc, out, 'producer', get(doc, info, Name.Producer));
  date(out, 'created', get(doc, info, Name.CreationDate));
  date(out, 'modified', get(doc, info, Name.ModDate));
  entry(doc, out, 'language', get(doc, catalog, Name.Lang));
  version(doc, out, catalog);
  key(out, 'tagged');
  bool_(out, isTagged(doc));
  identifier(out, at(doc, get(doc, doc.trailer, Name.ID), 0));
  textStream(doc, out, 'xmp', get(doc, catalog, Name.Metadata), MAX_XMP);
  close(out, 0x7d);
}

/** Whether the document says that it is tagged (14.7.1, table 353). */
export function isTagged(doc: Store): bool {
  return getBool(doc, get(doc, get(doc, doc.trailer, Name.Root), Name.MarkInfo), Name.Marked);
}

/** 14.4: the first of the two stays the same when the file is changed. */
function identifier(out: Buffer, id: Obj): void {
  if (kindOf(id) != Kind.String || !lengthOf(id)) return;
  key(out, 'id');
  hex(out, stringOf(id), min(lengthOf(id), MAX_ID));
}

function entry(doc: Store, out: Buffer, literal: string, o: Obj): void {
  if (kindOf(o) != Kind.String || !lengthOf(o)) return;
  key(out, literal);
  text(doc, out, o);
}

/** The later of the header's version and the catalog's /Version (7.7.2). */
function version(doc: Store, out: Buffer, catalog: Obj): void {
  const header = doc.look(doc.headerOffset, 8).start + 5;
  const newer = nameOf(get(doc, catalog, Name.Version));
  const known = <u64>load<u32>(header - 5) == word('%PDF') && isVersion(header);
  const stated = nameLength(doc, newer) == 3 && isVersion(nameBytes(doc, newer));
  if (!known && !stated) return;
  key(out, 'pdfVersion');
  bytes(out, stated && (!known || memory.compare(nameBytes(doc, newer), header, 3) > 0) ? nameBytes(doc, newer) : header, 3);
}

/** A digit, a point, a digit. */
function isVersion(p: usize): bool {
  return isDigit(load<u8>(p)) && load<u8>(p, 1) == 0x2e && isDigit(load<u8>(p, 2));
}

/** `D:YYYYMMDDHHmmSSOHH'mm` (7.9.4) as ISO 8601; what is cut off is taken for its beginning. */
export function date(out: Buffer, literal: string, o: Obj): void {
  const length = kindOf(o) == Kind.String ? lengthOf(o) : 0;
  let p = stringOf(o);
  const end = p + length;
  if (length >= 2 && load<u16>(p) == 0x3a44) p += 2;
  const digits = p;
  while (p < end && isDigit(load<u8>(p)) && p - digits < 14) p++;
  const count = <u32>(p - digits);
  if (count < 4) return;
  const iso = push(32);
  pair(iso, 0, digits, 0, count, 0x3030);
  pair(iso, 2, digits, 2, count, 0x3030);
  store<u8>(iso, 0x2d, 4);
  pair(iso, 5, digits, 4, count, 0x3130);
  store<u8>(iso, 0x2d, 7);
  pair(iso, 8, digits, 6, count, 0x3130);
  store<u8>(iso, 0x54, 10);
  pair(iso, 11, digits, 8, count, 0x3030);
  store<u8>(iso, 0x3a, 13);
  pair(iso, 14, digits, 10, count, 0x3030);
  store<u8>(iso, 0x3a, 16);
  pair(iso, 17, digits, 12, count, 0x3030);
  let size: u32 = 19;
  const sign = p < end ? <u32>load<u8>(p) : 0;
  if (sign == 0x5a) {
    store<u8>(iso, 0x5a, 19);
    size = 20;
  } else if ((sign == 0x2b || sign == 0x2d) && twoDigits(p + 1, end)) {
    // The apostrophe between hours and minutes is left out, too.
    const minutes = p + 3 < end && isDigit(load<u8>(p, 3)) ? p + 3 : p + 4;
    store<u8>(iso, <u8>sign, 19);
    store<u16>(iso, load<u16>(p, 1), 20);
    store<u8>(iso, 0x3a, 22);
    store<u16>(iso, twoDigits(minutes, end) ? load<u16>(minutes) : 0x3030, 23);
    size = 25;
  }
  key(out, literal);
  bytes(out, iso, size);
  pop(iso);
}

function twoDigits(p: usize, end: usize): bool {
  return p + 2 <= end && isDigit(load<u8>(p)) && isDigit(load<u8>(p, 1));
}

/** Two digits, or where they are cut off, what they begin with (two ASCII characters, the first in the low byte). */
function pair(iso: usize, at: usize, digits: usize, from: u32, count: u32, fallback: u16): void {
  store<u16>(iso + at, from + 2 <= count ? load<u16>(digits + from) : fallback);
}
