import { DisplayList } from '../display/list';
import { Buffer } from '../memory/buffer';
import { Store } from '../syntax/store';
import { Break, Letter } from './letters';
import { freshTexts, readPage } from './reading-order';

/** Writes a page's text as UTF-16 into `out`, `written`: with that in form fields and free text. A space where one is seen, '\n' between lines. */
export function pageText(doc: Store, list: DisplayList, page: u32, out: Buffer, written: bool): void {
  const letters = Buffer.create(1 << 14);
  const marks = Buffer.create(256);
  const texts = freshTexts(doc);
  if (!letters || !marks || !texts) {
    Buffer.drop(letters);
    return Buffer.drop(marks);
  }
  readPage(doc, texts, list, page, letters, marks, written);
  let open = false; // something stands on the line
  let spaced = true; // and it ends with a space, or with nothing
  let ended = false; // a line has ended, and nothing stands on the next one yet
  for (let at: u32 = 0; at < letters.length; at += <u32>offsetof<Letter>()) {
    const letter = changetype<Letter>(letters.data + at);
    if (letter.before == Break.Line && open) {
      ended = true;
      open = false;
      spaced = true;
    } else if (letter.before == Break.Space && !spaced && !letter.isSpace) {
      putUnit(out, 32);
      spaced = true;
    }
    if (!letter.length) continue;
    if (letter.isSpace) {
      if (!spaced) putUnit(out, 32);
      spaced = true;
      continue;
    }
    if (ended) putUnit(out, 10);
    ended = false;
    if (letter.length == 1) putUnit(out, <u32>load<u16>(letter.text));
    else out.pushBytes(letter.text, letter.length << 1);
    open = true;
    spaced = false;
  }
  letters.destroy();
  marks.destroy();
}

function putUnit(out: Buffer, unit: u32): void {
  const p = out.extend(2);
  if (p) store<u16>(p, <u16>unit);
}
