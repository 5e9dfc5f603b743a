import * as engine from '@ode/engine';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exercise } from '../../scripts/fuzz/exercise.mjs';
import { mutate } from '../../scripts/fuzz/mutate.mjs';
import { Random } from '../../scripts/fuzz/random.mjs';
import { CORPUS } from './corpus.js';

describe.each(Object.entries(CORPUS))('%s', (_, original) => {
  test('as it is, opens without a warning and converts', async () => {
    expect(await exercise(engine, original, { convert: true })).toEqual({ refused: '', trapped: false, growth: 0 });
    const doc = await engine.openDocument(original);
    await doc.renderPage(0);
    expect(doc.warnings).toEqual([]);
    await doc.close();
  });

  test('damaged in 60 ways, is shown or refused', async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = new Random(seed);
      const damaged = mutate(original, random);
      await exercise(engine, damaged, { convert: random.oneIn(4) }).catch((error: unknown) => {
        throw new Error(`seed ${seed}`, { cause: error });
      });
    }
  });
});

test('damage is the same for the same seed, and another for the next', () => {
  const damaged = (seed: number) => mutate(CORPUS.fonts!, new Random(seed)).toString('latin1');
  expect(damaged(7)).toBe(damaged(7));
  expect(new Set(Array.from({ length: 50 }, (_, seed) => damaged(seed))).size).toBeGreaterThan(45);
  const original = Buffer.from(CORPUS.fonts!).toString('latin1');
  for (let seed = 0; seed < 200; seed++) expect(damaged(seed), `seed ${seed}`).not.toBe(original);
});

describe('the fuzzer', () => {
  const script = fileURLToPath(new URL('../../scripts/fuzz.mjs', import.meta.url));
  let folder: string;
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ode-fuzz-'));
    fs.mkdirSync(path.join(folder, 'corpus/deep'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'corpus/deep/text.pdf'), CORPUS.text!);
  });
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  /** Runs it on an engine whose `openDocument` is the given text. */
  function run(open: string, ...options: string[]): Promise<{ code: number; out: string }> {
    const fake = path.join(folder, 'engine.mjs');
    fs.writeFileSync(
      fake,
      `export class OdeError extends Error {}\nlet n = 0;\nexport const openDocument = async (bytes) => { n++; ${open} };\n`,
    );
    const args = ['--corpus', path.join(folder, 'corpus'), '--out', path.join(folder, 'out'), '--engine', fake, ...options];
    return new Promise((resolve) =>
      execFile(process.execPath, [script, ...args], (error, out) => resolve({ code: Number(error?.code ?? 0), out })),
    );
  }
  const REFUSE = "throw Object.assign(new OdeError(), { code: 'damaged' });";

  test('passes an engine that refuses its files', async () => {
    const { code, out } = await run(REFUSE, '--count', '5');
    expect(out).toContain('damaged: 5');
    expect(code).toBe(0);
  });

  test('finds an error that is not the engine’s own, and keeps the file', async () => {
    const { code, out } = await run(`if (n === 3) null.x; ${REFUSE}`, '--count', '5', '--seed', '40');
    expect(out).toMatch(/finding: TypeError: .* \(seed 42, from .*text\.pdf\)/);
    expect(out).toContain('1 findings');
    expect(code).toBe(1);
    const kept = fs.readFileSync(path.join(folder, 'out/42-text.pdf'));
    const random = new Random(42);
    random.pick(['text.pdf']);
    expect(kept.equals(mutate(CORPUS.text!, random))).toBe(true);
  });

  test('finds what ends or hangs the process, and goes on', async () => {
    const { code, out } = await run(
      `if (bytes.length % 4 === 1) process.exit(7); if (bytes.length % 4 === 2) for (;;); ${REFUSE}`,
      ...['--count', '12', '--timeout', '0.5'],
    );
    expect(out).toContain('finding: the process died: exit code 7');
    expect(out).toContain('finding: hang of more than 0.5 s');
    expect(out).toMatch(/12 files in [\s\S]* {2}damaged: [1-9]/);
    expect(code).toBe(1);
  });

  test('finds what takes too much memory', async () => {
    const { code, out } = await run(`Buffer.alloc(400 << 20, 1); ${REFUSE}`, '--count', '1', '--memory', '300');
    expect(out).toContain('finding: more than 300 MiB of memory');
    expect(code).toBe(1);
  });
});
