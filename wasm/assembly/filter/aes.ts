/**
 * AES decryption (FIPS 197) in CBC mode (NIST SP 800-38A, 6.2), as the equivalent inverse cipher (FIPS 197, 5.3.5): a column
 * of a round is four look-ups and their sum. Columns are u32s, row 0 in the lowest byte.
 *
 *   tables ┌ for a byte in row 0, 1, 2, 3: what it adds to a column, InvSubBytes and InvMixColumns in one (u32 × 256 × 4)
 *          └ the S-box   its inverse (u8 × 256)   round keys (`State` × 15)
 */
const ROW: usize = 256 * 4;
const SBOX: usize = 4 * ROW;
const INVERSE: usize = SBOX + 256;
const KEYS: usize = INVERSE + 256;
export const AES_SIZE: usize = KEYS + 15 * offsetof<State>();

/** Four columns: a block of data, or the key of a round. */
@unmanaged
class State {
  a: u32;
  b: u32;
  c: u32;
  d: u32;
}
const BLOCK: u32 = <u32>offsetof<State>();

// @ts-ignore: decorator
@inline function stateAt(p: usize): State {
  return changetype<State>(p);
}

/** Computes what depends on no key. */
export function makeAesTables(tables: usize): void {
  const box = tables + SBOX;
  const inverse = tables + INVERSE;
  // p runs through all powers of the generator 3, q through those of its inverse (FIPS 197, 4.2 and 5.1.1).
  let p: u32 = 1;
  let q: u32 = 1;
  do {
    p = (p ^ double(p)) & 255;
    q ^= q << 1;
    q ^= q << 2;
    q = (q ^ (q << 4)) & 255;
    if (q & 128) q ^= 9;
    const x = q * 0x101; // turned bytes are parts of it
    const s = ((x ^ (x >> 7) ^ (x >> 6) ^ (x >> 5) ^ (x >> 4)) & 255) ^ 0x63;
    store<u8>(box + <usize>p, <u8>s);
  } while (p != 1);
  store<u8>(box, 0x63);
  for (let i: usize = 0; i < 256; i++) store<u8>(inverse + <usize>load<u8>(box + i), <u8>i);
  for (let i: usize = 0; i < 256; i++) {
    const s = <u32>load<u8>(inverse + i);
    const s2 = double(s);
    const s4 = double(s2);
    const s8 = double(s4);
    // 14, 9, 13 and 11 times
    const column = (s8 ^ s4 ^ s2) | ((s8 ^ s) << 8) | ((s8 ^ s4 ^ s) << 16) | ((s8 ^ s2 ^ s) << 24);
    for (let row: usize = 0; row < 4; row++) store<u32>(tables + row * ROW + (i << 2), rotl<u32>(column, (<u32>row) << 3));
  }
}

/** Twice a number of GF(2^8). */
// @ts-ignore: decorator
@inline function double(x: u32): u32 {
  return ((x << 1) ^ (x & 128 ? 0x11b : 0)) & 255;
}

/** Expands a key of 16, 24 or 32 bytes (FIPS 197, 5.2) for decryption; the number of rounds. */
function expandKey(tables: usize, key: usize, length: u32): u32 {
  const words = length >> 2;
  const rounds = words + 6;
  const total = (rounds + 1) << 2;
  const keys = tables + KEYS;
  memory.copy(keys, key, length);
  let rcon: u32 = 1;
  for (let i = words; i < total; i++) {
    let v = load<u32>(keys + ((<usize>(i - 1)) << 2));
    if (i % words == 0) {
      v = substitute(tables, rotr<u32>(v, 8)) ^ rcon;
      rcon = double(rcon);
    } else if (words == 8 && i % words == 4) {
      v = substitute(tables, v);
    }
    store<u32>(keys + ((<usize>i) << 2), load<u32>(keys + ((<usize>(i - words)) << 2)) ^ v);
  }
  // The keys of all rounds but the first and last go through InvMixColumns, which the tables do with an S-box before it.
  for (let i: u32 = 4; i < total - 4; i++) {
    const p = keys + ((<usize>i) << 2);
    const v = substitute(tables, load<u32>(p));
    store<u32>(p, column(tables, v, v, v, v));
  }
  return rounds;
}

/** SubBytes of four bytes. */
function substitute(tables: usize, v: u32): u32 {
  const box = tables + SBOX;
  return (
    (<u32>load<u8>(box + <usize>(v & 255))) |
    ((<u32>load<u8>(box + <usize>((v >> 8) & 255))) << 8) |
    ((<u32>load<u8>(box + <usize>((v >> 16) & 255))) << 16) |
    ((<u32>load<u8>(box + <usize>(v >> 24))) << 24)
  );
}

/** A column of a round from row 0 of a, 1 of b, 2 of c and 3 of d. */
// @ts-ignore: decorator
@inline function column(tables: usize, a: u32, b: u32, c: u32, d: u32): u32 {
  return (
    load<u32>(tables + ((<usize>(a & 255)) << 2)) ^
    load<u32>(tables + ((<usize>((b >> 8) & 255)) << 2), ROW) ^
    load<u32>(tables + ((<usize>((c >> 16) & 255)) << 2), 2 * ROW) ^
    load<u32>(tables + ((<usize>(d >> 24)) << 2), 3 * ROW)
  );
}

/** The same in the last round: InvSubBytes alone. */
// @ts-ignore: decorator
@inline function lastColumn(inverse: usize, a: u32, b: u32, c: u32, d: u32): u32 {
  return (
    (<u32>load<u8>(inverse + <usize>(a & 255))) |
    ((<u32>load<u8>(inverse + <usize>((b >> 8) & 255))) << 8) |
    ((<u32>load<u8>(inverse + <usize>((c >> 16) & 255))) << 16) |
    ((<u32>load<u8>(inverse + <usize>(d >> 24))) << 24)
  );
}

/**
 * Decrypts in place `length` bytes of which the first 16 are the initialization vector; what is left of the last block is
 * dropped, and so is the padding of PKCS #7, which writers often get wrong. The new length.
 */
export function decryptAes(tables: usize, key: usize, keyLength: u32, data: usize, length: u32): u32 {
  if (length < 2 * BLOCK || (keyLength != 16 && keyLength != 24 && keyLength != 32)) return 0;
  const rounds = expandKey(tables, key, keyLength);
  const keys = tables + KEYS;
  const inverse = tables + INVERSE;
  const size = (length - BLOCK) & ~(BLOCK - 1);
  const first = stateAt(keys);
  const last = stateAt(keys + <usize>(rounds * BLOCK));
  const end = data + <usize>size;
  // What a block was encrypted with stands where its text goes.
  for (let p = data; p < end; p += BLOCK) {
    const out = stateAt(p);
    const block = stateAt(p + BLOCK);
    let a = block.a ^ last.a;
    let b = block.b ^ last.b;
    let c = block.c ^ last.c;
    let d = block.d ^ last.d;
    for (let k = changetype<usize>(last) - BLOCK; k > keys; k -= BLOCK) {
      const key = stateAt(k);
      // InvShiftRows: row r of a column comes from r columns before it.
      const a1 = column(tables, a, d, c, b) ^ key.a;
      const b1 = column(tables, b, a, d, c) ^ key.b;
      const c1 = column(tables, c, b, a, d) ^ key.c;
      d = column(tables, d, c, b, a) ^ key.d;
      a = a1;
      b = b1;
      c = c1;
    }
    out.a ^= first.a ^ lastColumn(inverse, a, d, c, b);
    out.b ^= first.b ^ lastColumn(inverse, b, a, d, c);
    out.c ^= first.c ^ lastColumn(inverse, c, b, a, d);
    out.d ^= first.d ^ lastColumn(inverse, d, c, b, a);
  }
  const padding = <u32>load<u8>(end - 1);
  return padding >= 1 && padding <= BLOCK ? size - padding : size;
}
