import { IntMap } from '../memory/map';
import { pop, push } from '../memory/stack';
import { Name } from '../syntax/names';
import { Obj, ownerNumber } from '../syntax/object';
import { resource } from '../syntax/resources';
import { Store } from '../syntax/store';
import { readStream, releaseStream, StreamData } from '../syntax/stream';
import { isSrgb } from './icc-srgb';

/**
 * ICC profiles (ISO 15076-1), by a colour management module that the host loads when a document has one that matters
 * (wasm/src/color). Until it is there, and where it takes no profile, colours are those of the device spaces.
 */

/** Prepares a profile of so many components, 1, 3 or 4, for `convert`; 0 when it cannot be used. */
// @ts-ignore: decorator
@external("host", "openProfile")
declare function openProfile(data: usize, length: u32, components: u32): u32;

/**
 * Converts `count` colours to sRGB: from bytes, a colour every `step`, to 0xFFBBGGRR (u32 each).
 */
// @ts-ignore: decorator
@external("host", "convertColors")
export declare function convertColors(profile: u32, from: usize, step: u32, to: usize, count: u32): void;

/** The module is yet to come. */
export const PENDING: u32 = 0xffffffff;

// Header fields, ISO 15076-1, 7.2.
const SPACE: usize = 16;
const SIGNATURE: usize = 36;
const HEADER: u32 = 128;

/** The host's number of a profile; 0: none is needed, or it cannot be used; PENDING. */
export function loadProfile(doc: Store, stream: Obj, components: u32): u32 {
  // The host keeps a profile as long as the document.
  if (!doc.profiles) doc.profiles = changetype<usize>(IntMap.create(doc.arena));
  const known = changetype<IntMap>(doc.profiles);
  const number = ownerNumber(stream);
  let profile = doc.profiles && number ? known.get(number) : 0;
  if (profile) return profile;
  const p = push(offsetof<StreamData>());
  const data = changetype<StreamData>(p);
  if (!readStream(doc, stream, data)) {
    pop(p);
    return 0;
  }
  if (isProfile(data, components) && !(components == 3 && isSrgb(data.data, data.length))) {
    const module = resource(doc, Name.qcms_bg_wasm);
    if (!module) profile = PENDING;
    else if (load<u32>(module, 4)) profile = openProfile(data.data, data.length, components);
  }
  releaseStream(data);
  pop(p);
  if (doc.profiles && number && profile != PENDING) known.set(number, profile);
  return profile;
}

/** Whether the data are a profile for so many components. */
function isProfile(data: StreamData, components: u32): bool {
  if (data.length < HEADER || load<u32>(data.data + SIGNATURE) != 0x70736361 /* acsp */) return false;
  const space = load<u32>(data.data + SPACE);
  return space == (components == 1 ? 0x59415247 /* GRAY */ : components == 3 ? 0x20424752 /* RGB  */ : 0x4b594d43); /* CMYK */
}
