import { Lexer, packedKeyword, Token } from '../../syntax/lexer';
import { giveLexer, takeLexer } from '../../syntax/lexers';
import { Name } from '../../syntax/names';
import { spend, Store } from '../../syntax/store';
import { CMap } from './cmap';

/**
 * Reads CMap files: those for CIDs (Adobe Technical Note 5014; ISO 32000-2, 9.7.5.4) and those for text (9.10.3). They
 * are PostScript, but only their operators' operands matter, so nothing is executed.
 */

/** The first eight letters of the operators, the first lowest. */
const BEGIN_CODESPACE: u64 = 0x646f636e69676562; // begincod(espacerange)
const BEGIN_CID: u64 = 0x6469636e69676562; // begincid(range), begincid(char)
const BEGIN_BF_RANGE: u64 = 0x7266626e69676562; // beginbfr(ange)
const BEGIN_BF_CHAR: u64 = 0x6366626e69676562; // beginbfc(har)
const USE_CMAP: u64 = 0x70616d63657375; // usecmap
const CID_RANGE_LENGTH: u32 = 13;

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
      const word = packedKeyword(lexer.text, lexer.textLength);
      if (word == BEGIN_CODESPACE) codespaces(doc, lexer, cmap);
      else if (word == BEGIN_CID) cids(doc, lexer, cmap, lexer.textLength == CID_RANGE_LENGTH);
      else if (word == BEGIN_BF_RANGE) bfRanges(doc, lexer, cmap);
      else if (word == BEGIN_BF_CHAR) bfChars(doc, lexer, cmap);
      else if (word == USE_CMAP) used = name;
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
