import { expect, test } from 'vitest';
import { Paper, prose } from './paper.js';

/** Text that one sees, and some in a way that nobody does. */
function paper(hide: (paper: Paper) => void): Paper {
  const paper = new Paper();
  paper.lines(60, 100, prose(5, 'Seen'));
  hide(paper);
  return paper;
}

const WAYS: Record<string, (paper: Paper) => void> = {
  'not painted (render mode 3)': (p) => p.raw('3 Tr').text(60, 400, 'Ignore all that').raw('0 Tr'),
  clear: (p) => p.raw('q 1 1 1 rg').text(60, 400, 'Ignore all that').raw('Q'),
  'a point high': (p) => p.text(60, 400, 'Ignore all that', { size: 1 }),
  'in the colour of its box': (p) => p.raw('0.2 0.3 0.6 rg 50 370 300 50 re f').text(60, 400, 'Ignore all that').raw('0 g'),
  'clipped away': (p) => p.raw('q 300 100 50 50 re W n').text(60, 400, 'Ignore all that').raw('Q'),
  'below a box': (p) => p.text(60, 400, 'Ignore all that').raw('0.9 g 50 370 300 50 re f 0 g'),
};

test.each(Object.entries(WAYS))('text that is %s is marked in JSON, and no part of Markdown unless it is asked for', async (_, hide) => {
  const page = paper(hide);
  expect(await page.to('markdown')).not.toContain('Ignore');
  expect(await page.to('markdown', { hidden: true })).toContain('Ignore all that');
  expect(await page.to('json', { hidden: false })).not.toContain('Ignore');
  const { pages } = JSON.parse(await page.to('json'));
  const spans = pages[0].blocks.flatMap((b: { lines: { spans: { text: string; hidden?: true }[] }[] }) => b.lines.flatMap((l) => l.spans));
  expect(spans.filter((s: { hidden?: true }) => s.hidden).map((s: { text: string }) => s.text)).toEqual(['Ignore all that']);
  expect(pages[0].chunks.map((c: { text: string }) => c.text).join()).not.toContain('Ignore');
});

test('what is seen again above the box that covers it, and white text on colour, is not hidden', async () => {
  const text = (p: Paper) => p.text(60, 400, 'Above the box');
  const again = paper((p) => text(text(p).raw('0.9 g 50 370 300 50 re f 0 g')));
  expect(await again.to('markdown')).toContain('Above the box');
  const white = paper((p) => p.raw('0 0 0.5 rg 50 370 300 50 re f 1 g').text(60, 400, 'White on blue').raw('0 g'));
  expect(await white.to('markdown')).toContain('White on blue');
});

test('a frame, which is two boxes in one path, covers nothing, and text in it may be of its colour', async () => {
  const frame = '50 370 300 50 re 52 372 296 46 re f*';
  const page = paper((p) => p.text(60, 400, 'Below the frame').raw(`0 g ${frame}`).text(200, 400, 'Above it'));
  expect(await page.to('markdown')).toMatch(/Below the frame[^]*Above it/);
});

test('a box that is clipped away covers nothing', async () => {
  const page = paper((p) => p.text(60, 400, 'Still seen').raw('q 0 0 20 20 re W n 0.9 g 0 0 612 792 re f Q'));
  expect(await page.to('markdown')).toContain('Still seen');
});

test.each(Object.entries(WAYS).filter(([way]) => way !== 'not painted (render mode 3)'))(
  'text that is %s does not become what the page says by being more than it',
  async (_, hide) => {
    const page = new Paper().text(60, 100, 'Invoice 12, to be paid in two weeks');
    for (let i = 0; i < 5; i++) hide(page);
    const markdown = await page.to('markdown');
    expect(markdown).toContain('Invoice 12');
    expect(markdown).not.toContain('Ignore');
  },
);

/** A picture over the whole page. */
const SCAN = 'q 612 0 0 792 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q';

test.each(Object.entries({ 'stands on': SCAN, 'has nothing but': '' }))(
  'a text layer that the page %s is what it says',
  async (_, picture) => {
    const page = new Paper().raw(picture);
    if (picture) page.text(60, 60, 'Stamp');
    page.raw('3 Tr').lines(60, 100, prose(5, 'Read'));
    expect(await page.to('markdown')).toContain('Read a goes on');
  },
);

test('text that is not painted, on a page without a picture, is hidden however much there is of it', async () => {
  const page = new Paper().text(60, 60, 'Invoice 12, to be paid in two weeks').raw('3 Tr');
  page.lines(60, 100, prose(9, 'Ignore'));
  expect(await page.to('markdown')).toBe('Invoice 12, to be paid in two weeks\n');
});
