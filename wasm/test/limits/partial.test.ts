import { describe, expect, test } from 'vitest';
import { onePage, type Body } from '../pdf-builder.js';
import { show } from '../show.js';

/**
 * Lists inside a page's list whose work never ends: a pattern's cell, a soft mask's group. What they have painted until then is
 * seen, since they leave some of the page's work to what is painted with them.
 */
const READING = { 20: { stream: '0 0 m '.repeat(50_000), dict: '/Subtype /Form /BBox [0 0 200 100]' } };
/** Takes for ever to be read, or to be drawn. */
const ENDLESS = { 'to be read': '/Endless Do '.repeat(1000), 'to be drawn': '/Multiply gs 1 g 0 0 100 100 re f '.repeat(20_000) };
const RESOURCES = `/XObject << /Endless 20 0 R /Fm 12 0 R >> /Pattern << /P 10 0 R /Q 14 0 R >> /Font << /T 13 0 R >>
  /ExtGState << /Multiply << /BM /Multiply >> /Mask << /SMask << /S /Luminosity /G 11 0 R >> >> /Inner << /SMask << /S /Luminosity /G 15 0 R >> >> >>`;
const own = `/Resources << ${RESOURCES} >>`;
const cell = (stream: string): Body => ({
  dict: `/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 200 100] /XStep 200 /YStep 100 ${own}`,
  stream,
});
const group = (stream: string): Body => ({
  dict: `/Subtype /Form /BBox [0 0 200 100] /Group << /S /Transparency /I true >> ${own}`,
  stream,
});

const RED = [255, 0, 0];
const WHITE = [255, 255, 255];
const BLUE = [0, 0, 255];

describe.each(Object.entries(ENDLESS))('%s', (_, endless) => {
  const objects: Record<number, Body> = {
    10: cell(`1 0 0 rg 0 0 100 100 re f ${endless}`),
    11: group(`1 g 0 0 100 100 re f ${endless}`),
    12: group(`1 0 0 rg 0 0 100 100 re f ${endless}`),
    13: `<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /LastChar 97 /Widths [1]
      /Encoding << /Differences [97 /a] >> /CharProcs << /a 16 0 R >> ${own} >>`,
    14: cell('/Pattern cs /P scn 0 0 200 100 re f'),
    15: group('/Mask gs 1 g 0 0 200 100 re f'),
    16: { stream: `1 0 d0 1 0 0 rg 0 0 100 100 re f ${endless}` },
    ...READING,
  };
  const draw = (content: string) => show(onePage(content, { resources: RESOURCES, objects }));

  test.each([
    ["a pattern's cell", '/Pattern cs /P scn 0 0 200 100 re f'],
    ['a cell in a cell', '/Pattern cs /Q scn 0 0 200 100 re f'],
    ['a soft mask', '/Mask gs 1 0 0 rg 0 0 200 100 re f'],
    ['a mask in a mask', '/Inner gs 1 0 0 rg 0 0 200 100 re f'],
    ['a cell, through a mask', '/Mask gs /Pattern cs /P scn 0 0 200 100 re f'],
    ['a group', '/Fm Do'],
    ['a glyph of a Type 3 font', 'BT /T 1 Tf (a) Tj ET'],
  ])('%s', async (_, content) => {
    const { at, warnings } = await draw(content);
    expect(at(50, 50)).toEqual(RED);
    expect(at(150, 50)).toEqual(WHITE);
    expect(warnings).toContain('work-limit');
  });

  test('and what comes next', async () => {
    const { at } = await draw('q /Pattern cs /P scn 0 0 200 100 re f Q q /Mask gs 1 0 0 rg 0 0 200 50 re f Q 0 0 1 rg 150 0 50 100 re f');
    expect([at(50, 25), at(50, 75), at(175, 50)]).toEqual([RED, RED, BLUE]);
  });
});
