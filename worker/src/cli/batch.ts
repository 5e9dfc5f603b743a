import fs from 'node:fs/promises';
import path from 'node:path';
import { FORMATS, isFormat, outputOf } from '@ode/engine/formats';
import { convertAll, converterOf, type ConvertFlags } from './convert.js';
import { EXIT, UsageError } from './failure.js';
import { pdfsIn } from './folder.js';
import { removeLeftDrafts, type Job } from './output.js';

/**
 * `ode batch`: a folder of PDFs, and the folders in it, into another one of the same shape. What is there already, and is
 * not older than its PDF, is left: who stops and starts again goes on where it was. Returns the exit code.
 */
export async function batch(folder: string, flags: ConvertFlags): Promise<number> {
  const { format = 'html' } = flags;
  if (!isFormat(format)) throw new UsageError(`--format must be one of ${Object.keys(FORMATS).join(', ')}, not ${JSON.stringify(format)}`);
  if (!(await fs.stat(folder).catch(() => null))?.isDirectory()) throw new UsageError(`${folder} is no folder`);
  const started = Date.now();
  await removeLeftDrafts(flags.output);
  const { extension } = outputOf(format, false);
  const jobs: Job[] = [];
  const taken = new Set<string>();
  let kept = 0;
  for (const name of await pdfsIn(folder)) {
    const input = path.join(folder, name);
    const short = path.join(flags.output, `${name.replace(/\.pdf$/i, '')}.${extension}`);
    const output = taken.has(short.toLowerCase()) ? path.join(flags.output, `${name}.${extension}`) : short;
    taken.add(output.toLowerCase());
    const [from, to] = await Promise.all([fs.stat(input), fs.stat(output).catch(() => null)]);
    if (to && to.mtimeMs >= from.mtimeMs) kept++;
    else jobs.push({ input, output });
  }
  const { done, failed, interrupted } = await convertAll(jobs, format, false, flags, converterOf(flags));
  const seconds = Math.round((Date.now() - started) / 1000);
  const parts = [`${done} converted`, kept ? `${kept} were there` : '', failed ? `${failed} failed` : ''].filter(Boolean).join(', ');
  process.stderr.write(
    interrupted ? `ode: interrupted: ${parts}; the same command goes on with the rest\n` : `ode: ${parts}, in ${seconds} s\n`,
  );
  if (interrupted) return EXIT.interrupted;
  return failed ? EXIT.inputFailed : EXIT.done;
}
