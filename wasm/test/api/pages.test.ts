import { openDocument, type Picture } from '@ode/engine';
import { describe, expect, test } from 'vitest';
import { buildPdf, onePage, type Body } from '../pdf-builder.js';
import { show } from '../show.js';

/** A document of pages of one pixel, each in a gray of its own. */
function grays(count: number): Uint8Array {
  const objects: Record<number, Body> = { 1: '<< /Type /Catalog /Pages 2 0 R >>' };
  const kids: string[] = [];
  for (let i = 0; i < count; i++) {
    kids.push(`${3 + 2 * i} 0 R`);
    objects[3 + 2 * i] = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1 1] /Contents ${4 + 2 * i} 0 R >>`;
    objects[4 + 2 * i] = { stream: `${(i * 4) / 255} g 0 0 1 1 re f` };
  }
  objects[2] = `<< /Type /Pages /Count ${count} /Kids [${kids.join(' ')}] >>`;
  return buildPdf(objects);
}

test('pages that are drawn at the same time are each drawn as they are', async () => {
  const doc = await openDocument(grays(40));
  const pictures = await Promise.all(Array.from({ length: 40 }, (_, i) => doc.renderPage(i)));
  expect(pictures.map(({ data }) => data[0])).toEqual(Array.from({ length: 40 }, (_, i) => i * 4));
  await doc.close();
});

test('a picture comes in the memory that is given, where it is large enough', async () => {
  const doc = await openDocument(grays(8));
  const into = new ArrayBuffer(64);
  const { data } = await doc.renderPage(7, { into });
  expect([data.buffer, [...data]]).toEqual([into, [28, 28, 28, 255]]);
  expect((await doc.renderPage(7, { into, scale: 5 })).data.buffer).not.toBe(into);
  expect((await doc.renderPage(0)).data[0]).toBe(0);
  expect(data[0]).toBe(28);
  await doc.close();
});

test('a picture that is done with at once is not copied, and its memory is given back', async () => {
  const doc = await openDocument(grays(8));
  const { exports } = (Reflect.get(doc, 'held') as { instance: { exports: { memory: WebAssembly.Memory; memoryInUse(): number } } })
    .instance;
  const seen: number[] = [];
  const look = ({ width, height, data }: Picture) => {
    expect(data.buffer).toBe(exports.memory.buffer);
    seen.push(exports.memoryInUse());
    return [width, height, data.length, ...data.slice(0, 4)];
  };
  expect(await doc.withPicture(7, look, { scale: 500 })).toEqual([500, 500, 1_000_000, 28, 28, 28, 255]);
  expect(exports.memoryInUse()).toBeLessThan(seen[0]! - 1_000_000);
  await expect(doc.withPicture(7, () => Promise.reject(new Error('full')))).rejects.toThrow('full');
  await doc.close();
});

describe('layers', () => {
  const RED = [255, 0, 0];
  const BLUE = [0, 0, 255];
  const WHITE = [255, 255, 255];
  /** A red left half on layer 10, a blue right half on layer 11, which is off by default. */
  const pdf = onePage('/OC /A BDC 1 0 0 rg 0 0 1 1 re f EMC /OC /B BDC 0 0 1 rg 1 0 1 1 re f EMC', {
    mediaBox: '[0 0 2 1]',
    resources: '/Properties << /A 10 0 R /B 11 0 R >>',
    catalog: '/OCProperties << /OCGs [10 0 R 11 0 R] /D << /OFF [11 0 R] >> >>',
    objects: { 10: '<< /Type /OCG /Name (A) >>', 11: '<< /Type /OCG /Name (B) >>' },
  });

  test('are shown as the document has it, or as a call chooses', async () => {
    const doc = await openDocument(pdf);
    const draw = async (layers?: Record<number, boolean>) => {
      const { data } = await doc.renderPage(0, layers && { layers });
      return [[...data.slice(0, 3)], [...data.slice(4, 7)]];
    };
    expect(await doc.layers()).toEqual([
      { id: 10, name: 'A', visible: true },
      { id: 11, name: 'B', visible: false },
    ]);
    expect(await draw()).toEqual([RED, WHITE]);
    expect(await draw({ 11: true })).toEqual([RED, BLUE]);
    expect(await draw({ 10: false })).toEqual([WHITE, WHITE]);
    expect(await Promise.all([draw({ 10: false, 11: true }), draw(), draw({ 999: true, 4: true })])).toEqual([
      [WHITE, BLUE],
      [RED, WHITE],
      [RED, WHITE],
    ]);
    expect((await doc.layers()).map(({ visible }) => visible)).toEqual([true, false]);
    await doc.close();
  });

  test('a visibility expression that shares its parts over and over ends', async () => {
    // 8.11.2.2; each of the 16 levels has its next one twelve times: 12^16 visits without a limit.
    const objects: Record<number, Body> = { 10: '<< /Type /OCMD /VE 20 0 R >>', 40: '<< /Type /OCG /Name (A) >>' };
    for (let level = 0; level < 16; level++) objects[20 + level] = `[/And ${`${level === 15 ? 40 : 21 + level} 0 R `.repeat(12)}]`;
    const shown = await show(onePage('/OC /A BDC 1 0 0 rg 0 0 200 100 re f EMC', { resources: '/Properties << /A 10 0 R >>', objects }));
    expect(shown.width).toBe(200);
  });
});
