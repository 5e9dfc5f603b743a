import { expect, test } from 'vitest';
import { Paper } from './paper.js';

/** A table with a caption, set as on a page of 792 by 612, on one that is 612 by 792: by a matrix (8.3.4). */
function turned(matrix: string): Paper {
  const paper = new Paper().raw(`q ${matrix} cm`);
  paper.text(100, 280, 'Table 1: A wide one');
  [
    ['Name', 'Count', 'Share'],
    ['One', '12', '40%'],
    ['Two', '18', '60%'],
  ].forEach((row, r) => row.forEach((text, c) => paper.text(106 + 180 * c, 314 + 20 * r, text)));
  for (let r = 0; r <= 3; r++) paper.rule(100, 300 + 20 * r, 640, 300 + 20 * r);
  for (let c = 0; c <= 3; c++) paper.rule(100 + 180 * c, 300, 100 + 180 * c, 360);
  return paper.raw('Q');
}

// Upwards, x goes up the page and what is below is to the right; downwards the other way round.
const MATRICES: Record<string, string> = { upwards: '0 1 -1 0 792 0', downwards: '0 -1 1 0 -180 792' };

test.each(Object.entries(MATRICES))('a table that is written %s is read as one that stands upright', async (way, matrix) => {
  const paper = turned(matrix);
  expect(await paper.to('markdown')).toBe(
    'Table 1: A wide one\n\n| Name | Count | Share |\n| --- | --- | --- |\n| One | 12 | 40% |\n| Two | 18 | 60% |\n',
  );
  const [, table] = await paper.blocks();
  const [x0, y0, x1, y1] = table!.box;
  // 60 points wide and 540 high: its rows stand beside one another on the page.
  expect(x1 - x0).toBeCloseTo(60, 0);
  expect(y1 - y0).toBeCloseTo(540, 0);
  // The matrices take the table's left side, at 100, to a hundred points above the page's foot, or below its top.
  if (way === 'upwards') expect(y1).toBeCloseTo(692, 0);
  else expect(y0).toBeCloseTo(100, 0);
});
