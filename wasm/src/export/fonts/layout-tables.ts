import { Bytes } from './bytes.js';

/** The tables of OpenType by which glyphs are joined and moved, each with the one thing that exported fonts need of it. */

const DEFAULT_SCRIPT = 'DFLT';
/** Always on in browsers, whatever the script and the letters' spacing; unlike `liga`. */
export const LIGATURES = 'ccmp';

interface Ligature {
  parts: number[];
  glyph: number;
}

/** What a style asks for by number: alternates. */
export const ALTERNATES = 'salt';

/** `GSUB` of ligatures, and of alternates, by the glyphs whose they are, in the order in which they are numbered from 1. */
export function substitutionTable(ligatures: readonly Ligature[], alternates: ReadonlyMap<number, readonly number[]>): Uint8Array {
  const parts: [feature: string, lookup: Uint8Array][] = [];
  if (ligatures.length) parts.push([LIGATURES, lookup(4, ligatureSubtable(ligatures))]);
  if (alternates.size) parts.push([ALTERNATES, lookup(3, alternateSubtable(alternates))]);
  return layoutTable(parts);
}

/** A lookup's subtable of type 3. */
function alternateSubtable(alternates: ReadonlyMap<number, readonly number[]>): Uint8Array {
  const glyphs = [...alternates.keys()].sort((a, b) => a - b);
  const coverageAt = 6 + glyphs.length * 2;
  let at = coverageAt + 4 + glyphs.length * 2;
  const subtable = new Bytes().u16(1, coverageAt, glyphs.length);
  for (const glyph of glyphs) {
    subtable.u16(at);
    at += 2 + alternates.get(glyph)!.length * 2;
  }
  subtable.u16(1, glyphs.length, ...glyphs);
  for (const glyph of glyphs) subtable.u16(alternates.get(glyph)!.length, ...alternates.get(glyph)!);
  return subtable.done();
}

/** A lookup's subtable of type 4. */
function ligatureSubtable(ligatures: readonly Ligature[]): Uint8Array {
  const byFirst = new Map<number, Ligature[]>();
  for (const ligature of ligatures) byFirst.set(ligature.parts[0]!, [...(byFirst.get(ligature.parts[0]!) ?? []), ligature]);
  const firsts = [...byFirst.keys()].sort((a, b) => a - b);
  // What is longer is tried first.
  const sets = firsts.map((first) => byFirst.get(first)!.sort((a, b) => b.parts.length - a.parts.length));
  const sizeOf = ({ parts }: Ligature) => 4 + (parts.length - 1) * 2;
  const setSize = (set: readonly Ligature[]) => 2 + set.reduce((sum, ligature) => sum + 2 + sizeOf(ligature), 0);
  const coverageAt = 6 + firsts.length * 2;
  let at = coverageAt + 4 + firsts.length * 2;
  const subtable = new Bytes().u16(1, coverageAt, firsts.length);
  for (const set of sets) {
    subtable.u16(at);
    at += setSize(set);
  }
  subtable.u16(1, firsts.length, ...firsts);
  for (const set of sets) {
    let ligatureAt = 2 + set.length * 2;
    subtable.u16(set.length);
    for (const ligature of set) {
      subtable.u16(ligatureAt);
      ligatureAt += sizeOf(ligature);
    }
    for (const { parts, glyph } of set) subtable.u16(glyph, parts.length, ...parts.slice(1));
  }
  return subtable.done();
}

export interface Pair {
  left: number;
  right: number;
  units: number;
}

/** Offsets in a table have 16 bits: there is room for so many pairs. */
const MOST_PAIRS = 10_000;
/** Values are advances (ValueFormat). */
const X_ADVANCE = 4;

/** `GPOS` with one lookup of type 2: pairs. Without any it says that the font places its glyphs itself. */
export function kerningTable(pairs: readonly Pair[]): Uint8Array {
  if (!pairs.length) return layoutTable([]);
  const byLeft = new Map<number, Pair[]>();
  for (const pair of pairs.slice(0, MOST_PAIRS)) {
    const set = byLeft.get(pair.left);
    if (set) set.push(pair);
    else byLeft.set(pair.left, [pair]);
  }
  const lefts = [...byLeft.keys()].sort((a, b) => a - b);
  const sets = lefts.map((left) => byLeft.get(left)!.sort((a, b) => a.right - b.right));
  const coverageAt = 10 + lefts.length * 2;
  let at = coverageAt + 4 + lefts.length * 2;
  const subtable = new Bytes().u16(1, coverageAt, X_ADVANCE, 0, lefts.length);
  for (const set of sets) {
    subtable.u16(at);
    at += 2 + set.length * 4;
  }
  subtable.u16(1, lefts.length, ...lefts);
  for (const set of sets) {
    subtable.u16(set.length);
    for (const { right, units } of set) subtable.u16(right, units & 0xffff);
  }
  return layoutTable([['kern', lookup(2, subtable.done())]]);
}

function lookup(type: number, subtable: Uint8Array): Uint8Array {
  return new Bytes().u16(type, 0, 1, 8).put(subtable).done();
}

/** A table of features, in the order of their names, with a lookup each. */
function layoutTable(parts: readonly (readonly [feature: string, lookup: Uint8Array])[]): Uint8Array {
  const count = parts.length;
  const scripts = new Bytes().u16(1).ascii(DEFAULT_SCRIPT).u16(8).u16(4, 0);
  scripts.u16(0, 0xffff, count, ...parts.map((_, i) => i));
  const features = new Bytes().u16(count);
  parts.forEach(([tag], i) => features.ascii(tag).u16(2 + count * 6 + i * 6));
  parts.forEach((_, i) => features.u16(0, 1, i));
  const lookups = new Bytes().u16(count);
  let at = 2 + count * 2;
  for (const [, { length }] of parts) {
    lookups.u16(at);
    at += length;
  }
  for (const [, table] of parts) lookups.put(table);
  const featuresAt = 10 + scripts.length;
  const out = new Bytes().u16(1, 0, 10, featuresAt, featuresAt + features.length);
  return out.put(scripts.done()).put(features.done()).put(lookups.done()).done();
}

/** `GDEF`: every glyph is a base glyph. */
export function classTable(count: number): Uint8Array {
  return new Bytes()
    .u16(1, 0, 12, 0, 0, 0)
    .u16(2, 1, 0, count - 1, 1)
    .done();
}
