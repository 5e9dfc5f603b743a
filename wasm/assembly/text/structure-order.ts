import { Mark } from '../document/structure-order';
import { Arena } from '../memory/arena';
import { Buffer } from '../memory/buffer';
import { IntMap } from '../memory/map';
import { Name } from '../syntax/names';
import { lengthOf, Obj, stringOf } from '../syntax/object';
import { get, Store } from '../syntax/store';
import { decodeText } from '../syntax/text-string';
import { isBlank, Letter } from './letters';

/** The letters of a tagged page: in the logical order (ISO 32000-2, 14.8.2.5), and with what its elements say instead. */

/** The part of a page's letters, artifacts aside, that the structure tree must know for its order to be followed. */
const COVERED: f32 = 0.9;

/** Brings the letters into the order of their marks' ranks; false when the tree does not know enough of them. */
export function orderByStructure(letters: Buffer, marks: Buffer): bool {
  const step = <u32>offsetof<Letter>();
  const count = letters.length / step;
  const ranks = Buffer.create(count << 2);
  if (!ranks) return false;
  let known: u32 = 0;
  let unknown: u32 = 0;
  let highest: u32 = 0;
  let last: u32 = 0; // the last letter with a rank, + 1
  let sorted = true;
  for (let i: u32 = 0; i < count; i++) {
    const letter = letterAt(letters, i);
    const own = letter.mark ? Mark.at(marks, letter.mark - 1).rank : 0;
    if (own) {
      if (own < highest) sorted = false;
      highest = max(highest, own);
      last = i + 1;
    }
    ranks.pushU32(own);
    if (letter.isSpace || letter.artifact) continue;
    if (own) known++;
    else unknown++;
  }
  const isTrusted = !ranks.failed && known > 0 && <f32>known >= COVERED * <f32>(known + unknown);
  if (isTrusted && !sorted) {
    // What has no rank stays behind what it follows; what follows all, at the end.
    let rank: u32 = 0;
    for (let i: u32 = 0; i < count; i++) {
      const own = ranks.getU32(i);
      if (own) rank = own;
      store<u32>(ranks.data + ((<usize>i) << 2), i < last ? rank : highest);
    }
    sort(letters, ranks, highest);
  }
  ranks.destroy();
  return isTrusted;
}

// @ts-ignore: decorator
@inline function letterAt(letters: Buffer, i: u32): Letter {
  return changetype<Letter>(letters.data + <usize>i * offsetof<Letter>());
}

/** Counting sort: letters of the same rank keep their order. */
function sort(letters: Buffer, ranks: Buffer, highest: u32): void {
  const step = offsetof<Letter>();
  const count = ranks.length >> 2;
  const places = Buffer.create((highest + 2) << 2);
  const sorted = Buffer.create(letters.length);
  const start = places ? places.extend((highest + 2) << 2) : 0;
  if (!places || !sorted || !start || !sorted.extend(letters.length)) {
    Buffer.drop(places);
    return Buffer.drop(sorted);
  }
  memory.fill(start, 0, places.length);
  for (let i: u32 = 0; i < count; i++) {
    const p = start + ((<usize>(ranks.getU32(i) + 1)) << 2);
    store<u32>(p, load<u32>(p) + 1);
  }
  for (let rank: u32 = 1; rank <= highest; rank++) {
    const p = start + ((<usize>rank) << 2);
    store<u32>(p, load<u32>(p) + load<u32>(p - 4));
  }
  for (let i: u32 = 0; i < count; i++) {
    const p = start + ((<usize>ranks.getU32(i)) << 2);
    const place = load<u32>(p);
    store<u32>(p, place + 1);
    memory.copy(sorted.data + <usize>place * step, letters.data + <usize>i * step, step);
  }
  memory.copy(letters.data, sorted.data, letters.length);
  places.destroy();
  sorted.destroy();
}

/** What has been said of an element. */
const enum Said {
  Nothing = 0,
  /** Some of its letters say what they are. */
  Letters = 1,
  /** It has letters, and nobody knows which (U+FFFD). */
  Unknown = 2,
  Replaced = 3,
}

/**
 * Replacement texts of elements (14.9.4): the first letter of an element with an /ActualText says it, the others are
 * silent. An /Alt describes (14.9.3) and replaces nothing: it is said where nobody knows what the letters are.
 */
export function sayReplacements(doc: Store, arena: Arena, letters: Buffer, marks: Buffer): void {
  const said = IntMap.create();
  if (!said) return;
  const step = <u32>offsetof<Letter>();
  for (let at: u32 = 0; at < letters.length; at += step) {
    const letter = changetype<Letter>(letters.data + at);
    if (!letter.mark || !letter.length || letter.isSpace) continue;
    const alternate = Mark.at(marks, letter.mark - 1).alternate;
    if (!alternate) continue;
    if (load<u16>(letter.text) != 0xfffd) said.set(<u32>alternate, Said.Letters);
    else if (!said.get(<u32>alternate)) said.set(<u32>alternate, Said.Unknown);
  }
  for (let at: u32 = 0; at < letters.length; at += step) {
    const letter = changetype<Letter>(letters.data + at);
    if (!letter.mark) continue;
    const mark = Mark.at(marks, letter.mark - 1);
    const element = mark.actual ? mark.actual : mark.alternate;
    if (!element || (!mark.actual && said.get(<u32>element, Said.Letters) == Said.Letters)) continue;
    letter.length = 0;
    letter.rightToLeft = false; // it is in logical order already
    if (said.get(<u32>element) != Said.Replaced) say(doc, arena, letter, get(doc, element, mark.actual ? Name.ActualText : Name.Alt));
    letter.isSpace = isBlank(letter);
    said.set(<u32>element, Said.Replaced);
  }
  said.destroy();
}

function say(doc: Store, arena: Arena, letter: Letter, string: Obj): void {
  const text = arena.alloc(<usize>lengthOf(string) * 2 + 2);
  if (!text) return;
  letter.text = text;
  letter.length = decodeText(stringOf(string), lengthOf(string), text);
}
