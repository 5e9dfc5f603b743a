import { startsWith } from '../memory/literal';
import { Lexer, Token } from './lexer';
import { giveLexer, takeLexer } from './lexers';
import { Name } from './names';
import { CELL, Kind, kindOf, Obj, putCell, rawGet, refNumber } from './object';
import { Owner, parseInto } from './parser';
import { spendBytes, Store } from './state';

/** Parses `number generation obj …` at an offset of the file; 0 when another object, or none, is there. */
export function parseIndirect(doc: Store, offset: u32, number: u32): Obj {
  if (offset >= doc.length) return 0;
  const lexer = takeLexer(doc);
  if (!lexer) return 0;
  let found: Obj = 0;
  if (lexer.openFile(offset)) {
    found = parseAt(doc, lexer, number);
    spendBytes(doc, lexer.offsetOf(lexer.position) - offset);
  }
  giveLexer(doc, lexer);
  return found;
}

function parseAt(doc: Store, lexer: Lexer, number: u32): Obj {
  if (lexer.next() != Token.Int || <u32>lexer.integer != number) return 0;
  if (lexer.next() != Token.Int) return 0;
  const generation = <u32>lexer.integer;
  if (lexer.next() != Token.Keyword || !startsWith(lexer.text, lexer.text + <usize>lexer.textLength, 'obj')) return 0;
  // `obj` may run into what follows it (`obj<<` does not, `obj12` would).
  lexer.position = lexer.text + 3;
  const cell = doc.cache.alloc(CELL + offsetof<Owner>());
  if (!cell) return 0;
  const owner = changetype<Owner>(cell + CELL);
  owner.arena = doc.cache;
  owner.number = number;
  owner.generation = generation;
  owner.references = true;
  // 7.6.2: the strings of the encryption dictionary itself are plain.
  owner.encrypted = !doc.encrypted || number != refNumber(rawGet(doc.trailer, Name.Encrypt));
  parseInto(doc, lexer, owner, lexer.next(), cell);
  if (kindOf(cell) != Kind.Dict) return cell;
  if (lexer.next() != Token.Keyword || !startsWith(lexer.text, lexer.text + <usize>lexer.textLength, 'stream')) return cell;
  const stream = doc.cache.alloc(CELL);
  if (!stream) return cell;
  putCell(stream, Kind.Stream, <u32>cell, dataAfter(lexer));
  return stream;
}

/** The offset of the data behind the keyword `stream`, which has just been read. 7.3.8.1. */
function dataAfter(lexer: Lexer): u32 {
  const end = lexer.end;
  let p = lexer.text + 6;
  // Spaces before the end of the line are wrong and occur.
  while (p < end && (load<u8>(p) == 0x20 || load<u8>(p) == 9)) p++;
  if (p < end && load<u8>(p) == 13) p++;
  if (p < end && load<u8>(p) == 10) p++;
  return lexer.offsetOf(p);
}
