import { parseColorSpace, SpaceKind } from '../color/space';
import { alloc, free } from '../memory/heap';
import { Name } from '../syntax/names';
import { get, Store } from '../syntax/store';
import { readStream, StreamData, releaseStream } from '../syntax/stream';
import { Image } from './record';

/**
 * The JPEG file that an image is, for exporters: its bytes and their length (u32 each) at `out`, in the PDF's own memory.
 * False when it is none, or has colours, masks or parameters that a JPEG decoder by itself knows nothing of.
 */
export function jpegOf(doc: Store, image: Image, out: usize): bool {
  const source = image.source;
  if (image.isStencil || !image.opaque) return false;
  if (get(doc, source, Name.Decode) || get(doc, source, Name.D) || get(doc, source, Name.SMask) || get(doc, source, Name.Mask))
    return false;
  const raw = get(doc, source, Name.ColorSpace);
  const space = raw ? parseColorSpace(doc, raw, image.resources) : null;
  if (space && space.kind != SpaceKind.Gray && space.kind != SpaceKind.Rgb) return false;
  const p = alloc(offsetof<StreamData>());
  if (!p) return false;
  const data = changetype<StreamData>(p);
  // Only bytes that stand in the file as they are outlive this call.
  const plain = readStream(doc, source, data) && data.filter == Name.DCTDecode && !data.owned && !get(doc, data.parms, Name.ColorTransform);
  if (plain) {
    store<u32>(out, <u32>data.data);
    store<u32>(out, data.length, 4);
  }
  releaseStream(data);
  free(p);
  return plain;
}
