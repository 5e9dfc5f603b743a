import { UsageError } from './failure.js';
import { withDocument, type Flags } from './inspect.js';
import { writeOutput } from './output.js';

export interface FindFlags extends Flags {
  matchCase: boolean;
  wholeWords: boolean;
  accents: boolean;
  regularExpression: boolean;
  json: boolean;
}

/** `ode find`: a line for each hit, as it is found; with `--json` an object on each line. Pages count from 1. */
export function find(
  input: string,
  query: string,
  { matchCase, wholeWords, accents, regularExpression, json, ...flags }: FindFlags,
): Promise<number> {
  if (!query.trim()) throw new UsageError('There is nothing to look for: give a word');
  if (regularExpression) checkPattern(query);
  return withDocument(input, flags, async (doc) => {
    for await (const hit of doc.find(query, { matchCase, wholeWords, diacritics: accents, regularExpression })) {
      const { page, quads, before, match, after } = hit;
      const line = json ? JSON.stringify({ page: page + 1, before, match, after, quads }) : `${page + 1}: ${plain(before + match + after)}`;
      await writeOutput('-', `${line}\n`);
    }
  });
}

function checkPattern(source: string): void {
  try {
    new RegExp(source, 'u');
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Text of the file goes to a terminal: without control characters it cannot command it. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const plain = (text: string) => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
