import { Bytes } from './bytes';

/**
 * An INDEX of a CFF font: variable-sized items, one after the other (Adobe Technical Note 5176, 5). All offsets are
 * from the start of the font.
 *
 *   Index   ┌ 0  items  ┌ 4  bytes an offset, 1 to 4  ┌ 8  of the offset array  ┌ 12 of the byte before the items
 *           └ 16 of what follows the INDEX; 0: damaged
 */
@unmanaged
export class Index {
  count: u32;
  offsetSize: u32;
  offsets: u32;
  base: u32;
  end: u32;
}

/** Reads the INDEX at `offset`, whose count has `width` bytes (4 in CFF2); one that is damaged or not there becomes empty. */
export function readIndex(file: Bytes, offset: u32, out: Index, width: u32 = 2): void {
  out.count = 0;
  out.end = 0;
  if (!file.has(offset, width)) return;
  const count = file.uint(offset, width);
  offset += width;
  if (!count) {
    out.end = offset;
    return;
  }
  const size = file.u8(offset);
  if (size < 1 || size > 4 || count > 0xffff || !file.has(offset + 1, (count + 1) * size)) return;
  out.count = count;
  out.offsetSize = size;
  out.offsets = offset + 1;
  out.base = offset + (count + 1) * size;
  const length = file.uint(out.offsets + count * size, size);
  out.end = file.has(out.base, length) ? out.base + length : file.length;
}

/** Item `i`; false, and empty, when there is none. */
export function indexItem(file: Bytes, index: Index, i: u32, out: Bytes): bool {
  out.slice(file, 0, 0);
  if (i >= index.count) return false;
  const at = index.offsets + i * index.offsetSize;
  const start = file.uint(at, index.offsetSize);
  const end = file.uint(at + index.offsetSize, index.offsetSize);
  if (start < 1 || end < start || start > file.length || index.base + start > file.length) return false;
  out.slice(file, index.base + start, end - start);
  return true;
}
