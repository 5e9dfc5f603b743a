import { createInlineImage } from '../image/image';
import { spellOutKeys } from '../image/inline-keys';
import { isSpace } from '../syntax/characters';
import { Lexer, Token } from '../syntax/lexer';
import { Name } from '../syntax/names';
import { CELL, Entry, ENTRY, Kind, Obj, putCell, rawGet } from '../syntax/object';
import { Owner, parseInto } from '../syntax/parser';
import { getBool, getInt } from '../syntax/store';
import { parseColorSpace } from '../color/space';
import { startsWith } from '../memory/literal';
import { Interpreter } from './interpreter';
import { paintImage } from './xobject';

/** Entries of an inline image's dictionary: table 91 has eleven. */
const MAX_ENTRIES: u32 = 24;

/** `BI` … `ID` … `EI`: ISO 32000-2, 8.9.7. */
export function inlineImage(self: Interpreter, lexer: Lexer): void {
  const dict = readDict(self, lexer);
  if (!dict) return;
  // One white-space character follows ID; some writers have a line feed after a carriage return.
  let start = lexer.position;
  if (start < lexer.end && isSpace(load<u8>(start))) {
    if (load<u8>(start) == 13 && start + 1 < lexer.end && load<u8>(start, 1) == 10) start++;
    start++;
  }
  const known = rawLength(self, dict);
  const stop = known > 0 && isEnd(start + known, lexer.end) ? start + known : findEnd(start, lexer.end);
  // Past EI, which may have white space before it.
  let after = stop;
  while (after < lexer.end && isSpace(load<u8>(after))) after++;
  lexer.position = min(after + 2, lexer.end);
  if (!self.isVisible) return;
  const image = createInlineImage(self.doc, self.arena, dict, start, <u32>(stop - start), self.resources, self.state.transfer);
  if (image) paintImage(self, image, getBool(self.doc, dict, Name.Interpolate));
}

/** The key-value pairs up to `ID`, as a Dict in the list's arena, since the image outlives the operator. */
function readDict(self: Interpreter, lexer: Lexer): Obj {
  const p = self.arena.alloc(offsetof<Owner>() + CELL + <usize>MAX_ENTRIES * ENTRY);
  if (!p) return 0;
  const owner = changetype<Owner>(p);
  owner.arena = self.arena;
  const dict = p + offsetof<Owner>();
  const entries = dict + CELL;
  let count: u32 = 0;
  while (true) {
    let token = lexer.next();
    if (token == Token.End) return 0;
    if (token == Token.Keyword && lexer.isKeyword('ID')) break;
    if (token != Token.Name) continue;
    const entry = changetype<Entry>(entries + <usize>min(count, MAX_ENTRIES - 1) * ENTRY);
    entry.key = lexer.atom;
    token = lexer.next();
    if (token == Token.Keyword && lexer.isKeyword('ID')) break;
    parseInto(self.doc, lexer, owner, token, entry.value);
    count++;
  }
  putCell(dict, Kind.Dict, min(count, MAX_ENTRIES), entries);
  spellOutKeys(dict);
  return dict;
}

/** The length of data without a filter, which is known; 0: there is a filter. */
function rawLength(self: Interpreter, dict: Obj): usize {
  const doc = self.doc;
  if (rawGet(dict, Name.Filter)) return 0;
  const width = <u64>max(getInt(doc, dict, Name.Width), 0);
  const height = <u64>max(getInt(doc, dict, Name.Height), 0);
  const stencil = getBool(doc, dict, Name.ImageMask);
  const bits: u64 = stencil ? 1 : <u64>max(getInt(doc, dict, Name.BitsPerComponent), 1);
  let components: u64 = 1;
  const space = rawGet(dict, Name.ColorSpace);
  if (!stencil && space) {
    const parsed = parseColorSpace(doc, space, self.resources);
    if (parsed) components = parsed.components;
  }
  const total = ((width * components * bits + 7) >> 3) * height;
  return total < 1 << 28 ? <usize>total : 0;
}

/** Whether `EI` stands at `p`, after white space and before more of it or the end. */
function isEnd(p: usize, end: usize): bool {
  while (p < end && isSpace(load<u8>(p))) p++;
  return startsWith(p, end, 'EI') && (p + 2 == end || isSpace(load<u8>(p, 2)) || load<u8>(p, 2) == 0x51);
}

/**
 * Where the data end when only `EI` can tell: it stands between white space, and what follows looks like a content
 * stream and not like image data.
 */
function findEnd(start: usize, end: usize): usize {
  for (let p = start; p + 2 <= end; p++) {
    if (!startsWith(p, end, 'EI') || (p > start && !isSpace(load<u8>(p - 1)))) continue;
    if (p + 2 < end && !isSpace(load<u8>(p, 2))) continue;
    let text = true;
    for (let q = p + 2; text && q < end && q < p + 16; q++) {
      const c = load<u8>(q);
      text = (c >= 32 && c < 127) || isSpace(c);
    }
    if (text) return p > start ? p - 1 : p;
  }
  return end;
}
