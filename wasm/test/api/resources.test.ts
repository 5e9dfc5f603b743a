import fs from 'node:fs';
import { expect, test } from 'vitest';
import { DocumentCore } from '../../src/core.js';
import { onePage } from '../pdf-builder.js';

test('what stands in for the fonts of a page is asked for at once', async () => {
  const font = (name: string) => `<< /Type /Font /Subtype /Type1 /BaseFont /${name} >>`;
  const file = onePage('BT /F1 10 Tf 10 10 Td (A) Tj /F2 10 Tf (B) Tj /F3 10 Tf (C) Tj ET', {
    objects: { 5: font('Times-Roman'), 11: font('Times-Bold'), 12: font('Courier'), 13: font('Symbol') },
    resources: '/Font << /F1 5 0 R /F2 11 0 R /F3 12 0 R >>',
  });
  /** The names that were asked for while no other was on its way. */
  const rounds: string[][] = [];
  let pending = 0;
  const load = async (name: string) => {
    if (!pending++) rounds.push([]);
    rounds.at(-1)!.push(name);
    await new Promise((resolve) => setTimeout(resolve));
    pending--;
    return new Uint8Array(fs.readFileSync(new URL(`../../dist/resources/standard_fonts/${name}`, import.meta.url)));
  };
  const module = new WebAssembly.Module(fs.readFileSync(new URL('../../dist/engine.wasm', import.meta.url)));
  const core = await DocumentCore.open(module, file, {}, load);
  expect(await core.pageText(0)).toBe('ABC');
  expect(rounds).toEqual([['FoxitSerif.pfb', 'FoxitSerifBold.pfb', 'FoxitFixed.pfb']]);
});
