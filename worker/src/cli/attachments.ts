import fs from 'node:fs/promises';
import path from 'node:path';
import { OdeServiceError } from '@ode/server/errors';
import { complain, EXIT } from './failure.js';
import { withDocument, type Flags } from './inspect.js';
import { shown } from './input.js';
import { writeOutput } from './output.js';

/** Bytes of a file's name: what file systems take, less what a draft of it adds. */
const LONGEST = 200;

/**
 * `ode attachments`: the files in a document, each into the folder under a safe name, which is printed. What stands
 * there already is never written over.
 */
export async function attachments(input: string, flags: Flags & { output: string }): Promise<number> {
  let lost = 0;
  const code = await withDocument(input, flags, async (doc) => {
    const listed = await doc.attachments();
    const taken = new Set((await fs.readdir(flags.output).catch(() => [])).map((name) => name.toLowerCase()));
    for (const [i, { name }] of listed.entries()) {
      const data = await doc.attachment(i);
      if (!data) {
        complain(shown(input), new OdeServiceError('damaged', `The attachment ${JSON.stringify(name)} cannot be read.`));
        lost++;
        continue;
      }
      const file = path.join(flags.output, freeName(safeName(name, i + 1), taken));
      await writeOutput(file, data);
      await writeOutput('-', `${file}\n`);
    }
  });
  return code === EXIT.done && lost ? EXIT.inputFailed : code;
}

/**
 * The name of a file, from what a stranger called it: without folders, without what a terminal or a file system takes
 * for more than a character, and never one that systems hide or keep for devices.
 */
export function safeName(name: string, number: number): string {
  const base = name.split(/[/\\]/).at(-1) ?? '';
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  const plain = base.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069<>:"|?*]/g, '_').replace(/^[.\s]+|[.\s]+$/g, '');
  const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(plain) ? `_${plain}` : plain;
  return shortened(device) || `attachment-${number}`;
}

/** Cut to what fits, its ending kept. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= LONGEST) return name;
  const ending = /\.\w{1,10}$/.exec(name)?.[0] ?? '';
  const letters = [...name.slice(0, name.length - ending.length)];
  while (Buffer.byteLength(letters.join('') + ending) > LONGEST) letters.pop();
  return letters.join('') + ending;
}

/** The name itself, or with a number; whoever comes next finds it taken, in upper and lower case alike. */
function freeName(name: string, taken: Set<string>): string {
  const { name: stem, ext } = path.parse(name);
  let free = name;
  for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${stem} (${n})${ext}`;
  taken.add(free.toLowerCase());
  return free;
}
