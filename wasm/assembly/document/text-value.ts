import { Buffer } from '../memory/buffer';
import { alloc, free } from '../memory/heap';
import { Kind, kindOf, lengthOf, Obj, stringOf } from '../syntax/object';
import { Store } from '../syntax/store';
import { readStream, releaseStream, StreamData } from '../syntax/stream';
import { decodeText } from '../syntax/text-string';

/** Longer values are cut: no widget shows so much. */
const MAX_LENGTH: u32 = 1 << 14;

/** A text string, or a stream that is one (7.9.3), as UTF-16; null when it is empty, or memory is out. */
export function textOf(doc: Store, value: Obj): Buffer | null {
  if (kindOf(value) == Kind.String) return decoded(stringOf(value), lengthOf(value));
  if (kindOf(value) != Kind.Stream) return null;
  const data = changetype<StreamData>(alloc(offsetof<StreamData>()));
  if (!changetype<usize>(data)) return null;
  const text = readStream(doc, value, data) ? decoded(data.data, data.length) : null;
  releaseStream(data);
  free(changetype<usize>(data));
  return text;
}

function decoded(from: usize, length: u32): Buffer | null {
  length = min(length, MAX_LENGTH);
  const text = length ? Buffer.create(2 * length + 2) : null;
  if (!text || !text.data) return null;
  text.length = 2 * decodeText(from, length, text.data);
  return text;
}
