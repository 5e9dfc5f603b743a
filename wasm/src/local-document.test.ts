import fs from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { buildPdf } from '../test/pdf-builder.js';
import { DocumentCore } from './core.js';
import { LocalDocument } from './local-document.js';

let engine: WebAssembly.Module;
beforeAll(async () => {
  engine = await WebAssembly.compile(fs.readFileSync(new URL('../dist/engine.wasm', import.meta.url)));
});

const page = (content: number) => `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1 1] /Contents ${content} 0 R >>`;
/** A red page and a blue one. */
const PDF = buildPdf({
  1: '<< /Type /Catalog /Pages 2 0 R >>',
  2: '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>',
  3: page(5),
  4: page(6),
  5: { stream: '1 0 0 rg 0 0 1 1 re f' },
  6: { stream: '0 0 1 rg 0 0 1 1 re f' },
});

async function open() {
  const core = await DocumentCore.open(engine, PDF, {}, async () => null);
  return { core, doc: new LocalDocument(core) };
}

test('after a trap the document goes on in another instance', async () => {
  const { core, doc } = await open();
  expect([...(await doc.renderPage(0)).data]).toEqual([255, 0, 0, 255]);
  // Wherever the engine looks for the document now, an address leads out of its memory.
  core.instance.bytes(core.store, 256).fill(0xff);
  await expect(doc.renderPage(1)).rejects.toMatchObject({ code: 'damaged' });
  expect(doc.warnings).toEqual([{ feature: 'engine-trapped', page: 1, object: 0, missing: true, unsupported: true }]);

  expect([...(await doc.renderPage(1)).data]).toEqual([0, 0, 255, 255]);
  expect([...(await doc.renderPage(0)).data]).toEqual([255, 0, 0, 255]);
  expect(doc.warnings.map(({ feature }) => feature)).toEqual(['engine-trapped']);
});

test('memory that was needed once is given back', async () => {
  const { core, doc } = await open();
  const { memory, take, give } = core.instance.exports;
  give(take(300 << 20));
  expect(memory.buffer.byteLength).toBeGreaterThan(300 << 20);
  expect([...(await doc.renderPage(1)).data]).toEqual([0, 0, 255, 255]);
  expect(core.renewed()).not.toBe(core);
  expect(core.renewed().instance.exports.memory.buffer.byteLength).toBeLessThan(64 << 20);
});

test('after memory was out the document goes on in another instance', async () => {
  const { core, doc } = await open();
  expect(core.instance.exports.take(0x3fff_ffff)).toBe(0);
  expect([...(await doc.renderPage(1)).data]).toEqual([0, 0, 255, 255]);
  expect(core.renewed()).not.toBe(core);
});

test('an instance stays while it is well', async () => {
  const { core, doc } = await open();
  await doc.renderPage(0);
  expect(core.renewed()).toBe(core);
});

test('a page that is going to be drawn is read before it is asked for', async () => {
  const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>';
  const pdf = buildPdf({
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    3: page,
    4: { stream: 'BT /F 9 Tf (a) Tj ET' },
    5: '<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold >>',
  });
  const asked: string[] = [];
  const core = await DocumentCore.open(engine, pdf, {}, async (name) => {
    asked.push(name);
    return null;
  });
  expect(asked).toEqual([]);
  await core.readAhead(0);
  expect(asked).toContain('FoxitSerifBold.pfb');
  await expect(core.readAhead(1)).resolves.toBeUndefined(); // a page that is not there is told to who draws it
});

test("a closed document's memory is the next one's, which finds nothing in it", async () => {
  const first = await open();
  const { instance } = first.core;
  const { memory } = instance.exports;
  const red = instance.put(new Uint8Array(1000).fill(0xa5));
  await first.doc.close();
  expect(new Uint8Array(memory.buffer).every((byte) => byte === 0)).toBe(true);
  expect(() => instance.bytes(red, 1000)).toThrow('closed');

  const second = await open();
  expect(second.core.instance.exports.memory).toBe(memory);
  expect([...(await second.doc.renderPage(1)).data]).toEqual([0, 0, 255, 255]);
});

test('what is still being drawn when its document is closed keeps its memory', async () => {
  const { core, doc } = await open();
  const { memory } = core.instance.exports;
  const drawing = doc.renderPage(0);
  await doc.close();
  const next = await open();
  expect(next.core.instance.exports.memory).not.toBe(memory);
  expect([...(await drawing).data]).toEqual([255, 0, 0, 255]);
});
