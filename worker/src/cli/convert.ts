import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { OdeServiceError } from '@ode/server/errors';
import { Converter } from '../conversion/converter.js';
import type { PageRange } from '@ode/server/page-range';
import { FORMATS, isFormat, isPaged, outputOf, type Format } from '@ode/engine/formats';
import { takeEarly } from './early-converter.js';
import { complain, EXIT, tellOfFonts, tellOfLosses, tellOfNothing, UsageError } from './failure.js';
import { checkFile, readInput, shown, stem } from './input.js';
import { deliver, deliverFolder, draftOf, Following, makeFolder, pairOutputs, targetOf, type Job } from './output.js';
import { pdfsIn } from './folder.js';
import { ProgressLine } from './progress-line.js';

export interface ConvertFlags {
  output: string;
  format?: string;
  pages?: PageRange[];
  furniture?: boolean;
  faithful?: boolean;
  links?: boolean;
  images?: boolean;
  hidden?: boolean;
  scale?: number;
  width?: number;
  ocr?: boolean;
  ocrLanguages: string[];
  password?: string;
  title?: string;
  jobs: number;
  maxSize: number;
  timeout: number;
  memory: number;
}

const FORMAT_NAMES = Object.keys(FORMATS) as Format[];

/** The format that is named, else that of a file's ending; HTML where there is neither. Throws `UsageError` for another ending. */
async function formatOf({ format: named, output }: ConvertFlags, isFolder: boolean): Promise<Format> {
  if (named !== undefined) {
    if (isFormat(named)) return named;
    throw new UsageError(`--format must be one of ${FORMAT_NAMES.join(', ')}, not ${JSON.stringify(named)}`);
  }
  if (isFolder || /[\\/]$/.test(output) || (await fs.stat(output).catch(() => null))?.isDirectory()) return 'html';
  const ending = path.extname(output).slice(1).toLowerCase();
  const format = FORMAT_NAMES.find((name) => name === ending || FORMATS[name].extension === ending);
  if (!format && ending && ending !== 'htm')
    throw new UsageError(`There is no format that is called .${ending}. --format is one of ${FORMAT_NAMES.join(', ')}`);
  return format ?? 'html';
}

/** Whether an archive is laid out: unless it is called one. */
function isFolder(format: Format, output: string): boolean {
  return format === 'html-folder' && !/\.zip$/i.test(output);
}

/** Whether one page is asked for, and no more. */
function isOnePage(pages: readonly PageRange[] | undefined): boolean {
  return pages?.length === 1 && pages[0]!.from === pages[0]!.to;
}

/** `ode convert`: several at a time, each whole or not at all. Returns the exit code. */
export async function convert(inputs: string[], flags: ConvertFlags): Promise<number> {
  const format = await formatOf(flags, inputs.length > 1);
  const converter = converterOf(flags);
  converter.warmUp();
  try {
    return await convertInputs(inputs, format, flags, converter);
  } finally {
    converter.close();
  }
}

async function convertInputs(inputs: string[], format: Format, flags: ConvertFlags, converter: Converter): Promise<number> {
  const all = await filesOf(inputs);
  const named = path.extname(flags.output).slice(1).toLowerCase() === FORMATS[format].extension;
  const onePage = isPaged(format) && (isOnePage(flags.pages) || (named && all.length === 1));
  const jobs = await pairOutputs(all, flags.output, (input) =>
    format === 'html-folder' ? stem(input) : `${stem(input)}.${outputOf(format, onePage).extension}`,
  );
  const { failed, interrupted } = await convertAll(jobs, format, onePage, flags, converter);
  if (interrupted) return EXIT.interrupted;
  return failed ? EXIT.inputFailed : EXIT.done;
}

/**
 * The inputs: of those that are folders the PDFs in them, and of patterns that no shell has put files for what they match. A
 * pattern that matches nothing stays, and is told of as a file that is not there.
 */
async function filesOf(inputs: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const input of inputs) {
    const stat = input === '-' ? null : await fs.stat(input).catch(() => null);
    if (stat?.isDirectory()) files.push(...(await pdfsIn(input)).map((name) => path.join(input, name)));
    else if (stat === null && input !== '-') files.push(...(await matching(input)));
    else files.push(input);
  }
  return files;
}

async function matching(pattern: string): Promise<string[]> {
  const { glob, isDynamicPattern } = await import('tinyglobby');
  if (!isDynamicPattern(pattern)) return [pattern];
  const found = await glob(pattern.replaceAll(path.sep, '/'), { expandDirectories: false });
  return found.length ? found.sort() : [pattern];
}

export function converterOf({ timeout, memory }: Pick<ConvertFlags, 'timeout' | 'memory'>): Converter {
  const limits = { seconds: timeout, memoryMb: memory };
  return new Converter(limits, null, takeEarly(limits));
}

/** Converts files, `flags.jobs` at a time, and closes the converter. What fails is told, and does not stop the others. */
export async function convertAll(
  jobs: readonly Job[],
  format: Format,
  onePage: boolean,
  flags: Omit<ConvertFlags, 'output' | 'format'>,
  converter: Converter,
): Promise<{ done: number; failed: number; interrupted: boolean }> {
  const scratch = await fs.mkdtemp(path.join(os.tmpdir(), 'ode-convert-'));
  const line = new ProgressLine(jobs.length);
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  let done = 0;
  let failed = 0;

  const convertOne = async ({ input, output }: Job): Promise<void> => {
    const target = await targetOf(output);
    const draft = target.isStream ? path.join(scratch, 'output') : draftOf(target.path);
    const following = target.isStream ? new Following(draft, target) : null;
    try {
      let file = input;
      if (input === '-') {
        file = path.join(scratch, 'input.pdf');
        await fs.writeFile(file, await readInput('-', flags.maxSize));
      } else await checkFile(input, flags.maxSize);
      if (!target.isStream) await makeFolder(target.path);
      const { title, password, pages, furniture, faithful, links, images, hidden, scale, width } = flags;
      // Links are there unless they are refused, or the format's own default is without them.
      const look = { furniture, faithful, links: links === false ? false : undefined, images, hidden, scale, width };
      const ocr = flags.ocr ? { languages: flags.ocrLanguages } : undefined;
      const { size, warnings } = await converter.convert(
        {
          input: path.resolve(file),
          output: path.resolve(draft),
          format,
          pages,
          look: { ...look, ocr },
          file: onePage ? 'page' : 'archive',
          name: stem(input),
          title,
          password,
        },
        {
          signal: stop.signal,
          onProgress: (done, total) => {
            line.page(shown(input), done, total);
            following?.more();
          },
        },
      );
      if (following) await following.end();
      else if (isFolder(format, output)) await deliverFolder(draft, target.path);
      else await deliver(draft, target);
      done++;
      line.clear();
      if (!size && !ocr) tellOfNothing(shown(input), format);
      tellOfFonts(shown(input), warnings);
      tellOfLosses(shown(input), warnings);
    } catch (error) {
      line.clear();
      if (error instanceof OdeServiceError && error.code === 'aborted') return;
      failed++;
      complain(shown(input), error);
    } finally {
      await fs.rm(draft, { force: true });
      line.fileDone(shown(input));
    }
  };

  try {
    const queue = jobs.values();
    await Promise.all(
      Array.from({ length: Math.min(flags.jobs, jobs.length) }, async () => {
        for (const job of queue) {
          if (stop.signal.aborted) return;
          await convertOne(job);
        }
      }),
    );
  } finally {
    line.clear();
    converter.close();
    await fs.rm(scratch, { recursive: true, force: true });
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
  return { done, failed, interrupted: stop.signal.aborted };
}
