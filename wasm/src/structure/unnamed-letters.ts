/**
 * Letters that a font does not name: those of TeX's fonts as bitmaps, of which a text has the codes alone. Their ligatures stand
 * where other encodings have control characters (D. E. Knuth, "Computer Modern Typefaces", 1986, "TeX text": codes 11 to 15; the
 * Cork encoding, M. J. Ferguson, TUGboat 11, 1990: 27 to 31).
 */

const LIGATURES = ['ff', 'fi', 'fl', 'ffi', 'ffl'];
const CONTROL = /\p{Cc}/u;
const CONTROLS = /\p{Cc}/gu;
const LETTER = /\p{L}/u;

/** Whether all letters of a text are named. */
export function isLegible(text: string): boolean {
  return !CONTROL.test(text);
}

/** A word as it can be read: ligatures beside letters are such, other control characters nothing that is known (U+FFFD). */
export function legible(word: string): string {
  return word.replace(CONTROLS, (sign, at: number) => {
    const code = sign.charCodeAt(0);
    const isInWord = LETTER.test(word[at - 1] ?? '') || LETTER.test(word[at + 1] ?? '');
    const ligature = code < 0x20 ? LIGATURES[(code & 15) - 11] : undefined;
    return isInWord && ligature ? ligature : '\ufffd';
  });
}
