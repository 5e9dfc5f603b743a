import fs from 'node:fs';
import { openDocument } from '@ode/engine';
import { expect, test } from 'vitest';
import { onePage, type Body } from '../pdf-builder.js';
import { show } from '../show.js';

/** Transfer functions (ISO 32000-2, 10.5) of what is not a plain colour: images and shadings. The page is 200 × 100 points. */
const INVERT = '<< /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1 >>';
const SQUARE = '<< /FunctionType 2 /Domain [0 1] /N 2 >>';
const image = (space: string, stream: number[], more = ''): Body => ({
  dict: `/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace ${space} ${more}`,
  stream: Uint8Array.from(stream),
});
const at = (x: number, name: string) => `q 50 0 0 100 ${x} 0 cm /${name} Do Q `;

test('images go through them, each as often as there are others in force, and the same image without them stays', async () => {
  const file = onePage(`${at(0, 'G')} /Both gs ${at(50, 'G')} /Red gs ${at(100, 'G')} ${at(150, 'C')}`, {
    resources: `/XObject << /G 10 0 R /C 11 0 R >>
        /ExtGState << /Both << /TR ${INVERT} >> /Red << /TR [${INVERT} /Identity /Identity /Identity] >> >>`,
    objects: { 10: image('/DeviceGray', [0x40]), 11: image('/DeviceRGB', [0x10, 0x20, 0x30]) },
  });
  const { at: color, warnings } = await show(file);
  const colors = [25, 75, 125, 175].map((x) => color(x, 50));
  expect(colors).toEqual([
    [0x40, 0x40, 0x40],
    [0xbf, 0xbf, 0xbf],
    [0xbf, 0x40, 0x40],
    [0xef, 0x20, 0x30],
  ]);
  expect(warnings).toEqual([]);
});

test('inline images, too; alpha stays what it is', async () => {
  const inline = 'q 50 0 0 100 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x40 EI Q ';
  const { at: color } = await show(
    onePage(`/T gs ${inline} ${at(50, 'M')}`, {
      resources: `/XObject << /M 10 0 R >> /ExtGState << /T << /TR ${INVERT} >> >>`,
      objects: { 10: image('/DeviceGray', [0xff], '/SMask 11 0 R'), 11: image('/DeviceGray', [0x40]) },
    }),
  );
  expect(color(25, 50)).toEqual([0xbf, 0xbf, 0xbf]);
  expect(color(75, 50)).toEqual([0xbf, 0xbf, 0xbf]); // a quarter of black on white
});

test('a JPEG that they change is none any more where it is converted', async () => {
  const jpeg = fs.readFileSync(new URL('../jpeg/gray.jpg', import.meta.url));
  const html = async (content: string) => {
    const doc = await openDocument(
      onePage(content, {
        resources: `/XObject << /G 10 0 R >> /ExtGState << /T << /TR ${INVERT} >> >>`,
        objects: {
          10: { dict: '/Subtype /Image /Width 21 /Height 13 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /DCTDecode', stream: jpeg },
        },
      }),
    );
    const text = await new Response(doc.convert('html')).text();
    await doc.close();
    return text;
  };
  expect(await html(at(0, 'G'))).toContain('data:image/jpeg');
  expect(await html(`/T gs ${at(0, 'G')}`)).toMatch(/^(?!.*data:image\/jpeg).*data:image\/png/s);
});

test('sh goes through those that are in force, a shading pattern through its own', async () => {
  const shading = `<< /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 200 0] /Extend [true true] /Function
    << /FunctionType 2 /Domain [0 1] /C0 [.5] /C1 [.5] /N 1 >> >>`;
  const { at: color } = await show(
    onePage(
      `q 0 0 50 100 re W n /T gs /S sh Q /T gs /Pattern cs /P scn 50 0 50 100 re f /Q scn 100 0 50 100 re f /R scn 150 0 50 100 re f`,
      {
        resources: `/Shading << /S 10 0 R >> /ExtGState << /T << /TR ${SQUARE} >> >> /Pattern <<
        /P << /PatternType 2 /Shading 10 0 R >>
        /Q << /PatternType 2 /Shading 10 0 R /ExtGState << /TR ${SQUARE} >> >>
        /R << /PatternType 2 /Shading 10 0 R /ExtGState << /ca .5 >> >> >>`,
        objects: { 10: shading },
      },
    ),
  );
  // A half, its square, and a half that half of white is left of.
  expect([25, 75, 125, 175].map((x) => color(x, 50)[0])).toEqual([64, 128, 64, 191]);
});

test('between the corners of a mesh it is the colour of the mesh that goes through them', async () => {
  const corner = (x: number, y: number, gray: number) => [0, x, y, gray];
  const { at: color } = await show(
    onePage('/T gs /S sh', {
      resources: `/Shading << /S 10 0 R >> /ExtGState << /T << /TR ${SQUARE} >> >>`,
      objects: {
        10: {
          dict: `/ShadingType 4 /ColorSpace /DeviceGray /BitsPerCoordinate 8 /BitsPerComponent 8 /BitsPerFlag 8 /Decode [0 255 0 255 0 1]`,
          stream: Uint8Array.from([...corner(0, 0, 0), ...corner(200, 0, 255), ...corner(0, 100, 0)]),
        },
      },
    }),
  );
  // In the middle of the lower side: a half, of which the square is a quarter; the mean of the corners would be a half.
  expect(Math.abs(color(100, 98)[0]! - 64)).toBeLessThan(4);
});
