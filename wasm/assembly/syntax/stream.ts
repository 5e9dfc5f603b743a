import { alloc, free } from '../memory/heap';
import { Buffer } from '../memory/buffer';
import { ascii85 } from '../filter/ascii85';
import { asciiHex } from '../filter/ascii-hex';
import { inflate, MAX_OUTPUT } from '../filter/flate';
import { lzw } from '../filter/lzw';
import { predict } from '../filter/predictor';
import { runLength } from '../filter/run-length';
import { CryptMethod, decryptBytes, streamMethod } from './encryption';
import { Name } from './names';
import { rawLength, StreamFlag } from './raw-stream';
import { Cell, dictOf, Kind, kindOf, lengthOf, nameOf, Obj, ownerNumber } from './object';
import { at, get, getInt } from './fetch';
import { spendBytes, Store } from './state';
import { Warning, warn } from './warnings';

/** A stream with its filters undone, but for a trailing image filter, which image/ undoes. Give it back with `releaseStream`. */
@unmanaged
export class StreamData {
  data: usize;
  length: u32;
  /** DCTDecode, JPXDecode, JBIG2Decode or CCITTFaxDecode where that is left to do, or FlateDecode for who undoes it; else 0. */
  filter: Name;
  /** The decode parameters of `filter`. */
  parms: Obj;
  /** Whether some of the data could not be decoded. */
  damaged: bool;
  /** Whether `data` is on the heap; else it is where the file lies in memory, and good as long as the document. */
  owned: bool;
}

/** More filters than this on one stream are an attack. */
export const MAX_FILTERS: u32 = 8;

/**
 * Decodes a stream. False when there is nothing: no stream, or memory is out; damaged data give what came through.
 * `keepsFlate`: a FlateDecode that comes last is left to do.
 */
export function readStream(doc: Store, stream: Obj, out: StreamData, keepsFlate: bool = false): bool {
  memory.fill(changetype<usize>(out), 0, offsetof<StreamData>());
  if (kindOf(stream) != Kind.Stream) return false;
  const dict = dictOf(stream);
  const number = ownerNumber(dict);
  if (!readRaw(doc, stream, out) || !spendBytes(doc, out.length)) return false;
  const filters = get(doc, dict, Name.Filter);
  const parms = get(doc, dict, Name.DecodeParms);
  if (doc.encrypted && number) {
    const method = streamMethod(doc, dict, filters, parms);
    if (method != CryptMethod.None && !decryptInto(doc, method, out, number)) return false;
  }
  if (kindOf(filters) == Kind.Name)
    return apply(doc, nameOf(filters), kindOf(parms) == Kind.Array ? at(doc, parms, 0) : parms, out, number, keepsFlate);
  const count = min(lengthOf(filters), MAX_FILTERS);
  if (kindOf(filters) != Kind.Array) return true;
  for (let i: u32 = 0; i < count && !out.filter; i++) {
    const parm = kindOf(parms) == Kind.Array ? at(doc, parms, i) : count == 1 ? parms : 0;
    if (!apply(doc, nameOf(at(doc, filters, i)), parm, out, number, keepsFlate && i == count - 1)) return false;
  }
  return true;
}

export function releaseStream(data: StreamData): void {
  if (data.owned) free(data.data);
  data.owned = false;
  data.data = 0;
  data.length = 0;
}

/** The data as they are in the file: in place where it lies in memory, else a copy. */
function readRaw(doc: Store, stream: Obj, out: StreamData): bool {
  out.length = rawLength(doc, stream);
  const place = changetype<Cell>(stream).place;
  if (changetype<Cell>(stream).flag == <u16>StreamFlag.InMemory) out.data = <usize>place;
  else if (doc.source.bytes) out.data = doc.source.bytes + <usize>place;
  else {
    out.data = alloc(<usize>out.length + 64);
    if (!out.data) return false;
    out.owned = true;
    doc.source.copy(place, out.length, out.data);
    memory.fill(out.data + out.length, 0, 64);
  }
  return true;
}

/** Puts the decrypted data in the place of the file's. */
function decryptInto(doc: Store, method: CryptMethod, out: StreamData, number: u32): bool {
  const copy = out.owned ? out.data : alloc(<usize>out.length + 64);
  if (!copy) return false;
  if (!out.owned) memory.copy(copy, out.data, out.length);
  const entry = doc.entry(number);
  const generation = entry ? <u32>entry.generation : 0;
  out.length = decryptBytes(doc, method, number, generation, copy, out.length);
  memory.fill(copy + out.length, 0, 64);
  out.data = copy;
  out.owned = true;
  return true;
}

/** Undoes a FlateDecode that was left to do. */
export function undoFlate(doc: Store, out: StreamData, number: u32): bool {
  out.filter = Name.None;
  return apply(doc, Name.FlateDecode, out.parms, out, number, false);
}

/** Undoes one filter. */
function apply(doc: Store, filter: u32, parms: Obj, out: StreamData, number: u32, keepsFlate: bool): bool {
  if (keepsFlate && (filter == Name.FlateDecode || filter == Name.Fl)) return image(out, Name.FlateDecode, parms);
  switch (filter) {
    case Name.DCTDecode:
    case Name.DCT:
      return image(out, Name.DCTDecode, parms);
    case Name.JPXDecode:
      return image(out, Name.JPXDecode, parms);
    case Name.JBIG2Decode:
      return image(out, Name.JBIG2Decode, parms);
    case Name.CCITTFaxDecode:
    case Name.CCF:
      return image(out, Name.CCITTFaxDecode, parms);
    case Name.Crypt:
    case Name.None:
      return true;
  }
  const buffer = Buffer.create();
  if (!buffer) return false;
  let status = 0;
  switch (filter) {
    case Name.FlateDecode:
    case Name.Fl:
      status = inflate(out.data, out.length, buffer);
      break;
    case Name.LZWDecode:
    case Name.LZW:
      status = lzw(out.data, out.length, getInt(doc, parms, Name.EarlyChange, 1) != 0, buffer);
      break;
    case Name.ASCII85Decode:
    case Name.A85:
      status = ascii85(out.data, out.length, buffer);
      break;
    case Name.ASCIIHexDecode:
    case Name.AHx:
      status = asciiHex(out.data, out.length, buffer);
      break;
    case Name.RunLengthDecode:
    case Name.RL:
      status = runLength(out.data, out.length, buffer);
      break;
    default:
      buffer.destroy();
      warn(doc, Warning.FilterUnknown, number);
      return false;
  }
  const predictor = getInt(doc, parms, Name.Predictor, 1);
  if (predictor > 1 && (filter == Name.FlateDecode || filter == Name.Fl || filter == Name.LZWDecode || filter == Name.LZW)) {
    const colors = getInt(doc, parms, Name.Colors, 1);
    const bits = getInt(doc, parms, Name.BitsPerComponent, 8);
    if (!predict(buffer, predictor, colors, bits, getInt(doc, parms, Name.Columns, 1))) status = -1;
  }
  if (status < 0) {
    out.damaged = true;
    warn(doc, buffer.length >= MAX_OUTPUT || buffer.failed ? Warning.MemoryOut : Warning.StreamDamaged, number);
  }
  spendBytes(doc, buffer.length);
  releaseStream(out);
  if (!buffer.reserve(1)) {
    buffer.destroy();
    return false;
  }
  out.data = buffer.data;
  out.length = buffer.length;
  out.owned = true;
  free(changetype<usize>(buffer)); // its contents are the stream's now
  return true;
}

function image(out: StreamData, filter: Name, parms: Obj): bool {
  out.filter = filter;
  out.parms = parms;
  return true;
}
