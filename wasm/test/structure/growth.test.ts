import { expect, test } from 'vitest';
import { layOut } from '../../src/structure/layout.js';
import type { PageContent, Word } from '../../src/structure/page-content.js';
import { groupLines } from '../../src/structure/text-blocks.js';

/** How often the places and the texts of a page's words are looked at: the steps that reading it takes. */
function stepsOf(rows: number, texts: (row: number) => string[], pitch = 12): number {
  let steps = 0;
  const words = Array.from({ length: rows }, (_, row) =>
    texts(row).flatMap((text, column) => wordsOf(text, 60 + 180 * column, 100 + pitch * row)),
  ).flat();
  for (const word of words)
    for (const key of ['x0', 'y0', 'x1', 'y1', 'y', 'text', 'size'] as const) {
      const value = word[key];
      Object.defineProperty(word, key, { enumerable: true, get: () => (steps++, value) });
    }
  const page: PageContent = { page: 0, width: 612, height: 1e6, words, rules: [], fills: [], images: [], drawings: [] };
  groupLines(layOut(page).lines);
  return steps;
}

function wordsOf(text: string, x: number, y: number): Word[] {
  return text.split(' ').map((part, i, all): Word => {
    const x0 = x + 5 * all.slice(0, i).join(' ').length + (i ? 5 : 0);
    const look = { font: 1, bold: false, italic: false, fixedPitch: false, color: 0, artifact: false, rightToLeft: false, link: undefined };
    const place = { x0, y0: y - 8, x1: x0 + 5 * part.length, y1: y + 2, y, size: 10, turn: 0 as const, mcid: -1, form: 0 };
    return { ...look, ...place, text: part, glued: false, startsLine: !i };
  });
}

const PAGES: Record<string, Parameters<typeof stepsOf>[1]> = {
  'running text in two columns': () => ['a line of a paragraph that goes on', 'and one in the column beside it'],
  'a table': (row) => [`name ${row}`, String(row * 17), `${row % 7}.5`],
  'short lines in three columns that are no table': (row) => ['some words here', 'others beside', `a third ${'abc'[row % 3]}`],
  'a list of marks': (row) => [`${row}.`, 'what is said of it in some words'],
};

test.each(Object.entries(PAGES))('%s: twice the rows take about twice the steps', (_, texts) => {
  const [once, twice] = [stepsOf(150, texts), stepsOf(300, texts)];
  expect(twice / once).toBeLessThan(2.5);
});
