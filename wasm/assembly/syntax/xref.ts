import { startsWith } from '../memory/literal';
import { IntMap } from '../memory/map';
import { isDigit, isSpace } from './characters';
import { copyObject } from './copy-object';
import { Lexer, Token } from './lexer';
import { giveLexer, takeLexer } from './lexers';
import { parseIndirect } from './indirect-object';
import { Name } from './names';
import { CELL, dictOf, intOf, Kind, kindOf, lengthOf, nameOf, numberOf, Obj, rawGet } from './object';
import { Owner, parseInto } from './parser';
import { at, get, getInt } from './fetch';
import { spend, Store, XrefKind } from './state';
import { readStream, releaseStream, StreamData } from './stream';

/** Bytes at the end of a file among which `startxref` is looked for. */
const TAIL: u32 = 65536;
/** Sections in one file beyond this are a loop that does not look like one. */
const MAX_SECTIONS: i32 = 4096;

/**
 * Reads the cross-reference tables and streams, the newest first: an entry that is there already stands. ISO 32000-2,
 * 7.5.4, 7.5.8. False when a section is not where it should be: then the table is to be rebuilt.
 */
export function readXref(doc: Store): bool {
  const seen = IntMap.create();
  if (!seen) return false;
  let offset = startXref(doc);
  let ok = offset >= 0;
  for (let n = 0; ok && offset >= 0; n++) {
    if (n >= MAX_SECTIONS || seen.get(<u32>offset + 1)) break; // /Prev leads back: what has been read is all there is
    seen.set(<u32>offset + 1, 1);
    const trailer = readSection(doc, <u32>offset, <u32>offset);
    if (!trailer) {
      // An older section that is damaged costs nothing until somebody asks for what is in it alone; the newest costs the table.
      ok = n > 0 && doc.trailer != 0;
      doc.incomplete = ok;
      break;
    }
    if (!doc.trailer || (!rawGet(doc.trailer, Name.Root) && rawGet(trailer, Name.Root))) doc.trailer = trailer;
    const hybrid = getInt(doc, trailer, Name.XRefStm, -1);
    if (hybrid > 0 && !seen.get(<u32>hybrid + 1)) {
      seen.set(<u32>hybrid + 1, 1);
      readSection(doc, <u32>hybrid, <u32>offset);
    }
    offset = previous(trailer);
  }
  seen.destroy();
  return ok && doc.trailer != 0;
}

function previous(trailer: Obj): i64 {
  const prev = rawGet(trailer, Name.Prev);
  const offset = numberOf(prev, -1);
  return offset > 0 && offset < 4294967295 ? <i64>offset : -1;
}

/** The offset behind the last `startxref`; -1 when there is none. */
function startXref(doc: Store): i64 {
  const view = doc.look(doc.length > TAIL ? doc.length - TAIL : 0, TAIL);
  const end = view.end;
  for (let p = end - 9; p >= view.start && p < end; p--) {
    if (!startsWith(p, end, 'startxref')) continue;
    p += 9;
    while (p < end && isSpace(load<u8>(p))) p++;
    let offset: i64 = 0;
    let digits = 0;
    while (p < end && isDigit(load<u8>(p)) && digits++ < 10) offset = offset * 10 + <i64>(load<u8>(p++) - 48);
    return digits && offset < <i64>doc.length ? offset : -1;
  }
  return -1;
}

/**
 * Reads the section that an offset names; its trailer dictionary, 0 when there is none. `section` is the same offset,
 * or for the stream beside a table that of the table.
 */
function readSection(doc: Store, offset: u32, section: u32): Obj {
  let trailer = sectionAt(doc, offset, section);
  if (!trailer && doc.headerOffset) trailer = sectionAt(doc, offset + doc.headerOffset, section);
  return trailer;
}

function sectionAt(doc: Store, offset: u32, section: u32): Obj {
  if (offset >= doc.length) return 0;
  const lexer = takeLexer(doc);
  if (!lexer) return 0;
  const token = lexer.openFile(offset) ? lexer.next() : Token.End;
  let trailer: Obj = 0;
  if (token == Token.Keyword && lexer.isKeyword('xref')) trailer = readTable(doc, lexer, section);
  else if (token == Token.Int) trailer = readXrefStream(doc, offset, <u32>lexer.integer, section);
  giveLexer(doc, lexer);
  return trailer;
}

/** A classic table: subsections of `start count`, 20 bytes an entry, and `trailer`. Read by tokens: writers get the widths wrong. */
function readTable(doc: Store, lexer: Lexer, section: u32): Obj {
  while (true) {
    const token = lexer.next();
    if (token == Token.Keyword && lexer.isKeyword('trailer')) break;
    if (token != Token.Int || lexer.integer < 0) return 0;
    let first = <u32>lexer.integer;
    if (lexer.next() != Token.Int || lexer.integer < 0) return 0;
    const count = <u32>lexer.integer;
    for (let i: u32 = 0; i < count && spend(doc, 1); i++) {
      const kind = lexer.next();
      if (kind == Token.Keyword && lexer.textLength == 7) {
        lexer.position = lexer.tokenStart; // fewer entries than the subsection says
        break;
      }
      if (kind != Token.Int && kind != Token.Real) return 0;
      const offset = lexer.real;
      if (lexer.next() != Token.Int) return 0;
      const generation = lexer.integer;
      if (lexer.next() != Token.Keyword) return 0;
      const used = load<u8>(lexer.text) == 0x6e;
      // A table that should begin at 0 and says 1: its first entry is the head of the free list.
      if (i == 0 && first == 1 && !used && generation == 65535) first = 0;
      if (used && offset > 0) setEntry(doc, section, first + i, XrefKind.Offset, <u32>generation, <u32>offset, 0);
      else if (!used) setEntry(doc, section, first + i, XrefKind.Free, <u32>generation, section, 0);
    }
  }
  return parseTrailer(doc, lexer);
}

/** Parses a trailer dictionary; 0 when there is none. */
export function parseTrailer(doc: Store, lexer: Lexer): Obj {
  const cell = doc.arena.alloc(CELL + offsetof<Owner>());
  if (!cell) return 0;
  const owner = changetype<Owner>(cell + CELL);
  owner.arena = doc.arena;
  owner.references = true;
  parseInto(doc, lexer, owner, lexer.next(), cell);
  return kindOf(cell) == Kind.Dict ? cell : 0;
}

/** 7.5.8: fields of /W bytes for the objects of /Index. */
function readXrefStream(doc: Store, offset: u32, number: u32, section: u32): Obj {
  const stream = parseIndirect(doc, offset, number);
  if (kindOf(stream) != Kind.Stream || nameOf(get(doc, stream, Name.Type)) != Name.XRef) return 0;
  const w = get(doc, stream, Name.W);
  const w0 = intOf(at(doc, w, 0));
  const w1 = intOf(at(doc, w, 1));
  const w2 = intOf(at(doc, w, 2));
  if (<u32>w0 > 8 || <u32>w1 > 8 || <u32>w2 > 8 || !(w0 + w1 + w2)) return 0;
  const mark = doc.arena.alloc(offsetof<StreamData>());
  if (!mark) return 0;
  const data = changetype<StreamData>(mark);
  if (!readStream(doc, stream, data)) return 0;
  const index = get(doc, stream, Name.Index);
  const sections = kindOf(index) == Kind.Array ? lengthOf(index) >> 1 : 1;
  let p = data.data;
  const end = p + data.length;
  const width = <usize>(w0 + w1 + w2);
  for (let s: u32 = 0; s < sections && spend(doc, 1); s++) {
    const first = kindOf(index) == Kind.Array ? <u32>intOf(at(doc, index, s * 2)) : 0;
    const count = kindOf(index) == Kind.Array ? <u32>intOf(at(doc, index, s * 2 + 1)) : <u32>getInt(doc, stream, Name.Size);
    for (let i: u32 = 0; i < count && p + width <= end && spend(doc, 1); i++, p += width) {
      const kind = w0 ? field(p, w0) : 1;
      const a = <u32>field(p + w0, w1);
      const b = <u32>field(p + w0 + w1, w2);
      if (kind == 1) setEntry(doc, section, first + i, XrefKind.Offset, b, a, 0);
      else if (kind == 2) setEntry(doc, section, first + i, XrefKind.Compressed, 0, a, b);
      else if (kind == 0) setEntry(doc, section, first + i, XrefKind.Free, b, section, 0);
    }
  }
  releaseStream(data);
  // The trailer stays as long as the document.
  return copyObject(doc.arena, dictOf(stream));
}

/** A big-endian number. */
function field(p: usize, width: i32): u64 {
  let value: u64 = 0;
  for (let i = 0; i < width; i++) value = (value << 8) | (<u64>load<u8>(p + i));
  return value;
}

/**
 * Sets an entry unless a newer one stands there. One that the same section frees gives way: hybrid files hide objects
 * so, which the stream beside the table has (7.5.8.4). What a newer section frees stays deleted.
 */
function setEntry(doc: Store, section: u32, number: u32, kind: XrefKind, generation: u32, place: u32, index: u32): void {
  const held = doc.entry(number);
  if (held) {
    const old = held.kind;
    if (old != <u16>XrefKind.Unknown && !(old == <u16>XrefKind.Free && held.place == section)) return;
  }
  putEntry(doc, number, kind, generation, place, index);
}

/** Sets an entry, whatever stands there. */
export function putEntry(doc: Store, number: u32, kind: XrefKind, generation: u32, place: u32, index: u32): void {
  const entry = doc.makeEntry(number);
  if (!entry) return;
  entry.kind = <u16>kind;
  entry.generation = <u16>generation;
  entry.place = place;
  entry.index = index;
  entry.object = 0;
}
