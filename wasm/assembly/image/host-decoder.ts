import { parseColorSpace } from '../color/space';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, nameOf, Obj, rawGet } from '../syntax/object';
import { at, get, Store } from '../syntax/store';
import { announce, resource } from '../syntax/resources';
import { MAX_FILTERS, StreamData } from '../syntax/stream';

/**
 * Images that the host decodes, by modules that it loads when a document needs them: JPEG 2000 and JBIG2
 * (wasm/src/decoders). The module is asked for when the image is made, and there when it is drawn.
 */

/**
 * The image that came: where its samples are (on the heap, the caller's), and what they are. In the request, `width`,
 * `height` and `components` are what the dictionary says; 0 components: it has no colour space.
 */
@unmanaged
export class HostImage {
  data: usize;
  width: u32;
  height: u32;
  components: u32;
  /** Samples are indices: they are to come as they are. */
  indexed: u32;
  /** Alpha is wanted with the colours: 4 components then, red, green, blue, alpha. */
  alpha: u32;
  /** JBIG2: the segments that streams share. */
  globals: usize;
  globalsLength: u32;
  /** In the answer: the data ask for more than an image is given. */
  isTooLarge: u32;
  /** Steps that decoding may take; in the answer those that are left. */
  steps: u32;
}

/** Steps of one image, two to three seconds. A pixel of JBIG2 takes one or less, of JPEG 2000 about ten. */
const MAX_JBIG2_STEPS: i64 = 1 << 27;
const MAX_JPX_STEPS: i64 = 1 << 28;
/** Steps that a unit of fuel pays for. */
const STEPS_A_UNIT: i64 = 256;

/** Decodes JPEG 2000, or JBIG2, data; false when that cannot be done. `image` is both request and answer. */
// @ts-ignore: decorator
@external("host", "decodeImage")
declare function decodeImage(isJbig2: bool, data: usize, length: u32, image: HostImage): bool;

/** The module that decodes a filter's data; 0: none is needed. */
export function moduleOf(filter: u32): Name {
  return filter == Name.JPXDecode ? Name.openjpeg_wasm : filter == Name.JBIG2Decode ? Name.jbig2_wasm : Name.None;
}

/** Asks for the modules that an image, its colours and its masks will need. */
export function needModules(doc: Store, image: Obj, resources: Obj): void {
  const space = rawGet(image, Name.ColorSpace);
  if (space) parseColorSpace(doc, space, resources);
  needModule(doc, image);
  needModule(doc, get(doc, image, Name.SMask));
  needModule(doc, get(doc, image, Name.Mask));
}

function needModule(doc: Store, stream: Obj): void {
  if (kindOf(stream) != Kind.Stream) return;
  const filters = get(doc, stream, Name.Filter);
  const count: u32 = kindOf(filters) == Kind.Array ? min(lengthOf(filters), MAX_FILTERS) : 1;
  for (let i: u32 = 0; i < count; i++) {
    const module = moduleOf(nameOf(kindOf(filters) == Kind.Array ? at(doc, filters, i) : filters));
    if (module) announce(doc, module);
  }
}

/** Whether the host has brought a module. */
export function hasModule(doc: Store, module: Name): bool {
  const brought = resource(doc, module);
  return brought != null && brought.length != 0;
}

/** Replaces a stream's data by the decoded ones, for fuel. False when they cannot be decoded. */
export function decodeHosted(doc: Store, data: StreamData, image: HostImage): bool {
  const isJbig2 = data.filter == Name.JBIG2Decode;
  const most = isJbig2 ? MAX_JBIG2_STEPS : MAX_JPX_STEPS;
  const steps = min<i64>(max<i64>(doc.fuel, 0), most / STEPS_A_UNIT) * STEPS_A_UNIT;
  image.steps = <u32>steps;
  const ok = decodeImage(isJbig2, data.data, data.length, image) && image.data != 0 && image.components != 0;
  doc.fuel -= (steps - <i64>image.steps) / STEPS_A_UNIT;
  return ok;
}
