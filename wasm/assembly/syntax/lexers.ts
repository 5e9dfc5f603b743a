import { Lexer } from './lexer';
import { Store } from './state';

/** Objects that need objects that need objects, beyond this, are a loop in the file. */
const MOST: u32 = 64;

/** Borrows a lexer, to be given back by `giveLexer`; null when memory is out or too many are borrowed. */
export function takeLexer(doc: Store): Lexer | null {
  const held = doc.lexers;
  if (!held) {
    if (doc.lexerCount >= MOST) return null;
    const lexer = Lexer.create(doc);
    if (lexer) doc.lexerCount++;
    return lexer;
  }
  doc.lexers = <usize>load<u32>(held, offsetof<Lexer>('position'));
  return changetype<Lexer>(held);
}

export function giveLexer(doc: Store, lexer: Lexer): void {
  lexer.rest();
  lexer.position = doc.lexers;
  doc.lexers = changetype<usize>(lexer);
}
