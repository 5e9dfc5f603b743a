// Writes the tables of assembly/font from the texts beside them: encoding/tables.ts from Adobe's glyph lists
// (glyphlist.txt, zapfdingbats.txt) and the encodings of ISO 32000-2, annex D (encodings.txt); family-words.ts from
// family-words.txt.
import fs from 'node:fs';

const folder = new URL('../assembly/font/', import.meta.url);
const read = (file) =>
  fs
    .readFileSync(new URL(file, folder), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));

/** Writes a file where that changes it. */
function update(name, text) {
  const file = new URL(name, folder);
  if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text) fs.writeFileSync(file, text);
}

/** Names that stand together: the first in full, each other one without what it shares with the one before. */
const BLOCK = 16;
/** In the order of the enum `Encoding` (encoding.ts). */
const ORDER = ['Standard', 'MacRoman', 'WinAnsi', 'MacExpert', 'Symbol', 'ZapfDingbats', 'Wingdings'];

function readEncodings() {
  const encodings = Object.fromEntries(ORDER.map((name) => [name, new Array(256).fill('')]));
  let columns = [];
  for (const line of read('encoding/encodings.txt')) {
    const section = /^\[(\w+)\]$/.exec(line)?.[1];
    if (section) {
      columns = section === 'Latin' ? ORDER.slice(0, 3) : [section];
      continue;
    }
    const [name, ...codes] = line.split(' ');
    codes.forEach((list, i) => {
      for (const code of list.split(',')) if (code !== '-') encodings[columns[i]][parseInt(code, 8)] = name;
    });
  }
  return encodings;
}

/** Names, sorted by their bytes, behind one another: what a name shares with the one before it, then the rest, whose last byte has bit 7 set. */
function packNames(names) {
  const packed = [];
  const blocks = [];
  names.forEach((name, i) => {
    let shared = 0;
    if (i % BLOCK === 0) blocks.push(packed.length);
    else while (shared < name.length && name[shared] === names[i - 1][shared]) shared++;
    const rest = [...Buffer.from(name.slice(shared), 'latin1')];
    rest[rest.length - 1] |= 0x80;
    packed.push(shared, ...rest);
  });
  return { packed, blocks };
}

/** Brings the tables up to date. */
export function writeFontTables() {
  writeGlyphTables();
  writeFamilyWords();
}

function writeGlyphTables() {
  const list = [...read('encoding/glyphlist.txt'), ...read('encoding/zapfdingbats.txt')].map((line) => line.split(';'));
  const compare = (a, b) => (a[0] < b[0] ? -1 : 1);
  list.sort(compare);
  const names = list.map(([name]) => name);
  const { packed, blocks } = packNames(names);
  const sequences = [];
  const unicode = list.map(([, codes]) => {
    const units = codes.split(' ').map((code) => parseInt(code, 16));
    if (units.length === 1) return units[0];
    sequences.push(units.length, ...units);
    return 0xd800 + sequences.length - units.length - 1;
  });
  const encodings = readEncodings();
  const codes = ORDER.flatMap((name) => encodings[name].map((glyph) => (glyph ? names.indexOf(glyph) + 1 : 0)));
  const text = `// Made by scripts/font-tables.mjs from glyphlist.txt, zapfdingbats.txt and encodings.txt, which name their sources.

// @ts-ignore: decorator
@inline export const GLYPH_NAME_COUNT: u32 = ${names.length};
/** Names in a block of GLYPH_NAMES. */
// @ts-ignore: decorator
@inline export const GLYPH_NAME_BLOCK: u32 = ${BLOCK};

/** Sorted names: for each how many bytes it shares with the one before (0 at the start of a block), then the rest, the last byte with bit 7 set. */
// prettier-ignore
// @ts-ignore: decorator
@lazy export const GLYPH_NAMES: usize = memory.data<u8>([${packed}]);

/** Offset of each block in GLYPH_NAMES. */
// prettier-ignore
// @ts-ignore: decorator
@lazy export const GLYPH_BLOCKS: usize = memory.data<u16>([${blocks}]);

/** Each name's Unicode; 0xD800 + i: a sequence, at GLYPH_SEQUENCES[i]. */
// prettier-ignore
// @ts-ignore: decorator
@lazy export const GLYPH_UNICODE: usize = memory.data<u16>([${unicode}]);

/** Sequences: how many code units, then they. */
// prettier-ignore
// @ts-ignore: decorator
@lazy export const GLYPH_SEQUENCES: usize = memory.data<u16>([${sequences}]);

/** Encodings one behind the other, 256 names each, as index + 1; 0: none. ${ORDER.join(', ')}. */
// prettier-ignore
// @ts-ignore: decorator
@lazy export const ENCODINGS: usize = memory.data<u16>([${codes}]);
`;
  update('encoding/tables.ts', text);
}

/** In the order of the enum `Look` (substitute.ts). */
const LOOKS = ['symbol', 'dingbats', 'fixed', 'sans', 'serif', 'bold', 'italic', 'ownorder', 'standard', 'plain'];

function writeFamilyWords() {
  const lines = read('family-words.txt').filter((line) => !line.startsWith('['));
  const words = lines.flatMap((line) => {
    const [look, ...list] = line.split(' ');
    return list.map((word) => [LOOKS.indexOf(look), word.length, ...Buffer.from(word, 'latin1')]);
  });
  update(
    'family-words.ts',
    `// Made by scripts/font-tables.mjs from family-words.txt.

/** Words: their Look, their length, their letters; a length of 0 ends them. */
// prettier-ignore
// @ts-ignore: decorator
@lazy export const FAMILY_WORDS: usize = memory.data<u8>([${words.flat()},0,0]);
`,
  );
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split('/').pop())) writeFontTables();
