import { Buffer } from '../memory/buffer';
import { Kind, kindOf, Obj } from '../syntax/object';
import { Store } from '../syntax/store';
import { readStream, releaseStream, StreamData } from '../syntax/stream';
import { decodeText } from '../syntax/text-string';
import { key, utf16 } from './json';

/** Writes a key and the text that a stream has: UTF-8, or UTF-16 where a byte order mark says so; nothing where it has `most` bytes or more, or none. */
export function textStream(doc: Store, out: Buffer, literal: string, stream: Obj, most: u32): void {
  if (kindOf(stream) != Kind.Stream) return;
  const mark = doc.call.mark();
  const p = doc.call.alloc(offsetof<StreamData>());
  if (!p) return;
  const data = changetype<StreamData>(p);
  if (readStream(doc, stream, data) && data.length && data.length < most) {
    // UTF-8 without a mark is the rule of XML (XMP, part 1, 7.1): give it one for the reader of text strings.
    const copy = doc.call.alloc(<usize>data.length + 4);
    const room = doc.call.alloc((<usize>data.length + 4) * 2);
    if (copy && room) {
      const skip: usize = load<u8>(data.data) >= 0xef ? 0 : 3;
      store<u32>(copy, 0xbfbbef);
      memory.copy(copy + skip, data.data, data.length);
      key(out, literal);
      utf16(out, room, decodeText(copy, data.length + <u32>skip, room));
    }
  }
  releaseStream(data);
  doc.call.release(mark);
}
