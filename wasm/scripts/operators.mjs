// Writes assembly/content/operator-codes.ts from operators.txt: an enum of the operators of content streams (ISO 32000-2,
// annex A) and a perfect hash that leads from their bytes to it.
import fs from 'node:fs';

const folder = new URL('../assembly/content/', import.meta.url);
/** Places of the hash. */
const BITS = 8;

/** Up to eight bytes as a number, the first in the lowest byte: `packedKeyword` of the lexer. */
const pack = (word) => [...word].reduce((packed, c, i) => packed | (BigInt(c.charCodeAt(0)) << BigInt(8 * i)), 0n);
const fold = (packed) => Number((packed ^ (packed >> 32n)) & 0xffffffffn);
const hash = (packed, factor) => Math.imul(fold(packed), factor) >>> (32 - BITS);

/** Brings operator-codes.ts up to date; does nothing when it is. */
export function writeOperators() {
  const operators = fs
    .readFileSync(new URL('operators.txt', folder), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' '));
  const words = operators.map(([, word]) => pack(word));
  let factor = 0x9e3779b1;
  while (new Set(words.map((word) => hash(word, factor))).size < words.length) factor = (factor + 2) >>> 0;
  const places = new Array(1 << BITS).fill(0);
  words.forEach((word, i) => (places[hash(word, factor)] = i + 1));
  const text = `// Made by scripts/operators.mjs from operators.txt.
import { packedKeyword } from '../syntax/lexer';

export const enum Operator {
  None = 0,
${operators.map(([name, word], i) => `  /** \`${word}\` */\n  ${name} = ${i + 1},`).join('\n')}
}

/** An operator by the hash of its bytes, and the bytes of each. */
// @ts-ignore: decorator
@lazy const PLACES: usize = memory.data<u8>([${places.join(',')}]);
// @ts-ignore: decorator
@lazy const WORDS: usize = memory.data<u64>([${[0n, ...words].map((word) => `0x${word.toString(16)}`).join(',')}]);

/** The operator that is spelled by \`length\` bytes; None: there is no such. */
export function operatorOf(at: usize, length: u32): Operator {
  if (length > 8) return Operator.None;
  const word = packedKeyword(at, length);
  const hash = (<u32>(word ^ (word >> 32)) * ${factor}) >> ${32 - BITS};
  const operator = <u32>load<u8>(PLACES + <usize>hash);
  return load<u64>(WORDS + ((<usize>operator) << 3)) == word ? <Operator>operator : Operator.None;
}
`;
  const file = new URL('operator-codes.ts', folder);
  if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text) fs.writeFileSync(file, text);
}
