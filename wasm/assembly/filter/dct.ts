import { ZIGZAG } from './dct-block';
import { useDefaultCode } from './dct-default-codes';
import { Component, Jpeg, MAX_COMPONENTS, QUANTIZATION_SIZE, Transform } from './dct-frame';
import { buildHuffman, HUFFMAN_SIZE } from './dct-huffman';
import { beginScan, runScan, Scan } from './dct-scan';

/**
 * JPEG, as DCTDecode has it (ITU-T T.81; ISO 32000-2, 7.4.8): sequential and progressive pictures, Huffman-coded or
 * arithmetic-coded, of 8 or 12 bits, up to four components.
 *
 *   dct-frame.ts    what a picture is made of        dct-block.ts   coefficients of a block
 *   dct-huffman.ts  codes                            dct-scan.ts    blocks of a scan, restart markers
 *   dct-bits.ts     bits                             dct-idct.ts    coefficients to samples; dct-idct-scaled.ts: to fewer
 *   dct-default-codes.ts   those of Annex K          dct-rows.ts    samples to pixels
 *   dct-arithmetic.ts, dct-arithmetic-block.ts       dct-precision.ts   12 bits
 */
const enum Marker {
  Sof0 = 0xc0,
  Sof1 = 0xc1,
  Sof2 = 0xc2,
  Dht = 0xc4,
  Sof9 = 0xc9,
  Sof10 = 0xca,
  Dac = 0xcc,
  Rst0 = 0xd0,
  Soi = 0xd8,
  Eoi = 0xd9,
  Sos = 0xda,
  Dqt = 0xdb,
  Dnl = 0xdc,
  Dri = 0xdd,
  App0 = 0xe0,
  App14 = 0xee,
}

/**
 * Opens a picture; its rows are then decoded, from the first to the last, by `readJpegRow`, and `jpeg.destroy()` gives it back: until
 * then the data must stay, with 32 bytes behind them that may be read. Null when there is no frame that can be decoded, or
 * memory is out; `jpeg.damaged`, which is known when all rows have been read, when some of it is missing.
 *
 * @param colorTransform /ColorTransform of the decode parameters: 0 or 1, -1 when it is not there. Adobe's marker wins.
 * @param leastWidth  pixels that are wanted of it: a larger picture comes at 1/2, 1/4 or 1/8 of its size where it still has
 *   as many  @param leastHeight  the same
 */
export function decodeJpeg(src: usize, length: u32, colorTransform: i32, leastWidth: u32, leastHeight: u32): Jpeg | null {
  const jpeg = Jpeg.create();
  if (!jpeg) return null;
  jpeg.leastWidth = leastWidth;
  jpeg.leastHeight = leastHeight;
  const scan = Scan.create();
  jpeg.scan = changetype<usize>(scan);
  if (!scan || !readSegments(jpeg, scan, src, src + length)) {
    jpeg.destroy();
    return null;
  }
  jpeg.transform = transformOf(jpeg, colorTransform);
  return jpeg;
}

// @ts-ignore: decorator
@inline function u16At(p: usize): u32 {
  return <u32>bswap<u16>(load<u16>(p));
}

/**
 * Reads segments (T.81, annex B) to the end of the picture or of the data, or to where rows can be read from: the scan of a sequential
 * picture that has all components. Whether there was a frame, and memory.
 */
function readSegments(jpeg: Jpeg, scan: Scan, p: usize, end: usize): bool {
  let scans = 0;
  while (p + 4 <= end) {
    if (load<u8>(p) != 255) {
      p++;
      continue;
    }
    const marker = <u32>load<u8>(p, 1);
    if (marker == Marker.Eoi && jpeg.rows) break;
    // Fill bytes, and markers without a segment.
    if (marker == 255 || !marker || (marker >= <u32>Marker.Rst0 && marker <= <u32>Marker.Eoi) || marker == 1) {
      p += marker == 255 ? 1 : 2;
      continue;
    }
    const size = u16At(p + 2);
    const segment = p + 4;
    const next = p + 2 + <usize>size;
    if (size < 2 || next > end) {
      jpeg.damaged = true;
      p += 2;
      continue;
    }
    p = next;
    if (marker == Marker.Sos) {
      if (!jpeg.rows || !openScan(jpeg, scan, segment, size - 2)) {
        jpeg.damaged = true;
        continue;
      }
      const all = !jpeg.progressive && scan.count == jpeg.components && !scans;
      if (!scans++ && !jpeg.openPlanes(all || jpeg.progressive)) return false;
      beginScan(jpeg, scan, p, end);
      if (all) return true;
      runScan(jpeg, scan, scan.total);
      p = scan.source;
      if (jpeg.work < 0) break;
    } else if (isFrame(marker)) {
      if (jpeg.rows) continue; // a picture within the picture
      jpeg.arithmetic = marker >= <u32>Marker.Sof9;
      jpeg.progressive = marker == Marker.Sof2 || marker == Marker.Sof10;
      if (!openFrame(jpeg, segment, size - 2, end)) return false;
    } else if (!readTables(jpeg, marker, segment, size - 2)) {
      jpeg.damaged = true;
    }
  }
  if (scans || !jpeg.rows) return jpeg.rows != 0;
  jpeg.damaged = true; // it stays gray
  return jpeg.openPlanes(true);
}

/** Of the frames of table B.1 those that are neither lossless nor hierarchical. */
function isFrame(marker: u32): bool {
  return marker <= <u32>Marker.Sof2 ? marker >= <u32>Marker.Sof0 : marker == Marker.Sof9 || marker == Marker.Sof10;
}

/** B.2.4: tables and what else stands between frames and scans. False when a segment is damaged. */
function readTables(jpeg: Jpeg, marker: u32, p: usize, size: u32): bool {
  switch (marker) {
    case Marker.Dqt:
      return readQuantization(jpeg, p, size);
    case Marker.Dht:
      return readHuffman(jpeg, p, size);
    case Marker.Dac:
      return readConditioning(jpeg, p, size);
    case Marker.Dri:
      if (size >= 2) jpeg.restartInterval = u16At(p);
      return size >= 2;
    case Marker.App0:
      if (size >= 5 && load<u32>(p) == 0x4649464a /* JFIF */) jpeg.jfif = true;
      return true;
    case Marker.App14:
      // Adobe Technical Note 5116, section 18: "Adobe", version, two flags, transform.
      if (size >= 12 && load<u32>(p) == 0x626f6441 /* Adob */ && load<u8>(p, 4) == 0x65) jpeg.adobeTransform = <i32>load<u8>(p, 11);
      return true;
    default:
      return true;
  }
}

/** B.2.4.1. */
function readQuantization(jpeg: Jpeg, p: usize, size: u32): bool {
  const end = p + size;
  while (p < end) {
    const head = <u32>load<u8>(p++);
    const wide = head >> 4;
    if ((head & 15) > 3 || wide > 1 || p + (64 << wide) > end) return false;
    const table = jpeg.quantization + <usize>(head & 15) * QUANTIZATION_SIZE;
    for (let k: usize = 0; k < 64; k++) {
      store<u16>(table + ((<usize>load<u8>(ZIGZAG + k)) << 1), <u16>(wide ? u16At(p) : <u32>load<u8>(p)));
      p += 1 << wide;
    }
  }
  return true;
}

/** B.2.4.2. */
function readHuffman(jpeg: Jpeg, p: usize, size: u32): bool {
  const end = p + size;
  while (p + 17 <= end) {
    const head = <u32>load<u8>(p++);
    if (head >> 4 > 1 || (head & 15) > 3) return false;
    const index = (head >> 4) * 4 + (head & 15);
    const symbols = buildHuffman(jpeg.huffman + <usize>index * HUFFMAN_SIZE, p, <u32>(end - p) - 16);
    if (symbols < 0) {
      jpeg.defined &= ~(1 << index);
      return false;
    }
    jpeg.defined |= 1 << index;
    p += 16 + <usize>symbols;
  }
  return true;
}

/** B.2.4.3. */
function readConditioning(jpeg: Jpeg, p: usize, size: u32): bool {
  for (const end = p + (size & ~1); p < end; p += 2) {
    const head = <u32>load<u8>(p);
    const value = <u32>load<u8>(p, 1);
    if (head >> 4 > 1 || (head & 15) > 3 || (head < 16 && (value & 15) > value >> 4)) return false;
    const at = <u64>(((head >> 4) * 4 + (head & 15)) << 3);
    jpeg.conditioning = (jpeg.conditioning & ~((<u64>255) << at)) | ((<u64>value) << at);
  }
  return true;
}

/** B.2.2. False when the frame is of no use. */
function openFrame(jpeg: Jpeg, p: usize, size: u32, end: usize): bool {
  jpeg.precision = size < 6 ? 0 : <u32>load<u8>(p);
  if (jpeg.precision != 8 && jpeg.precision != 12) return false;
  jpeg.height = u16At(p + 1);
  jpeg.width = u16At(p + 3);
  const n = <u32>load<u8>(p, 5);
  if (!jpeg.height) jpeg.height = lateHeight(p, end);
  if (!jpeg.width || !jpeg.height || !n || n > MAX_COMPONENTS || size < 6 + 3 * n) return false;
  jpeg.components = n;
  for (let i: u32 = 0; i < n; i++) {
    const at = p + 6 + <usize>(3 * i);
    const c = jpeg.component(i);
    c.id = <u32>load<u8>(at);
    c.h = (<u32>load<u8>(at, 1)) >> 4;
    c.v = (<u32>load<u8>(at, 1)) & 15;
    c.tableIndex = (<u32>load<u8>(at, 2)) & 3;
    if (c.h < 1 || c.h > 4 || c.v < 1 || c.v > 4) return false;
  }
  // A lone component is not interleaved, whatever its factors (A.2.2).
  if (n == 1) {
    jpeg.component(0).h = 1;
    jpeg.component(0).v = 1;
  }
  return jpeg.layOut();
}

/** B.2.5: a height that only the DNL segment behind the first scan tells. */
function lateHeight(p: usize, end: usize): u32 {
  for (; p + 6 <= end; p++) if (load<u8>(p) == 255 && load<u8>(p, 1) == <u8>Marker.Dnl && u16At(p + 2) == 4) return u16At(p + 4);
  return 0;
}

/** B.2.3. False when the scan cannot be read. */
function openScan(jpeg: Jpeg, scan: Scan, p: usize, size: u32): bool {
  const n = size ? <u32>load<u8>(p) : 0;
  if (!n || n > jpeg.components || size < 4 + 2 * n) return false;
  const band = scan.band;
  const tail = p + 1 + <usize>(2 * n);
  band.first = jpeg.progressive ? <u32>load<u8>(tail) : 0;
  band.last = jpeg.progressive ? <u32>load<u8>(tail, 1) : 63;
  band.refines = load<u8>(tail, 2) >> 4 != 0;
  band.shift = (<u32>load<u8>(tail, 2)) & 15;
  if (band.last > 63 || band.first > band.last || band.shift > 13 || (jpeg.progressive && band.first && n > 1)) return false;
  scan.count = n;
  let blocks: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    const at = p + 1 + <usize>(2 * i);
    const component = find(jpeg, <u32>load<u8>(at));
    if (!component) return false;
    const tables = <u32>load<u8>(at, 1);
    const dc = tables >> 4;
    const ac = (tables & 15) + 4;
    if (dc > 3 || ac > 7) return false;
    component.dcTable = jpeg.huffman + <usize>dc * HUFFMAN_SIZE;
    component.acTable = jpeg.huffman + <usize>ac * HUFFMAN_SIZE;
    const needsDc = !jpeg.progressive || (!band.first && !band.refines);
    const needsAc = !jpeg.progressive || band.first > 0;
    if (jpeg.arithmetic) {
      component.dcBounds = (<u32>(jpeg.conditioning >> (<u64>(dc << 3)))) & 255;
      component.acBound = (<u32>(jpeg.conditioning >> (<u64>(ac << 3)))) & 255;
    } else {
      if (needsDc && !((jpeg.defined >> dc) & 1)) useDefaultCode(jpeg, false, dc);
      if (needsAc && !((jpeg.defined >> ac) & 1)) useDefaultCode(jpeg, true, ac - 4);
    }
    for (let k: u32 = 0; k < i; k++) if (scan.component(k) == component) return false;
    scan.setComponent(i, component);
    blocks += component.h * component.v;
  }
  return n == 1 || blocks <= 64;
}

function find(jpeg: Jpeg, id: u32): Component | null {
  for (let i: u32 = 0; i < jpeg.components; i++) if (jpeg.component(i).id == id) return jpeg.component(i);
  return null;
}

/** ISO 32000-2, table 13; without any word on it, three components are YCbCr unless they are called R, G, B. */
function transformOf(jpeg: Jpeg, colorTransform: i32): Transform {
  if (jpeg.components < 3) return Transform.None;
  if (jpeg.adobeTransform >= 0) return jpeg.adobeTransform ? Transform.Ycc : Transform.None;
  if (colorTransform >= 0) return colorTransform ? Transform.Ycc : Transform.None;
  if (jpeg.components == 4) return Transform.None;
  const rgb = jpeg.component(0).id == 0x52 && jpeg.component(1).id == 0x47 && jpeg.component(2).id == 0x42;
  return rgb && !jpeg.jfif ? Transform.None : Transform.Ycc;
}
