import { buildPdf, type Body } from '../pdf-builder.js';

/** A page of 64 × 64 points that shows one thing. */
export interface GoldenPage {
  name: string;
  content: string;
  /** Entries of /Resources. */
  resources?: string;
  /** Objects from 10 on. */
  objects?: Record<number, Body>;
}

/** Pixels a point. */
export const SCALE = 2;
/** A picture is compared by the means of CELLS × CELLS parts of it, red, green and blue. */
export const CELLS = 16;

const BLEND_MODES = [
  'Normal', 'Multiply', 'Screen', 'Overlay', 'Darken', 'Lighten', 'ColorDodge', 'ColorBurn', 'HardLight', 'SoftLight',
  'Difference', 'Exclusion', 'Hue', 'Saturation', 'Color', 'Luminosity',
]; // prettier-ignore

/** Three stripes, and across them three bars of other colours, blended. */
const blendPage = (mode: string): GoldenPage => ({
  name: `blend mode ${mode}`,
  resources: `/ExtGState << /B << /BM /${mode} >> /H << /BM /${mode} /ca .5 >> >>`,
  content: `.9 .3 .2 rg 0 0 20 64 re f .2 .7 .3 rg 20 0 22 64 re f .1 .2 .6 rg 42 0 22 64 re f
    /B gs .7 .6 .1 rg 0 4 64 16 re f .3 .8 .9 rg 0 24 64 16 re f /H gs .8 .2 .7 rg 0 44 64 16 re f`,
});

const strokes = (name: string, state: string): GoldenPage => ({
  name,
  content: `8 w ${state} 10 12 m 50 12 l 30 28 l S 12 40 m 24 56 l 36 40 l 54 56 l S`,
});

/** Cells of `side` points with two squares. */
const tiling = (name: string, side: number, dict: string): GoldenPage => ({
  name,
  resources: '/Pattern << /P 10 0 R >>',
  content: '/Pattern cs /P scn 4 4 56 56 re f',
  objects: {
    10: {
      dict: `/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 ${side} ${side}] /Resources << >> ${dict}`,
      stream: `.8 .1 .2 rg 0 0 ${side / 2} ${side / 2} re f .1 .3 .8 rg ${side / 2} ${side / 2} ${side / 2} ${side / 2} re f`,
    },
  },
});

const RAMP = '<< /FunctionType 2 /Domain [0 1] /N 1 /C0 [.9 .2 .1] /C1 [.1 .3 .9] >>';
const shading = (name: string, dict: string, objects: Record<number, Body> = {}): GoldenPage => ({
  name,
  resources: `/Shading << /S << /ColorSpace /DeviceRGB ${dict} >> >>`,
  content: '4 4 56 56 re W n /S sh',
  objects,
});
const meshShading = (name: string, dict: string, stream: Uint8Array): GoldenPage => ({
  name,
  resources: '/Shading << /S 10 0 R >>',
  content: '/S sh',
  objects: {
    10: { dict: `/ColorSpace /DeviceRGB /BitsPerCoordinate 8 /BitsPerComponent 8 /Decode [0 64 0 64 0 1 0 1 0 1] ${dict}`, stream },
  },
});
/** A mesh of one spot colour, the darker the steeper. */
const spotMesh = (name: string, dict: string, stream: number[]): GoldenPage => ({
  name,
  resources: '/Shading << /S 10 0 R >>',
  content: '/S sh',
  objects: {
    10: {
      dict: `/ColorSpace [/Separation /Spot /DeviceRGB << /FunctionType 2 /Domain [0 1] /N 4 /C0 [1 1 .8] /C1 [.1 0 .4] >>]
        /BitsPerCoordinate 8 /BitsPerComponent 8 /Decode [0 64 0 64 0 1] ${dict}`,
      stream: Uint8Array.from(stream),
    },
  },
});
/** Points of a mesh are in quarters of a point. */
const at = (x: number, y: number) => [Math.round((x * 255) / 64), Math.round((y * 255) / 64)];
const RED = [230, 30, 30];
const GREEN = [30, 200, 60];
const BLUE = [40, 60, 220];
const YELLOW = [240, 220, 40];
const coons = [
  at(8, 8), at(2, 24), at(14, 40), at(8, 56), at(24, 62), at(40, 50), at(56, 56), at(62, 40), at(50, 24), at(56, 8), at(40, 2), at(24, 14),
].flat(); // prettier-ignore
const square = [
  at(8, 8), at(8, 24), at(8, 40), at(8, 56), at(24, 56), at(40, 56), at(56, 56), at(56, 40), at(56, 24), at(56, 8), at(40, 8), at(24, 8),
].flat(); // prettier-ignore
const inner = [at(22, 22), at(22, 44), at(44, 44), at(44, 22)].flat();

const group = (dict: string, stream: string, resources = ''): Body => ({
  dict: `/Type /XObject /Subtype /Form /BBox [0 0 64 64] /Group << /S /Transparency ${dict} >> /Resources << ${resources} >>`,
  stream,
});
const DISCS = '.9 .2 .1 rg 8 20 28 28 re f .1 .3 .9 rg 28 12 28 28 re f';
const GS = '/ExtGState << /M << /BM /Multiply >> /H << /ca .5 /CA .5 >> >>';
const grouped = (name: string, dict: string, state = '/H gs'): GoldenPage => ({
  name,
  resources: `${GS} /XObject << /F 10 0 R >>`,
  content: `.95 .85 .3 rg 0 24 64 16 re f ${state} /F Do`,
  objects: { 10: group(dict, `/M gs ${DISCS}`, GS) },
});

const GRAY_RAMP = Uint8Array.from({ length: 64 }, (_, i) => (i % 8) * 30 + Math.floor(i / 8) * 5);
const RGB_IMAGE = Uint8Array.from({ length: 8 * 8 * 3 }, (_, i) => (i % 3 === 0 ? 40 : 200) + ((i * 37) % 50) - 25);
const image = (
  name: string,
  dict: string,
  stream: Uint8Array,
  matrix = '56 0 0 56 4 4',
  objects: Record<number, Body> = {},
): GoldenPage => ({
  name,
  resources: '/XObject << /I 10 0 R >>',
  content: `.9 .8 .6 rg 0 0 64 64 re f .2 .1 .6 rg q ${matrix} cm /I Do Q`,
  objects: { 10: { dict: `/Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 8 ${dict}`, stream }, ...objects },
});

const softMask = (name: string, kind: string, mask: string, extra = ''): GoldenPage => ({
  name,
  resources: `/ExtGState << /S << /SMask << /S /${kind} /G 10 0 R ${extra} >> >> >>`,
  content: '.9 .9 .5 rg 0 0 64 64 re f /S gs .1 .3 .7 rg 4 4 56 56 re f',
  objects: { 10: group(`/CS /DeviceRGB`, mask, '/ExtGState << /H << /ca .5 >> >>') },
});

export const pages: GoldenPage[] = [
  ...BLEND_MODES.map(blendPage),
  {
    name: 'Screen, Difference and Color on bare paper',
    resources: '/ExtGState << /S << /BM /Screen >> /D << /BM /Difference >> /C << /BM /Color >> >>',
    content: '/S gs .2 .4 .9 rg 4 4 56 16 re f /D gs .9 .4 .2 rg 4 24 56 16 re f /C gs .2 .7 .3 rg 4 44 56 16 re f',
  },
  strokes('butt caps and mitres', '0 J 0 j'),
  strokes('round caps and joins', '1 J 1 j'),
  strokes('square caps and bevels', '2 J 2 j'),
  strokes('mitres that are cut off', '0 j 1.2 M'),
  {
    name: 'dashes with a phase',
    content: '4 w [10 6] 4 d 4 12 m 60 12 l S [10 6 2 6] 0 d 4 32 m 60 32 l S 1 J [0 8] 0 d 4 52 m 58 52 l S',
  },
  { name: 'subpaths of no length', content: '20 w 1 J 16 16 m 16 16 l S 0 J 48 16 m 48 16 l S 1 J 16 48 m h S' },
  { name: 'a pen that is flat', content: 'q 1 0 0 .25 0 0 cm 12 w 10 40 m 54 40 l 54 220 l S Q' },
  { name: 'a leader of dots in one path', content: Array.from({ length: 14 }, (_, i) => `${4 + i * 4} 32 2 .6 re`).join(' ') + ' f' },
  { name: 'rules of a table in one path', content: Array.from({ length: 8 }, (_, i) => `4 ${4 + i * 8} 56 1 re`).join(' ') + ' f' },
  { name: 'a star by the non-zero rule', content: '.8 .2 .2 rg 32 62 m 50 6 l 4 42 l 60 42 l 14 6 l h f' },
  { name: 'a star by the even-odd rule', content: '.2 .2 .8 rg 32 62 m 50 6 l 4 42 l 60 42 l 14 6 l h f*' },
  { name: 'curves', content: '.1 .6 .3 rg 4 4 m 4 64 60 64 60 4 c 60 24 4 24 4 4 c f 32 60 m 10 60 l 20 40 44 40 54 60 c h f' },
  { name: 'a clip of two shapes', content: '4 4 m 60 4 l 32 60 l h W n 0 16 64 24 re W n .9 .3 .1 rg 0 0 64 64 re f' },
  { name: 'an even-odd clip', content: '4 4 56 56 re 20 20 24 24 re W* n .2 .5 .8 rg 0 0 64 64 re f' },
  {
    name: 'a fill and a stroke, both half clear',
    resources: '/ExtGState << /H << /ca .5 /CA .5 >> >>',
    content: '/H gs .2 .4 .9 rg .9 .3 .1 RG 12 w 14 14 36 36 re f 14 14 36 36 re S',
  },
  {
    name: 'text as a clip',
    resources: '/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Times-Bold >> >>',
    content: 'BT /F 60 Tf 7 Tr 2 12 Td (R8) Tj ET .8 .2 .2 rg 0 0 64 32 re f .2 .2 .8 rg 0 32 64 32 re f',
  },
  {
    name: 'text filled and stroked',
    resources: '/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Times-Bold >> >>',
    content: 'BT /F 60 Tf 2 Tr 2 w .95 .8 .2 rg .1 .1 .5 RG 2 12 Td (R8) Tj ET',
  },
  tiling('a tiling', 8, '/XStep 8 /YStep 8'),
  tiling('a tiling with gaps', 8, '/XStep 12 /YStep 10'),
  tiling('a tiling that is turned', 18, '/XStep 18 /YStep 18 /Matrix [.8 .6 -.6 .8 0 0]'),
  {
    name: 'a tiling whose cells overlap more than four times',
    resources: '/Pattern << /P 10 0 R >>',
    content: '/Pattern cs /P scn 0 0 64 64 re f',
    objects: {
      10: {
        dict: '/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 48 48] /XStep 8 /YStep 48 /Resources << >>',
        stream: '.9 .2 .1 rg 0 4 3 16 re f .1 .2 .9 rg 44 28 4 16 re f',
      },
    },
  },
  {
    name: 'a tiling without colours',
    resources: '/ColorSpace << /C [/Pattern /DeviceRGB] >> /Pattern << /P 10 0 R >>',
    content: '/C cs .8 .1 .5 /P scn 0 0 64 32 re f .1 .6 .3 /P scn 0 32 64 32 re f',
    objects: {
      10: {
        dict: '/Type /Pattern /PatternType 1 /PaintType 2 /TilingType 1 /BBox [0 0 8 8] /XStep 8 /YStep 8 /Resources << >>',
        stream: '1 1 6 4 re f',
      },
    },
  },
  shading('an axial shading', `/ShadingType 2 /Coords [16 0 48 20] /Function ${RAMP} /Extend [true false]`),
  shading('a radial shading', `/ShadingType 3 /Coords [24 32 4 36 32 24] /Function ${RAMP} /Extend [true false]`),
  shading('a radial shading that opens as a cone', `/ShadingType 3 /Coords [16 32 4 40 32 12] /Function ${RAMP} /Extend [true true]`),
  shading(
    'a shading of three colours',
    `/ShadingType 2 /Coords [4 0 60 0] /Function << /FunctionType 3 /Domain [0 1] /Bounds [.3] /Encode [0 1 1 0] /Functions [${RAMP} ${RAMP}] >>`,
  ),
  shading('a shading by a function of two variables', '/ShadingType 1 /Domain [0 1 0 1] /Matrix [56 0 0 56 4 4] /Function 10 0 R', {
    10: { dict: '/FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1]', stream: '{ 2 copy mul 3 1 roll exch 1 exch sub exch }' },
  }),
  meshShading(
    'a mesh of free triangles',
    '/ShadingType 4 /BitsPerFlag 8',
    Uint8Array.from([0, ...at(4, 4), ...RED, 0, ...at(60, 8), ...GREEN, 0, ...at(32, 60), ...BLUE, 1, ...at(62, 58), ...YELLOW]),
  ),
  meshShading(
    'a mesh of a lattice',
    '/ShadingType 5 /VerticesPerRow 2',
    Uint8Array.from([...at(4, 4), ...RED, ...at(60, 10), ...GREEN, ...at(10, 60), ...BLUE, ...at(56, 54), ...YELLOW]),
  ),
  meshShading('a Coons patch', '/ShadingType 6 /BitsPerFlag 8', Uint8Array.from([0, ...coons, ...RED, ...GREEN, ...BLUE, ...YELLOW])),
  meshShading(
    'a tensor patch',
    '/ShadingType 7 /BitsPerFlag 8',
    Uint8Array.from([0, ...coons, ...inner, ...RED, ...GREEN, ...BLUE, ...YELLOW]),
  ),
  spotMesh('a patch in a space that is not linear', '/ShadingType 6 /BitsPerFlag 8', [0, ...square, 0, 255, 90, 0]),
  shading('an edge in a shading of which little is seen', '/ShadingType 1 /Domain [0 2000 0 2000] /Function 10 0 R', {
    10: { dict: '/FunctionType 4 /Domain [0 2000 0 2000] /Range [0 1 0 1 0 1]', stream: '{ add 64 lt { .9 .3 .1 } { .1 .3 .8 } ifelse }' },
  }),
  grouped('a group, half clear', ''),
  grouped('an isolated group, half clear', '/I true'),
  grouped('an isolated group that is opaque', '/I true', ''),
  grouped('a group that is opaque', '', ''),
  softMask('a soft mask by luminosity', 'Luminosity', '.2 g 0 0 32 64 re f .9 g 32 0 32 64 re f'),
  softMask('a soft mask by alpha', 'Alpha', '8 8 24 48 re f /H gs 32 8 24 48 re f'),
  softMask('a soft mask with a backdrop', 'Luminosity', '0 g 16 16 32 32 re f', '/BC [.7 .7 .7]'),
  image('a grey image, enlarged', '/ColorSpace /DeviceGray', GRAY_RAMP),
  image('a colour image, enlarged', '/ColorSpace /DeviceRGB', RGB_IMAGE),
  image('a grey image, turned', '/ColorSpace /DeviceGray', GRAY_RAMP, '40 20 -20 40 22 4'),
  image('an image with a soft mask', '/ColorSpace /DeviceRGB /SMask 11 0 R', RGB_IMAGE, undefined, {
    11: {
      dict: '/Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 8 /ColorSpace /DeviceGray',
      stream: Uint8Array.from({ length: 64 }, (_, i) => 255 - 30 * (i % 8)),
    },
  }),
  image('an image with colours that are left out', '/ColorSpace /DeviceGray /Mask [100 255]', GRAY_RAMP),
  image('a stencil', '/ImageMask true /BitsPerComponent 1', Uint8Array.from([0xf0, 0xf0, 0xc3, 0xc3, 0x0f, 0x0f, 0x3c, 0x3c])),
];

/** The page as a file. */
export function pageFile(page: GoldenPage): Uint8Array {
  return buildPdf({
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    3: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 64 64] /Contents 4 0 R /Resources << ${page.resources ?? ''} >> >>`,
    4: { stream: page.content },
    ...page.objects,
  });
}

/** The means of a picture's parts: CELLS × CELLS × 3 bytes, rows from the top. `at(x, y)`: red, green and blue. */
export function means(width: number, height: number, at: (x: number, y: number) => ArrayLike<number>): Uint8Array {
  const out = new Uint8Array(CELLS * CELLS * 3);
  for (let j = 0; j < CELLS; j++)
    for (let i = 0; i < CELLS; i++) {
      const [x0, x1] = [i, i + 1].map((v) => Math.floor((v * width) / CELLS)) as [number, number];
      const [y0, y1] = [j, j + 1].map((v) => Math.floor((v * height) / CELLS)) as [number, number];
      const sum = [0, 0, 0];
      for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) [0, 1, 2].forEach((c) => (sum[c]! += at(x, y)[c]!));
      sum.forEach((v, c) => (out[(j * CELLS + i) * 3 + c] = Math.round(v / ((x1 - x0) * (y1 - y0)))));
    }
  return out;
}

/** How far two pictures are apart: the mean of all differences, and the greatest. 0 to 255. */
export function difference(a: Uint8Array, b: Uint8Array): { mean: number; most: number } {
  const all = Array.from(a, (v, i) => Math.abs(v - b[i]!));
  return { mean: all.reduce((s, v) => s + v, 0) / all.length, most: Math.max(...all) };
}
