import { Arena } from '../memory/arena';
import { Buffer } from '../memory/buffer';
import { decryptString } from './encryption';
import { isDigit, isRegular, isSpace } from './characters';
import { Lexer, Token } from './lexer';
import { Name } from './names';
import { Cell, CELL, Entry, ENTRY, Kind, kindOf, layEntries, Obj, putCell, rawGet } from './object';
import { spend, Store } from './state';

/** On the store's stack, before the parts of an array or dictionary: what there is to know of the outer one. */
@unmanaged
class Outer {
  /** Where its parts begin. */
  base: u32;
  isDict: bool;
}
const FRAME: u32 = 8;

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
  if (cell) parseInto(doc, lexer, owner, lexer.next(), cell);
  return cell;
}

/** Parses the object that begins with `token` into a cell. False when the token begins none; then the cell is null. */
export function parseInto(doc: Store, lexer: Lexer, owner: Owner, token: Token, cell: usize): bool {
  if (token == Token.ArrayOpen || token == Token.DictOpen) {
    container(doc, lexer, owner, token, cell);
    return true;
  }
  return scalar(doc, lexer, owner, token, cell);
}

/** The same of what is neither array nor dictionary. */
function scalar(doc: Store, lexer: Lexer, owner: Owner, token: Token, cell: usize): bool {
  memory.fill(cell, 0, CELL);
  switch (token) {
    case Token.Int:
      if (owner.references && lexer.integer >= 0 && reference(lexer, cell)) return true;
      putCell(cell, Kind.Int, <u32>lexer.integer);
      changetype<Cell>(cell).number = lexer.real;
      return true;
    case Token.Real:
      putCell(cell, Kind.Real, 0);
      changetype<Cell>(cell).number = lexer.real;
      return true;
    case Token.Name:
      putCell(cell, Kind.Name, lexer.atom);
      return true;
    case Token.String:
      string(doc, lexer, owner, cell);
      return true;
    case Token.Keyword:
      if (lexer.isKeyword('true') || lexer.isKeyword('false')) {
        putCell(cell, Kind.Bool, <u32>(lexer.textLength == 4));
        return true;
      }
      if (lexer.isKeyword('null')) return true;
      lexer.position = lexer.tokenStart;
      return false;
    default:
      return false;
  }
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
  putCell(cell, Kind.Ref, <u32>lexer.integer, generation);
  return true;
}

function string(doc: Store, lexer: Lexer, owner: Owner, cell: usize): void {
  const length = lexer.textLength;
  const copy = owner.arena.alloc(<usize>length + 1);
  if (!copy) return;
  memory.copy(copy, lexer.text, length);
  const plain = owner.encrypted && doc.encrypted ? decryptString(doc, owner.number, owner.generation, copy, length) : length;
  putCell(cell, Kind.String, plain, copy);
}

/**
 * An array or dictionary, and all that is inside it: however deep a file nests them, none calls this again. The parts of each
 * are gathered on the store's stack, and laid one behind the other in the arena when it ends. Of two entries with the same
 * key, which 7.3.7 forbids, the last one counts, as most readers have it.
 */
function container(doc: Store, lexer: Lexer, owner: Owner, opening: Token, cell: usize): void {
  const stack = doc.stack;
  const bottom = stack.length;
  memory.fill(cell, 0, CELL);
  let isDict = opening == Token.DictOpen;
  if (!begin(stack, bottom, isDict)) return;
  let base = stack.length;
  while (true) {
    let token = lexer.next();
    let ended = isDict ? endsDict(lexer, token, stack, base) : endsArray(lexer, token);
    if (!ended && isDict) {
      if (token != Token.Name) continue; // not a key: passed over
      const key = lexer.atom;
      token = lexer.next();
      if (token == Token.DictClose || token == Token.End) {
        ended = true;
      } else if (token == Token.Keyword && endsObject(lexer)) {
        lexer.position = lexer.tokenStart;
        ended = true;
      } else if (!beginEntry(stack, key, owner.number)) {
        break;
      }
    }
    if (!ended && (token == Token.ArrayOpen || token == Token.DictOpen)) {
      if (!spend(doc, 1) || !begin(stack, base, isDict)) break;
      base = stack.length;
      isDict = token == Token.DictOpen;
      continue;
    }
    if (!ended) {
      const at = stack.length;
      if (!stack.extend(<u32>CELL)) break;
      if (scalar(doc, lexer, owner, token, stack.data + at)) continue;
      stack.length = isDict ? at - (<u32>ENTRY - <u32>CELL) : at;
      if (token == Token.Keyword) lexer.position = lexer.tokenStart + max<u32>(lexer.textLength, 1);
      continue;
    }
    if (isDict) layDict(doc, owner, base, cell);
    else layArray(doc, owner, base, cell);
    const outer = changetype<Outer>(stack.data + base - FRAME);
    isDict = outer.isDict;
    stack.length = base - FRAME;
    base = outer.base;
    if (stack.length == bottom) return;
    const at = stack.length;
    if (!stack.extend(<u32>CELL)) break;
    memory.copy(stack.data + at, cell, CELL);
  }
  // Memory or fuel is out.
  memory.fill(cell, 0, CELL);
  stack.length = bottom;
}

/** Begins the parts of an array or dictionary; `base` and `isDict` are those of the outer one. False when memory is out. */
function begin(stack: Buffer, base: u32, isDict: bool): bool {
  const p = stack.extend(FRAME);
  if (!p) return false;
  const outer = changetype<Outer>(p);
  outer.base = base;
  outer.isDict = isDict;
  return true;
}

function beginEntry(stack: Buffer, key: u32, owner: u32): bool {
  const p = stack.extend(<u32>ENTRY - <u32>CELL);
  if (!p) return false;
  const entry = changetype<Entry>(p);
  entry.key = key;
  entry.owner = owner;
  return true;
}

function layArray(doc: Store, owner: Owner, base: u32, cell: usize): void {
  const stack = doc.stack;
  const bytes = stack.length - base;
  const cells = owner.arena.alloc(bytes);
  putCell(cell, Kind.Array, cells ? bytes / <u32>CELL : 0, cells);
  if (cells) memory.copy(cells, stack.data + base, bytes);
}

function layDict(doc: Store, owner: Owner, base: u32, cell: usize): void {
  const stack = doc.stack;
  spend(doc, <i32>layEntries(owner.arena, cell, stack.data + base, (stack.length - base) / <u32>ENTRY));
  changetype<Cell>(cell).more = owner.number;
}

function endsArray(lexer: Lexer, token: Token): bool {
  if (token == Token.ArrayClose || token == Token.End) return true;
  if (token != Token.DictClose && (token != Token.Keyword || !endsObject(lexer))) return false;
  lexer.position = lexer.tokenStart; // the closing bracket is missing
  return true;
}

function endsDict(lexer: Lexer, token: Token, stack: Buffer, base: u32): bool {
  if (token == Token.DictClose || token == Token.End) return true;
  if (token != Token.Keyword || !endsObject(lexer)) return false;
  if (isStream(lexer) && endsWithStreamDict(stack, base)) {
    skipStream(lexer);
    return false;
  }
  lexer.position = lexer.tokenStart;
  return true;
}

/** Whether the entry that was read last has a dictionary with a /Length: a stream that is no object of its own, which 7.3.8.1 forbids. */
function endsWithStreamDict(stack: Buffer, base: u32): bool {
  if (stack.length == base) return false;
  const value = stack.data + stack.length - CELL;
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
  return lexer.isKeyword('stream');
}

/** `endobj`, `obj`, `stream`, `endstream`: what cannot be inside an array or a dictionary, so its end is missing. */
function endsObject(lexer: Lexer): bool {
  return lexer.isKeyword('endobj') || lexer.isKeyword('obj') || isStream(lexer) || lexer.isKeyword('endstream');
}
