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

/** A patch of type 6 by the twelve points around it, from p00 over p03 and p33 to p30, black. */
const patch = (points: number[][]) => [0, ...points.flat(), 0, 0, 0, 0];
const patches = (...all: number[][]): Body => ({
  dict: '/ShadingType 6 /BitsPerFlag 8 /BitsPerCoordinate 8 /BitsPerComponent 8 /Decode [0 255 0 255 0 1] /ColorSpace /DeviceGray',
  stream: Uint8Array.from(all.flat()),
});
/** Points of a straight line between two, about a third and two thirds along it. */
const straight = ([ax, ay]: number[], [bx, by]: number[]) => [1, 2].map((i) => [ax! + ((bx! - ax!) * i) / 3, ay! + ((by! - ay!) * i) / 3]);
const A = [10, 10];
const B = [10, 91];
const C = [160, 91];
const D = [160, 10];
/** From A to B, bent to the right. */
const BENT = [
  [61, 40],
  [61, 61],
];
const bezier = (t: number, i: 0 | 1) =>
  A[i]! * (1 - t) ** 3 + 3 * BENT[0]![i]! * t * (1 - t) ** 2 + 3 * BENT[1]![i]! * t * t * (1 - t) + B[i]! * t ** 3;

test('the sides of a patch are curves at any scale', async () => {
  const scale = 16;
  const at = await draw(patches(patch([A, ...BENT, B, ...straight(B, C), C, ...straight(C, D), D, ...straight(D, A)])), 'null', scale);
  for (let t = 0.1; t < 0.9; t += 0.04) {
    const y = Math.floor((100 - bezier(t, 1)) * scale);
    let x = 0;
    while (at(x, y)[0]! > 127) x++;
    expect(Math.abs(x - bezier(t, 0) * scale), `at ${t}`).toBeLessThan(2);
  }
});

test('patches that share a side leave no gap, whichever way it goes in them', async () => {
  const right = patch([A, ...BENT, B, ...straight(B, C), C, ...straight(C, D), D, ...straight(D, A)]);
  const E = [4, 91];
  const F = [4, 10];
  const left = patch([B, ...[...BENT].reverse(), A, ...straight(A, F), F, ...straight(F, E), E, ...straight(E, B)]);
  for (const scale of [1, 2.3, 7]) {
    const at = await draw(patches(left, right), 'null', scale);
    for (let y = Math.ceil(12 * scale); y < 88 * scale; y++)
      for (let x = Math.ceil(6 * scale); x < 155 * scale; x++)
        if (at(x, y)[0] !== 0) expect.fail(`${at(x, y)[0]} at ${x}, ${y}, scale ${scale}`);
  }
});

test('a patch that is folded over is covered where either of its sides is seen', async () => {
  // Its corners go round like a bow tie.
  const at = await draw(
    patches(patch([A, ...straight(A, C), C, ...straight(C, B), B, ...straight(B, D), D, ...straight(D, A)])),
    'null',
    1,
  );
  expect(at(85, 20)).toEqual([0, 0, 0]);
  expect(at(85, 80)).toEqual([0, 0, 0]);
  expect(at(15, 50)).toEqual([255, 255, 255]);
});
