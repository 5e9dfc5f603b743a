/**
 * Text as it is compared: what a reader takes for the same is the same. Compatibility forms (ligatures, full-width
 * letters, Arabic presentation forms) are their plain letters (Unicode, UAX #15, NFKC), quotation marks and dashes are
 * those of ASCII, white space is one space, a word that is divided at a line's end is whole.
 */

export interface Folding {
  /** Upper and lower case differ. */
  matchCase: boolean;
  /** Letters with and without accents differ. */
  diacritics: boolean;
  /**
   * What becomes of a hyphen at the end of a line where a word goes on in small letters: nobody knows whether it is the word's or the
   * line's. What is looked for with a hyphen in it finds both where it is marked, by what is no letter of folded text.
   */
  hyphens: 'dropped' | 'kept' | 'marked';
}

export interface Folded {
  text: string;
  /** The code unit of the source that each code unit comes from, and behind them the source's length. */
  origins: Uint32Array;
}

const HYPHEN = 0x2d;
/** The mark: a soft hyphen, of which folding leaves none. */
export const MARK = '\u00ad';
const SPACE = 0x20;
/** Clusters whose folding is remembered, for each way of folding. */
const REMEMBERED = 20_000;

/** Accents, points and vowel signs that are left out when people type; not those that make another letter, as in kana or in the scripts of India. */
const MARKS = /(?![\u3099\u309a])(?=[\p{Script=Inherited}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}])\p{Mn}|\u0640/gu;
/** Letters with strokes, which Unicode does not take apart. */
const STROKES: Readonly<Record<string, string>> = {
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ħ: 'h',
  Ħ: 'H',
  ŧ: 't',
  Ŧ: 'T',
  ı: 'i',
};
const SIMPLE: readonly [RegExp, string][] = [
  [/[\u2018-\u201b\u2032\u02b9\u02bc\u00b4]/gu, "'"],
  [/[\u201c-\u201f\u2033]/gu, '"'],
  [/[\u2010-\u2015\u2212]/gu, '-'],
  [/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, ''],
];
const CLUSTER_GOES_ON = /^[\p{M}\u200d\u1160-\u11ff]/u;
const IDEOGRAPHIC = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uff60]/u;
const LETTER = /^\p{L}/u;
const LOWER = /^\p{Ll}/u;

const remembered = new Map<string, Map<string, string>>();

/** A way of folding, as a key. */
export const foldingKey = ({ matchCase, diacritics, hyphens }: Folding): string => `${+matchCase}${+diacritics}${hyphens}`;

const NOT_ASCII = /[\u0080-\uffff]/;
/** A hyphen between two letters with white space behind it; and white space that is not one space. */
const DIVIDED = /([a-z])-(\s+)(?=([a-z]))/gi;
const GAPS = /[^\S ]\s*| \s+/g;

/** The text of `fold` alone: of ASCII, which most pages are, it is made sooner. */
export function foldedText(source: string, folding: Folding): string {
  if (NOT_ASCII.test(source)) return fold(source, folding).text;
  const divided = { dropped: '', kept: '-', marked: MARK }[folding.hyphens];
  const joined = source.replace(DIVIDED, (all, before: string, gap: string, after: string) =>
    !gap.includes('\n') ? all : before + (after < 'a' ? '-' : divided),
  );
  const text = joined.replace(GAPS, ' ').trim();
  return folding.matchCase ? text : text.toLowerCase();
}

/** Folds a text. Its first and last white space are left out. */
export function fold(source: string, folding: Folding): Folded {
  const { matchCase } = folding;
  const clusters = clustersOf(folding);
  // There is always room for what is left of the source, as long as each of its code units makes no more than one.
  let units = new Uint16Array(source.length);
  let origins = new Uint32Array(source.length + 1);
  let length = 0;
  for (let i = 0; i < source.length;) {
    const c = source.charCodeAt(i);
    const next = i + 1 < source.length ? source.charCodeAt(i + 1) : 0;
    if (c !== SPACE && c < 0x80 && next < 0x300 && !isSpace(c)) {
      units[length] = !matchCase && (c - 65) >>> 0 < 26 ? c | 0x20 : c;
      origins[length++] = i++;
      continue;
    }
    if (isSpace(c)) {
      const start = i;
      let ends = false;
      while (i < source.length && isSpace(source.charCodeAt(i))) if (source.charCodeAt(i++) === 10) ends = true;
      if (!length || i === source.length) continue;
      if (ends) {
        const before = source.slice(Math.max(0, start - 2), start);
        const after = source.slice(i, i + 2);
        if (units[length - 1] === HYPHEN && LETTER.test(lastLetter(source, start - 1)) && LETTER.test(after)) {
          if (folding.hyphens !== 'kept' && LOWER.test(after)) {
            if (folding.hyphens === 'marked') units[length - 1] = MARK.charCodeAt(0);
            else length--;
          }
          continue;
        }
        if (IDEOGRAPHIC.test(before.slice(-1)) && IDEOGRAPHIC.test(after)) continue;
      }
      units[length] = SPACE;
      origins[length++] = start;
      continue;
    }
    const start = i;
    i = clusterEnd(source, i);
    const cluster = source.slice(start, i);
    let folded = clusters.get(cluster);
    if (folded === undefined) {
      folded = foldCluster(cluster, folding);
      if (clusters.size < REMEMBERED) clusters.set(cluster, folded);
    }
    const room = length + folded.length + source.length - i;
    if (room > units.length) {
      units = grown(units, new Uint16Array(room * 2));
      origins = grown(origins, new Uint32Array(room * 2 + 1));
    }
    for (let k = 0; k < folded.length; k++) {
      const unit = folded.charCodeAt(k);
      // What is white space only now, as in U+00A8, is collapsed too.
      if (unit === SPACE && (!length || units[length - 1] === SPACE)) continue;
      units[length] = unit;
      origins[length++] = start;
    }
  }
  while (length && units[length - 1] === SPACE) length--;
  origins[length] = source.length;
  return { text: textOf(units.subarray(0, length)), origins: origins.subarray(0, length + 1) };
}

/** Where the letter that begins at `i` ends, with the accents on it. */
export function clusterEnd(text: string, i: number): number {
  const c = text.charCodeAt(i);
  i += c >= 0xd800 && c < 0xdc00 ? 2 : 1;
  while (i < text.length && text.charCodeAt(i) >= 0x300 && CLUSTER_GOES_ON.test(text.slice(i, i + 2))) i++;
  return i;
}

function clustersOf(folding: Folding): Map<string, string> {
  const key = foldingKey({ ...folding, hyphens: 'kept' });
  let clusters = remembered.get(key);
  if (!clusters) remembered.set(key, (clusters = new Map()));
  return clusters;
}

function foldCluster(cluster: string, { matchCase, diacritics }: Folding): string {
  let text = cluster.normalize('NFKD');
  for (const [from, to] of SIMPLE) text = text.replace(from, to);
  if (!diacritics) text = stripMarks(text);
  text = text.normalize('NFC');
  // Up and down again is Unicode's full case folding but for a few letters: ß is ss, ſ is s, ς is σ.
  return matchCase ? text : text.toUpperCase().toLowerCase();
}

/** Text without its accents. */
export function stripMarks(text: string): string {
  return text
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(/[øØłŁđĐħĦŧŦı]/gu, (letter) => STROKES[letter]!)
    .normalize('NFC');
}

/** The code point that ends at `end`. */
function lastLetter(text: string, end: number): string {
  const low = text.charCodeAt(end - 1);
  return text.slice(low >= 0xdc00 && low < 0xe000 ? end - 2 : end - 1, end);
}

function isSpace(c: number): boolean {
  return (
    c === 32 ||
    (c >= 9 && c <= 13) ||
    c === 0xa0 ||
    (c >= 0x2000 && c <= 0x200a) ||
    c === 0x2028 ||
    c === 0x2029 ||
    c === 0x202f ||
    c === 0x3000
  );
}

function grown<T extends Uint16Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true });
const textOf = (units: Uint16Array): string => utf16.decode(units);
