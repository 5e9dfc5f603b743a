import { openTypeFont, type FontGlyph } from './opentype.js';
import { woff } from './woff.js';

/** Votes for the distances of a pair of texts, in units. */
type Votes = Map<number, number>;

/** Glyphs by the texts that they stand for, each text once. */
export class Face {
  readonly glyphs = new Map<string, FontGlyph>();
  /** How much nearer than their widths say two glyphs stand, in units, by the text before and the one behind. Once said, it stays. */
  readonly kerning = new Map<string, Map<string, number>>();
  /** Classes that text of this face has besides its own. */
  readonly special = new Set<string>();
  private readonly votes = new Map<string, Map<string, Votes>>();

  constructor(
    /** As a class of CSS. */
    readonly name: string,
    private readonly family: Family,
    /** Which of the family's faces it is; 0: the first. */
    readonly index: number,
  ) {}

  /** Whether texts that stand behind one another would be taken for a ligature. */
  wouldJoin(before: string, text: string): boolean {
    return this.family.wouldJoin(before, text);
  }

  vote(left: string, right: string, units: number): void {
    if (this.kerning.get(left)?.has(right)) return;
    const votes = inside(inside(this.votes, left), right);
    votes.set(units, (votes.get(units) ?? 0) + 1);
  }

  /** Says the kerning that there have been votes for. */
  decide(): void {
    for (const [left, pairs] of this.votes) for (const [right, votes] of pairs) inside(this.kerning, left).set(right, winnerOf(votes));
    this.votes.clear();
  }

  /** Units: 0 for a pair of which nothing has been said. */
  kern(left: string, right: string): number {
    return this.kerning.get(left)?.get(right) ?? 0;
  }
}

/** The map that is held for a key; an empty one at first. */
function inside<K, V>(maps: Map<string, Map<K, V>>, key: string): Map<K, V> {
  let held = maps.get(key);
  if (!held) maps.set(key, (held = new Map()));
  return held;
}

/** What most of the votes are for; where there is no most, as in text that was placed on a grid, what they are for on the whole. */
function winnerOf(votes: Votes): number {
  let [count, sum] = [0, 0];
  for (const [units, times] of votes) {
    count += times;
    sum += units * times;
  }
  for (const [units, times] of votes) if (2 * times > count) return units;
  return Math.round(sum / count);
}

/** What `font-feature-settings` may say of one feature, to the shaper of most browsers (HarfBuzz). */
const MOST_ALTERNATES = 255;
/** Glyphs beyond the first face: where they stand is told by 16 bits. */
const MOST_MORE = 8000;

/**
 * The faces of one font, in one file. The first one's glyphs are what its characters show; those of the others are
 * alternates of them, which a style asks for by number.
 */
export class Family {
  readonly faces: Face[] = [];
  /** How many glyphs stand for a text. */
  private readonly counts = new Map<string, number>();
  /** The texts that are ligatures, by their first character. */
  private readonly joined = new Map<string, string[]>();
  private more = 0;

  constructor(
    readonly name: string,
    /** Its glyphs show nothing, since no font has them: the reader's own may. */
    readonly isMissing = false,
  ) {}

  /** A face with a glyph of a text, added to those that are there; null: the family has no room for it. */
  add(text: string, glyph: FontGlyph): Face | null {
    const index = this.counts.get(text) ?? 0;
    if (index > MOST_ALTERNATES || (index && this.more === MOST_MORE)) return null;
    this.counts.set(text, index + 1);
    if (index) this.more++;
    const face = (this.faces[index] ??= new Face(index ? `${this.name}a${index}` : this.name, this, index));
    face.glyphs.set(text, glyph);
    const first = String.fromCodePoint(text.codePointAt(0)!);
    if (!index && first !== text) this.joined.set(first, [...(this.joined.get(first) ?? []), text]);
    return face;
  }

  wouldJoin(before: string, text: string): boolean {
    if (!this.joined.size) return false;
    if (before.length === 1) {
      const ligatures = this.joined.get(before);
      return ligatures !== undefined && ligatures.some((ligature) => crosses(before + text, ligature, 1));
    }
    const both = before + text;
    for (const [first, ligatures] of this.joined)
      if (both.includes(first) && ligatures.some((ligature) => crosses(both, ligature, before.length))) return true;
    return false;
  }

  file(): Promise<Uint8Array> {
    return woff(openTypeFont(this.name, this.faces));
  }
}

/** Whether a ligature is found in a text over the place at `at`. */
function crosses(text: string, ligature: string, at: number): boolean {
  for (let i = text.indexOf(ligature); i >= 0; i = text.indexOf(ligature, i + 1)) if (i < at && i + ligature.length > at) return true;
  return false;
}
