import { tag } from '../../memory/literal';
import { Bytes } from './bytes';
import { Sfnt, Table } from './sfnt';

/**
 * The glyphs for vertical writing (OpenType, 'GSUB': single substitutions under the features 'vert' and, where a font has
 * only that, 'vrt2'), whatever script and language they are listed under.
 */
/** Features of a tag, lookups of a feature and subtables of a lookup that are looked at; real fonts have a few each. */
const MOST: u32 = 32;

// Lookup types.
const SINGLE: u32 = 1;
const EXTENSION: u32 = 7;

/** The glyph that stands for `gid` in vertical writing: `gid` itself where the font has no other. */
export function verticalSubstitute(sfnt: Sfnt, gid: u32): u32 {
  const found = byFeature(sfnt, tag('vert'), gid);
  return found != gid ? found : byFeature(sfnt, tag('vrt2'), gid);
}

function byFeature(sfnt: Sfnt, tag: u32, gid: u32): u32 {
  const gsub = sfnt.table(Table.Gsub);
  const features = gsub.u16(6);
  if (!features) return gid;
  const count = gsub.u16(features);
  let looked: u32 = 0;
  for (let i: u32 = 0; i < count && looked < MOST; i++) {
    const record = features + 2 + i * 6;
    if (gsub.u32(record) != tag) continue;
    looked++;
    const feature = features + gsub.u16(record + 4);
    const lookups = min<u32>(gsub.u16(feature + 2), MOST);
    for (let k: u32 = 0; k < lookups; k++) {
      const found = byLookup(gsub, gsub.u16(feature + 4 + k * 2), gid);
      if (found != gid) return found;
    }
  }
  return gid;
}

function byLookup(gsub: Bytes, index: u32, gid: u32): u32 {
  const list = gsub.u16(8);
  if (!list || index >= gsub.u16(list)) return gid;
  const lookup = list + gsub.u16(list + 2 + index * 2);
  const type = gsub.u16(lookup);
  const count = min<u32>(gsub.u16(lookup + 4), MOST);
  for (let i: u32 = 0; i < count; i++) {
    let subtable = lookup + gsub.u16(lookup + 6 + i * 2);
    if (type == EXTENSION) {
      if (gsub.u16(subtable + 2) != SINGLE) continue;
      subtable += gsub.u32(subtable + 4);
    } else if (type != SINGLE) {
      continue;
    }
    const covered = coverageIndex(gsub, subtable + gsub.u16(subtable + 2), gid);
    if (covered < 0) continue;
    const format = gsub.u16(subtable);
    if (format == 1) return (gid + gsub.u16(subtable + 4)) & 0xffff;
    if (format == 2 && <u32>covered < gsub.u16(subtable + 4)) return gsub.u16(subtable + 6 + <u32>covered * 2);
  }
  return gid;
}

/** Where a glyph stands in a coverage table: a sorted list of glyphs (1) or of ranges (2). -1: it is not there. */
function coverageIndex(gsub: Bytes, coverage: u32, gid: u32): i32 {
  const format = gsub.u16(coverage);
  if (format != 1 && format != 2) return -1;
  const size: u32 = format == 1 ? 2 : 6;
  const last: u32 = format == 1 ? 0 : 2;
  let low: u32 = 0;
  let high = gsub.u16(coverage + 2);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (gsub.u16(coverage + 4 + middle * size + last) < gid) low = middle + 1;
    else high = middle;
  }
  const record = coverage + 4 + low * size;
  if (low >= gsub.u16(coverage + 2) || !gsub.has(record, size) || gsub.u16(record) > gid) return -1;
  return <i32>(format == 1 ? low : gsub.u16(record + 4) + gid - gsub.u16(record));
}
