import { intern } from '../../syntax/name-table';
import { Store } from '../../syntax/store';
import { CMap } from './cmap';

/**
 * Reads CMaps in the compressed form in which pdfjs-dist ships Adobe's (`cmaps/*.bcmap`). The format, as that project
 * describes it: a byte whose bit 0 is the writing mode, then blocks. A block begins with a byte: bits 5-7 its type, bit
 * 4 whether codes follow one another, bits 0-3 the bytes of a code less one; then the number of items. Numbers have
 * seven bits a byte, the highest first and bit 7 set in all but the last; signed ones have the sign in bit 0. The first
 * item stands as it is, later ones as the difference to where the one before ended.
 */
const enum Block {
  Codespace = 0,
  NotdefRange = 1,
  CidChar = 2,
  CidRange = 3,
  BfChar = 4,
  BfRange = 5,
  /** Bits 0-4: 0 a comment, 1 the name of the CMap that this one uses. */
  Text = 7,
}

/** Bytes of the longest number. */
const WIDEST: u32 = 16;


@unmanaged
class Reader {
  p: usize;
  end: usize;

  byte(): u32 {
    return this.p < this.end ? <u32>load<u8>(this.p++) : 0;
  }

  number(): u32 {
    let value: u32 = 0;
    while (this.p < this.end) {
      const b = this.byte();
      value = (value << 7) | (b & 0x7f);
      if (!(b & 0x80)) break;
    }
    return value;
  }

  signed(): u32 {
    const value = this.number();
    return value & 1 ? ~(value >> 1) : value >> 1;
  }

  /** A number of `size` bytes, as it is. */
  fixed(size: u32): u32 {
    let value: u32 = 0;
    for (let i: u32 = 0; i < size; i++) value = (value << 8) | this.byte();
    return value;
  }

  /** Copies `size` bytes. */
  copy(out: usize, size: u32): void {
    for (let i: u32 = 0; i < size; i++) store<u8>(out + i, <u8>this.byte());
  }

  /** Adds a signed number and `more` to the `size` bytes at `out`, which are one number, the highest first. */
  addSigned(out: usize, size: u32, more: u32): void {
    const start = this.p;
    while (this.p < this.end && load<u8>(this.p) & 0x80) this.p++;
    let q = this.p;
    if (this.p < this.end) this.p++;
    // From the last byte on: `bits` holds what has been read and not used; the first bit is the sign.
    let bits: u32 = q < this.end ? (<u32>load<u8>(q)) & 0x7f : 0;
    let held: u32 = 6;
    const flip: u32 = bits & 1 ? 0xff : 0;
    bits >>= 1;
    let carry = more;
    for (let i = size; i-- > 0;) {
      if (held < 8 && q > start) {
        bits |= ((<u32>load<u8>(--q)) & 0x7f) << held;
        held += 7;
      }
      if (held < 8 && q > start) {
        bits |= ((<u32>load<u8>(--q)) & 0x7f) << held;
        held += 7;
      }
      const sum = <u32>load<u8>(out + i) + ((bits & 0xff) ^ flip) + carry;
      store<u8>(out + i, <u8>sum);
      carry = sum >> 8;
      bits >>= 8;
      held = held > 8 ? held - 8 : 0;
    }
  }
}

/** Adds what a compressed CMap says to `cmap`. The atom of the CMap that it uses, 0 for none. */
export function parseBinaryCMap(doc: Store, data: usize, length: u32, cmap: CMap): u32 {
  const p = doc.arena.alloc(offsetof<Reader>() + WIDEST);
  if (!p) return 0;
  const reader = changetype<Reader>(p);
  reader.p = data;
  reader.end = data + length;
  cmap.vertical = (reader.byte() & 1) != 0;
  let used: u32 = 0;
  while (reader.p < reader.end) {
    const head = reader.byte();
    if (head >> 5 == Block.Text) {
      const name = text(doc, reader);
      if ((head & 0x1f) == 1) used = name;
    } else if (!block(doc, reader, cmap, head, p + offsetof<Reader>())) {
      break;
    }
  }
  return used;
}

function text(doc: Store, reader: Reader): u32 {
  const length = reader.number();
  if (<usize>length > reader.end - reader.p) {
    reader.p = reader.end;
    return 0;
  }
  reader.p += length; // the letters are numbers below 128: a byte each
  return intern(doc, reader.p - length, length);
}

/** Reads a block. False when it is none. */
function block(doc: Store, reader: Reader, cmap: CMap, head: u32, wide: usize): bool {
  const type = <Block>(head >> 5);
  const follows = (head & 0x10) != 0;
  const size = (head & 15) + 1;
  const keySize = type == Block.BfChar || type == Block.BfRange ? 2 : size;
  if (type > Block.BfRange || keySize > 4) return false;
  const isRange = type != Block.CidChar && type != Block.BfChar;
  let last: u32 = 0;
  let value: u32 = 0;
  const count = reader.number();
  for (let i: u32 = 0; i < count && reader.p < reader.end; i++) {
    let first = i ? last + 1 : reader.fixed(keySize);
    // Codespaces and notdef ranges never follow one another.
    if (i && (!follows || type <= Block.NotdefRange)) first += reader.number();
    last = isRange ? first + reader.number() : first;
    switch (type) {
      case Block.Codespace:
        cmap.addCodespace(size, first, last);
        break;
      case Block.NotdefRange:
        reader.number();
        break;
      case Block.CidChar:
        value = i ? value + 1 + reader.signed() : reader.number();
        cmap.cids.add(first, last, value);
        break;
      case Block.CidRange:
        cmap.cids.add(first, last, reader.number());
        break;
      case Block.BfChar:
        if (i) reader.addSigned(wide, size, 1);
        else reader.copy(wide, size);
        cmap.addText(doc.arena, first, last, wide, size);
        break;
      case Block.BfRange:
        reader.copy(wide, size);
        cmap.addText(doc.arena, first, last, wide, size);
        break;
    }
  }
  return true;
}
