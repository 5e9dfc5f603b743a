import { Arena } from '../../memory/arena';
import { Buffer } from '../../memory/buffer';
import { Matrix } from '../../geometry/matrix';
import { Bytes } from './bytes';
import { createMachine } from './machine';
import { NameIndex } from './name-index';
import { Type1, type1Name } from './type1';
import { decryptCharstring, joinSegments, splitPrivate } from './type1-crypt';
import { Scanner } from './type1-scanner';

/**
 * Reads a Type 1 font without a PostScript interpreter: the words that matter always stand in the same order
 * (Adobe Type 1 Font Format, chapter 2 and 10). Both parts are read alike, since some fonts have a key in the other
 * part, or only one part.
 */

/** Masters that a multiple master font may have. */
const MAX_MASTERS: u32 = 16;
/** Subroutine and glyph numbers stay 16-bit, as everywhere in the engine. */
const MAX_ENTRIES: u32 = 0xffff;

/** What is needed only while reading. */
@unmanaged
class Reader {
  font: Type1;
  arena: Arena;
  scan: Scanner;
  /** Random bytes before each charstring; -1: not encrypted. */
  skip: i32;
  outOfMemory: bool;
}

/** Reads a Type 1 font. Null when it has no charstrings, or memory is out. */
export function loadType1(arena: Arena, file: Bytes): Type1 | null {
  const p = arena.alloc(offsetof<Type1>());
  const r = arena.alloc(offsetof<Reader>());
  const s = arena.alloc(offsetof<Scanner>());
  const matrix = arena.alloc(offsetof<Matrix>());
  const item = Bytes.create(arena, file.data, 0);
  const clear = Bytes.create(arena, file.data, 0);
  const secret = Bytes.create(arena, file.data, 0);
  const machine = createMachine(arena);
  if (!p || !r || !s || !matrix || !item || !clear || !secret || !machine) return null;
  const font = changetype<Type1>(p);
  font.item = item;
  font.machine = machine;
  font.matrix = changetype<Matrix>(matrix);
  font.matrix.set(0.001, 0, 0, 0.001, 0, 0);

  const reader = changetype<Reader>(r);
  reader.font = font;
  reader.arena = arena;
  reader.scan = changetype<Scanner>(s);
  reader.skip = 4;
  if (!joinSegments(arena, file, clear) || !splitPrivate(arena, clear, secret)) return null;
  readText(reader, clear);
  readText(reader, secret);
  if (!font.glyphCount || reader.outOfMemory) return null;

  const names = NameIndex.create(arena, font.glyphCount);
  if (!names) return null;
  for (let gid: u32 = 0; gid < font.glyphCount; gid++) {
    if (type1Name(font, gid, item)) names.add(item.data, item.length, gid);
  }
  font.names = names;
  return font;
}

function readText(reader: Reader, text: Bytes): void {
  const scan = reader.scan;
  scan.data = text.data;
  scan.length = text.length;
  scan.p = 0;
  while (!reader.outOfMemory && scan.next()) {
    if (scan.head != 47) continue;
    if (scan.is('/FontMatrix')) readMatrix(reader);
    else if (scan.is('/Encoding')) readEncoding(reader);
    else if (scan.is('/WeightVector')) readWeights(reader);
    else if (scan.is('/Subrs')) readSubrs(reader);
    else if (scan.is('/CharStrings')) readCharStrings(reader);
    else if (scan.is('/lenIV') && scan.next()) reader.skip = min<i32>(max<i32>(<i32>scan.number, -1), 64);
  }
}

/** Passes over [ or {, then reads up to `limit` numbers to `out` (f64 each); gives their number. */
function readNumbers(scan: Scanner, out: usize, limit: u32): u32 {
  if (!scan.next() || (scan.head != 91 && scan.head != 123)) return 0;
  let count: u32 = 0;
  while (count < limit && scan.next() && scan.isNumber) {
    store<f64>(out + ((<usize>count) << 3), scan.number);
    count++;
  }
  return count;
}

function readMatrix(reader: Reader): void {
  const matrix = reader.font.matrix;
  const full = readNumbers(reader.scan, changetype<usize>(matrix), 6) == 6;
  if (!full || !(matrix.scale() > 0)) matrix.set(0.001, 0, 0, 0.001, 0, 0);
}

function readWeights(reader: Reader): void {
  // The word occurs again in the font's procedures, without numbers behind it.
  if (reader.font.masters) return;
  const weights = reader.arena.alloc((<usize>MAX_MASTERS) << 3);
  if (!weights) return;
  reader.font.masters = readNumbers(reader.scan, weights, MAX_MASTERS);
  reader.font.weights = weights;
}

/** /Encoding StandardEncoding def, or [/a /b …] def, or 256 array … dup 65 /A put … def. The first one counts. */
function readEncoding(reader: Reader): void {
  const scan = reader.scan;
  if (!scan.next() || reader.font.encoding) return;
  const listed = scan.head == 91;
  if (!listed && !scan.isNumber) return;
  const encoding = reader.arena.alloc(256 * offsetof<Bytes>());
  if (!encoding) return;
  reader.font.encoding = encoding;
  let code: u32 = 0;
  while (scan.next()) {
    if (scan.is('def') || scan.head == 93) return;
    if (scan.is('readonly')) return;
    if (listed) {
      if (scan.head == 47) setCode(encoding, code++, scan);
    } else if (scan.is('dup')) {
      // dup
      if (!scan.next() || !scan.isNumber) continue;
      code = <u32>scan.number;
      if (scan.next() && scan.head == 47) setCode(encoding, code, scan);
    }
  }
}

function setCode(encoding: usize, code: u32, scan: Scanner): void {
  // .notdef is left out: the code has no glyph of its own.
  if (code > 255 || scan.is('/.notdef')) return;
  changetype<Bytes>(encoding + <usize>code * offsetof<Bytes>()).slice(scan.text, scan.start + 1, scan.size - 1);
}

/**
 * Reads a length, the word that stands for reading a string (RD or -|), one space and that many bytes. False when
 * they are not there.
 */
function readBinary(reader: Reader, out: Bytes): bool {
  const scan = reader.scan;
  if (!scan.next() || !scan.isNumber) return false;
  const size = scan.number;
  if (!scan.next()) return false;
  const start = scan.p + 1;
  if (!(size >= 0) || size > <f64>scan.length || !scan.text.has(start, <u32>size)) return false;
  scan.p = start + <u32>size;
  if (decryptCharstring(reader.arena, scan.data + start, <u32>size, reader.skip, out)) return true;
  reader.outOfMemory = true;
  return false;
}

/** /Subrs 5 array, then dup 0 15 RD … NP for each. Of several sets (for several resolutions) the first one counts. */
function readSubrs(reader: Reader): void {
  const scan = reader.scan;
  const font = reader.font;
  if (!scan.next() || !scan.isNumber) return;
  const count = <u32>min<f64>(max<f64>(scan.number, 0), <f64>min<u32>(scan.length >> 2, MAX_ENTRIES));
  if (!count || font.subrCount) return;
  font.subrs = reader.arena.alloc(<usize>count * offsetof<Bytes>());
  if (!font.subrs) return;
  font.subrCount = count;
  while (scan.next()) {
    // def, ND, |-
    if (scan.is('def') || scan.is('ND') || scan.is('|-')) return;
    if (scan.head == 47) {
      scan.back();
      return;
    }
    if (!scan.is('dup')) continue;
    if (!scan.next() || !scan.isNumber) continue;
    const i = <u32>scan.number;
    if (!readBinary(reader, font.item)) {
      if (reader.outOfMemory) return;
      continue;
    }
    if (i < count) {
      const subr = changetype<Bytes>(font.subrs + <usize>i * offsetof<Bytes>());
      subr.data = font.item.data;
      subr.length = font.item.length;
    }
  }
}

/** /CharStrings 3 dict dup begin, then /A 120 RD … ND for each, end. Of several sets the largest counts. */
function readCharStrings(reader: Reader): void {
  const scan = reader.scan;
  const font = reader.font;
  if (!scan.next() || !scan.isNumber) return;
  const entries = Buffer.create();
  if (!entries) {
    reader.outOfMemory = true;
    return;
  }
  const size: u32 = 2 * <u32>offsetof<Bytes>();
  const first = entries.extend(size); // .notdef
  if (first) memory.fill(first, 0, size);
  while (scan.next() && entries.length < MAX_ENTRIES * size) {
    if (scan.is('end')) break;
    if (scan.head != 47) continue;
    const start = scan.start + 1;
    const length = scan.size - 1;
    const notdef = scan.is('/.notdef');
    if (!readBinary(reader, font.item)) {
      if (reader.outOfMemory) break;
      continue;
    }
    const entry = notdef ? entries.data : entries.extend(size);
    if (!entry) break;
    changetype<Bytes>(entry).slice(scan.text, start, length);
    memory.copy(entry + offsetof<Bytes>(), changetype<usize>(font.item), offsetof<Bytes>());
  }
  const count = entries.length / size;
  const named = count > 1 || (count == 1 && load<u32>(entries.data, 4) > 0);
  if (named && count > font.glyphCount) {
    const glyphs = reader.arena.alloc(entries.length);
    if (glyphs) {
      memory.copy(glyphs, entries.data, entries.length);
      font.glyphs = glyphs;
      font.glyphCount = count;
    }
  }
  entries.destroy();
}
