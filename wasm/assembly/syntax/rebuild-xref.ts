import { startsWith } from '../memory/literal';
import { copyObject } from './copy-object';
import { isDigit, isSpace } from './characters';
import { Lexer } from './lexer';
import { giveLexer, takeLexer } from './lexers';
import { Name } from './names';
import { CELL, dictOf, Entry, ENTRY, Kind, kindOf, nameOf, Obj, putCell, rawGet } from './object';
import { openObjectStream } from './object-stream';
import { endsAt } from './raw-stream';
import { View } from './source';
import { fetch, get } from './fetch';
import { LOADING, spend, spendBytes, Store, XrefKind } from './state';
import { Warning, warn } from './warnings';
import { parseTrailer, putEntry } from './xref';

/** How far before `stream` a /Length is looked for. */
const DICT_RANGE: usize = 1024;
/** Of the file that is looked through at a time. */
const STRETCH: u32 = 1 << 20;
/** Of what stands before and behind a keyword, so much can be seen. */
const LOOK_BACK: u32 = 2048;
const LOOK_AHEAD: usize = 64;
/** Trailers whose dictionary goes on to the end of the file; others are not parsed. */
const MOST_ENDLESS: i32 = 4;
/** Object numbers up to here are taken from any file: writers that only ever append leave gaps. */
const SMALL_NUMBER: u32 = 1 << 20;

/**
 * Makes the cross-reference table anew by scanning the whole file for `number generation obj`, for a file whose own
 * table is damaged or missing. Of objects with the same number the last one counts, as in an update.
 */
export function rebuildXref(doc: Store): void {
  if (doc.rebuilt) return;
  doc.rebuilt = true;
  warn(doc, Warning.XrefRebuilt);
  // What was parsed stays valid, because others point to it; where things are is found out again.
  forget(doc);
  const view = View.create(doc.source);
  const lexer = takeLexer(doc);
  if (view && lexer) scan(doc, view, lexer);
  if (lexer) giveLexer(doc, lexer);
  if (view) view.destroy();
  spendBytes(doc, doc.length);
  doc.streamsUnindexed = true;
  if (!doc.trailer || !rawGet(doc.trailer, Name.Root)) findTrailer(doc);
  if (!rawGet(doc.trailer, Name.Encrypt)) indexObjectStreams(doc);
}

/** Goes through the file, a stretch at a time where it is read by blocks, for objects and trailers. */
function scan(doc: Store, view: View, lexer: Lexer): void {
  let trailer: Obj = 0;
  let object: u32 = 0;
  let endless = 0;
  for (let at: u32 = 0; at + 3 < doc.length && doc.fuel > 0;) {
    const behind = min(at, LOOK_BACK);
    view.show(at - behind, behind + STRETCH);
    // A keyword that is cut is for the next stretch.
    const end = view.goesOn ? view.end - LOOK_AHEAD : view.end;
    let p = view.addressOf(at);
    if (p + 3 >= end) break;
    for (; p + 3 < end; p++) {
      const c = load<u8>(p);
      let next: u32 = 0;
      if (c == 0x6f /* o */) {
        if (load<u16>(p, 1) != 0x6a62 /* bj */) continue;
        objectAt(doc, view, p);
        object = view.offsetOf(p);
      } else if (c == 0x74 /* t */ && startsWith(p, view.end, 'trailer')) {
        if (endless >= MOST_ENDLESS || !opensDict(p + 7, view.end) || !lexer.openFile(view.offsetOf(p) + 7)) continue;
        const dict = parseTrailer(doc, lexer);
        if (dict && rawGet(dict, Name.Root)) trailer = dict;
        const stop = lexer.offsetOf(lexer.position);
        spendBytes(doc, stop - view.offsetOf(p));
        // What was parsed is not looked at again, unless it has no end.
        if (stop >= doc.length) endless++;
        else next = stop;
      } else if (c == 0x73 /* s */ && startsWith(p, view.end, 'stream')) {
        next = behindStream(doc, view, p, object);
      }
      if (!next) continue;
      p = view.addressOf(next);
      if (p >= end) break;
      p--;
    }
    at = view.offsetOf(p);
  }
  if (trailer) doc.trailer = trailer;
}

/** Whether `<<` stands at `p`, after white space. */
function opensDict(p: usize, end: usize): bool {
  while (p < end && isSpace(load<u8>(p))) p++;
  return p + 2 <= end && load<u16>(p) == 0x3c3c;
}

/**
 * Where to scan on when the keyword `stream` is at `p`: behind the data where a /Length between `object` and here leads
 * to `endstream`, so that a file inside the file is not taken apart. 0: behind the keyword.
 */
function behindStream(doc: Store, view: View, p: usize, object: u32): u32 {
  if (p - view.start >= 3 && startsWith(p - 3, p, 'end')) return 0;
  let data = p + 6;
  if (load<u8>(data) == 13) data++;
  if (load<u8>(data) == 10) data++;
  if (data == p + 6) return 0;
  spendBytes(doc, <u32>DICT_RANGE);
  const from = p - min<usize>(p - view.start, DICT_RANGE);
  for (let q = max(from, view.from > object ? view.start : view.addressOf(object)); q + 7 < p; q++) {
    if (!startsWith(q, p, '/Length') || !isSpace(load<u8>(q, 7))) continue;
    q += 7;
    while (q < p && isSpace(load<u8>(q))) q++;
    const digits = q;
    while (q < p && isDigit(load<u8>(q)) && q - digits < 10) q++;
    const end = <u64>view.offsetOf(data) + decimal(digits, q);
    if (q > digits && end < <u64>doc.length && endsAt(doc, <u32>end)) return <u32>end;
  }
  return 0;
}

/** Adds what is in object streams to a table that was made by scanning. An encrypted document must be unlocked first. */
export function indexObjectStreams(doc: Store): void {
  if (!doc.streamsUnindexed) return;
  doc.streamsUnindexed = false;
  for (let n = doc.entryCount; n-- > 1 && spend(doc, 1);) {
    const entry = doc.entryAt(n);
    if (entry.kind != <u16>XrefKind.Offset || !mentions(doc, entry.place, 'ObjStm')) continue;
    const stream = openObjectStream(doc, n);
    if (!stream) continue;
    for (let i: u32 = 0; i < stream.count; i++) {
      const number = stream.pair(i).number;
      const held = doc.entry(number);
      if (held && (held.object > LOADING || position(doc, number) > position(doc, n))) continue;
      putEntry(doc, number, XrefKind.Compressed, 0, n, i);
    }
  }
  if (!hasCatalog(doc)) findTrailer(doc);
}

/** Where in the file an object is, or its object stream: what is further behind is newer. 0: nowhere. */
function position(doc: Store, number: u32): u32 {
  const entry = doc.entry(number);
  if (!entry || !entry.isListed) return 0;
  if (entry.kind == <u16>XrefKind.Offset) return entry.place;
  const stream = doc.entry(entry.place);
  return stream && stream.kind == <u16>XrefKind.Offset ? stream.place : 0;
}

function hasCatalog(doc: Store): bool {
  return rawGet(get(doc, doc.trailer, Name.Root), Name.Pages) != 0;
}

function forget(doc: Store): void {
  for (let n: u32 = 0; n < doc.entryCount; n++) {
    const entry = doc.entryAt(n);
    if (entry.object <= LOADING) entry.kind = <u16>XrefKind.Unknown;
  }
}

/** Takes note of an object whose keyword `obj` is at `p`, when its two numbers stand before it. */
function objectAt(doc: Store, view: View, p: usize): void {
  const start = view.start;
  let q = p;
  while (q > start && isSpace(load<u8>(q - 1))) q--;
  if (q == p) {
    if (q == start || !isDigit(load<u8>(q - 1))) return; // `endobj`; but `0obj` occurs
  }
  const generationEnd = q;
  while (q > start && isDigit(load<u8>(q - 1)) && generationEnd - q < 6) q--;
  if (q == generationEnd) return;
  const generation = decimal(q, generationEnd);
  const between = q;
  while (q > start && isSpace(load<u8>(q - 1))) q--;
  if (q == between) return;
  const numberEnd = q;
  while (q > start && isDigit(load<u8>(q - 1)) && numberEnd - q < 10) q--;
  if (q == numberEnd) return;
  const number = decimal(q, numberEnd);
  // The table is as long as its largest number: one that the file has no room for is damage, unless it is small anyway.
  if (number == 0 || number > <u64>max(doc.length, SMALL_NUMBER)) return;
  const held = doc.entry(<u32>number);
  if (held && held.object > LOADING) return;
  putEntry(doc, <u32>number, XrefKind.Offset, <u32>generation, view.offsetOf(q), 0);
}

function decimal(p: usize, end: usize): u64 {
  let value: u64 = 0;
  for (; p < end; p++) value = value * 10 + <u64>(load<u8>(p) - 48);
  return value;
}

/** Without a trailer that leads to a catalog: a cross-reference stream's dictionary serves as one, else the last catalog is made the /Root. */
function findTrailer(doc: Store): void {
  let catalog: u32 = 0;
  let newest: u32 = 0;
  for (let n: u32 = 1; n < doc.entryCount && spend(doc, 1); n++) {
    const entry = doc.entryAt(n);
    if (!entry.isListed) continue;
    const compressed = entry.kind == <u16>XrefKind.Compressed;
    const place = entry.place;
    if (!compressed && mentions(doc, place, 'XRef')) {
      const object = fetch(doc, n);
      if (kindOf(object) == Kind.Stream && rawGet(object, Name.Root) && position(doc, n) > newest) {
        newest = position(doc, n);
        doc.trailer = copyObject(doc.arena, dictOf(object));
      }
    }
    if (!compressed && !mentions(doc, place, 'Catalog')) continue;
    const object = fetch(doc, n);
    if (kindOf(object) != Kind.Dict || nameOf(get(doc, object, Name.Type)) != Name.Catalog) continue;
    if (position(doc, n) >= position(doc, catalog)) catalog = n;
  }
  if (!catalog || hasCatalog(doc)) return;
  const root = rawGet(doc.trailer, Name.Root);
  if (root) {
    putCell(root, Kind.Ref, catalog);
    return;
  }
  // << /Root catalog 0 R >>
  const dict = doc.arena.alloc(CELL + ENTRY);
  if (!dict) return;
  const entry = changetype<Entry>(dict + CELL);
  putCell(dict, Kind.Dict, 1, changetype<usize>(entry));
  entry.key = Name.Root;
  putCell(entry.value, Kind.Ref, catalog);
  doc.trailer = dict;
}

/** Whether a word stands in the first bytes of an object: a cheap look before it is parsed. */
function mentions(doc: Store, offset: u32, literal: string): bool {
  const view = doc.look(offset, 1024);
  const end = min(view.end, view.start + 1024);
  spendBytes(doc, 1024);
  for (let p = view.start; p < end; p++) if (startsWith(p, view.end, literal)) return true;
  return false;
}
