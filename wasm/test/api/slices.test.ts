import { describe, expect, test } from 'vitest';
import { openDocument } from '@ode/engine';
import type { Picture } from '@ode/engine';
import { onePage } from '../pdf-builder.js';

/** Pages that take long are read and drawn by slices, between which others have the thread. */
const LINES = 60_000;
/** A short line at a place of its own. */
const line = (i: number) => `${(i * 0.618) % 200} ${(i / 600) % 100} m ${((i * 0.618) % 200) + 20} ${((i / 600) % 100) + 1} l S`;
const crowded = (lines = LINES) => onePage(`0.1 w ${Array.from({ length: lines }, (_, i) => line(i)).join('\n')}`);
const open = (file = crowded()) => openDocument(file);
const bytes = ({ data }: Picture) => Buffer.from(data.buffer);
const paper = ({ data }: Picture) => data.filter((v, i) => i % 4 === 0 && v === 255).length;

/** Counts how often others have their turn until a promise is settled. */
async function turnsDuring<T>(work: Promise<T>): Promise<{ value: T; turns: number }> {
  let going = true;
  let turns = 0;
  const count = () => {
    turns++;
    if (going) setImmediate(count);
  };
  setImmediate(count);
  const value = await work.finally(() => (going = false));
  return { value, turns };
}

describe('a page that takes long', () => {
  test('lets others have the thread while it is read and drawn', async () => {
    const doc = await open();
    expect((await turnsDuring(doc.renderPage(0, { scale: 3 }))).turns).toBeGreaterThan(5);
    const short = await openDocument(onePage('0 0 10 10 re f'));
    expect((await turnsDuring(short.renderPage(0))).turns).toBeLessThanOrEqual(1);
  });

  test('is given up when the signal fires, and can be asked for again', async () => {
    const doc = await open();
    const abort = new AbortController();
    setImmediate(() => abort.abort());
    await expect(doc.renderPage(0, { scale: 3, signal: abort.signal })).rejects.toMatchObject({ code: 'aborted' });
    const again = await doc.renderPage(0, { scale: 1 });
    expect(bytes(again).equals(bytes(await (await open()).renderPage(0, { scale: 1 })))).toBe(true);
  });

  test('is not given up for one when another one waits for it', async () => {
    const doc = await open();
    const abort = new AbortController();
    setImmediate(() => abort.abort());
    const [given, kept] = await Promise.allSettled([doc.renderPage(0, { signal: abort.signal }), doc.renderPage(0)]);
    expect(given.status).toBe('rejected');
    expect(kept.status).toBe('fulfilled');
    expect(doc.warnings).toEqual([]);
  });

  test('shows how far it has come, a little more each time, and is in the end the same', async () => {
    // So many that the fastest machine takes longer than it is between two parts.
    const file = crowded(8 * LINES);
    const doc = await open(file);
    const parts: Picture[] = [];
    const whole = await doc.renderPage(0, { scale: 6, onPartial: (picture) => parts.push(picture) });
    expect(parts.length).toBeGreaterThan(1);
    const left = [...parts, whole].map(paper);
    expect(left).toEqual([...left].sort((a, b) => b - a));
    expect(left[0]).toBeGreaterThan(left.at(-1)!);
    expect(bytes(whole).equals(bytes(await (await open(file)).renderPage(0, { scale: 6 })))).toBe(true);
  });

  test('shows what is inside of a group that is not done', async () => {
    const group = (content: string) =>
      onePage('/Fm Do', {
        resources: '/XObject << /Fm 10 0 R >>',
        objects: {
          10: { dict: '/Type /XObject /Subtype /Form /BBox [0 0 200 100] /Group << /S /Transparency /I true >>', stream: content },
        },
      });
    // So many that the fastest machine shows more than the first part.
    const lines = Array.from({ length: 4 * LINES }, (_, i) => line(i)).join('\n');
    const doc = await open(group(`1 0 0 rg 0 0 200 100 re f 0.1 w ${lines}`));
    const parts: Picture[] = [];
    await doc.renderPage(0, { scale: 6, onPartial: (picture) => parts.push(picture) });
    // Red, though the group is only painted when it ends; a first part may come before anything is drawn.
    expect(parts.map(({ data }) => [...data.subarray(0, 4)])).toContainEqual([255, 0, 0, 255]);
  });

  test('two are drawn in turns, each as if it were alone', async () => {
    const doc = await open();
    const pictures = await Promise.all([doc.renderPage(0, { scale: 2 }), doc.renderPage(0, { scale: 1 }), doc.pageText(0)]);
    const other = await open();
    expect(bytes(pictures[0]).equals(bytes(await other.renderPage(0, { scale: 2 })))).toBe(true);
    expect(bytes(pictures[1]).equals(bytes(await other.renderPage(0, { scale: 1 })))).toBe(true);
  });
});
