import { expect, test } from 'vitest';
import { openDocument } from '@ode/engine';
import { onePage, type Body } from '../pdf-builder.js';

/** Shadings as they look: values by ISO 32000-2, 8.7.4.5. */
async function draw(shading: Body, fn: Body, scale: number) {
  const doc = await openDocument(onePage('/S sh', { resources: '/Shading << /S 10 0 R >>', objects: { 10: shading, 11: fn } }));
  const { width, data } = await doc.renderPage(0, { scale });
  doc.close();
  return (x: number, y: number) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)];
}

// t⁴ from white to black: halfway it is 1 - 0.5⁴ = 0.9375, where the mean of the two colours would be 0.5.
test('the colours of a mesh are interpolated in the space of the shading', async () => {
  const vertex = (x: number, y: number, t: number) => [0, x, y, t];
  const at = await draw(
    {
      dict: `/ShadingType 4 /BitsPerFlag 8 /BitsPerCoordinate 8 /BitsPerComponent 8 /Decode [0 255 0 255 0 1]
        /ColorSpace [/Separation /Spot /DeviceRGB << /FunctionType 2 /Domain [0 1] /N 4 /C0 [1 1 1] /C1 [0 0 0] >>]`,
      stream: Uint8Array.from([...vertex(0, 0, 0), ...vertex(100, 0, 255), ...vertex(0, 200, 0)]),
    },
    'null',
    1,
  );
  for (const x of [20, 50, 80]) {
    const wanted = 255 * (1 - ((x + 0.5) / 100) ** 4);
    for (const v of at(x, 99)) expect(Math.abs(v - wanted), `at ${x}`).toBeLessThan(6);
  }
});

// The edge between the colours is at 10 points, in a domain of 4,000: between the points of any grid.
test('a shading by a function has its edges where the function has them, at any scale', async () => {
  const at = await draw(
    '<< /ShadingType 1 /ColorSpace /DeviceGray /Domain [0 4000 0 4000] /Function 11 0 R >>',
    { dict: '/FunctionType 4 /Domain [0 4000 0 4000] /Range [0 1]', stream: '{ pop 10 lt { 0.2 } { 0.8 } ifelse }' },
    4,
  );
  for (const x of [1, 20, 38]) expect(at(x, 200)).toEqual([51, 51, 51]);
  for (const x of [41, 60, 300]) expect(at(x, 200)).toEqual([204, 204, 204]);
});
