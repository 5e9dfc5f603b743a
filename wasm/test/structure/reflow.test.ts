import { HtmlValidate } from 'html-validate';
import { expect, test } from 'vitest';
import { bound, convert, Paper, prose } from './paper.js';

/** Two chapters, a note, a table with a title and spans, a figure, a nested list, and no sound order of headings. */
function book(): Uint8Array {
  const first = new Paper().text(60, 90, 'First chapter', { size: 20 }).text(60, 130, '1.1.1 Deep', { bold: true });
  const y = first.lines(60, 160, prose(3, 'Text'));
  first
    .text(60, y, 'A word')
    .text(91, y - 4, '1', { size: 6 })
    .text(96, y, 'with a note and more of the text behind it');
  first.text(60, 250, '1. One').text(60, 266, '2. Two').text(80, 282, '(a) Below two');
  first.text(60, 700, '1', { size: 5 }).text(64, 703, 'What the note says', { size: 7 });
  const second = new Paper().text(60, 90, 'Second chapter', { size: 20 });
  second.lines(60, 130, prose(4, 'More'));
  second.text(60, 200, 'Table 1: Sums & <parts>');
  for (const at of [210, 230, 250]) second.rule(60, at, 360, at);
  for (const x of [60, 360]) second.rule(x, 210, x, 250);
  for (const x of [160, 260]) second.rule(x, 230, x, 250);
  second.text(150, 224, 'Over all three');
  ['a', 'b', 'c'].forEach((t, i) => second.text(70 + 100 * i, 244, t));
  second.raw([40, 90, 60, 120].map((h, i) => `0 0.4 0.8 rg ${100 + 40 * i} 300 24 ${h} re f`).join(' ')).raw('0 g');
  return bound([first, second], '/Lang (en)');
}

test('a converted document passes html-validate', async () => {
  const report = await new HtmlValidate({ extends: ['html-validate:recommended'], rules: { 'long-title': 'off' } }).validateString(
    await convert(book(), 'html-reflow', { furniture: true }),
  );
  expect(report.results.flatMap((r) => r.messages.map((m) => `${m.ruleId}: ${m.message} ${m.selector}`))).toEqual([]);
});

test('one h1, and no level is left out', async () => {
  const html = await convert(book(), 'html-reflow');
  expect([...html.matchAll(/<h(\d)>(?:<strong>)?([^<]*)/g)].map(([, level, text]) => `${level} ${text}`)).toEqual([
    '1 First chapter',
    '2 1.1.1 Deep',
    '2 Second chapter',
  ]);
});

test('a page without headings has one that only readers of the screen hear', async () => {
  const paper = new Paper();
  paper.lines(60, 120, prose(4, 'Text'));
  expect(await paper.to('html-reflow', { title: 'A & B' })).toContain('<h1 class="title">A &amp; B</h1>');
});

test('footnotes are linked both ways', async () => {
  const html = await convert(book(), 'html-reflow');
  const [, id] = /<sup><a href="#note-([\d-]+)" id="ref-\1" role="doc-noteref">1<\/a><\/sup>/.exec(html)!;
  expect(html).toContain(`<aside class="footnote" id="note-${id}" role="doc-footnote">`);
  expect(html).toContain(`<a href="#ref-${id}" role="doc-backlink"`);
  expect(await convert(book(), 'markdown')).toMatch(/A word *\[\^([\d.]+)\] *with a note[\s\S]*\n\[\^\1\]: What the note says/);
});

test('of notes with one mark, as below each of several tables, the next one is meant', async () => {
  const paper = new Paper();
  const part = (y: number, name: string) => {
    paper.lines(60, y, prose(4, name));
    paper.text(60, y + 52, `A word of ${name}`).text(140, y + 48, '1', { size: 6 });
    paper.text(60, y + 77, '1', { size: 5 }).text(64, y + 80, `The note of ${name}`, { size: 7 });
  };
  part(420, 'Alpha');
  part(580, 'Beta');
  const markdown = await paper.to('markdown');
  const [first, second] = [...markdown.matchAll(/A word of \w+ *\[\^([\d.]+)\]/g)].map(([, id]) => id!);
  expect(markdown).toContain(`[^${first}]: The note of Alpha`);
  expect(markdown).toContain(`[^${second}]: The note of Beta`);
});

test('an exponent is no mark of a footnote', async () => {
  const paper = new Paper().text(60, 120, 'The sum of x').text(116, 116, '1', { size: 6 }).text(121, 120, 'and more of the text');
  paper.text(220, 116, '1', { size: 6 });
  paper.lines(60, 132, prose(3, 'Text'));
  paper.text(60, 700, '1', { size: 5 }).text(64, 703, 'What the note says', { size: 7 });
  const html = await paper.to('html-reflow');
  expect(html.match(/role="doc-noteref"/g)).toHaveLength(1);
  expect(html).toMatch(/sum of x *<sup>1<\/sup>/);
});

test('a table has its title, and headers that say what they are over', async () => {
  const html = await convert(book(), 'html-reflow');
  expect(html).toMatch(
    /<table><caption>Table 1: Sums &amp; &lt;parts&gt;<\/caption><thead><tr><th scope="colgroup" colspan="3">Over all three<\/th><\/tr><\/thead>/,
  );
});
