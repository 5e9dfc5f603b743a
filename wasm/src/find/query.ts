import { OdeError } from '../errors.js';
import type { FindOptions } from '../types.js';
import { fold, MARK, stripMarks, type Folding } from './fold.js';

/** From a code unit to another (exclusive), one pair after the other. */
export type Spans = number[];

/** Finds a pattern (its source and flags) in a text, and gives up in time; see `spansOfPattern`. */
export type MatchPattern = (source: string, flags: string, text: string) => Promise<Spans>;

/** What is looked for, made ready for many pages. */
export interface Query {
  /** How pages are folded for it. */
  folding: Folding;
  /** Where it is in a folded text. */
  spans(text: string): Spans | Promise<Spans>;
}

/** Hits of a page that are told; nobody looks at more. */
const MOST_HITS = 10_000;

/**
 * Null when there is nothing to look for.
 *
 * @throws OdeError `query-invalid` for a regular expression that is none
 */
export function compileQuery(query: string, options: FindOptions, match: MatchPattern): Query | null {
  const { matchCase = false, diacritics = false, wholeWords = false, regularExpression = false } = options;
  const kept: Folding = { matchCase, diacritics, hyphens: 'kept' };
  if (regularExpression)
    return query ? patternQuery(query, /-/.test(query) ? kept : { ...kept, hyphens: 'dropped' }, wholeWords, match) : null;
  const plain = fold(query, kept).text;
  if (!plain) return null;
  const hasHyphen = plain.includes('-');
  const next = hasHyphen ? finderOfDivided(plain) : (text: string, from: number) => [text.indexOf(plain, from), plain.length] as const;
  const spans = (text: string) => {
    const found: Spans = [];
    for (let from = 0; found.length < MOST_HITS * 2;) {
      const [at, length] = next(text, from);
      if (at < 0) break;
      const end = at + length;
      const isHit = (!wholeWords || isWord(text, at, end)) && !(diacritics && isMark(text, end));
      if (isHit) found.push(at, end);
      from = isHit ? end : at + 1;
    }
    return found;
  };
  return { folding: { ...kept, hyphens: hasHyphen ? 'marked' : 'dropped' }, spans };
}

/** Finds a text with hyphens where the ends of lines are marked: each of its hyphens may be at one, and any of its words may be divided. */
function finderOfDivided(plain: string): (text: string, from: number) => readonly [at: number, length: number] {
  const letters = Array.from(plain, (letter) => (letter === '-' ? `[-${MARK}]` : letter.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')));
  const pattern = new RegExp(letters.join(`${MARK}?`), 'gu');
  return (text, from) => {
    pattern.lastIndex = from;
    const hit = pattern.exec(text);
    return hit ? [hit.index, hit[0].length] : [-1, 0];
  };
}

/** Case is the pattern's own business, by its flag: text whose case is folded has no [A-Z]. */
function patternQuery(query: string, folding: Folding, wholeWords: boolean, match: MatchPattern): Query {
  const source = folding.diacritics ? query.normalize('NFC') : stripMarks(query);
  const flags = folding.matchCase ? 'gu' : 'giu';
  try {
    new RegExp(source, flags);
  } catch (error) {
    throw new OdeError('query-invalid', `This is no regular expression: ${error instanceof Error ? error.message : String(error)}`);
  }
  const spans = async (text: string) => {
    const all = await match(source, flags, text);
    if (!wholeWords) return all;
    return all.flatMap((at, i) => (i % 2 === 0 && isWord(text, at, all[i + 1]!) ? [at, all[i + 1]!] : []));
  };
  return { folding: { ...folding, matchCase: true }, spans };
}

/**
 * Where a pattern matches; empty matches are none. A pattern can be made to take for ever, so this runs where it can be
 * ended: it needs nothing of this module.
 */
export function spansOfPattern(source: string, flags: string, text: string, most = 20_000): Spans {
  const spans: Spans = [];
  for (const { 0: match, index } of text.matchAll(new RegExp(source, flags))) {
    if (match) spans.push(index, index + match.length);
    if (spans.length >= most) break;
  }
  return spans;
}

// A word goes on behind a mark (fold.ts).
const WORD_BEFORE = /[\p{L}\p{M}\p{N}_]\xad?$/u;
const WORD_BEHIND = /^\xad?[\p{L}\p{M}\p{N}_]/u;

/** Whether no letter or digit stands on either side. */
function isWord(text: string, start: number, end: number): boolean {
  return !WORD_BEFORE.test(text.slice(Math.max(0, start - 3), start)) && !WORD_BEHIND.test(text.slice(end, end + 3));
}

/** Whether the letter before `at` goes on with an accent. */
function isMark(text: string, at: number): boolean {
  return /^\p{M}/u.test(text.slice(at, at + 2));
}
