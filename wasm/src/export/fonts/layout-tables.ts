import { Bytes } from './bytes.js';

/** The tables of OpenType by which glyphs are joined and moved, each with the one thing that exported fonts need of it. */

const DEFAULT_SCRIPT = 'DFLT';
/** Always on in browsers, whatever the script and the letters' spacing; unlike `liga`. */
export const LIGATURES = 'ccmp';

interface Ligature {
  parts: number[];
  glyph: number;
}

/** `GSUB` with one lookup of type 4: ligatures. */
export function ligatureTable(ligatures: readonly Ligature[]): Uint8Array {
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
  return layoutTable(oneFeature(LIGATURES), oneLookup(4, subtable.done()), [0]);
}

interface Pair {
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
  if (!pairs.length) return layoutTable(new Bytes().u16(0).done(), new Bytes().u16(0).done(), []);
  const byLeft = new Map<number, Pair[]>();
  for (const pair of pairs.slice(0, MOST_PAIRS)) byLeft.set(pair.left, [...(byLeft.get(pair.left) ?? []), pair]);
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
  return layoutTable(oneFeature('kern'), oneLookup(2, subtable.done()), [0]);
}

function oneFeature(tag: string): Uint8Array {
  return new Bytes().u16(1).ascii(tag).u16(8).u16(0, 1, 0).done();
}

function oneLookup(type: number, subtable: Uint8Array): Uint8Array {
  return new Bytes().u16(1, 4).u16(type, 0, 1, 8).put(subtable).done();
}

function layoutTable(features: Uint8Array, lookups: Uint8Array, used: readonly number[]): Uint8Array {
  const scripts = new Bytes()
    .u16(1)
    .ascii(DEFAULT_SCRIPT)
    .u16(8)
    .u16(4, 0)
    .u16(0, 0xffff, used.length, ...used)
    .done();
  const featuresAt = 10 + scripts.length;
  return new Bytes()
    .u16(1, 0, 10, featuresAt, featuresAt + features.length)
    .put(scripts)
    .put(features)
    .put(lookups)
    .done();
}

/** `GDEF`: every glyph is a base glyph. */
export function classTable(count: number): Uint8Array {
  return new Bytes()
    .u16(1, 0, 12, 0, 0, 0)
    .u16(2, 1, 0, count - 1, 1)
    .done();
}
