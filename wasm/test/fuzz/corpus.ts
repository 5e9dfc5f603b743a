import fs from 'node:fs';
import { buildPdf, onePage, type Body } from '../pdf-builder.js';
import { cff, sfnt, simpleGlyph, trueType, type1 } from '../font-builder.js';

const jpeg = fs.readFileSync(new URL('../jpeg/rgb.jpg', import.meta.url));
const box = simpleGlyph([
  [0, 0, true],
  [500, 0, true],
  [500, 700, true],
  [0, 700, true],
]);
const BOX = '0 0 rmoveto 500 0 rlineto 0 700 rlineto -500 0 rlineto';

/** Small documents that have between them most of what a PDF can have: what the fuzzer damages where there is no corpus. */
export const CORPUS: Record<string, Uint8Array> = {
  text: onePage('BT /F1 12 Tf 10 80 Td (Words in a line) Tj 0 -14 Td [(K) -80 (erned)] TJ T* 2 Tr (Outlined) Tj ET'),

  compressed: buildPdf(
    {
      1: '<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R /PageLabels << /Nums [0 << /S /r >> 1 << /S /D /P (A-) >>] >> /Names 9 0 R >>',
      2: '<< /Type /Pages /Count 2 /Kids [3 0 R 4 0 R] /MediaBox [0 0 200 100] /Rotate 90 >>',
      3: '<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Annots [<< /Subtype /Link /Rect [0 0 50 50] /Dest [4 0 R /XYZ 0 0 1] >> 10 0 R] >>',
      4: '<< /Type /Page /Parent 2 0 R /Contents [5 0 R 5 0 R] /UserUnit 2 /CropBox [10 10 100 90] >>',
      5: {
        stream: 'q 0.5 0 0 0.5 20 20 cm 1 0 0 RG 4 w [6 2] 1 d 10 10 m 90 10 100 90 10 90 c s Q 0 0.5 0 rg 5 5 30 30 re f*',
        flate: true,
      },
      6: '<< /First 7 0 R /Last 8 0 R /Count 2 >>',
      7: '<< /Title (One) /Parent 6 0 R /Next 8 0 R /Dest [3 0 R /Fit] >>',
      8: '<< /Title (Two) /Parent 6 0 R /Prev 7 0 R /Dest (there) >>',
      9: '<< /Dests << /Names [(there) [4 0 R /FitH 20]] >> /EmbeddedFiles << /Names [(a) << /F (a.txt) /EF << /F 11 0 R >> >>] >> >>',
      10: '<< /Subtype /Square /Rect [60 60 90 90] /C [1 0 0] /AP << /N 12 0 R >> /Contents (Note) >>',
      11: { stream: 'attached', flate: true },
      12: { dict: '/Type /XObject /Subtype /Form /BBox [0 0 30 30]', stream: '0 0 1 rg 0 0 30 30 re f', flate: true },
    },
    { xref: 'stream', compressed: [1, 2, 3, 4, 6, 7, 8, 9, 10] },
  ),

  images: onePage(
    'q 50 0 0 50 0 0 cm /Jpeg Do Q q 50 0 0 50 60 0 cm /Indexed Do Q 1 0 0 rg q 40 0 0 40 120 0 cm /Mask Do Q ' +
      'q 30 0 0 30 160 60 cm BI /W 2 /H 2 /CS /RGB /BPC 8 /F /AHx ID ff000000ff000000ff808080> EI Q',
    {
      resources: '/XObject << /Jpeg 10 0 R /Indexed 11 0 R /Mask 12 0 R >>',
      objects: {
        10: { dict: '/Subtype /Image /Width 16 /Height 16 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode', stream: jpeg },
        11: {
          dict: '/Subtype /Image /Width 8 /Height 2 /ColorSpace [/Indexed /DeviceRGB 3 <000000ff000000ff000000ff>] /BitsPerComponent 2 /SMask 13 0 R /DecodeParms << /Predictor 15 /Columns 8 /BitsPerComponent 2 >>',
          stream: '\x01\x1b\x1b\x02\x1b\x1b',
          flate: true,
        },
        12: { dict: '/Subtype /Image /ImageMask true /Width 8 /Height 4 /BitsPerComponent 1 /Decode [1 0]', stream: '\xaa\x55\xaa\x55' },
        13: { dict: '/Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8', stream: '\xff\x80\x40\x00' },
      },
    },
  ),

  paint: onePage(
    '/Pattern cs /Tiles scn 0 0 60 60 re f /Axial scn 60 0 60 60 re f q 130 0 60 60 re W n /Radial sh Q q 0 60 60 40 re W n /Mesh sh Q ' +
      '/Soft gs /Multiply gs 1 0 0 rg 70 60 50 40 re f /Group Do',
    {
      resources:
        '/Pattern << /Tiles 10 0 R /Axial << /PatternType 2 /Shading 11 0 R >> >> /Shading << /Radial 12 0 R /Mesh 13 0 R >> ' +
        '/ExtGState << /Soft << /SMask << /S /Luminosity /G 14 0 R >> >> /Multiply << /BM /Multiply /ca 0.5 >> >> /XObject << /Group 14 0 R >>',
      objects: {
        10: { dict: '/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 8 8] /XStep 10 /YStep 10', stream: '0 0 1 rg 2 2 4 4 re f' },
        11: '<< /ShadingType 2 /ColorSpace /DeviceRGB /Coords [60 0 120 0] /Function 15 0 R /Extend [true false] >>',
        12: '<< /ShadingType 3 /ColorSpace /DeviceRGB /Coords [160 30 5 160 30 30] /Function << /FunctionType 3 /Domain [0 1] /Bounds [0.5] /Encode [0 1 1 0] /Functions [15 0 R 15 0 R] >> >>',
        13: {
          dict: '/ShadingType 4 /ColorSpace /DeviceRGB /BitsPerCoordinate 8 /BitsPerComponent 8 /BitsPerFlag 8 /Decode [0 60 60 100 0 1 0 1 0 1]',
          stream: '\x00\x00\x00\xff\x00\x00\x00\xff\x00\x00\xff\x00\x00\x80\xff\x00\x00\xff',
          flate: true,
        },
        14: {
          dict: '/Subtype /Form /BBox [0 0 200 100] /Group << /S /Transparency /CS /DeviceGray /I true /K true >>',
          stream: '0.5 g 100 60 90 40 re f 1 g 120 70 20 20 re f',
        },
        15: '<< /FunctionType 2 /Domain [0 1] /C0 [1 0 0] /C1 [0 0 1] /N 1.5 >>',
      },
    },
  ),

  fonts: onePage(
    'BT /T1 20 Tf 5 70 Td (ABA) Tj /C2 20 Tf 60 0 Td (AB) Tj /TT 20 Tf 40 0 Td (A) Tj /T0 20 Tf -100 -40 Td <00010001> Tj /T3 20 Tf 60 0 Td (aa) Tj ET',
    {
      resources: '/Font << /T1 10 0 R /C2 11 0 R /TT 12 0 R /T0 13 0 R /T3 14 0 R >>',
      objects: {
        10: '<< /Type /Font /Subtype /Type1 /BaseFont /One /FirstChar 65 /Widths [600 600] /FontDescriptor << /Type /FontDescriptor /FontName /One /Flags 4 /FontFile 20 0 R >> >>',
        11: '<< /Type /Font /Subtype /Type1 /BaseFont /Two /FirstChar 65 /Widths [600 600] /Encoding << /Differences [65 /A /B] >> /FontDescriptor << /Type /FontDescriptor /FontName /Two /Flags 4 /FontFile3 21 0 R >> >>',
        12: '<< /Type /Font /Subtype /TrueType /BaseFont /Three /FirstChar 65 /Widths [600] /FontDescriptor << /Type /FontDescriptor /FontName /Three /Flags 4 /FontFile2 22 0 R >> >>',
        13: '<< /Type /Font /Subtype /Type0 /BaseFont /Four /Encoding /Identity-H /ToUnicode 23 0 R /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Four /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 700 /W [1 [600] 2 9 500] /FontDescriptor << /Type /FontDescriptor /FontName /Four /Flags 4 /FontFile2 22 0 R >> >>] >>',
        14: '<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /LastChar 97 /Widths [1] /Encoding << /Differences [97 /a] >> /CharProcs << /a 24 0 R >> >>',
        20: {
          stream: type1({
            glyphs: { '.notdef': '0 500 hsbw endchar', A: `0 600 hsbw ${BOX} closepath endchar`, B: '0 callsubr' },
            subrs: [`0 600 hsbw ${BOX} endchar`],
          }),
        },
        21: {
          dict: '/Subtype /Type1C',
          stream: cff({ glyphs: ['endchar', `${BOX} endchar`, `${BOX} 1 2 hstem endchar`], charset: [34, 35] }),
          flate: true,
        },
        22: { stream: sfnt(trueType([box, box])), flate: true },
        23: {
          stream:
            '/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0000> <00ff> <0041> endbfrange endcmap',
          flate: true,
        },
        24: { stream: '1 0 0 0 1 1 d1 0 0 0.8 0.8 re f' },
      } as Record<number, Body>,
    },
  ),
};
