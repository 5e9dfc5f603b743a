import { expect, test } from 'vitest';
import { openDocument } from '@ode/engine';
import { onePage } from '../pdf-builder.js';

/** Transparency groups as they look. */
async function draw(content: string, gs: string, form?: { dict: string; stream: string }) {
  const doc = await openDocument(
    onePage(content, {
      resources: `/ExtGState << /G << ${gs} >> /None << /ca 0 >> >> /XObject << /Fm 10 0 R >>`,
      objects: { 10: form ?? 'null' },
    }),
  );
  const { width, data } = await doc.renderPage(0);
  return { data, at: (x: number, y: number) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)] };
}

// ISO 32000-2, 11.7.4.4.
test.each(['50 20 100 60 re B', '50 20 100 60 re B*', '50 20 m 150 20 l 150 80 l 50 80 l b'])(
  '%s: the fill does not show through the stroke',
  async (path) => {
    const { at } = await draw(`/G gs 1 0 0 rg 0 0 1 RG 20 w ${path}`, '/ca 0.5 /CA 0.5');
    const [red, blue] = [[255, 128, 128], [128, 128, 255]]; // prettier-ignore
    for (const [x, y, color] of [
      [100, 50, red],
      [45, 50, blue],
      [55, 50, blue],
    ] as const)
      // prettier-ignore
      at(x, y).forEach((v, i) => expect(Math.abs(v - color[i]!), `${x} ${y}`).toBeLessThan(3));
  },
);

// 11.6.7: such a pattern is painted with what its own graphics state says.
test.each([
  ['alpha', '/ca 0.5', [128, 128, 255]],
  ['a blend mode', '/BM /Multiply', [0, 0, 255]],
])('B: nor does it through a stroke in a shading pattern that has %s of its own', async (_, state, blue) => {
  const blend = '<< /FunctionType 2 /Domain [0 1] /C0 [0 0 1] /C1 [0 0 1] /N 1 >>';
  const shading = `/ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 1 0] /Extend [true true] /Function ${blend}`;
  const doc = await openDocument(
    onePage('/Pattern CS /P SCN 1 0 0 rg 20 w 50 20 100 60 re B', {
      resources: `/Pattern << /P << /PatternType 2 /Shading << ${shading} >> /ExtGState << ${state} >> >> >>`,
    }),
  );
  const { width, data } = await doc.renderPage(0);
  const at = (x: number) => [...data.subarray((50 * width + x) * 4, (50 * width + x) * 4 + 3)];
  expect(at(100)).toEqual([255, 0, 0]);
  for (const x of [45, 55]) at(x).forEach((v, i) => expect(Math.abs(v - blue[i]!), `at ${x}`).toBeLessThan(3));
});

test('text that is filled and stroked with alpha is a group, too', async () => {
  const text = 'BT 2 Tr 1 0 0 rg 0 0 1 RG 12 w /F1 90 Tf 60 20 Td (I) Tj ET';
  const whole = await draw(text, '');
  const half = await draw(`/G gs ${text}`, '/ca 0.5 /CA 0.5');
  // Every pixel is half of what it is without alpha: none has both colours.
  const apart = half.data.map((v, i) => Math.abs(v - (whole.data[i]! + 255) / 2));
  expect(apart.reduce((worst, v) => Math.max(worst, v), 0)).toBeLessThan(3);
});

test('a group looks the same when it reaches no further than its content', async () => {
  const content = `BT /F1 30 Tf 20 20 Td (Agf) Tj ET 0 w 3 3 m 197 4 l S 8 w 120 30 m 140 90 l 145 30 l S 1 J 160 50 m 160 50 l S
    q 30 5 -5 20 150 60 cm BI /W 2 /H 1 /BPC 8 /CS /G ID \x00\x80 EI Q 100 50 0.1 40 re f`;
  const group = (stream: string) => ({
    dict: '/Type /XObject /Subtype /Form /BBox [0 0 200 100] /Group << /S /Transparency /I true >>',
    stream,
  });
  const near = await draw('/G gs /Fm Do', '/ca 0.5', group(content));
  const all = await draw('/G gs /Fm Do', '/ca 0.5', group(`${content} /None gs 0 0 200 100 re f`));
  expect(Buffer.from(near.data).equals(Buffer.from(all.data))).toBe(true);
});

// 11.4.6: in a knockout group the later element replaces the earlier one; the page's own group can be one (11.4.7).
test('a page whose group is a knockout group', async () => {
  const overlap = async (group: string) => {
    const doc = await openDocument(
      onePage('/G gs 1 0 0 rg 20 20 60 60 re f 0 0 1 rg 50 20 60 60 re f', {
        resources: '/ExtGState << /G << /ca .5 >> >>',
        page: `/Group << /S /Transparency ${group} >>`,
      }),
    );
    const { width, data } = await doc.renderPage(0);
    doc.close();
    return [...data.subarray((50 * width + 65) * 4, (50 * width + 65) * 4 + 3)];
  };
  const near = (color: number[], wanted: number[]) => color.forEach((v, i) => expect(Math.abs(v - wanted[i]!)).toBeLessThan(3));
  near(await overlap(''), [128, 64, 191]);
  near(await overlap('/K true'), [128, 128, 255]);
});
