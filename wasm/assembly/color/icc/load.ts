import { pop, push } from '../../memory/stack';
import { Obj } from '../../syntax/object';
import { Store } from '../../syntax/store';
import { readStream, releaseStream, StreamData } from '../../syntax/stream';
import { Profile, readProfile } from './profile';
import { isSrgb } from './srgb';

/** A stream's profile for an intent, in the document's cache; null: it cannot be used, or it is sRGB's and not needed. */
export function loadProfile(doc: Store, stream: Obj, components: u32, intent: u32): Profile | null {
  const p = push(offsetof<StreamData>());
  const data = changetype<StreamData>(p);
  let profile: Profile | null = null;
  if (readStream(doc, stream, data)) {
    if (components != 3 || !isSrgb(data.data, data.length)) profile = readProfile(doc.cache, data.data, data.length, components, intent);
    releaseStream(data);
  }
  pop(p);
  return profile;
}
