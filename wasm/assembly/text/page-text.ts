import { DisplayList } from '../display/list';
import { Buffer } from '../memory/buffer';
import { toReadingOrder } from './bidi';
import { Break, collectLetters, Letter } from './letters';

/** Writes a page's text as UTF-16 into `out`: a space where one is seen, '\n' between lines. */
export function pageText(list: DisplayList, out: Buffer): void {
  const letters = Buffer.create(1 << 14);
  if (!letters) return;
  collectLetters(list, letters);
  toReadingOrder(letters);
  let open = false; // something stands on the line
  let spaced = true; // and it ends with a space, or with nothing
  for (let at: u32 = 0; at < letters.length; at += <u32>offsetof<Letter>()) {
    const letter = changetype<Letter>(letters.data + at);
    if (letter.before == Break.Line && open) {
      putUnit(out, 10);
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
    out.pushBytes(letter.text, letter.length << 1);
    open = true;
    spaced = false;
  }
  letters.destroy();
}

function putUnit(out: Buffer, unit: u32): void {
  const p = out.extend(2);
  if (p) store<u16>(p, <u16>unit);
}
