/**
 * The entry of a converter process: converts one document at a time, as its parent asks. It knows nothing of databases
 * and holds no credentials. What a hostile document can bring down is this process.
 */
import fs from 'node:fs';
import { Worker } from 'node:worker_threads';
import { OdeServiceError } from '@ode/server/errors';
import { pagesOf } from '@ode/server/page-range';
import { OdeError } from '@ode/engine';
import { setOptions } from '@ode/engine/brief-process';
import { isPaged, openDocument, refusal } from '../engine.js';
import type { ConversionResult, ConversionTask, ConverterMessage } from './protocol.js';

/** Warnings that are handed on; a document with more has told what it is like. */
const MOST_WARNINGS = 200;
/** How often the parent is told how far it is, in milliseconds; at the start and at the end always. */
const EVERY_MS = 50;

/** Microseconds of work after which a process is not brief any more: its code is worth compiling sooner than `briefOptions` has it. */
const BRIEF_US = 1_200_000;
const SOONER = ['--interrupt-budget=300000', '--wasm-tiering-budget=1800000'];

const [memoryMb, ...options] = process.argv.slice(2);

/** What it is started with, until it has worked for a while. */
let isBrief = options.length > 0;
setOptions(options);

function compileSooner(): void {
  if (!isBrief || process.cpuUsage().user < BRIEF_US) return;
  isBrief = false;
  setOptions(SOONER);
}

let isWatched = false;

/** A thread of its own, since this one is deaf while the engine works. Not before: two threads that start take each other's processor. */
function watch(): void {
  if (isWatched) return;
  isWatched = true;
  new Worker(new URL('./watchdog.cjs', import.meta.url), { workerData: { memoryMb: Number(memoryMb) } }).unref();
}

process.on('disconnect', () => process.exit());
process.on('message', async (task: ConversionTask) => {
  watch();
  const said = await convert(task).then(
    (result): ConverterMessage => ({ type: 'converted', ...result }),
    (error: unknown): ConverterMessage => {
      if (error instanceof SystemFailure || isUnreadable(error)) return { type: 'broken', message: error.message };
      const { code, message, cause } = refusal(error);
      return { type: 'refused', code, message, reason: code === 'engine-crashed' ? String((cause as Error)?.stack ?? cause) : undefined };
    },
  );
  process.send?.(said);
});

/** Reading or writing failed: the machine's fault, not the document's. */
class SystemFailure extends Error {}

/** The document's file cannot be read, or not any more. */
const isUnreadable = (error: unknown): error is OdeError => error instanceof OdeError && error.code === 'source-unreachable';

function system<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    // The kernel's limit on one file (sandbox.ts).
    if (code === 'EFBIG') throw new OdeServiceError('limit-exceeded', 'The output would be too large. Split the document.');
    throw new SystemFailure(message, { cause });
  }
}

/** Loaded when it is asked for: Node's cryptography takes a hundredth of the time of a short conversion, and the command line wants no hash. */
const sha256 = () => process.getBuiltinModule('node:crypto').createHash('sha256');

async function convert({
  input,
  output,
  format = 'html',
  pages,
  look,
  file: kind = 'archive',
  name,
  title,
  password,
  hash: isHashed = false,
}: ConversionTask): Promise<ConversionResult> {
  // By its path: of a large file no more than some blocks are held.
  const doc = await openDocument(input, { password });
  const hash = isHashed ? sha256() : null;
  let size = 0;
  try {
    let toldAt = -Infinity;
    const progress = (done: number, total: number) => {
      // Each message wakes the parent, which takes as long as a hundredth of a page.
      if (done < total && performance.now() < toldAt + EVERY_MS) return;
      toldAt = performance.now();
      compileSooner();
      process.send?.({ type: 'progress', done, total } satisfies ConverterMessage);
    };
    progress(0, doc.pageCount);
    const wanted = pages && pagesOf(pages, doc.pageCount);
    const count = wanted?.length ?? doc.pageCount;
    if (kind === 'page' && isPaged(format) && count > 1)
      throw new OdeServiceError(
        'unsupported-format',
        `A file of this format holds one page, and these are ${count}: name one by --pages, or call the output .zip.`,
      );
    const written = doc.convert(format, {
      title: title ?? ((await doc.metadata()).title || name),
      pages: wanted,
      ...look,
      onePage: kind === 'page',
      onProgress: progress,
    });
    const file = system(() => fs.openSync(output, 'wx'));
    try {
      for await (const chunk of written) {
        hash?.update(chunk);
        size += chunk.length;
        system(() => write(file, chunk));
      }
    } finally {
      fs.closeSync(file);
    }
    const warnings = doc.warnings
      .slice(0, MOST_WARNINGS)
      .map(({ feature, page, object, missing, unsupported }) => ({ feature, page, object, missing, unsupported }));
    return { pages: doc.pageCount, size, sha256: hash?.digest('hex') ?? null, warnings };
  } finally {
    await doc.close();
  }
}

function write(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += fs.writeSync(file, bytes, done);
}
