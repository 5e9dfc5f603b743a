// Damages a PDF: as bytes, as tokens, and inside its compressed streams, where bytes alone would only break the checksum.
import zlib from 'node:zlib';

/** Numbers at which counts, sizes and coordinates go wrong. */
const NUMBERS =
  '0 -1 1 2 255 256 65535 65536 2147483647 -2147483648 4294967295 4294967296 99999999999999999999 1e30 -0.000001 0.5 1000000 -32769'.split(
    ' ',
  );
/** Values of every type, and references that lead to nothing, to the catalog, or in a circle. */
const TOKENS = [
  ...'null true [] << >> [ ] ( ) <> 0 /Type /Kids /Length /Filter /FlateDecode /DCTDecode /Names /Parent /Type3 /Pattern'.split(' '),
  ...'stream endstream obj endobj BT ET q Q Do sh Tj BI ID EI cm W n f* scn d1 gs BDC EMC'.split(' '),
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 99999].map((number) => `${number} 0 R`),
];
/** Streams that grow beyond this are left alone: bombs are tests of their own. */
const MOST_PLAIN = 4 << 20;

/**
 * @param {Uint8Array} original
 * @param {import('./random.mjs').Random} random
 * @param {() => Uint8Array} another another file, to splice in
 * @returns {Buffer}
 */
export function mutate(original, random, another = () => original) {
  let bytes = Buffer.from(original);
  // A change may come to nothing, as a byte that becomes what it was: then there is another one, for a while.
  for (let n = random.length(random.oneIn(4) ? 150 : 12), more = 20; n > 0 || (more-- > 0 && bytes.equals(original)); n--) {
    if (random.oneIn(3)) bytes = inStream(bytes, random);
    else bytes = damage(bytes, random, another);
  }
  return bytes;
}

/** One change somewhere. */
function damage(/** @type {Buffer} */ bytes, random, /** @type {() => Uint8Array} */ another) {
  if (!bytes.length) return bytes;
  const at = random.below(bytes.length);
  const end = Math.min(bytes.length, at + random.length(400));
  switch (random.below(16)) {
    case 0:
    case 1:
      bytes[at] ^= 1 << random.below(8);
      return bytes;
    case 2:
      bytes[at] = random.below(256);
      return bytes;
    case 3:
      for (let i = at; i < end; i++) bytes[i] = random.below(256);
      return bytes;
    case 4:
      bytes.fill(random.pick([0, 32, 48, 255]), at, end);
      return bytes;
    case 5: // delete
      return splice(bytes, at, end, Buffer.alloc(0));
    case 6: // duplicate
      return splice(bytes, end, end, Buffer.concat(Array(random.length(20)).fill(bytes.subarray(at, end))));
    case 7: {
      // a piece of this file, or of another, somewhere else
      const from = random.oneIn(3) ? Buffer.from(another()) : bytes;
      const start = random.below(Math.max(1, from.length));
      return splice(bytes, at, random.oneIn(2) ? at : end, from.subarray(start, start + random.length(2000)));
    }
    case 8:
      return random.oneIn(4) ? bytes.subarray(0, at) : bytes;
    case 9:
    case 10:
    case 11:
      return swapNumber(bytes, at, random);
    case 12:
      return splice(bytes, at, random.oneIn(2) ? at : end, Buffer.from(` ${random.pick(TOKENS)} `));
    default:
      return swapToken(bytes, at, random);
  }
}

function splice(/** @type {Buffer} */ bytes, /** @type {number} */ from, /** @type {number} */ to, /** @type {Uint8Array} */ put) {
  return Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(to)]);
}

/** Puts another number for the next one: in its own room where it fits, so that nothing after it moves. */
function swapNumber(/** @type {Buffer} */ bytes, /** @type {number} */ at, random) {
  const from = next(bytes, at, (c) => c >= 48 && c <= 57);
  let to = from;
  while (to < bytes.length && ((bytes[to] >= 48 && bytes[to] <= 57) || bytes[to] === 46)) to++;
  if (from === to) return bytes;
  const old = Number(bytes.toString('latin1', from, to));
  const number = random.oneIn(2) ? random.pick(NUMBERS) : String(old + random.pick([-1, 1, 2, 100, -100, old]));
  if (number.length <= to - from) {
    bytes.write(number.padStart(to - from), from, 'latin1');
    return bytes;
  }
  return splice(bytes, from, to, Buffer.from(number));
}

/** Puts one of this file's own tokens, or of those above, for the next one. */
function swapToken(/** @type {Buffer} */ bytes, /** @type {number} */ at, random) {
  const [from, to] = token(bytes, at);
  const [otherFrom, otherTo] = token(bytes, random.below(bytes.length));
  const other = random.oneIn(2) ? Buffer.from(random.pick(TOKENS)) : Buffer.from(bytes.subarray(otherFrom, otherTo));
  return splice(bytes, from, to, other);
}

/** Where the next token starts and ends: words between white space and delimiters. */
function token(/** @type {Buffer} */ bytes, /** @type {number} */ at) {
  const from = next(bytes, at, (c) => c > 32 && c < 127);
  let to = from + 1;
  while (to < bytes.length && bytes[to] > 32 && !'()<>[]{}/%'.includes(String.fromCharCode(bytes[to]))) to++;
  return [from, Math.min(to, bytes.length)];
}

function next(/** @type {Buffer} */ bytes, /** @type {number} */ at, /** @type {(byte: number) => boolean} */ wanted) {
  const most = Math.min(bytes.length, at + 4000);
  for (let i = at; i < most; i++) if (wanted(bytes[i])) return i;
  return Math.min(at, bytes.length);
}

/** Damages what one Flate stream holds, and packs it again; in its own room where it fits. */
function inStream(/** @type {Buffer} */ bytes, random) {
  const word = bytes.indexOf('stream', random.below(Math.max(1, bytes.length)));
  if (word < 3 || bytes.toString('latin1', word - 3, word) === 'end') return bytes;
  const from = word + (bytes[word + 6] === 13 ? 8 : 7);
  const to = bytes.indexOf('endstream', from);
  const dictionary = bytes.lastIndexOf('<<', word);
  if (to < 0 || !bytes.toString('latin1', Math.max(0, dictionary - 200), word).includes('FlateDecode')) return bytes;
  let plain;
  try {
    plain = zlib.inflateSync(bytes.subarray(from, to), { finishFlush: zlib.constants.Z_SYNC_FLUSH, maxOutputLength: MOST_PLAIN });
  } catch {
    return bytes;
  }
  for (let n = random.length(10); n > 0; n--) plain = damage(plain, random, () => plain);
  const packed = zlib.deflateSync(plain, { level: plain.length > 1 << 18 ? 1 : 9 });
  const room = to - from - packed.length;
  return splice(bytes, from, to, room > 0 ? Buffer.concat([packed, Buffer.alloc(room, 32)]) : packed);
}
