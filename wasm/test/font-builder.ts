/** Small fonts for tests: only what a test names is in them, so that each can be checked by hand. */

export const bytes = (...parts: (number | number[] | string | Uint8Array)[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'number' ? [part] : typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : [...part])),
  );
export const u16 = (...values: number[]) => values.flatMap((v) => [(v >> 8) & 255, v & 255]);
export const u32 = (...values: number[]) => values.flatMap((v) => [...u16(v >>> 16), ...u16(v)]);

// --- Type 1 (Adobe Type 1 Font Format) ---

/** Chapter 7.1. `skip` bytes of filler ("random" ones) come first. */
function encrypt(plain: Uint8Array, key: number, skip: number, random = 0): Uint8Array {
  return Uint8Array.from([...new Array<number>(skip).fill(random), ...plain], (byte) => {
    const cipher = byte ^ (key >> 8);
    key = ((cipher + key) * 52845 + 22719) & 0xffff;
    return cipher;
  });
}

/** A number in a charstring of either type, -1131 to 1131. */
export function number(v: number): number[] {
  if (v >= -107 && v <= 107) return [v + 139];
  const rest = Math.abs(v) - 108;
  return [(v < 0 ? 251 : 247) + (rest >> 8), rest & 255];
}

const OPERATORS: Record<string, number[]> = {
  ...{ hstem: [1], vstem: [3], vmoveto: [4], rlineto: [5], hlineto: [6], vlineto: [7], rrcurveto: [8], closepath: [9] },
  ...{ callsubr: [10], return: [11], hsbw: [13], endchar: [14], rmoveto: [21], hmoveto: [22], hvcurveto: [31] },
  ...{ hstemhm: [18], hintmask: [19], callgsubr: [29], seac: [12, 6], div: [12, 12], callothersubr: [12, 16] },
  ...{ vsindex: [15], blend: [16], hstem3: [12, 2], sbw: [12, 7], hflex: [12, 34] },
  ...{ pop: [12, 17], setcurrentpoint: [12, 33], flex1: [12, 37], roll: [12, 30], mul: [12, 24] },
};

/** A charstring of either type, from its words: numbers, operators, and #hex for raw bytes. */
export function charstring(text: string): Uint8Array {
  return bytes(
    ...text
      .trim()
      .split(/\s+/)
      .map((word) => {
        if (word.startsWith('#')) return [...Buffer.from(word.slice(1), 'hex')];
        return OPERATORS[word] ?? number(Number(word));
      }),
  );
}

export interface Type1Options {
  glyphs: Record<string, string>;
  subrs?: string[];
  /** Random bytes before each charstring; -1: no encryption. */
  lenIV?: number;
  form?: 'binary' | 'hex' | 'pfb';
  /** PostScript behind the word /Encoding. */
  encoding?: string;
  /** The random bytes before the encrypted part. */
  random?: number;
}

export function type1(options: Type1Options): Uint8Array {
  const { glyphs, subrs = [], lenIV = 4, form = 'binary', encoding = 'StandardEncoding def', random } = options;
  const wrap = (text: string) => (lenIV < 0 ? charstring(text) : encrypt(charstring(text), 4330, lenIV));
  const clear = bytes(
    `%!PS-AdobeFont-1.0: Test\n/FontMatrix [0.001 0 0 1e-3 0 0] readonly def\n/Encoding ${encoding}\ncurrentfile eexec\n`,
  );
  const parts: (string | Uint8Array)[] = [`dup /Private 8 dict dup begin /lenIV ${lenIV} def\n/Subrs ${subrs.length} array\n`];
  subrs.forEach((text, i) => parts.push(`dup ${i} ${wrap(text).length} RD `, wrap(text), ' NP\n'));
  parts.push(`ND 2 index /CharStrings ${Object.keys(glyphs).length} dict dup begin\n`);
  for (const [name, text] of Object.entries(glyphs)) parts.push(`/${name} ${wrap(text).length} RD `, wrap(text), ' ND\n');
  const secret = encrypt(bytes(...parts, 'end end mark currentfile closefile\n'), 55665, 4, random);
  const tail = bytes('0'.repeat(64), '\ncleartomark');
  if (form === 'hex') return bytes(clear, Buffer.from(secret).toString('hex').replace(/.{64}/g, '$&\n'), '\n', tail);
  if (form === 'binary') return bytes(clear, secret, tail);
  const segment = (kind: number, data: Uint8Array) => bytes(0x80, kind, u32(data.length).reverse(), data);
  return bytes(segment(1, clear), segment(2, secret), segment(1, tail), 0x80, 3);
}

// --- CFF (Adobe Technical Note 5176) ---

function index(items: Uint8Array[]): Uint8Array {
  if (!items.length) return bytes(u16(0));
  const offsets = [1];
  for (const item of items) offsets.push(offsets.at(-1)! + item.length);
  return bytes(u16(items.length), 2, ...offsets.map((o) => u16(o)), ...items);
}

/** A number of a dictionary that always takes five bytes, so that offsets do not move what they point at. */
const long = (v: number) => [29, ...u32(v)];

export interface CffOptions {
  glyphs: string[];
  /** SID, or CID, of each glyph but the first. */
  charset: number[];
  /** Where the dictionary says that the charset is, in place of where it is. */
  charsetAt?: number;
  subrs?: string[];
  globalSubrs?: string[];
  strings?: string[];
  /** Bytes of the encoding. */
  encoding?: number[];
  /** Where the dictionary says that the encoding is, in place of where it is; 1: Expert. */
  encodingAt?: number;
  nominalWidth?: number;
  /** CID-keyed, with one font dictionary whose FontMatrix is 1/2000, and the top one's [2 0 0 2 0 0]. */
  cid?: boolean;
}

export function cff(options: CffOptions): Uint8Array {
  const {
    glyphs,
    charset,
    subrs = [],
    globalSubrs = [],
    strings = [],
    encoding = [],
    nominalWidth = 0,
    charsetAt,
    encodingAt,
    cid,
  } = options;
  const privateDict = bytes(number(500), 20, number(nominalWidth), 21, long(0), 19);
  privateDict.set(long(privateDict.length), privateDict.length - 6); // subroutines follow at once
  const topDict = (at: Record<string, number>) =>
    bytes(
      cid ? [...number(0), ...number(0), ...number(0), 12, 30, ...number(2), ...number(0), ...number(0), ...number(2)] : [],
      cid ? [...number(0), ...number(0), 12, 7, ...long(at.fonts!), 12, 36, ...long(at.select!), 12, 37] : [],
      [...long(charsetAt ?? at.charset!), 15, ...long(at.charstrings!), 17],
      encoding.length || encodingAt ? [...long(encodingAt ?? at.encoding!), 16] : [],
      [...long(privateDict.length), ...long(at.private!), 18],
    );
  const none = { charset: 0, charstrings: 0, encoding: 0, private: 0, fonts: 0, select: 0 };
  const half = [30, 0x0a, 0x00, 0x05, 0xff]; // 0.0005
  const fontDict = (at: number) =>
    bytes(half, number(0), number(0), half, number(0), number(0), [12, 7], long(privateDict.length), long(at), 18);
  const head = (at: Record<string, number>) =>
    bytes(
      [1, 0, 4, 2],
      index([bytes('Test')]),
      index([topDict(at)]),
      index(strings.map((s) => bytes(s))),
      index(globalSubrs.map(charstring)),
    );
  const parts: [string, Uint8Array][] = [
    ['charset', bytes(0, u16(...charset))],
    ['encoding', bytes(encoding)],
    ['charstrings', index(glyphs.map(charstring))],
    ['private', privateDict],
    ['subrs', index(subrs.map(charstring))],
    ['fonts', index([fontDict(0)])],
    ['select', bytes(3, u16(1, 0), 0, u16(glyphs.length))],
  ];
  const at: Record<string, number> = { ...none };
  let offset = head(none).length;
  for (const [name, data] of parts) {
    at[name] = offset;
    offset += data.length;
  }
  parts[5]![1] = index([fontDict(at.private!)]);
  return bytes(head(at), ...parts.map(([, data]) => data));
}

/** A 'CFF2' table (OpenType, 'CFF2'), with variation regions by the sets that \`vsindex\` chooses from. */
export function cff2(options: { glyphs: string[]; subrs?: string[]; globalSubrs?: string[]; regions: number[] }): Uint8Array {
  const { glyphs, subrs = [], globalSubrs = [], regions } = options;
  const wideIndex = (items: Uint8Array[]) => bytes(u16(0), index(items));
  const privateDict = bytes(number(0), 22, long(0), 19);
  privateDict.set(long(privateDict.length), privateDict.length - 6); // subroutines follow at once
  // Each set names the first regions of the list, of which each spans one axis from 0 to 1.
  const most = Math.max(...regions);
  const regionList = bytes(u16(1, most), ...new Array<number[]>(most).fill(u16(0, 0x4000, 0x4000)));
  const sets = regions.map((n) => bytes(u16(0, 0, n, ...Array.from({ length: n }, (_, i) => i))));
  const listAt = 8 + 4 * sets.length;
  let setAt = listAt + regionList.length;
  const offsets = sets.map((set) => (setAt += set.length) - set.length);
  const store = bytes(u16(1), u32(listAt), u16(sets.length), u32(...offsets), regionList, ...sets);
  const head = (at: Record<string, number>) => {
    const top = bytes(long(at.charstrings!), 17, long(at.fonts!), [12, 36], long(at.store!), 24);
    return bytes([2, 0, 5], u16(top.length), top, wideIndex(globalSubrs.map(charstring)));
  };
  const fontDict = (at: number) => bytes(long(privateDict.length), long(at), 18);
  const parts: [string, Uint8Array][] = [
    ['charstrings', wideIndex(glyphs.map(charstring))],
    ['store', bytes(u16(store.length), store)],
    ['private', privateDict],
    ['subrs', wideIndex(subrs.map(charstring))],
    ['fonts', wideIndex([fontDict(0)])],
  ];
  const at: Record<string, number> = { charstrings: 0, fonts: 0, store: 0 };
  let offset = head(at).length;
  for (const [name, data] of parts) {
    at[name] = offset;
    offset += data.length;
  }
  parts[4]![1] = wideIndex([fontDict(at.private!)]);
  return bytes(head(at), ...parts.map(([, data]) => data));
}

// --- TrueType (OpenType) ---

/** A font file of the tables given, by their tags. */
export function sfnt(tables: Record<string, Uint8Array>, tag = 0x00010000): Uint8Array {
  const entries = Object.entries(tables);
  let offset = 12 + entries.length * 16;
  const directory = entries.map(([name, data]) => {
    const entry = bytes(name, u32(0, offset, data.length));
    offset += data.length;
    return entry;
  });
  return bytes(u32(tag), u16(entries.length, 0, 0, 0), ...directory, ...entries.map(([, data]) => data));
}

/** Tables head, maxp, loca and glyf for the glyphs given; 1000 units an em. */
export function trueType(glyphs: Uint8Array[]): Record<string, Uint8Array> {
  const head = new Uint8Array(54);
  head.set(u16(1000), 18);
  head.set(u16(1), 50); // long offsets
  const offsets = [0];
  for (const glyph of glyphs) offsets.push(offsets.at(-1)! + glyph.length);
  return { head, maxp: bytes(u32(0x00010000), u16(glyphs.length)), loca: bytes(u32(...offsets)), glyf: bytes(...glyphs) };
}

/** A simple glyph: contours of [x, y, on the curve], all as 16-bit differences. */
export function simpleGlyph(...contours: [number, number, boolean][][]): Uint8Array {
  const points = contours.flat();
  let end = -1;
  const ends = contours.map((c) => (end += c.length));
  const deltas = (k: 0 | 1) => points.map((p, i) => p[k] - (i ? points[i - 1]![k] : 0));
  return bytes(
    u16(contours.length, 0, 0, 0, 0, ...ends, 0),
    points.map((p) => (p[2] ? 1 : 0)),
    u16(...deltas(0), ...deltas(1)),
  );
}

/** A 'cmap' of format 6 subtables: platform, encoding, first code, glyphs. */
export function cmap(...tables: [platform: number, encoding: number, first: number, glyphs: number[]][]): Uint8Array {
  let offset = 4 + tables.length * 8;
  const records = [];
  const bodies = [];
  for (const [platform, encoding, first, glyphs] of tables) {
    const body = bytes(u16(6, 10 + glyphs.length * 2, 0, first, glyphs.length, ...glyphs));
    records.push(bytes(u16(platform, encoding), u32(offset)));
    bodies.push(body);
    offset += body.length;
  }
  return bytes(u16(0, tables.length), ...records, ...bodies);
}

/** A 'GSUB' with one feature of the lookups given, each of one subtable: its type, and the subtable. */
export function gsub(feature: string, ...lookups: [type: number, subtable: Uint8Array][]): Uint8Array {
  const featureList = bytes(u16(1), feature, u16(8, 0, lookups.length, ...lookups.keys()));
  let at = 2 + lookups.length * 2;
  const bodies = lookups.map(([type, subtable]) => bytes(u16(type, 0, 1, 8), subtable));
  const offsets = bodies.map((body) => (at += body.length) - body.length);
  const scripts = u16(0);
  return bytes(
    u16(1, 0, 10, 10 + scripts.length, 10 + scripts.length + featureList.length),
    scripts,
    featureList,
    u16(lookups.length, ...offsets),
    ...bodies,
  );
}

/** A collection of fonts, each with its tables (OpenType, "Font collections"). */
export function collection(...fonts: Uint8Array[]): Uint8Array {
  let at = 12 + fonts.length * 4;
  const offsets = fonts.map((font) => (at += font.length) - font.length);
  const moved = fonts.map((font, i) => {
    const copy = font.slice();
    const view = new DataView(copy.buffer);
    for (let entry = 12; entry < 12 + view.getUint16(4) * 16; entry += 16)
      view.setUint32(entry + 8, view.getUint32(entry + 8) + offsets[i]!);
    return copy;
  });
  return bytes('ttcf', u32(0x00010000, fonts.length, ...offsets), ...moved);
}
