import { IntMap } from '../memory/map';
import { Lexer, Token } from './lexer';
import { giveLexer, takeLexer } from './lexers';
import { Name } from './names';
import { CELL, Kind, kindOf, nameOf, Obj } from './object';
import { Owner, parseInto } from './parser';
import { readStream, StreamData } from './stream';
import { fetch, get, getInt } from './fetch';
import { spend, spendBytes, Store, XrefKind } from './state';

/** What an object stream says of an object that is in it. */
@unmanaged
class Pair {
  number: u32;
  /** From the stream's `data`. */
  offset: u32;
}

/** An object stream, decoded once and kept. ISO 32000-2, 7.5.7. */
@unmanaged
export class ObjectStream {
  data: usize;
  length: u32;
  count: u32;
  /** `Pair` × count. */
  pairs: usize;

  // @ts-ignore: decorator
  @inline pair(i: u32): Pair {
    return changetype<Pair>(this.pairs + <usize>i * offsetof<Pair>());
  }
}

/** Parses the object `number` out of an object stream; `index` says where the table expects it. 0: it is not in there. */
export function loadCompressed(doc: Store, streamNumber: u32, index: u32, number: u32): Obj {
  const stream = openObjectStream(doc, streamNumber);
  if (!stream) return 0;
  let found = stream.count;
  if (index < stream.count && stream.pair(index).number == number) found = index;
  for (let i: u32 = 0; i < stream.count && found == stream.count; i++) if (stream.pair(i).number == number) found = i;
  if (found != index) spendBytes(doc, found << 3);
  if (found == stream.count) return 0;
  const offset = stream.pair(found).offset;
  if (offset >= stream.length) return 0;
  const lexer = takeLexer(doc);
  if (!lexer) return 0;
  const cell = doc.cache.alloc(CELL + offsetof<Owner>());
  if (cell) {
    const owner = changetype<Owner>(cell + CELL);
    owner.arena = doc.cache;
    owner.number = number;
    owner.references = true;
    lexer.open(stream.data + offset, stream.data + stream.length);
    parseInto(doc, lexer, owner, lexer.next(), cell);
    spendBytes(doc, <u32>(lexer.position - stream.data) - offset);
  }
  giveLexer(doc, lexer);
  return cell;
}

/** The decoded object stream of a number, null when it is none. */
export function openObjectStream(doc: Store, number: u32): ObjectStream | null {
  if (!doc.objectStreams) doc.objectStreams = changetype<usize>(IntMap.create(doc.cache));
  const map = changetype<IntMap>(doc.objectStreams);
  if (!doc.objectStreams) return null;
  const entry = doc.entry(number);
  if (!entry || entry.kind == <u16>XrefKind.Compressed) return null;
  // To fetch it may rebuild the table, and that opens every object stream: only then look whether it is there.
  const object = fetch(doc, number);
  const held = map.get(number);
  if (held) return held == 1 ? null : changetype<ObjectStream>(<usize>held);
  map.set(number, 1); // a stream that is inside itself, or that cannot be read, is none
  const stream = readObjectStream(doc, object);
  // What could not be read for want of fuel is read when it is asked for again.
  if (stream || doc.fuel <= 0) map.set(number, <u32>changetype<usize>(stream));
  return stream;
}

function readObjectStream(doc: Store, object: Obj): ObjectStream | null {
  if (kindOf(object) != Kind.Stream || nameOf(get(doc, object, Name.Type)) != Name.ObjStm) return null;
  const p = doc.cache.alloc(offsetof<ObjectStream>() + offsetof<StreamData>());
  if (!p) return null;
  const data = changetype<StreamData>(p + offsetof<ObjectStream>());
  if (!readStream(doc, object, data)) return null;
  if (data.owned) doc.cache.adopt(data.data);
  const stream = changetype<ObjectStream>(p);
  stream.data = data.data;
  stream.length = data.length;
  return readPairs(doc, stream, getInt(doc, object, Name.N), getInt(doc, object, Name.First)) ? stream : null;
}

function readPairs(doc: Store, stream: ObjectStream, count: i32, first: i32): bool {
  if (count <= 0 || first < 0 || <u32>first > stream.length || <u32>count > stream.length) return false;
  stream.pairs = doc.cache.alloc(<usize>count * offsetof<Pair>());
  const lexer = takeLexer(doc);
  if (!lexer) return false;
  lexer.open(stream.data, stream.data + <usize>first);
  let n: u32 = 0;
  for (; stream.pairs && n < <u32>count; n++) {
    if (lexer.next() != Token.Int) break;
    const number = <u32>lexer.integer;
    if (lexer.next() != Token.Int) break;
    const pair = stream.pair(n);
    pair.number = number;
    pair.offset = <u32>(lexer.integer + first);
  }
  giveLexer(doc, lexer);
  stream.count = n;
  spend(doc, <i32>n);
  return n > 0;
}
