import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../server/test/backends.js';
import { makePdf, PASSWORD } from '../../../server/test/pdf.js';
import { Converter } from './converter.js';

const folder = temporaryFolder();
afterAll(() => fs.rmSync(folder, { recursive: true }));

function taskOf(name: string, pdf: Buffer) {
  const input = path.join(folder, `${name}.pdf`);
  fs.writeFileSync(input, pdf);
  return { input, output: path.join(folder, `${name}.html`), name };
}

/** More pages than can be converted in the time that the tests leave. */
const ENDLESS = makePdf({ pages: 20_000 });

async function withConverter(limits: { seconds: number; memoryMb: number }, work: (converter: Converter) => Promise<void>): Promise<void> {
  const converter = new Converter(limits);
  try {
    await work(converter);
  } finally {
    converter.close();
  }
}

describe('the converter', () => {
  const limits = { seconds: 60, memoryMb: 1024 };

  test('converts, tells how far it is, and measures what it wrote', () =>
    withConverter(limits, async (converter) => {
      const task = taskOf('three', makePdf({ pages: 3 }));
      const progress: [number, number][] = [];
      const result = await converter.convert({ ...task, hash: true }, { onProgress: (done, total) => void progress.push([done, total]) });
      expect(progress[0]).toEqual([0, 3]);
      expect(progress.at(-1)).toEqual([3, 3]);
      expect(progress).toEqual(progress.toSorted(([a], [b]) => a - b));
      expect(result).toMatchObject({
        pages: 3,
        size: fs.statSync(task.output).size,
        sha256: createHash('sha256').update(fs.readFileSync(task.output)).digest('hex'),
      });
      fs.rmSync(task.output);
      expect(await converter.convert(task)).toEqual({ ...result, sha256: null });
    }));

  test('a refused document leaves no output and the next one is none the worse', () =>
    withConverter(limits, async (converter) => {
      const locked = taskOf('locked', makePdf({ locked: true }));
      await expect(converter.convert(locked)).rejects.toMatchObject({ code: 'password-required' });
      expect(fs.existsSync(locked.output)).toBe(false);
      await converter.convert({ ...locked, password: PASSWORD });
      await expect(converter.convert(taskOf('text', Buffer.from('text')))).rejects.toMatchObject({ code: 'not-a-pdf' });
    }));

  test('a document that takes too long costs itself only', () =>
    withConverter({ ...limits, seconds: 1 }, async (converter) => {
      const task = taskOf('long', ENDLESS);
      await expect(converter.convert(task)).rejects.toMatchObject({ code: 'time-limit' });
      expect(fs.existsSync(task.output)).toBe(false);
    }));

  test('a document that takes too much memory costs itself only', () =>
    // Less than Node and the engine need themselves.
    withConverter({ ...limits, memoryMb: 40 }, async (converter) => {
      await expect(converter.convert(taskOf('big', ENDLESS))).rejects.toMatchObject({ code: 'memory-limit' });
    }));

  test('can be stopped', () =>
    withConverter(limits, async (converter) => {
      const stop = new AbortController();
      const task = taskOf('stopped', ENDLESS);
      await expect(converter.convert(task, { signal: stop.signal, onProgress: () => stop.abort() })).rejects.toMatchObject({
        code: 'aborted',
      });
      expect(fs.existsSync(task.output)).toBe(false);
    }));

  test('leaves nothing, whenever it is stopped: what it was killed with is gone by then', () =>
    withConverter(limits, async (converter) => {
      const pdf = makePdf({ pages: 30 });
      for (let i = 0; i < 24; i++) {
        await converter.convert(taskOf(`before-${i}`, makePdf())); // the next one goes to a process that is there
        const stop = new AbortController();
        const task = taskOf(`stopped-${i}`, pdf);
        const ended = converter.convert(task, { signal: stop.signal }).then(
          () => 'converted',
          () => 'aborted',
        );
        for (let turn = 0; turn < i; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
        stop.abort();
        const outcome = await ended;
        await new Promise((resolve) => setTimeout(resolve, 20));
        expect([i, fs.existsSync(task.output)]).toEqual([i, outcome === 'converted']);
      }
    }));

  test.each([
    ['ends', ['sh', '-c', 'sleep 0.3; exit 125']],
    ['has ended', ['sh', '-c', 'exit 125']],
  ] as const)(
    'where a wall that was not tried does not stand, and its process %s, another one converts',
    async (how, [program, ...args]) => {
      const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'] });
      const converter = new Converter(limits, null, { child, user: null, isTrial: true });
      if (args[1] === 'exit 125') await new Promise((resolve) => setTimeout(resolve, 100));
      try {
        expect(await converter.convert(taskOf(how, makePdf({ pages: 2 })))).toMatchObject({ pages: 2 });
      } finally {
        converter.close();
      }
    },
  );

  test('an output that cannot be written is not the document’s fault', () =>
    withConverter(limits, async (converter) => {
      const task = { ...taskOf('nowhere', makePdf()), output: path.join(folder, 'no', 'such', 'folder.html') };
      await expect(converter.convert(task)).rejects.toThrow('ENOENT');
    }));
});
