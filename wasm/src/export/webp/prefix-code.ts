import type { BitWriter } from './bit-writer.js';

/** A prefix code as VP8L writes it (WebP Lossless Bitstream Specification, 6.2): the lengths of its words, and the words. */
export interface PrefixCode {
  lengths: Uint8Array;
  /** The first bit lowest, as they are written. */
  words: Uint16Array;
}

/** Longest words: of a code, and of the code that code lengths are written in. */
const LONGEST = 15;
const LONGEST_OF_LENGTHS = 7;
/** The order in which the lengths of the words for code lengths are written (6.2.1). */
const LENGTH_ORDER = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
/** What stands for a run of code lengths: the one before again, three zeros or more, eleven or more. */
const REPEAT = 16;
const ZEROS = 17;
const MANY_ZEROS = 18;

/** The best code for symbols that are as frequent, and writes it down. */
export function writePrefixCode(out: BitWriter, counts: Uint32Array): PrefixCode {
  const used: number[] = [];
  for (let symbol = 0; symbol < counts.length && used.length < 3; symbol++) if (counts[symbol]) used.push(symbol);
  if (used.length < 3 && used.every((symbol) => symbol < 256)) return writeSimple(out, used, counts.length);
  out.put(0, 1);
  const lengths = lengthsOf(counts, LONGEST);
  writeLengths(out, lengths);
  return { lengths, words: wordsOf(lengths) };
}

/** One symbol, which takes no bits, or two. */
function writeSimple(out: BitWriter, [first = 0, second]: readonly number[], size: number): PrefixCode {
  const code = { lengths: new Uint8Array(size), words: new Uint16Array(size) };
  out.put(1, 1);
  out.put(second === undefined ? 0 : 1, 1);
  out.put(first > 1 ? 1 : 0, 1);
  out.put(first, first > 1 ? 8 : 1);
  if (second === undefined) return code;
  out.put(second, 8);
  code.lengths[first] = code.lengths[second] = 1;
  code.words[second] = 1;
  return code;
}

function writeLengths(out: BitWriter, lengths: Uint8Array): void {
  const runs = runsOf(lengths);
  const counts = new Uint32Array(LENGTH_ORDER.length);
  for (const { symbol } of runs) counts[symbol]!++;
  const own = lengthsOf(counts, LONGEST_OF_LENGTHS);
  let written = LENGTH_ORDER.length;
  while (written > 4 && !own[LENGTH_ORDER[written - 1]!]) written--;
  out.put(written - 4, 4);
  for (const symbol of LENGTH_ORDER.slice(0, written)) out.put(own[symbol]!, 3);
  out.put(0, 1); // all symbols have a length
  const words = wordsOf(own);
  // A code of one word takes no bits.
  const isAlone = counts.filter(Boolean).length === 1;
  for (const { symbol, extra, bits } of runs) {
    if (!isAlone) out.put(words[symbol]!, own[symbol]!);
    out.put(extra, bits);
  }
}

interface Run {
  symbol: number;
  extra: number;
  bits: number;
}

function runsOf(lengths: Uint8Array): Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < lengths.length;) {
    const length = lengths[at]!;
    let end = at + 1;
    while (end < lengths.length && lengths[end] === length) end++;
    let left = end - at;
    if (length) {
      runs.push({ symbol: length, extra: 0, bits: 0 });
      left--;
    }
    while (left > 2) {
      const most = length ? 6 : left > 10 ? 138 : 10;
      const run = Math.min(left, most);
      if (length) runs.push({ symbol: REPEAT, extra: run - 3, bits: 2 });
      else if (run > 10) runs.push({ symbol: MANY_ZEROS, extra: run - 11, bits: 7 });
      else runs.push({ symbol: ZEROS, extra: run - 3, bits: 3 });
      left -= run;
    }
    for (; left > 0; left--) runs.push({ symbol: length, extra: 0, bits: 0 });
    at = end;
  }
  return runs;
}

/** Lengths by Huffman's method; where words come out too long, rare symbols are taken for less rare. */
function lengthsOf(counts: Uint32Array, longest: number): Uint8Array {
  for (let least = 1; ; least *= 2) {
    const lengths = huffman(counts, least);
    if (lengths.every((length) => length <= longest)) return lengths;
  }
}

interface Node {
  count: number;
  /** -1: it has two others below it. */
  symbol: number;
  left: Node | null;
  right: Node | null;
}

function huffman(counts: Uint32Array, least: number): Uint8Array {
  const lengths = new Uint8Array(counts.length);
  const leaves: Node[] = [];
  counts.forEach((count, symbol) => {
    if (count) leaves.push({ count: Math.max(count, least), symbol, left: null, right: null });
  });
  leaves.sort((a, b) => a.count - b.count || a.symbol - b.symbol);
  if (leaves.length === 1) lengths[leaves[0]!.symbol] = 1;
  if (leaves.length < 2) return lengths;
  // Two queues, both in order: what is joined grows.
  const joined: Node[] = [];
  let [leaf, join] = [0, 0];
  const next = (): Node => {
    const takesLeaf = leaf < leaves.length && (join >= joined.length || leaves[leaf]!.count <= joined[join]!.count);
    return takesLeaf ? leaves[leaf++]! : joined[join++]!;
  };
  for (let left = leaves.length; left > 1; left--) {
    const [a, b] = [next(), next()];
    joined.push({ count: a.count + b.count, symbol: -1, left: a, right: b });
  }
  const open: [Node, number][] = [[joined[joined.length - 1]!, 0]];
  for (let top = open.pop(); top; top = open.pop()) {
    const [{ symbol, left, right }, depth] = top;
    if (left && right) open.push([left, depth + 1], [right, depth + 1]);
    else lengths[symbol] = depth;
  }
  return lengths;
}

/** The words of a canonical code (RFC 1951, 3.2.2), their bits the other way round. */
function wordsOf(lengths: Uint8Array): Uint16Array {
  const words = new Uint16Array(lengths.length);
  let code = 0;
  for (let length = 1; length <= LONGEST; length++) {
    for (let symbol = 0; symbol < lengths.length; symbol++) if (lengths[symbol] === length) words[symbol] = reversed(code++, length);
    code <<= 1;
  }
  return words;
}

function reversed(word: number, length: number): number {
  let out = 0;
  for (let i = 0; i < length; i++) out |= ((word >> i) & 1) << (length - 1 - i);
  return out;
}
