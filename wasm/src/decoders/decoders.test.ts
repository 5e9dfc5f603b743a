import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { openDocument } from '@ode/engine';
import { describe, expect, it, test } from 'vitest';
import { onePage } from '../../test/pdf-builder.js';
import { ImageLimit } from './decoder.js';
import { isDecoder, makeDecoder, type DecoderName } from './decoders.js';

const folder = path.join(path.dirname(createRequire(import.meta.url).resolve('@ode/engine')), 'resources/wasm');
const decoder = (name: DecoderName) => makeDecoder(name, new WebAssembly.Module(fs.readFileSync(path.join(folder, name))));
const plain = { width: 4, height: 2, components: 3, indexed: false, alpha: false, globals: new Uint8Array(0), fuel: { left: 1e9 } };

/** Four by two pixels, written losslessly by `opj_compress -n 1` from the values below. */
const PIXELS = [
  [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255],
  [0, 0, 0, 10, 20, 30, 200, 100, 50, 128, 128, 128],
].flat();
const JPX = new Uint8Array(
  Buffer.from(
    '/0//UQAvAAAAAAAEAAAAAgAAAAAAAAAAAAAABAAAAAIAAAAAAAAAAAADBwEBBwEBBwEB/1IADAAAAAEBAAQEAAH/XAAEQED/ZAAlAAFDcmVhdGVkIGJ5IE9w' +
      'ZW5KUEVHIHZlcnNpb24gMi41LjD/kAAKAAAAAAAvAAH/k9+ASAw2IVnFq0vm69+AOA4ZaQdry33fgEAC+itROLD8v//Z',
    'base64',
  ),
);

/** Two pixels with alpha, (128, 64, 0, 128) and (200, 100, 20, 255), by `opj_compress -F 2,1,4,8,u -n 1`. */
const RGBA = new Uint8Array(
  Buffer.from(
    'AAAADGpQICANCocKAAAAFGZ0eXBqcDIgAAAAAGpwMiAAAAAtanAyaAAAABZpaGRyAAAAAQAAAAIABAcHAAAAAAAPY29scgEAAAAAABAAAACfanAyY/9P/1' +
      'EAMgAAAAAAAgAAAAEAAAAAAAAAAAAAAAIAAAABAAAAAAAAAAAABAcBAQcBAQcBAQcBAf9SAAwAAAABAQAEBAAB/1wABEBA/2QAJQABQ3JlYXRlZCBieSBP' +
      'cGVuSlBFRyB2ZXJzaW9uIDIuNS4w/5AACgAAAAAAJAAB/5PPtAwHB0/PtAwJSz/PtAgCL8+0CAsX/9k=',
    'base64',
  ),
);

/** The same with (200, 64, 0, 128): nothing has multiplied that red by its alpha. */
const STRAIGHT = new Uint8Array(
  Buffer.from(
    'AAAADGpQICANCocKAAAAFGZ0eXBqcDIgAAAAAGpwMiAAAAAtanAyaAAAABZpaGRyAAAAAQAAAAIABAcHAAAAAAAPY29scgEAAAAAABAAAACganAyY/9P' +
      '/1EAMgAAAAAAAgAAAAEAAAAAAAAAAAAAAAIAAAABAAAAAAAAAAAABAcBAQcBAQcBAQcBAf9SAAwAAAABAQAEBAAB/1wABEBA/2QAJQABQ3JlYXRlZCBi' +
      'eSBPcGVuSlBFRyB2ZXJzaW9uIDIuNS4w/5AACgAAAAAAJQAB/5PH1AgIvv9/z7QMCUs/34AQBL/PtAgLF//Z',
    'base64',
  ),
);

/** The bytes of a string of bits; blanks only part it. */
function bits(text: string): number[] {
  const digits = text.replace(/\s/g, '');
  return (digits.match(/.{1,8}/g) ?? []).map((byte) => parseInt(byte.padEnd(8, '0'), 2));
}

/** A JBIG2 segment (T.88, 7.2) of page 1. */
function segment(number: number, type: number, data: number[]): number[] {
  return [0, 0, 0, number, type, 0, 1, 0, 0, data.length >> 8, data.length & 255, ...data];
}

/**
 * Eight by two pixels, the first row white and the second black, as one generic region in MMR: row 1 is V0; row 2 is
 * horizontal mode (001), 0 white (00110101), 8 black (000101); then the end of the block (T.6).
 */
const JBIG2 = new Uint8Array([
  ...segment(0, 48, [0, 0, 0, 8, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
  ...segment(1, 38, [
    ...[0, 0, 0, 8, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0], // size, place, operator
    1, // MMR
    ...bits('1 001 00110101 000101 000000000001 000000000001'),
  ]),
]);

/** A generic region of 8,192 by 8,192 pixels, arithmetic coding by template 0 (7.4.6), with some data. */
const LARGE_REGION = [
  ...[0, 0, 0x20, 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], // size, place, operator
  ...[0, 3, 255, 253, 255, 2, 254, 254, 254], // flags, adaptive pixels
  ...Array.from({ length: 100 }, (_, i) => (i * 89) & 127),
];

/** A page of eight by two pixels with so many large regions, each with few data: what is decoded is not told by the bytes. */
function manyRegions(count: number): Uint8Array {
  const regions = Array.from({ length: count }, (_, i) => segment(i + 1, 38, LARGE_REGION)).flat();
  return new Uint8Array([...JBIG2.subarray(0, 30), ...regions]);
}

describe('decoder modules', () => {
  it('are known by the names of their files', () => {
    expect(isDecoder('openjpeg.wasm')).toBe(true);
    expect(isDecoder('toString')).toBe(false);
    expect(isDecoder('FoxitSans.pfb')).toBe(false);
  });

  it('decode the next image, whatever the last one did to them', () => {
    const decode = decoder('openjpeg.wasm');
    for (let cut = 0; cut < JPX.length; cut += 7) {
      try {
        decode(JPX.slice(0, cut), plain);
      } catch {
        // gave nothing
      }
      expect([...decode(JPX, plain).data]).toEqual(PIXELS);
    }
  });

  it('decode JPEG 2000 by the components of the colour space, and as RGBA without one', () => {
    const decode = decoder('openjpeg.wasm');
    const rgb = decode(JPX, plain);
    expect([rgb.width, rgb.height, rgb.components]).toEqual([4, 2, 3]);
    expect([...rgb.data]).toEqual(PIXELS);
    const rgba = decode(JPX, { ...plain, components: 0 });
    expect(rgba.components).toBe(4);
    expect([...rgba.data.subarray(16, 24)]).toEqual([0, 0, 0, 255, 10, 20, 30, 255]);
  });

  it('decode JBIG2 with 0 for black', () => {
    const decode = decoder('jbig2.wasm');
    expect([...decode(JBIG2, { ...plain, width: 8, height: 2, components: 1 }).data]).toEqual([0xff, 0x00]);
  });

  it('end JBIG2 data whose regions would take a minute when their share is used up, and go on', () => {
    const decode = decoder('jbig2.wasm');
    const giant = manyRegions(100);
    const fuel = { left: 1e7 };
    const request = { ...plain, width: 8, height: 2, components: 1 };
    expect(() => decode(giant, { ...request, fuel })).toThrow(ImageLimit);
    expect(fuel.left).toBe(0);
    expect([...decode(JBIG2, request).data]).toEqual([0xff, 0x00]);
  });

  it('take fuel by what there is to do', () => {
    /** What a region of so many black rows in MMR takes. */
    const cost = (rows: number) => {
      const fuel = { left: 1e9 };
      const data = new Uint8Array([
        ...segment(0, 48, [0, 0, 0, 8, 0, 0, rows >> 8, rows & 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ...segment(1, 38, [
          0,
          0,
          0,
          8,
          0,
          0,
          rows >> 8,
          rows & 255,
          ...Array<number>(9).fill(0),
          1,
          ...bits(`001 00110101 000101 ${'1'.repeat(rows)}`),
        ]),
      ]);
      decoder('jbig2.wasm')(data, { ...plain, width: 8, height: rows, components: 1, fuel });
      return 1e9 - fuel.left;
    };
    const [one, two, four] = [cost(400), cost(800), cost(1600)];
    expect((four - two) / (two - one)).toBeCloseTo(2, 0);
    const fuel = { left: 1e9 };
    decoder('openjpeg.wasm')(JPX, { ...plain, fuel });
    expect(fuel.left).toBeLessThan(1e9);
    const share = { left: 500 };
    expect(() => decoder('openjpeg.wasm')(JPX, { ...plain, fuel: share })).toThrow(ImageLimit);
    expect(share.left).toBe(0);
  });

  it('throw on data that are none, and go on', () => {
    const decode = decoder('openjpeg.wasm');
    expect(() => decode(new Uint8Array([1, 2, 3]), plain)).toThrow();
    expect(() => decode(JPX.subarray(0, 60), plain)).toThrow();
    // A size that would take 64 GiB.
    const giant = JPX.slice();
    giant.set([0, 2, 0, 0, 0, 2, 0, 0], 8);
    expect(() => decode(giant, plain)).toThrow();
    expect([...decode(JPX, plain).data]).toEqual(PIXELS);
  });
});

test('a page says where an image asks for more than it is given', async () => {
  const stream = manyRegions(200);
  const dict = '/Type /XObject /Subtype /Image /Width 8 /Height 2 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /JBIG2Decode';
  const doc = await openDocument(
    onePage('9 0 0 9 0 0 cm /Im Do', { resources: '/XObject << /Im 10 0 R >>', objects: { 10: { dict, stream } } }),
  );
  await doc.renderPage(0);
  expect(doc.warnings).toMatchObject([{ feature: 'memory-limit', page: 0, object: 10 }]);
  await doc.close();
});

describe('a page with such an image', () => {
  /** The pixels of a page of the image's size. */
  async function draw(stream: Uint8Array, dict: string, width: number, height: number) {
    const image = { dict: `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} ${dict}`, stream };
    const file = onePage(`${width} 0 0 ${height} 0 0 cm /Im Do`, {
      mediaBox: `[0 0 ${width} ${height}]`,
      resources: '/XObject << /Im 10 0 R >>',
      objects: { 10: image },
    });
    const doc = await openDocument(file);
    const { data } = await doc.renderPage(0, { scale: 1 });
    const { warnings } = doc;
    doc.close();
    return { pixels: [...data], warnings };
  }
  const opaque = PIXELS.flatMap((value, i) => (i % 3 === 2 ? [value, 255] : [value]));

  it('draws JPEG 2000 in the colour space of its dictionary, and in its own', async () => {
    for (const space of ['/ColorSpace /DeviceRGB', '']) {
      const { pixels, warnings } = await draw(JPX, `/BitsPerComponent 8 /Filter /JPXDecode ${space}`, 4, 2);
      expect(warnings).toEqual([]);
      expect(pixels).toEqual(opaque);
    }
  });

  it('takes alpha from the data where the dictionary says so', async () => {
    const over = async (dict: string, data = RGBA) => (await draw(data, `/BitsPerComponent 8 /Filter /JPXDecode ${dict}`, 2, 1)).pixels;
    // On white: 255 · (1 - 128/255) = 127, and of the colours 128/255.
    expect(await over('/SMaskInData 1')).toEqual([191, 159, 127, 255, 200, 100, 20, 255]);
    expect((await over('')).slice(0, 3)).toEqual([128, 64, 0]);
    // 2: the colours have been multiplied by the alpha, so they are added to 127 of white.
    expect((await over('/SMaskInData 2')).slice(0, 3)).toEqual([255, 191, 127]);
    // 200 of 128 cannot have been: 200 · 128/255 + 127.
    expect((await over('/SMaskInData 2', STRAIGHT)).slice(0, 3)).toEqual([227, 159, 127]);
  });

  it('draws JBIG2', async () => {
    const { pixels } = await draw(JBIG2, '/BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /JBIG2Decode', 8, 2);
    expect(pixels).toEqual([...Array<number>(32).fill(255), ...Array.from({ length: 8 }, () => [0, 0, 0, 255]).flat()]);
  });

  it('says so where the data are damaged', async () => {
    const { warnings } = await draw(JPX.subarray(0, 60), '/BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /JPXDecode', 4, 2);
    expect(warnings.map((w) => w.feature)).toEqual(['image-invalid']);
  });
});
