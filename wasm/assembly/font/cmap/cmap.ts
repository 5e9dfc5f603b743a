import { Arena } from '../../memory/arena';
import { Buffer } from '../../memory/buffer';
import { MOST_UNITS, putScalar } from '../encoding/glyph-names';
import { Range, RangeMap } from './range-map';

/** Set in a value of `unicode`: the rest is the address of a string (u32 code units, then they). */
export const STRING: u32 = 0x80000000;
/** CMaps that use others beyond this depth are cut off. */
export const MAX_PARENTS: i32 = 8;
/** Codespace ranges; real CMaps have less than ten. */
const MAX_CODESPACES: u32 = 256;

/**
 * A CMap: which bytes of a string are a character code, and the CID of a code (ISO 32000-2, 9.7.5), or its text (9.10.3).
 *
 *   codespace  ┌ 0 bytes (u32)   ┌ 4 first   ┌ 8 last (u32)
 */
@unmanaged
export class CMap {
  vertical: bool;
  /** Identity-H, Identity-V: two bytes, which are the CID. */
  identity: bool;
  /** Codes are UTF-16 (the UCS2 and UTF16 CMaps): the text is known from them. */
  utf16: bool;
  /** The CMap that this one adds to. */
  parent: CMap | null;
  cids: RangeMap;
  /** Unicode scalar values, or strings where `STRING` is set. */
  unicode: RangeMap;
  private codespaceData: usize;
  private codespaceLength: u32;
  private codespaceLimit: u32;
  private codespaceFailed: bool;

  static create(arena: Arena): CMap | null {
    const p = arena.alloc(offsetof<CMap>());
    const cids = RangeMap.create(arena);
    const unicode = RangeMap.create(arena);
    if (!p || !cids || !unicode) return null;
    const cmap = changetype<CMap>(p);
    if (!cmap.codespaces.reserve(12)) return null;
    arena.adopt(cmap.codespaceData);
    cmap.cids = cids;
    cmap.unicode = unicode;
    return cmap;
  }

  // @ts-ignore: decorator
  @inline private get codespaces(): Buffer {
    return changetype<Buffer>(changetype<usize>(this) + offsetof<CMap>('codespaceData'));
  }

  addCodespace(bytes: u32, first: u32, last: u32): void {
    if (!bytes || bytes > 4 || this.codespaceLength >= MAX_CODESPACES * 12) return;
    this.codespaces.pushU32(bytes);
    this.codespaces.pushU32(first);
    this.codespaces.pushU32(last);
  }

  /**
   * How many bytes at `p` are a code; the code goes to `out`. Bytes that are in no codespace range are taken as many at
   * a time as the shortest range has that begins like them. ISO 32000-2, 9.7.6.3.
   */
  readCode(p: usize, end: usize, out: usize): u32 {
    const left = <u32>min<usize>(end - p, 4);
    if (this.identity) {
      store<u32>(out, left >= 2 ? <u32>bswap<u16>(load<u16>(p)) : <u32>load<u8>(p));
      return min<u32>(left, 2);
    }
    let code: u32 = 0;
    for (let n: u32 = 1; n <= left; n++) {
      code = (code << 8) | (<u32>load<u8>(p + n - 1));
      if (this.matches(code, n, n)) {
        store<u32>(out, code);
        return n;
      }
    }
    let take: u32 = 0;
    let shortest: u32 = 4;
    for (let cmap: CMap | null = this, depth = 0; cmap && depth < MAX_PARENTS; depth++) {
      const count = cmap.codespaceLength / 12;
      for (let i: u32 = 0; i < count; i++) {
        const n = cmap.codespaces.getU32(i * 3);
        shortest = min(shortest, n);
        if ((!take || n < take) && inRange(<u32>load<u8>(p), 1, n, cmap.codespaces.getU32(i * 3 + 1), cmap.codespaces.getU32(i * 3 + 2)))
          take = n;
      }
      cmap = cmap.parent;
    }
    if (!take) take = this.hasCodespaces ? shortest : 2;
    take = min(take, left);
    code = 0;
    for (let i: u32 = 0; i < take; i++) code = (code << 8) | (<u32>load<u8>(p + i));
    store<u32>(out, code);
    return take;
  }

  private get hasCodespaces(): bool {
    for (let cmap: CMap | null = this, depth = 0; cmap && depth < MAX_PARENTS; depth++) {
      if (cmap.codespaceLength) return true;
      cmap = cmap.parent;
    }
    return false;
  }

  /** Whether `n` bytes are a code of a range of `size` bytes. */
  private matches(code: u32, n: u32, size: u32): bool {
    for (let cmap: CMap | null = this, depth = 0; cmap && depth < MAX_PARENTS; depth++) {
      const count = cmap.codespaceLength / 12;
      for (let i: u32 = 0; i < count; i++) {
        if (cmap.codespaces.getU32(i * 3) != size) continue;
        if (inRange(code, n, size, cmap.codespaces.getU32(i * 3 + 1), cmap.codespaces.getU32(i * 3 + 2))) return true;
      }
      cmap = cmap.parent;
    }
    return false;
  }

  /** The CID of a code; 0, which is .notdef, when there is none. */
  cidOf(code: u32): u32 {
    for (let cmap: CMap | null = this, depth = 0; cmap && depth < MAX_PARENTS; depth++) {
      if (cmap.identity) return code;
      const range = cmap.cids.find(code);
      if (range) return range.value + code - range.first;
      cmap = cmap.parent;
    }
    return 0;
  }

  /** Writes the text of a code to `out` (UTF-16, room for MOST_UNITS); its length, 0 for none. */
  textOf(code: u32, out: usize): u32 {
    for (let cmap: CMap | null = this, depth = 0; cmap && depth < MAX_PARENTS; depth++) {
      if (cmap.identity) return putScalar(<i32>code, out);
      const range = cmap.unicode.find(code);
      if (range) return textOfRange(range, code, out);
      cmap = cmap.parent;
    }
    return 0;
  }

  /** Whether it has text for any code. */
  get hasText(): bool {
    const parent = this.parent;
    return this.identity || this.unicode.count > 0 || (parent != null && (parent.identity || parent.unicode.count > 0));
  }

  /** Adds the text of a range of codes, given as UTF-16 with the high byte first; it counts up in the last code unit. */
  addText(arena: Arena, first: u32, last: u32, bytes: usize, length: u32): void {
    const count = min(length >> 1, MOST_UNITS);
    if (!count) {
      if (length) this.unicode.add(first, last, <u32>load<u8>(bytes));
      return;
    }
    const head = <u32>bswap<u16>(load<u16>(bytes));
    if (count == 1) {
      this.unicode.add(first, last, head);
      return;
    }
    const next = <u32>bswap<u16>(load<u16>(bytes, 2));
    if (count == 2 && head >> 10 == 0x36 && next >> 10 == 0x37) {
      this.unicode.add(first, last, 0x10000 + (((head & 0x3ff) << 10) | (next & 0x3ff)));
      return;
    }
    const string = arena.alloc(4 + ((<usize>count) << 1));
    if (!string) return;
    store<u32>(string, count);
    for (let i: usize = 0; i < <usize>count; i++) store<u16>(string + 4 + (i << 1), bswap<u16>(load<u16>(bytes + (i << 1))));
    this.unicode.add(first, last, (<u32>string) | STRING);
  }
}

function textOfRange(range: Range, code: u32, out: usize): u32 {
  const step = code - range.first;
  const value = range.value;
  if (!(value & STRING)) return putScalar(<i32>(value + step), out);
  const string = <usize>(value & ~STRING);
  const count = load<u32>(string);
  memory.copy(out, string + 4, (<usize>count) << 1);
  const last = out + ((<usize>(count - 1)) << 1);
  store<u16>(last, <u16>(<u32>load<u16>(last) + step));
  return count;
}

/** Whether the first `n` bytes of a code each lie between those of the ends of a range of `size` bytes. */
function inRange(code: u32, n: u32, size: u32, first: u32, last: u32): bool {
  for (let i: u32 = 0; i < n; i++) {
    const byte = (code >> ((n - 1 - i) << 3)) & 0xff;
    const shift = (size - 1 - i) << 3;
    if (byte < ((first >> shift) & 0xff) || byte > ((last >> shift) & 0xff)) return false;
  }
  return true;
}
