/**
 * AES decryption (FIPS 197) in CBC mode (NIST SP 800-38A, 6.2), as the equivalent inverse cipher (FIPS 197, 5.3.5): a column
 * of a round is four look-ups and their sum. Columns are u32s, row 0 in the lowest byte.
 *
 *   tables ┌ 0     for a byte in row 0, 1, 2, 3: what it adds to a column, InvSubBytes and InvMixColumns in one (u32 × 256 × 4)
 *          │ 4096  the S-box   4352  its inverse (u8 × 256)
 *          │ 4608  round keys (u32 × 60)
 *          └ 4848
 */
export const AES_SIZE: usize = 4848;
const SBOX: usize = 4096;
const INVERSE: usize = 4352;
const KEYS: usize = 4608;
const BLOCK: u32 = 16;

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
    for (let row: usize = 0; row < 4; row++) store<u32>(tables + (row << 10) + (i << 2), rotl<u32>(column, (<u32>row) << 3));
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
    load<u32>(tables + ((<usize>((b >> 8) & 255)) << 2), 1024) ^
    load<u32>(tables + ((<usize>((c >> 16) & 255)) << 2), 2048) ^
    load<u32>(tables + ((<usize>(d >> 24)) << 2), 3072)
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
  const last = keys + ((<usize>rounds) << 4);
  const end = data + <usize>size;
  // What a block was encrypted with stands where its text goes.
  for (let p = data; p < end; p += 16) {
    let s0 = load<u32>(p, 16) ^ load<u32>(last);
    let s1 = load<u32>(p, 20) ^ load<u32>(last, 4);
    let s2 = load<u32>(p, 24) ^ load<u32>(last, 8);
    let s3 = load<u32>(p, 28) ^ load<u32>(last, 12);
    for (let k = last - 16; k > keys; k -= 16) {
      // InvShiftRows: row r of a column comes from r columns before it.
      const t0 = column(tables, s0, s3, s2, s1) ^ load<u32>(k);
      const t1 = column(tables, s1, s0, s3, s2) ^ load<u32>(k, 4);
      const t2 = column(tables, s2, s1, s0, s3) ^ load<u32>(k, 8);
      s3 = column(tables, s3, s2, s1, s0) ^ load<u32>(k, 12);
      s0 = t0;
      s1 = t1;
      s2 = t2;
    }
    store<u32>(p, load<u32>(p) ^ load<u32>(keys) ^ lastColumn(inverse, s0, s3, s2, s1));
    store<u32>(p, load<u32>(p, 4) ^ load<u32>(keys, 4) ^ lastColumn(inverse, s1, s0, s3, s2), 4);
    store<u32>(p, load<u32>(p, 8) ^ load<u32>(keys, 8) ^ lastColumn(inverse, s2, s1, s0, s3), 8);
    store<u32>(p, load<u32>(p, 12) ^ load<u32>(keys, 12) ^ lastColumn(inverse, s3, s2, s1, s0), 12);
  }
  const padding = <u32>load<u8>(end - 1);
  return padding >= 1 && padding <= BLOCK ? size - padding : size;
}
