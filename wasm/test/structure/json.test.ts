import fs from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { bound, convert, Paper, prose } from './paper.js';

const schema = JSON.parse(fs.readFileSync(new URL('../../schema/document.schema.json', import.meta.url), 'utf8'));

function sample(): Uint8Array {
  const paper = new Paper().text(60, 90, 'A title', { size: 20 }).text(60, 130, '1 A part', { size: 14 });
  paper.lines(60, 160, prose(4, 'Text'));
  paper.text(60, 230, '1. One').text(80, 246, '(a) Two');
  paper.raw('0.8 0 0 rg').text(60, 280, 'Red words, one behind the other,').raw('0 g 3 Tr').text(60, 300, 'Hidden').raw('0 Tr');
  for (const y of [320, 340, 360]) paper.rule(60, y, 260, y);
  for (const x of [60, 160, 260]) paper.rule(x, 320, x, 360);
  ['Year', 'Count', '2020', '5'].forEach((t, i) => paper.text(66 + 100 * (i % 2), 334 + 20 * (i >> 1), t));
  paper.raw([40, 90, 60, 120].map((h, i) => `0 0.4 0.8 rg ${100 + 40 * i} 250 24 ${h} re f`).join(' '));
  return bound([paper, new Paper()]);
}

test('JSON is what its schema says, and the schema refuses what is not', async () => {
  const document = JSON.parse(await convert(sample(), 'json'));
  const validate = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false }).compile(schema);
  validate(document);
  expect(validate.errors).toBeNull();
  expect(document.pages[0].blocks.map((b: { kind: string }) => b.kind).sort()).toEqual([
    'figure',
    'heading',
    'heading',
    'list',
    'paragraph',
    'paragraph',
    'paragraph',
    'table',
  ]);
  delete document.pages[0].blocks[0].reason;
  expect(validate(document)).toBe(false);
});

test('blocks have the same ids each time, and words their boxes and fonts', async () => {
  const [once, again] = [await convert(sample(), 'json'), await convert(sample(), 'json')];
  expect(again).toBe(once);
  const [title] = JSON.parse(once).pages[0].blocks;
  expect(title.id).toBe('1.1');
  const [span] = title.lines[0].spans;
  expect(span.font).toBe('Helvetica');
  expect(span.words.map((w: { text: string }) => w.text)).toEqual(['A', 'title']);
  // Helvetica's A is 667 thousandths wide, a space 278: at 20 points the second word begins 18.9 points further.
  expect(span.words[1].box[0]).toBeCloseTo(60 + 20 * 0.945, 1);
});

test('chunks say under which headings they stand', async () => {
  const { chunks } = JSON.parse(await convert(sample(), 'json')).pages[0];
  expect(chunks[1]).toMatchObject({ id: 'chunk-1.2', headings: ['A title', '1 A part'] });
  expect(chunks[1].text).toContain('Text a goes on');
  expect(chunks.find((c: { text: string }) => c.text.startsWith('Year')).text).toBe('Year | Count\n2020 | 5');
});
