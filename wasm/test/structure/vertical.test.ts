import { expect, test } from 'vitest';
import { onePage } from '../pdf-builder.js';
import { convert } from './paper.js';

const LINES = ['春は曙やうやう白く', 'なりゆく山際すこし', '明かりて紫だちたる'];

/** Lines from the top down, the first at the right, written in this order or the other way round. Codes are UTF-16. */
function page(isReversed: boolean): Uint8Array {
  const hex = (text: string) => Buffer.from(text, 'utf16le').swap16().toString('hex');
  const shown = LINES.map((line, i) => `BT /F2 12 Tf 1 0 0 1 ${160 - 20 * i} 180 Tm <${hex(line)}> Tj ET`);
  if (isReversed) shown.reverse();
  return onePage(shown.join('\n'), {
    mediaBox: '[0 0 200 200]',
    resources: '/Font << /F2 10 0 R >>',
    objects: {
      10: '<< /Type /Font /Subtype /Type0 /BaseFont /Mincho /Encoding /Identity-V /DescendantFonts [11 0 R] /ToUnicode 12 0 R >>',
      11: '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Mincho /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 >>',
      12: {
        stream:
          'begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 2 beginbfrange <3000> <30ff> <3000> <4e00> <9fff> <4e00> endbfrange endcmap',
      },
    },
  });
}

test('text that is written from the top down is read so, from the right to the left, and stays one paragraph', async () => {
  for (const isReversed of [false, true]) expect(await convert(page(isReversed), 'markdown')).toBe(`${LINES.join('')}\n`);
  const reflow = await convert(page(false), 'html-reflow');
  expect(reflow).toMatch(new RegExp(`<section id="page-1" class="vertical" tabindex="0" [^>]*>\\n<p>${LINES.join('')}</p>`));
  expect(reflow).toMatch(/section\.vertical\{writing-mode:vertical-rl/);
  const text = (await convert(page(false), 'html')).replace(/^.*<main>/s, '').replace(/<[^>]*>/g, '');
  expect(text.match(/[\u3000-\u9fff]+/g)).toEqual(LINES);
  const [{ vertical, blocks }] = JSON.parse(await convert(page(true), 'json')).pages;
  expect(vertical).toBe(true);
  // Boxes are where the lines are on the page: the first is at the right.
  const lefts = blocks[0].lines.map(({ box }: { box: number[] }) => box[0]!);
  expect(lefts.map(Math.round)).toEqual([154, 134, 114]);
});
