import { AES_SIZE, decryptAes, makeAesTables } from './aes';
import { rc4, RC4_SIZE } from './rc4';
import { Buffer } from '../memory/buffer';
import { alloc, bytesInUse, free } from '../memory/heap';
import { ascii85 } from './ascii85';
import { asciiHex } from './ascii-hex';
import { ccittFax, FaxParameters } from './ccitt';
import { makeRunTables } from './ccitt-codes';
import { decodeJpeg } from './dct';
import { smallTransform } from './dct-idct-scaled';
import { Jpeg } from './dct-frame';
import { readJpegRow } from './dct-rows';
import { inflate } from './flate';
import { FlateRows } from './flate-rows';
import { lzw } from './lzw';
import { predict } from './predictor';
import { runLength } from './run-length';

export { test_bytes_in_use, test_free } from '../memory/hooks';

export function test_alloc(size: u32): usize {
  return alloc(size + 32);
}

export function test_buffer(): usize {
  return changetype<usize>(Buffer.create());
}

export function test_buffer_data(buffer: usize): usize {
  return changetype<Buffer>(buffer).data;
}

export function test_buffer_length(buffer: usize): u32 {
  return changetype<Buffer>(buffer).length;
}

export function test_buffer_clear(buffer: usize): void {
  changetype<Buffer>(buffer).clear();
}

export function test_buffer_destroy(buffer: usize): void {
  changetype<Buffer>(buffer).destroy();
}

export function test_inflate(src: usize, length: u32, out: usize): i32 {
  return inflate(src, length, changetype<Buffer>(out));
}

/** Adds all rows to `out`; the most memory that was in use besides, 0: there are no such rows. */
export function test_flate_rows(
  src: usize,
  length: u32,
  out: usize,
  rowBytes: u32,
  predictor: i32,
  colors: i32,
  bits: i32,
  columns: i32,
): usize {
  const buffer = changetype<Buffer>(out);
  const before = bytesInUse() - <usize>buffer.limit;
  const rows = FlateRows.create(src, length, rowBytes, predictor, colors, bits, columns);
  if (!rows) return 0;
  let most: usize = 0;
  while (rows.next()) {
    most = max(most, bytesInUse() - <usize>buffer.limit - before);
    buffer.pushBytes(rows.row, rows.length);
  }
  rows.destroy();
  return most;
}

export function test_lzw(src: usize, length: u32, out: usize, early: bool): i32 {
  return lzw(src, length, early, changetype<Buffer>(out));
}

export function test_ascii85(src: usize, length: u32, out: usize): i32 {
  return ascii85(src, length, changetype<Buffer>(out));
}

export function test_ascii_hex(src: usize, length: u32, out: usize): i32 {
  return asciiHex(src, length, changetype<Buffer>(out));
}

export function test_run_length(src: usize, length: u32, out: usize): i32 {
  return runLength(src, length, changetype<Buffer>(out));
}

export function test_predict(src: usize, length: u32, out: usize, predictor: i32, colors: i32, bits: i32, columns: i32): bool {
  const buffer = changetype<Buffer>(out);
  buffer.pushBytes(src, length);
  return predict(buffer, predictor, colors, bits, columns);
}

/** `flags`: 1 byte align, 2 end of block, 4 black is 1. */
export function test_ccitt(src: usize, length: u32, out: usize, k: i32, columns: u32, rows: u32, flags: u32): i32 {
  const parameters = changetype<FaxParameters>(alloc(offsetof<FaxParameters>()));
  parameters.k = k;
  parameters.columns = columns;
  parameters.rows = rows;
  parameters.byteAlign = (flags & 1) != 0;
  parameters.endOfBlock = (flags & 2) != 0;
  parameters.blackIs1 = (flags & 4) != 0;
  const tables = makeRunTables();
  const status = ccittFax(src, length, parameters, tables, changetype<Buffer>(out));
  free(tables);
  free(changetype<usize>(parameters));
  return status;
}

/** 0: no picture. */
export function test_jpeg(src: usize, length: u32, colorTransform: i32): usize {
  return changetype<usize>(decodeJpeg(src, length, colorTransform, u32.MAX_VALUE, u32.MAX_VALUE));
}

/** The same, made smaller where it then still has so many columns and rows. */
export function test_jpeg_reduced(src: usize, length: u32, width: u32, height: u32): usize {
  return changetype<usize>(decodeJpeg(src, length, -1, width, height));
}

/** `size` × `size` samples from 64 coefficients (i16) and the table that they are multiplied by (u16). */
export function test_small_transform(block: usize, table: usize, to: usize, size: u32): void {
  smallTransform(block, table, to, <usize>size, size);
}

export function test_jpeg_width(jpeg: usize): u32 {
  return changetype<Jpeg>(jpeg).width;
}

export function test_jpeg_height(jpeg: usize): u32 {
  return changetype<Jpeg>(jpeg).height;
}

export function test_jpeg_components(jpeg: usize): u32 {
  return changetype<Jpeg>(jpeg).components;
}

export function test_jpeg_damaged(jpeg: usize): bool {
  return changetype<Jpeg>(jpeg).damaged;
}

/** All rows, as they come from `readJpegRow`, to `out`, which has room for 64 bytes more. */
export function test_jpeg_pixels(jpeg: usize, out: usize): void {
  const picture = changetype<Jpeg>(jpeg);
  const channels = picture.components == 3 ? 4 : picture.components;
  for (let y: u32 = 0; y < picture.height; y++) readJpegRow(picture, y, out + <usize>y * <usize>picture.width * <usize>channels);
}

export function test_jpeg_destroy(jpeg: usize): void {
  changetype<Jpeg>(jpeg).destroy();
}

/** Decrypts in place; the new length. */
export function test_aes(key: usize, keyLength: u32, data: usize, length: u32): u32 {
  const tables = alloc(AES_SIZE);
  makeAesTables(tables);
  const size = decryptAes(tables, key, keyLength, data, length);
  free(tables);
  return size;
}

export function test_rc4(key: usize, keyLength: u32, data: usize, length: u32): void {
  const state = alloc(RC4_SIZE);
  rc4(state, key, keyLength, data, length);
  free(state);
}
