import { Store } from '../syntax/store';
import { CharInfo } from './record';

/** ff, fi, fl, ffi, ffl, ſt, st (U+FB00 to U+FB06), each in three code units. */
// prettier-ignore
// @ts-ignore: decorator
@lazy const LIGATURES: usize = memory.data<u16>([
  0x66, 0x66, 0, 0x66, 0x69, 0, 0x66, 0x6c, 0, 0x66, 0x66, 0x69, 0x66, 0x66, 0x6c, 0x17f, 0x74, 0, 0x73, 0x74, 0,
]);

/** Gives a character its text, a copy of `count` code units; joined letters are taken apart, for search and copying. */
export function setText(doc: Store, info: CharInfo, units: usize, count: u32): void {
  info.text = 0;
  info.textLength = 0;
  const p = doc.cache.alloc(<usize>count * 6);
  if (!p || !count) return;
  let length: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const unit = <u32>load<u16>(units + ((<usize>i) << 1));
    if (unit >= 0xfb00 && unit <= 0xfb06) {
      for (let k: u32 = 0; k < 3; k++) {
        const letter = <u32>load<u16>(LIGATURES + ((<usize>((unit - 0xfb00) * 3 + k)) << 1));
        if (letter) put(p, length++, letter);
      }
    } else {
      put(p, length++, unit);
    }
  }
  info.text = <u32>p;
  info.textLength = length;
}

// @ts-ignore: decorator
@inline function put(text: usize, i: u32, unit: u32): void {
  store<u16>(text + ((<usize>i) << 1), <u16>unit);
}
