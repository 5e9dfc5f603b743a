/**
 * The characters that are the vertical forms of others (Unicode, "Vertical Forms" and "CJK Compatibility Forms"; the
 * other ones as wide as ideographs): vertical, upright, each u16.
 */
// prettier-ignore
// @ts-ignore: decorator
@lazy const FORMS: usize = memory.data<u16>([
  0xfe10, 0xff0c, 0xfe11, 0x3001, 0xfe12, 0x3002, 0xfe13, 0xff1a, 0xfe14, 0xff1b, 0xfe15, 0xff01, 0xfe16, 0xff1f, 0xfe17, 0x3016,
  0xfe18, 0x3017, 0xfe19, 0x2026, 0xfe30, 0x2025, 0xfe31, 0x2014, 0xfe32, 0x2013, 0xfe33, 0xff3f, 0xfe35, 0xff08, 0xfe36, 0xff09,
  0xfe37, 0xff5b, 0xfe38, 0xff5d, 0xfe39, 0x3014, 0xfe3a, 0x3015, 0xfe3b, 0x3010, 0xfe3c, 0x3011, 0xfe3d, 0x300a, 0xfe3e, 0x300b,
  0xfe3f, 0x3008, 0xfe40, 0x3009, 0xfe41, 0x300c, 0xfe42, 0x300d, 0xfe43, 0x300e, 0xfe44, 0x300f, 0xfe47, 0xff3b, 0xfe48, 0xff3d,
]);
const COUNT: u32 = 32;

/** What a vertical form is written as in horizontal lines; 0 for other characters. */
export function uprightForm(unicode: u32): u32 {
  return partner(unicode, 0);
}

/** What a character is written as in vertical lines; 0 where that is no character of its own. */
export function verticalForm(unicode: u32): u32 {
  return partner(unicode, 2);
}

/** The other one of the pair that has `unicode` at byte `side`. */
function partner(unicode: u32, side: usize): u32 {
  for (let i: u32 = 0; i < COUNT; i++) {
    const pair = FORMS + ((<usize>i) << 2);
    if (<u32>load<u16>(pair + side) == unicode) return <u32>load<u16>(pair + (side ^ 2));
  }
  return 0;
}
