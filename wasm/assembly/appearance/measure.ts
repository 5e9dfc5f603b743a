import { CharInfo, Font, nextChar } from '../font/font';
import { Buffer } from '../memory/buffer';
import { Store } from '../syntax/store';

/** How long text is, and where its lines break. */

/** The width of a string's bytes, in em. */
export function textWidth(doc: Store, font: Font, from: usize, length: u32): f64 {
  const info = changetype<CharInfo>(memory.data(offsetof<CharInfo>(), 8));
  const end = from + length;
  let width: f64 = 0;
  while (from < end) {
    from += nextChar(doc, font, from, end, info);
    width += <f64>info.width;
  }
  return width;
}

/** Writes the start and the length (u32 each) of lines of at most `width` em: they end at line breaks, else between words, else within one. */
export function breakLines(doc: Store, font: Font, text: Buffer, width: f64, lines: Buffer): void {
  const info = changetype<CharInfo>(memory.data(offsetof<CharInfo>(), 8));
  const end = text.length;
  let start: u32 = 0;
  while (start < end) {
    let used: f64 = 0;
    let at = start;
    let space: u32 = 0; // behind the last one that fits
    let stop: u32 = end;
    let next: u32 = end;
    while (at < end) {
      const byte = load<u8>(text.data + <usize>at);
      if (byte == 10 || byte == 13) {
        stop = at;
        next = at + 1;
        if (byte == 13 && next < end && load<u8>(text.data + <usize>next) == 10) next++;
        break;
      }
      nextChar(doc, font, text.data + <usize>at, text.data + <usize>end, info);
      used += <f64>info.width;
      if (used > width && at > start && byte != 0x20) {
        stop = space ? space : at;
        next = stop;
        break;
      }
      at++;
      if (byte == 0x20) space = at;
    }
    lines.pushU32(start);
    lines.pushU32(stop - start);
    start = next;
  }
}
