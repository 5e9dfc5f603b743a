import { parseColorSpace, SpaceKind } from '../color/space';
import { alloc, free } from '../memory/heap';
import { Name } from '../syntax/names';
import { get, Store } from '../syntax/store';
import { readStream, StreamData, releaseStream } from '../syntax/stream';
import { Image } from './record';

/** Whether a JPEG's frame is one that every decoder knows: Huffman-coded, of 8 bits (ITU-T T.81, table B.1: SOF0 to SOF2). */
function isCommon(p: usize, length: u32): bool {
  const end = p + length;
  p += 2; // SOI
  while (p + 5 <= end && load<u8>(p) == 255) {
    const marker = <u32>load<u8>(p, 1);
    if (marker >= 0xc0 && marker <= 0xc2) return load<u8>(p, 4) == 8;
    p += 2 + <usize>bswap<u16>(load<u16>(p, 2));
  }
  return false;
}

/**
 * The JPEG file that an image is, for exporters: its bytes and their length (u32 each) at `out`, good until the next
 * image is asked for. False when it is none, or has colours, masks or parameters that a JPEG decoder by itself knows nothing of.
 */
export function jpegOf(doc: Store, image: Image, out: usize): bool {
  const source = image.source;
  if (image.isStencil || !image.opaque || image.transfer) return false;
  if (get(doc, source, Name.Decode) || get(doc, source, Name.D) || get(doc, source, Name.SMask) || get(doc, source, Name.Mask))
    return false;
  const raw = get(doc, source, Name.ColorSpace);
  const space = raw ? parseColorSpace(doc, raw, image.resources) : null;
  if (space && space.kind != SpaceKind.Gray && space.kind != SpaceKind.Rgb) return false;
  const p = alloc(offsetof<StreamData>());
  if (!p) return false;
  const data = changetype<StreamData>(p);
  free(doc.lent);
  doc.lent = 0;
  const plain =
    readStream(doc, source, data) &&
    data.filter == Name.DCTDecode &&
    !get(doc, data.parms, Name.ColorTransform) &&
    isCommon(data.data, data.length);
  if (plain) {
    store<u32>(out, <u32>data.data);
    store<u32>(out, data.length, 4);
    if (data.owned) doc.lent = data.data;
    data.owned = false;
  }
  releaseStream(data);
  free(p);
  return plain;
}
