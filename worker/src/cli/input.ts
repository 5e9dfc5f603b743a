import fs from 'node:fs/promises';
import path from 'node:path';
import { OdeServiceError } from '@ode/server/errors';
import { parsePageRanges, type PageRange } from '@ode/server/page-range';
import { UsageError } from './failure.js';

/** How an input is called in messages. */
export const shown = (input: string): string => (input === '-' ? 'standard input' : input);

/** The input's name without folder and ending, for a title or an output's name. */
export const stem = (input: string): string => (input === '-' ? 'document' : path.basename(input).replace(/\.pdf$/i, ''));

/** The bytes of a file, or of standard input for `-`. Throws `empty-file`, `too-large` or an error of the file system. */
export async function readInput(input: string, maxMb: number): Promise<Uint8Array> {
  if (input !== '-') {
    await checkFile(input, maxMb);
    return fs.readFile(input);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxMb * 2 ** 20) throw tooLarge(maxMb);
    chunks.push(chunk);
  }
  if (!size) throw new OdeServiceError('empty-file');
  return Buffer.concat(chunks);
}

/** Throws what is wrong with a file before anything is done with it. */
export async function checkFile(file: string, maxMb: number): Promise<void> {
  const stat = await fs.stat(file);
  if (stat.isDirectory()) throw new OdeServiceError('file-unreadable', 'This is a folder. Name the files in it.');
  await fs.access(file, fs.constants.R_OK);
  if (stat.isFile() && stat.size === 0) throw new OdeServiceError('empty-file');
  if (stat.size > maxMb * 2 ** 20) throw tooLarge(maxMb);
}

function tooLarge(maxMb: number): OdeServiceError {
  return new OdeServiceError('too-large', `This file is over the limit of ${maxMb} MB. Raise it with --max-size.`);
}

/** Reads an option's whole number. */
export function wholeNumber(name: string, min: number) {
  return (value: string): number => {
    if (!/^\d+$/.test(value) || Number(value) < min)
      throw new UsageError(`${name} must be a whole number from ${min} up, not ${JSON.stringify(value)}`);
    return Number(value);
  };
}

/** A commander parser for `--pages`. */
export function pageRanges(value: string): PageRange[] {
  const ranges = parsePageRanges(value);
  if (!ranges) throw new UsageError(`--pages must be pages from 1 such as 1-3,7,10-, not ${JSON.stringify(value)}`);
  return ranges;
}
