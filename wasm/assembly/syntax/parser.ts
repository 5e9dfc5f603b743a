import { Arena } from '../memory/arena';
import { Buffer } from '../memory/buffer';
import { decryptString } from './encryption';
import { isDigit, isRegular, isSpace } from './characters';
import { Lexer, Token } from './lexer';
import { Name } from './names';
import { CELL, ENTRY, Kind, kindOf, layEntries, Obj, rawGet } from './object';
import { spend, Store } from './state';
import { Warning, warn } from './warnings';

/** Arrays and dictionaries inside one another beyond this are read as null. */
const MAX_DEPTH: i32 = 200;

/** Packed keywords (see `packedKeyword`). */
const TRUE: u64 = 0x65757274;
const FALSE: u64 = 0x65736c6166;
const NULL: u64 = 0x6c6c756e;

/** Which object is being parsed: its number belongs to its dictionaries and decrypts its strings; 0 in a content stream. */
@unmanaged
export class Owner {
  /** Where its parts are laid: the document's arena, or a content stream's scratch. */
  arena: Arena;
  number: u32;
  generation: u32;
  /** Whether `12 0 R` is a reference: in files, not in content streams. */
  references: bool;
  /** Whether strings are encrypted: not in object streams. */
  encrypted: bool;
}

/**
 * Parses the object at the lexer, into the owner's arena. A keyword that is no object (`endobj`, an operator) gives
 * null and is left to be read. 0 when memory is out.
 */
export function parseObject(doc: Store, lexer: Lexer, owner: Owner): Obj {
  const cell = owner.arena.alloc(CELL);
  if (cell) parseInto(doc, lexer, owner, lexer.next(), cell, 0);
  return cell;
}

/** Parses the object that begins with `token` into a cell. False when the token begins none; then the cell is null. */
export function parseInto(doc: Store, lexer: Lexer, owner: Owner, token: Token, cell: usize, depth: i32): bool {
  memory.fill(cell, 0, CELL);
  switch (token) {
    case Token.Int:
      if (owner.references && lexer.integer >= 0 && reference(lexer, cell)) return true;
      put(cell, Kind.Int, <u32>lexer.integer);
      store<f64>(cell, lexer.real, 8);
      return true;
    case Token.Real:
      put(cell, Kind.Real, 0);
      store<f64>(cell, lexer.real, 8);
      return true;
    case Token.Name:
      put(cell, Kind.Name, lexer.atom);
      return true;
    case Token.String:
      string(doc, lexer, owner, cell);
      return true;
    case Token.ArrayOpen:
      array(doc, lexer, owner, cell, depth);
      return true;
    case Token.DictOpen:
      dict(doc, lexer, owner, cell, depth);
      return true;
    case Token.Keyword:
      if (lexer.isKeyword(TRUE, 4) || lexer.isKeyword(FALSE, 5)) {
        put(cell, Kind.Bool, <u32>(lexer.textLength == 4));
        return true;
      }
      if (lexer.isKeyword(NULL, 4)) return true;
      lexer.position = lexer.tokenStart;
      return false;
    default:
      return false;
  }
}

// @ts-ignore: decorator
@inline function put(cell: usize, kind: Kind, value: u32): void {
  store<u32>(cell, kind);
  store<u32>(cell, value, 4);
}

/** `number generation R` behind an integer that has just been read. Looks at bytes, since most integers are not followed by one. */
function reference(lexer: Lexer, cell: usize): bool {
  const end = lexer.end;
  let p = lexer.position;
  if (p >= end || !isSpace(load<u8>(p))) return false;
  while (p < end && isSpace(load<u8>(p))) p++;
  let generation: u32 = 0;
  const digits = p;
  while (p < end && isDigit(load<u8>(p)) && p - digits < 6) generation = generation * 10 + <u32>load<u8>(p++) - 48;
  if (p >= end) return lexer.widen() && reference(lexer, cell);
  if (p == digits || !isSpace(load<u8>(p))) return false;
  while (p < end && isSpace(load<u8>(p))) p++;
  if (p >= end) return lexer.widen() && reference(lexer, cell);
  if (load<u8>(p) != 0x52 || (p + 1 < end && isRegular(load<u8>(p, 1)))) return false;
  lexer.position = p + 1;
  put(cell, Kind.Ref, <u32>lexer.integer);
  store<u32>(cell, generation, 8);
  return true;
}

function string(doc: Store, lexer: Lexer, owner: Owner, cell: usize): void {
  const length = lexer.textLength;
  const copy = owner.arena.alloc(<usize>length + 1);
  if (!copy) return;
  memory.copy(copy, lexer.text, length);
  const plain = owner.encrypted && doc.encrypted ? decryptString(doc, owner.number, owner.generation, copy, length) : length;
  put(cell, Kind.String, plain);
  store<u32>(cell, <u32>copy, 8);
}

/** Elements are gathered on the store's stack and then laid one behind the other. */
function array(doc: Store, lexer: Lexer, owner: Owner, cell: usize, depth: i32): void {
  const stack = doc.stack;
  const base = stack.length;
  while (true) {
    const token = lexer.next();
    if (token == Token.ArrayClose || token == Token.End) break;
    if (token == Token.DictClose || (token == Token.Keyword && endsObject(lexer))) {
      lexer.position = lexer.tokenStart; // the closing bracket is missing
      break;
    }
    if (!element(doc, lexer, owner, token, depth) && token == Token.Keyword)
      lexer.position = lexer.tokenStart + max<u32>(lexer.textLength, 1);
  }
  const bytes = stack.length - base;
  const cells = owner.arena.alloc(bytes);
  put(cell, Kind.Array, cells ? bytes / <u32>CELL : 0);
  store<u32>(cell, <u32>cells, 8);
  if (cells) memory.copy(cells, stack.data + base, bytes);
  stack.length = base;
}

/** Reads a value onto the stack. False when the token began none, and then nothing was added. */
function element(doc: Store, lexer: Lexer, owner: Owner, token: Token, depth: i32): bool {
  const stack = doc.stack;
  const at = stack.length;
  if (!stack.extend(<u32>CELL)) return false;
  if (depth >= MAX_DEPTH && (token == Token.ArrayOpen || token == Token.DictOpen)) {
    warn(doc, Warning.NestingTooDeep, owner.number);
    memory.fill(stack.data + at, 0, CELL);
    return true;
  }
  // The stack may move while a nested object is read: its cell lies in the arena's scratch until then.
  const scratch = doc.scratch + <usize>depth * CELL;
  const found = parseInto(doc, lexer, owner, token, scratch, depth + 1);
  if (!found) {
    stack.length = at;
    return false;
  }
  memory.copy(stack.data + at, scratch, CELL);
  return true;
}

/** Of two entries with the same key, which 7.3.7 forbids, the last one counts, as most readers have it. */
function dict(doc: Store, lexer: Lexer, owner: Owner, cell: usize, depth: i32): void {
  const stack = doc.stack;
  const base = stack.length;
  while (true) {
    let token = lexer.next();
    if (token == Token.DictClose || token == Token.End) break;
    if (token == Token.Keyword && endsObject(lexer)) {
      if (isStream(lexer) && endsWithStreamDict(stack, base)) {
        skipStream(lexer);
        continue;
      }
      lexer.position = lexer.tokenStart;
      break;
    }
    if (token != Token.Name) continue; // not a key: passed over
    const key = lexer.atom;
    token = lexer.next();
    if (token == Token.DictClose || token == Token.End) break;
    if (token == Token.Keyword && endsObject(lexer)) {
      lexer.position = lexer.tokenStart;
      break;
    }
    const at = stack.length;
    if (!stack.extend(8)) break;
    store<u32>(stack.data + at, key);
    store<u32>(stack.data + at, owner.number, 4);
    if (!element(doc, lexer, owner, token, depth)) {
      stack.length = at;
      if (token == Token.Keyword) lexer.position = lexer.tokenStart + max<u32>(lexer.textLength, 1);
      continue;
    }
  }
  spend(doc, <i32>layEntries(owner.arena, cell, stack.data + base, (stack.length - base) / <u32>ENTRY));
  store<u32>(cell, owner.number, 12);
  stack.length = base;
}

/** Whether the entry that was read last has a dictionary with a /Length: a stream that is no object of its own, which 7.3.8.1 forbids. */
function endsWithStreamDict(stack: Buffer, base: u32): bool {
  if (stack.length == base) return false;
  const value = stack.data + stack.length - ENTRY + 8;
  return kindOf(value) == Kind.Dict && rawGet(value, Name.Length) != 0;
}

/** Passes over a stream inside a dictionary, so that what follows it can be read. */
function skipStream(lexer: Lexer): void {
  for (let token = lexer.next(); token != Token.End; token = lexer.next()) {
    if (token != Token.Keyword || !endsObject(lexer) || isStream(lexer)) continue;
    if (lexer.textLength != 9) lexer.position = lexer.tokenStart;
    return;
  }
}

function isStream(lexer: Lexer): bool {
  return lexer.isKeyword(0x6d6165727473, 6);
}

/** `endobj`, `obj`, `stream`, `endstream`: what cannot be inside an array or a dictionary, so its end is missing. */
function endsObject(lexer: Lexer): bool {
  return (
    lexer.isKeyword(0x6a626f646e65, 6) ||
    lexer.isKeyword(0x6a626f, 3) ||
    isStream(lexer) ||
    (lexer.textLength == 9 && load<u64>(lexer.text) == 0x6165727473646e65)
  );
}
