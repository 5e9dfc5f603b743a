import { expect, test } from 'vitest';
import { Paper } from './paper.js';

/** A paragraph of two lines, and a table of three rows below a header. */
function sample(): Paper {
  const paper = new Paper().text(60, 100, 'The first line of a paragraph that has').text(60, 112, 'two of them.');
  ['Year Sum', '2020 10', '2021 20', '2022 30'].forEach((row, r) => {
    row.split(' ').forEach((text, c) => paper.text(66 + 100 * c, 214 + 20 * r, text));
    paper.rule(60, 200 + 20 * r, 260, 200 + 20 * r);
  });
  paper.rule(60, 280, 260, 280);
  for (const x of [60, 160, 260]) paper.rule(x, 200, x, 280);
  return paper;
}

test('only words that lie in the places that are asked for are given', async () => {
  expect(await sample().to('markdown', { within: { 0: [[50, 103, 300, 116]] } })).toBe('two of them.\n');
  expect(await sample().to('markdown', { within: { 1: [[0, 0, 600, 700]] } })).toBe('');
});

test('of a table the rows are, each with all of its columns', async () => {
  const markdown = await sample().to('markdown', {
    within: {
      0: [
        [60, 203, 260, 217],
        [160, 242, 260, 258],
      ],
    },
  });
  expect(markdown).toBe('| Year | Sum |\n| --- | --- |\n|  | 20 |\n');
});
