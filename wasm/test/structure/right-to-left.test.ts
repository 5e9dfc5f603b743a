import { openDocument } from '@ode/engine';
import { expect, test } from 'vitest';
import { Writer } from '../text-writer.js';

/** As it stands on paper, from the left. */
const seen = (text: string) => [...text].reverse().join('');

test('a line from right to left is read in its order, with its numbers and with brackets around what runs to the right', async () => {
  const writer = new Writer().at(10, 80, `34 ${seen('שלום')} 12`).at(10, 40, `(ab cd) ${seen('שלום')} ${seen('עולם')}`);
  const doc = await openDocument(writer.file());
  const text = await new Response(doc.convert('markdown')).text();
  expect(text.split(/\n+/).filter(Boolean)).toEqual(['# 12 שלום 34', 'עולם שלום (ab cd)']);
  await doc.close();
});
