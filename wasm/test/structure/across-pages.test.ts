import { expect, test } from 'vitest';
import { bound, convert, Paper, prose } from './paper.js';

/** A drawn table of two columns. */
function table(rows: string[][], top: number, paper = new Paper()): Paper {
  rows.forEach((row, r) => row.forEach((text, c) => paper.text(66 + 100 * c, top + 14 + 20 * r, text)));
  for (let r = 0; r <= rows.length; r++) paper.rule(60, top + 20 * r, 260, top + 20 * r);
  for (const x of [60, 160, 260]) paper.rule(x, top, x, top + 20 * rows.length);
  return paper;
}

test('a paragraph goes on on the next page, past a footnote; in JSON its second part names the first', async () => {
  const [first, second] = [new Paper(), new Paper()];
  first.lines(60, 120, [...prose(3, 'Text'), 'and at the end of the page there is a word that is di-']);
  first.text(60, 700, '1', { size: 5 }).text(64, 703, 'A note that belongs to the first page', { size: 7 });
  second.lines(60, 120, ['vided there and goes on here until its end', ...prose(3, 'text')]);
  const file = bound([first, second]);
  const markdown = await convert(file, 'markdown');
  expect(markdown).toContain('a word that is divided there and goes on');
  expect(await convert(file, 'markdown', { faithful: true })).toContain('a word that is di-\n');
  const { pages } = JSON.parse(await convert(file, 'json'));
  expect(pages[1].blocks[0].continues).toBe(pages[0].blocks.find((b: { kind: string }) => b.kind === 'paragraph').id);
});

test('a table over three pages is one, and the header that each page repeats is there once', async () => {
  const header = ['Year', 'Count'];
  const parts = [0, 1, 2].map((i) => table([header, [`20${i}1`, '5'], [`20${i}2`, '6'], [`20${i}3`, '7']], i ? 80 : 640));
  const markdown = await convert(bound(parts), 'markdown');
  expect(markdown.match(/\| Year \| Count \|/g)).toHaveLength(1);
  expect(markdown.match(/^\| 20/gm)).toHaveLength(9);
});

test('tables with other columns are two', async () => {
  const other = new Paper();
  [
    ['Kind', 'Sum'],
    ['a', '5'],
    ['b', '6'],
  ].forEach((row, r) => row.forEach((text, c) => other.text(66 + 200 * c, 94 + 20 * r, text)));
  for (let r = 0; r <= 3; r++) other.rule(60, 80 + 20 * r, 460, 80 + 20 * r);
  for (const x of [60, 260, 460]) other.rule(x, 80, x, 140);
  const markdown = await convert(
    bound([
      table(
        [
          ['Year', 'Count'],
          ['2011', '5'],
          ['2012', '6'],
        ],
        640,
      ),
      other,
    ]),
    'markdown',
  );
  expect(markdown.match(/\| --- \| --- \|/g)).toHaveLength(2);
});
