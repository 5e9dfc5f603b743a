import { Lexer, Token } from '../../syntax/lexer';
import { giveLexer, takeLexer } from '../../syntax/lexers';
import { Name } from '../../syntax/names';
import { spend, Store } from '../../syntax/store';
import { CMap } from './cmap';

/**
 * Reads CMap files: those for CIDs (Adobe Technical Note 5014; ISO 32000-2, 9.7.5.4) and those for text (9.10.3). They
 * are PostScript, but only their operators' operands matter, so nothing is executed.
 */

/** Adds what a CMap file says to `cmap`. The atom of the CMap that it uses, 0 for none. */
export function parseCMap(doc: Store, data: usize, length: u32, cmap: CMap): u32 {
  const lexer = takeLexer(doc);
  if (!lexer) return 0;
  lexer.open(data, data + length);
  let name: u32 = 0;
  let used: u32 = 0;
  while (spend(doc, 1)) {
    const token = lexer.next();
    if (token == Token.End) break;
    if (token == Token.Name) {
      name = lexer.atom;
    } else if (token == Token.Int) {
      if (name == Name.WMode) cmap.vertical = lexer.integer == 1;
      name = 0;
    } else if (token == Token.Keyword) {
      if (lexer.isKeyword('begincodespacerange')) codespaces(doc, lexer, cmap);
      else if (lexer.isKeyword('begincidrange')) cids(doc, lexer, cmap, true);
      else if (lexer.isKeyword('begincidchar')) cids(doc, lexer, cmap, false);
      else if (lexer.isKeyword('beginbfrange')) bfRanges(doc, lexer, cmap);
      else if (lexer.isKeyword('beginbfchar')) bfChars(doc, lexer, cmap);
      else if (lexer.isKeyword('usecmap')) used = name;
    }
  }
  giveLexer(doc, lexer);
  return used;
}

/** The number that the lexer's string is, its first byte the highest; of more than four bytes the last four. */
function codeOf(lexer: Lexer): u32 {
  let code: u32 = 0;
  for (let i: u32 = 0; i < lexer.textLength; i++) code = (code << 8) | (<u32>load<u8>(lexer.text + i));
  return code;
}

function codespaces(doc: Store, lexer: Lexer, cmap: CMap): void {
  while (spend(doc, 1) && lexer.next() == Token.String) {
    const bytes = lexer.textLength;
    const first = codeOf(lexer);
    if (lexer.next() != Token.String) return;
    cmap.addCodespace(bytes, first, codeOf(lexer));
  }
}

function cids(doc: Store, lexer: Lexer, cmap: CMap, ranges: bool): void {
  while (spend(doc, 1) && lexer.next() == Token.String) {
    const first = codeOf(lexer);
    let last = first;
    if (ranges) {
      if (lexer.next() != Token.String) return;
      last = codeOf(lexer);
    }
    if (lexer.next() != Token.Int) return;
    cmap.cids.add(first, last, <u32>lexer.integer);
  }
}

function bfChars(doc: Store, lexer: Lexer, cmap: CMap): void {
  while (spend(doc, 1) && lexer.next() == Token.String) {
    const code = codeOf(lexer);
    if (lexer.next() == Token.String) cmap.addText(doc.cache, code, code, lexer.text, lexer.textLength);
  }
}

function bfRanges(doc: Store, lexer: Lexer, cmap: CMap): void {
  while (spend(doc, 1) && lexer.next() == Token.String) {
    const first = codeOf(lexer);
    if (lexer.next() != Token.String) return;
    const last = codeOf(lexer);
    const token = lexer.next();
    if (token == Token.String) {
      cmap.addText(doc.cache, first, last, lexer.text, lexer.textLength);
    } else if (token == Token.ArrayOpen) {
      for (let code = first; spend(doc, 1); code++) {
        const item = lexer.next();
        if (item == Token.ArrayClose || item == Token.End || item == Token.Keyword) break;
        if (item == Token.String && code >= first && code <= last) cmap.addText(doc.cache, code, code, lexer.text, lexer.textLength);
      }
    }
  }
}
