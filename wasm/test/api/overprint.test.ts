import { expect, test } from 'vitest';
import { onePage, type Body } from '../pdf-builder.js';
import { show } from '../show.js';

/** Overprinting: ISO 32000-2, 8.6.7 and 11.7.4.3. A square of one ink, and another one over its right half. */
const SPOT: Body = `[/Separation /Spot /DeviceRGB << /FunctionType 2 /Domain [0 1] /N 1 /C0 [1 1 1] /C1 [1 0.5 1] >>]`;
async function over(state: string, first: string, second: string) {
  const pdf = onePage(`/G gs ${first} 0 0 100 100 re f ${second} 50 0 100 100 re f`, {
    resources: `/ExtGState << /G << ${state} >> >> /ColorSpace << /S 20 0 R >>`,
    objects: { 20: SPOT },
  });
  const { at } = await show(pdf);
  return { under: at(25, 50), both: at(75, 50), upper: at(125, 50) };
}
/** Whether a colour is the product of two, but for a level of rounding. */
const isProduct = (color: number[], a: number[], b: number[]) => color.every((v, i) => Math.abs(v - (a[i]! * b[i]!) / 255) <= 1);

test('a spot colour leaves other inks alone where it overprints', async () => {
  const first = '0.5 1 0.5 rg';
  const spot = '/S cs 1 scn';
  const plain = await over('', first, spot);
  expect(plain.both).toEqual(plain.upper);
  const seen = await over('/op true', first, spot);
  expect(seen.upper).toEqual([255, 128, 255]);
  expect(isProduct(seen.both, seen.under, seen.upper)).toBe(true);
  // /OP alone speaks for both; /op goes before it, for what is filled.
  expect((await over('/OP true', first, spot)).both).toEqual(seen.both);
  expect((await over('/OP true /op false', first, spot)).both).toEqual(plain.both);
});

test('components of DeviceCMYK that are 0 are left alone in overprint mode 1', async () => {
  const cyan = '1 0 0 0 k';
  const magenta = '0 1 0 0 k';
  const plain = await over('/op true', cyan, magenta);
  expect(plain.both).toEqual(plain.upper);
  const seen = await over('/op true /OPM 1', cyan, magenta);
  expect(isProduct(seen.both, seen.under, seen.upper)).toBe(true);
  // No ink at all changes nothing, and all four inks leave nothing alone.
  expect((await over('/op true /OPM 1', cyan, '0 0 0 0 k')).both).toEqual(seen.under);
  const full = await over('/op true /OPM 1', cyan, '0.1 0.1 0.1 0.1 k');
  expect(full.both).toEqual(full.upper);
  // Red, green and blue are no inks.
  const red = await over('/op true /OPM 1', cyan, '1 0 0 rg');
  expect(red.both).toEqual([255, 0, 0]);
});

test('images and shadings in spot colours leave other inks alone where they overprint, those of process colours do not', async () => {
  const SHADING = `/ShadingType 2 /Coords [0 0 200 0] /Extend [true true] /Function << /FunctionType 2 /Domain [0 1] /N 1`;
  const shown = async (state: string, paint: string) => {
    const image = (space: string, stream: number[]): Body => ({
      dict: `/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace ${space}`,
      stream: Uint8Array.from(stream),
    });
    const { at } = await show(
      onePage(`/G gs 0.5 1 0.5 rg 0 0 100 100 re f 50 0 100 100 re W n ${paint}`, {
        resources: `/ExtGState << /G << ${state} >> >> /XObject << /Spot 21 0 R /Cmyk 22 0 R >> /Shading << /S <<
          /ColorSpace 20 0 R ${SHADING} /C0 [1] /C1 [1] >> >> >>`,
        objects: { 20: SPOT, 21: image('20 0 R', [255]), 22: image('/DeviceCMYK', [0, 255, 0, 0]) },
      }),
    );
    return { under: at(25, 50), both: at(75, 50), upper: at(125, 50) };
  };
  const placed = (name: string) => `200 0 0 100 0 0 cm /${name} Do`;
  for (const paint of [placed('Spot'), '/S sh']) {
    const plain = await shown('', paint);
    expect(plain.both, paint).toEqual(plain.upper);
    const seen = await shown('/op true', paint);
    expect(seen.upper, paint).toEqual([255, 128, 255]);
    expect(isProduct(seen.both, seen.under, seen.upper), paint).toBe(true);
  }
  const cmyk = await shown('/op true /OPM 1', placed('Cmyk'));
  expect(cmyk.both).toEqual(cmyk.upper);
});
