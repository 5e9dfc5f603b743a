import { Arena } from '../../memory/arena';
import { Bytes } from './bytes';
import { macintoshName, standardName } from './names';
import { Sfnt, Table } from './sfnt';

/** Glyph names of TrueType fonts (OpenType, 'post'): format 1 is the Macintosh order, 2 has names, 3 none. */

/** The name of a glyph; false when the font does not say. */
export function postName(sfnt: Sfnt, arena: Arena, gid: u32, out: Bytes): bool {
  const post = sfnt.table(Table.Post);
  const format = post.u32(0);
  if (format == 0x00010000) return gid < 258 && standardName(macintoshName(gid), out);
  if (format != 0x00020000 || gid >= post.u16(32) || !post.has(34 + gid * 2, 2)) return false;
  const index = post.u16(34 + gid * 2);
  if (index < 258) return standardName(macintoshName(index), out);
  if (!sfnt.postStrings && !findStrings(sfnt, arena)) return false;
  if (index - 258 >= sfnt.postStringCount) return false;
  const offset = load<u32>(sfnt.postStrings + ((<usize>(index - 258)) << 2));
  out.slice(post, offset + 1, post.u8(offset));
  return out.length > 0;
}

/** Notes where each of the Pascal strings starts. */
function findStrings(sfnt: Sfnt, arena: Arena): bool {
  const post = sfnt.table(Table.Post);
  const start = 34 + post.u16(32) * 2;
  let count: u32 = 0;
  for (let p = start; post.has(p, 1) && count < 0xffff; p += 1 + post.u8(p)) count++;
  const offsets = arena.alloc(((<usize>count) << 2) + 4);
  if (!offsets) return false;
  let p = start;
  for (let i: u32 = 0; i < count; i++) {
    store<u32>(offsets + ((<usize>i) << 2), p);
    p += 1 + post.u8(p);
  }
  sfnt.postStrings = offsets;
  sfnt.postStringCount = count;
  return true;
}
