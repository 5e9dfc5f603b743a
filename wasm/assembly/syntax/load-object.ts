import { Kind, kindOf, Obj, rawGet, refNumber, intOf, CELL } from './object';
import { isSpace } from './characters';
import { Lexer, Token } from './lexer';
import { Name } from './names';
import { loadCompressed } from './object-stream';
import { Owner, parseInto } from './parser';
import { rebuildXref } from './rebuild-xref';
import { fetch, LOADING, spend, spendBytes, Store, XrefKind } from './store';
import { Warning, warn } from './warnings';

const OBJ: u64 = 0x6a626f;
const STREAM: u64 = 0x6d6165727473;

/**
 * Parses an object that the table has and keeps it there; 0 when nothing is where the table says, even after a repair,
 * and when the fuel is used up: then nothing is kept, so that it can be asked for again.
 */
export function loadObject(doc: Store, number: u32): Obj {
  if (!spend(doc, 1)) return 0;
  let found = loadFromTable(doc, number);
  if (!found && !doc.rebuilt && (isListed(doc, number) || (doc.incomplete && isUnknown(doc, number)))) {
    // The table lies, or is not all there: make it anew by scanning the file, once.
    rebuildXref(doc);
    found = loadFromTable(doc, number);
  }
  if (found) keep(doc, number, found);
  else if (isListed(doc, number)) warn(doc, Warning.ObjectMissing, number);
  return found;
}

function isListed(doc: Store, number: u32): bool {
  const entry = doc.entry(number);
  return entry != 0 && load<u16>(entry) >= <u16>XrefKind.Offset;
}

function isUnknown(doc: Store, number: u32): bool {
  const entry = doc.entry(number);
  return !entry || load<u16>(entry) == <u16>XrefKind.Unknown;
}

function keep(doc: Store, number: u32, object: Obj): void {
  const entry = doc.entry(number);
  if (entry) store<u32>(entry, <u32>object, 12);
}

function loadFromTable(doc: Store, number: u32): Obj {
  const entry = doc.entry(number);
  if (!entry) return 0;
  const kind = <XrefKind>load<u16>(entry);
  const place = load<u32>(entry, 4);
  let found: Obj = 0;
  store<u32>(entry, LOADING, 12); // an object that needs itself finds nothing
  if (kind == XrefKind.Offset) {
    found = parseIndirect(doc, place, number);
    if (!found && doc.headerOffset) found = parseIndirect(doc, place + doc.headerOffset, number);
  } else if (kind == XrefKind.Compressed) {
    found = loadCompressed(doc, place, load<u32>(entry, 8), number);
  }
  // The table may have moved while it was read.
  const now = doc.entry(number);
  if (now && load<u32>(now, 12) == LOADING) store<u32>(now, 0, 12);
  return found;
}

/** Parses `number generation obj …` at an offset of the file; 0 when another object, or none, is there. */
export function parseIndirect(doc: Store, offset: u32, number: u32): Obj {
  if (offset >= doc.length) return 0;
  const lexer = doc.takeLexer();
  if (!lexer) return 0;
  lexer.open(doc.bytes + offset, doc.bytes + doc.length);
  const found = parseAt(doc, lexer, number);
  spendBytes(doc, <u32>(lexer.position - doc.bytes) - offset);
  doc.giveLexer(lexer);
  return found;
}

function parseAt(doc: Store, lexer: Lexer, number: u32): Obj {
  if (lexer.next() != Token.Int || <u32>lexer.integer != number) return 0;
  if (lexer.next() != Token.Int) return 0;
  const generation = <u32>lexer.integer;
  if (lexer.next() != Token.Keyword || lexer.textLength < 3 || (load<u32>(lexer.text) & 0xffffff) != <u32>OBJ) return 0;
  // `obj` may run into what follows it (`obj<<` does not, `obj12` would).
  lexer.position = lexer.text + 3;
  const cell = doc.cache.alloc(CELL + offsetof<Owner>());
  if (!cell) return 0;
  const owner = changetype<Owner>(cell + CELL);
  owner.arena = doc.cache;
  owner.number = number;
  owner.generation = generation;
  owner.references = true;
  // 7.6.2: the strings of the encryption dictionary itself are plain; it is read before `encrypted` is set.
  owner.encrypted = true;
  parseInto(doc, lexer, owner, lexer.next(), cell, 0);
  if (kindOf(cell) != Kind.Dict) return cell;
  if (lexer.next() != Token.Keyword || lexer.textLength < 6) return cell;
  if ((load<u64>(lexer.text) & 0xffffffffffff) != STREAM) return cell;
  return streamOf(doc, cell, lexer.text + 6, number);
}

/** Makes a Stream of a dictionary and the bytes that follow the keyword. 7.3.8. */
function streamOf(doc: Store, dict: Obj, after: usize, number: u32): Obj {
  const end = doc.bytes + doc.length;
  let start = after;
  // Spaces before the end of the line are wrong and occur.
  while (start < end && (load<u8>(start) == 0x20 || load<u8>(start) == 9)) start++;
  if (start < end && load<u8>(start) == 13) start++;
  if (start < end && load<u8>(start) == 10) start++;
  const stated = rawGet(dict, Name.Length);
  const length = intOf(kindOf(stated) == Kind.Ref ? fetch(doc, refNumber(stated)) : stated, -1);
  let stop: usize = 0;
  if (length >= 0 && <u64>start + <u64>length <= <u64>end && endsHere(start + <usize>length, end)) {
    stop = start + <usize>length;
  } else {
    warn(doc, Warning.StreamLengthWrong, number);
    stop = findEnd(start, end);
    spendBytes(doc, <u32>(stop - start));
  }
  const stream = doc.cache.alloc(CELL);
  if (!stream) return dict;
  store<u32>(stream, Kind.Stream);
  store<u32>(stream, <u32>dict, 4);
  store<u32>(stream, <u32>start, 8);
  store<u32>(stream, <u32>(stop - start), 12);
  return stream;
}

/** White space between data and `endstream`: more of it is data, of which white space may be a part. */
const MOST_SPACE: usize = 1024;

/** Whether `endstream` (or `endobj`, which some writers leave it out for) stands at `p`, after white space. */
export function endsHere(p: usize, fileEnd: usize): bool {
  const end = min(fileEnd, p + MOST_SPACE);
  while (p < end && isSpace(load<u8>(p))) p++;
  return isEndStream(p, end) || isEndObj(p, end);
}

function isEndStream(p: usize, end: usize): bool {
  return p + 9 <= end && load<u64>(p) == 0x6165727473646e65 && load<u8>(p, 8) == 0x6d;
}

function isEndObj(p: usize, end: usize): bool {
  return p + 6 <= end && load<u32>(p) == 0x6f646e65 && load<u16>(p, 4) == 0x6a62;
}

/** Where a stream ends whose /Length is wrong: before `endstream`, else before `endobj`, else with the file. */
function findEnd(start: usize, end: usize): usize {
  let stop: usize = 0;
  for (let p = start; p + 6 <= end; p++) {
    if (load<u8>(p) != 0x65) continue;
    if (isEndStream(p, end)) {
      stop = p;
      break;
    }
    if (!stop && isEndObj(p, end)) stop = p;
  }
  if (!stop) return end;
  // The end of the line before the keyword is not part of the data.
  if (stop > start && load<u8>(stop - 1) == 10) stop--;
  if (stop > start && load<u8>(stop - 1) == 13) stop--;
  return stop;
}
