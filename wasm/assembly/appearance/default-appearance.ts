import { Token } from '../syntax/lexer';
import { nameBytes, nameLength } from '../syntax/name-table';
import { Kind, kindOf, lengthOf, Obj, stringOf } from '../syntax/object';
import { Store } from '../syntax/store';

/** What a default appearance string (ISO 32000-2, 12.7.4.3) says of its font. */
@unmanaged
export class DefaultAppearance {
  /** The atom of the font's name in the form's resources, and its bytes; 0: none. */
  font: u32;
  name: usize;
  nameLength: u32;
  /** Points; 0: as large as fits. A negative one turns the text upside down, as in content streams. */
  size: f64;
}

/** Reads the last `Tf` of a /DA string. */
export function readDefaultAppearance(doc: Store, string: Obj, out: DefaultAppearance): void {
  memory.fill(changetype<usize>(out), 0, offsetof<DefaultAppearance>());
  if (kindOf(string) != Kind.String) return;
  const lexer = doc.takeLexer();
  if (!lexer) return;
  lexer.open(stringOf(string), stringOf(string) + lengthOf(string));
  let font: u32 = 0;
  let size: f64 = 0;
  for (let token = lexer.next(); token != Token.End; token = lexer.next()) {
    if (token == Token.Name) font = lexer.atom;
    else if (token == Token.Int || token == Token.Real) size = lexer.real;
    else if (token == Token.Keyword && lexer.textLength == 2 && load<u16>(lexer.text) == 0x6654 /* Tf */) {
      out.font = font;
      out.size = abs(size) < 10000 ? size : 0;
    }
  }
  out.name = nameBytes(doc, out.font);
  out.nameLength = out.font ? nameLength(doc, out.font) : 0;
  doc.giveLexer(lexer);
}
