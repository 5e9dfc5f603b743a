import fs from 'node:fs';
import zlib from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { buildHooks } from '../../scripts/build-hooks.mjs';
import { IDLE_HOST } from '../../test/hooks.js';

type Hooks = Record<string, (...args: number[]) => number> & { memory: WebAssembly.Memory };

const RGBA = 0;
const GRAY = 1;
const STENCIL = 2;

/** A document of the given objects, numbered from 1. */
function file(objects: (string | { dict: string; data: Uint8Array })[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  objects.forEach((object, i) => {
    parts.push(Buffer.from(`${i + 1} 0 obj\n`));
    if (typeof object === 'string') parts.push(Buffer.from(object));
    else
      parts.push(
        Buffer.from(`<<${object.dict} /Length ${object.data.length}>>\nstream\n`),
        Buffer.from(object.data),
        Buffer.from('\nendstream'),
      );
    parts.push(Buffer.from('\nendobj\n'));
  });
  parts.push(Buffer.from('trailer <</Root 99 0 R>>\n'));
  return Buffer.concat(parts);
}

async function open(target: string, objects: Parameters<typeof file>[0]) {
  const { instance } = await WebAssembly.instantiate(fs.readFileSync(await buildHooks('image', target)), {
    host: IDLE_HOST,
  });
  const hooks = instance.exports as unknown as Hooks;
  const bytes = file(objects);
  const p = hooks.test_alloc!(bytes.length);
  new Uint8Array(hooks.memory.buffer, p, bytes.length).set(bytes);
  const doc = hooks.test_open!(p, bytes.length);
  const show = (image: number) => {
    expect(image).toBeGreaterThan(0);
    const loaded = hooks.test_load!(doc, image);
    const [width, height, kind] = [hooks.test_width!(image), hooks.test_height!(image), hooks.test_kind!(image)];
    const pixels = loaded
      ? [...new Uint8Array(hooks.memory.buffer, hooks.test_pixels!(image), width * height * (kind === RGBA ? 4 : 1))]
      : null;
    return { width, height, kind, opaque: !!hooks.test_opaque!(image), pixels };
  };
  return { hooks, doc, show, image: (number: number) => show(hooks.test_image!(doc, number)) };
}

const image = (dict: string, data: number[]) => ({ dict: `/Subtype /Image ${dict}`, data: Uint8Array.from(data) });

/** Bytes that are the same in each run. */
const samples = (count: number) => Array.from({ length: count }, (_, i) => (i * 37 + (i >> 3) * 11) & 255);

describe.each(['release', 'debug'])('%s', (target) => {
  test('samples of every width, rows that begin at a byte', async () => {
    const { image: load } = await open(target, [
      image('/Width 9 /Height 2 /BitsPerComponent 1 /ColorSpace /DeviceGray', [0b10110000, 0b10000000, 0b01000000, 0]),
      image('/Width 3 /Height 1 /BitsPerComponent 2 /ColorSpace /DeviceGray', [0b00_01_11_00]),
      image('/Width 3 /Height 1 /BitsPerComponent 4 /ColorSpace /DeviceGray', [0x0f, 0x80]),
      image('/Width 2 /Height 1 /BitsPerComponent 16 /ColorSpace /DeviceGray', [0x40, 0xff, 0xff, 0]),
      image('/Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceRGB', [1, 2, 3, 40, 50, 60]),
    ]);
    expect(load(1)).toEqual({
      width: 9,
      height: 2,
      kind: GRAY,
      opaque: true,
      pixels: [255, 0, 255, 255, 0, 0, 0, 0, 255, 0, 255, 0, 0, 0, 0, 0, 0, 0],
    });
    expect(load(2).pixels).toEqual([0, 85, 255]);
    expect(load(3).pixels).toEqual([0, 255, 136]);
    expect(load(4).pixels).toEqual([0x40, 255]);
    expect(load(5)).toEqual({ width: 2, height: 1, kind: RGBA, opaque: true, pixels: [1, 2, 3, 255, 40, 50, 60, 255] });
  });

  test('a fax has one bit a sample, whatever the dictionary says', async () => {
    // Group 4 (T.6): horizontal mode 001, four white 1011, four black 011.
    const fax = (entry: string) =>
      image(`/Width 8 /Height 1 ${entry} /ColorSpace /DeviceGray /Filter /CCITTFaxDecode /DecodeParms <</K -1 /Columns 8>>`, [0x36, 0xc0]);
    const { image: load } = await open(target, [fax(''), fax('/BitsPerComponent 8')]);
    for (const number of [1, 2]) expect(load(number).pixels).toEqual([255, 255, 255, 255, 0, 0, 0, 0]);
  });

  test('/Decode turns and stretches values; Indexed looks them up', async () => {
    const { image: load } = await open(target, [
      image('/Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Decode [1 0]', [0, 55]),
      image('/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Decode [1 0 0 1 0 0.5]', [55, 55, 200]),
      image('/Width 4 /Height 1 /BitsPerComponent 2 /ColorSpace [/Indexed /DeviceRGB 2 <0102030A0B0C646566>]', [0b00_01_10_11]),
      image('/Width 2 /Height 1 /BitsPerComponent 1 /ColorSpace [/Indexed /DeviceRGB 1 <FF000000FF00>] /Decode [1 0]', [0b01000000]),
    ]);
    expect(load(1).pixels).toEqual([255, 200]);
    expect(load(2).pixels).toEqual([200, 55, 100, 255]);
    expect(load(3).pixels).toEqual([1, 2, 3, 255, 10, 11, 12, 255, 100, 101, 102, 255, 100, 101, 102, 255]);
    expect(load(4).pixels).toEqual([0, 255, 0, 255, 255, 0, 0, 255]);
  });

  test('CMYK comes out as color/ has it: process inks by themselves, and their mean where half of an ink is', async () => {
    const { image: load } = await open(target, [
      image('/Width 4 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceCMYK', [0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 255, 0, 51, 0, 0, 0]),
      image('/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceCMYK /Decode [1 0 1 0 1 0 1 0]', [255, 255, 255, 204]),
    ]);
    // SWOP's solids: cyan #00AEEF, red #ED1C24; a fifth of cyan: 255 - 51, 255 - 81/5, 255 - 16/5. Black #231F20: 255 - 220/5, …
    expect(load(1).pixels).toEqual([255, 255, 255, 255, 0, 174, 239, 255, 237, 28, 36, 255, 204, 239, 252, 255]);
    expect(load(2).pixels).toEqual([211, 210, 210, 255]);
  });

  test('a stencil paints where samples are 0, or 1 with /Decode [1 0]', async () => {
    const bits = [0b10100000, 0b00000000, 0b01000000];
    const { image: load } = await open(target, [
      image('/ImageMask true /Width 19 /Height 1', bits),
      image('/ImageMask true /Width 19 /Height 1 /Decode [1 0]', bits),
    ]);
    const ones = [...'1010000000000000010'].map((c) => (c === '1' ? 255 : 0));
    expect(load(1)).toEqual({ width: 19, height: 1, kind: STENCIL, opaque: false, pixels: ones.map((v) => 255 - v) });
    expect(load(2).pixels).toEqual(ones);
  });

  test('masks: by colour, by a stencil, by alpha; the smaller of image and mask grows; /Matte is undone', async () => {
    const { image: load } = await open(target, [
      image('/Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Mask [10 20 0 255 30 30]', [15, 99, 30, 15, 99, 31]),
      image('/Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Mask 3 0 R', [7, 8]),
      image('/ImageMask true /Width 2 /Height 1', [0b01000000]),
      image('/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceRGB /SMask 5 0 R', [10, 20, 30]),
      image('/Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray', [0, 64, 128, 255]),
      // 100 shown through alpha 128/255 before black: c' = 50; before /Matte [0] it was 100 (99.6).
      image('/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /SMask 7 0 R', [50]),
      image('/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Matte [0]', [128]),
    ]);
    expect(load(1)).toEqual({ width: 2, height: 1, kind: RGBA, opaque: false, pixels: [0, 0, 0, 0, 15, 99, 31, 255] });
    expect(load(2)).toEqual({ width: 2, height: 1, kind: RGBA, opaque: false, pixels: [7, 7, 7, 255, 8, 8, 8, 0] });
    expect(load(4)).toEqual({ width: 2, height: 2, kind: RGBA, opaque: false, pixels: [0, 64, 128, 255].flatMap((a) => [10, 20, 30, a]) });
    expect(load(6).pixels).toEqual([100, 100, 100, 128]);
  });

  test('data that cannot be decompressed at all are zeros, as those that are too short', async () => {
    const { image: load } = await open(target, [
      image('/Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode', [0xef, 0xbf, 0xbd, 0xef]),
    ]);
    expect(load(1).pixels).toEqual([0, 0]);
  });

  test('a JPEG comes as small as it is shown, and again when it is shown larger', async () => {
    const data = fs.readFileSync(new URL('../../test/jpeg/h3v1.jpg', import.meta.url)); // 37 × 29
    const jpeg = { dict: '/Subtype /Image /Width 37 /Height 29 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /DCTDecode', data };
    const { hooks, doc } = await open(target, [
      jpeg,
      { ...jpeg, dict: `${jpeg.dict} /SMask 3 0 R` },
      image('/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray', [128]),
    ]);
    const sizes = (number: number, wanted: [number, number][]) => {
      const picture = hooks.test_image!(doc, number);
      return wanted.map(([width, height]) => {
        expect(hooks.test_load_reduced!(doc, picture, width, height)).toBe(1);
        return [hooks.test_width!(picture), hooks.test_height!(picture)];
      });
    };
    expect(sizes(1, [[9, 7], [5, 5], [10, 1], [18, 14], [19, 15], [20, 3], [100, 100]])).toEqual(
      [[10, 8], [10, 8], [10, 8], [19, 15], [19, 15], [37, 29], [37, 29]]); // prettier-ignore
    hooks.test_drop!(hooks.test_image!(doc, 1));
    expect(sizes(1, [[4, 3]])).toEqual([[5, 4]]);
    hooks.test_load!(doc, hooks.test_image!(doc, 1)); // exporters want all of it
    expect(hooks.test_width!(hooks.test_image!(doc, 1))).toBe(37);
    expect(sizes(2, [[4, 3]])).toEqual([[37, 29]]); // a mask lies on it pixel by pixel
    // What is dropped, or made larger, is given back.
    const drop = () => [1, 2].forEach((number) => hooks.test_drop!(hooks.test_image!(doc, number)));
    drop();
    const before = hooks.test_bytes_in_use!();
    sizes(1, [[1, 1], [37, 29]]); // prettier-ignore
    drop();
    expect(hooks.test_bytes_in_use!()).toBe(before);
  });

  test('a JPEG goes to exporters as it is, but not one that browsers do not know', async () => {
    const jpeg = (name: string) => fs.readFileSync(new URL(`../../test/jpeg/${name}.jpg`, import.meta.url));
    const picture = (data: Buffer, more = '') => ({
      dict: `/Subtype /Image /Width 37 /Height 29 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /DCTDecode ${more}`,
      data,
    });
    const twelve = Buffer.from(jpeg('h3v1'));
    twelve[twelve.indexOf(Buffer.from([0xff, 0xc0])) + 4] = 12;
    const pictures = [jpeg('h3v1'), jpeg('h2v1-progressive'), jpeg('arithmetic'), jpeg('arithmetic-progressive-restart'), twelve];
    const { hooks, doc } = await open(target, [...pictures.map((data) => picture(data)), picture(jpeg('h3v1'), '/Decode [1 0 1 0 1 0]')]);
    const out = hooks.test_alloc!(8);
    const passes = [1, 2, 3, 4, 5, 6].map((number) => {
      const picture = hooks.test_image!(doc, number);
      hooks.test_load!(doc, picture); // whether it is opaque is known only then
      return !!hooks.test_jpeg!(doc, picture, out);
    });
    expect(passes).toEqual([true, true, false, false, false, false]);
  });

  test('inline images have short names; pixels come again after they are dropped', async () => {
    const { hooks, doc, show } = await open(target, [
      '<</W 2 /H 1 /BPC 8 /CS /RGB /F /AHx /D [0 1 0 1 1 0]>>',
      image('/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray', [77]),
    ]);
    const text = Buffer.from('0102030405FF>');
    const p = hooks.test_alloc!(text.length);
    new Uint8Array(hooks.memory.buffer, p, text.length).set(text);
    const inline = hooks.test_inline!(doc, 1, p, text.length);
    hooks.test_free!(p);
    expect(show(inline).pixels).toEqual([1, 2, 252, 255, 4, 5, 0, 255]);
    const start = hooks.test_bytes_in_use!();
    const other = hooks.test_image!(doc, 2);
    expect(show(other).pixels).toEqual([77]);
    hooks.test_drop!(other);
    expect(show(other).pixels).toEqual([77]);
    expect(hooks.test_image!(doc, 2)).toBe(other);
    hooks.test_drop!(other);
    expect(hooks.test_bytes_in_use!() - start).toBeLessThan(4096); // the table of images
  });

  test('an abbreviated key of an inline image goes before the full one', async () => {
    const { hooks, doc, show } = await open(target, [
      '<</Width 1 /W 2 /H 1 /Height 9 /BitsPerComponent 1 /BPC 8 /CS /G /ColorSpace /RGB /Filter /A85 /F /AHx /D [1 0] /Decode [0 1]>>',
    ]);
    const text = Buffer.from('0105>');
    const p = hooks.test_alloc!(text.length);
    new Uint8Array(hooks.memory.buffer, p, text.length).set(text);
    const picture = show(hooks.test_inline!(doc, 1, p, text.length));
    expect([picture.width, picture.height, picture.pixels]).toEqual([2, 1, [254, 250]]);
  });

  test('an image of too many pixels comes smaller, and one that is cut off goes on with zeros', async () => {
    const side = 12288;
    const { image: load } = await open(target, [
      {
        dict: `/Subtype /Image /Width ${side} /Height ${side} /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /FlateDecode`,
        data: zlib.deflateSync(Buffer.alloc((side * side) / 8, 0b11010111)),
      },
      image('/Width 1 /Height 3 /BitsPerComponent 8 /ColorSpace /DeviceGray', [200]),
    ]);
    const large = load(1);
    expect([large.width, large.height]).toEqual([side / 2, side / 2]);
    // Pairs of columns: 11 01 01 11.
    expect(large.pixels!.slice(0, 4)).toEqual([255, 128, 128, 255]);
    expect(load(2).pixels).toEqual([200, 0, 0]);
  });

  test('a large image is decompressed row by row: what it becomes is in memory once', async () => {
    const [width, height] = [1024, 1024];
    const row = (y: number) => Buffer.from(Array.from({ length: width * 3 }, (_, x) => (x + y) & 255));
    const { hooks, image: load } = await open(target, [
      {
        dict: `/Subtype /Image /Width ${width} /Height ${height} /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /FlateDecode`,
        data: zlib.deflateSync(Buffer.concat(Array.from({ length: height }, (_, y) => row(y)))),
      },
    ]);
    const before = hooks.memory.buffer.byteLength;
    const { pixels } = load(1);
    const at = (x: number, y: number) => pixels!.slice((y * width + x) * 4, (y * width + x) * 4 + 4);
    expect([at(0, 0), at(1, 0), at(1023, 1023)]).toEqual([[0, 1, 2, 255], [3, 4, 5, 255], [252, 253, 254, 255]]); // prettier-ignore
    // 4 MiB of pixels, and less than the 3 MiB that they come from.
    expect(hooks.memory.buffer.byteLength - before).toBeLessThan(6.5 * 2 ** 20);
  });

  test('hostile dictionaries give no image, or a small one', async () => {
    const {
      hooks,
      doc,
      image: load,
    } = await open(target, [
      image('/Width 2147483647 /Height 2147483647 /BitsPerComponent 16 /ColorSpace /DeviceCMYK', [1]),
      image('/Width -1 /Height 5 /BitsPerComponent 8', [1]),
      image('/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /SMask 3 0 R', [9]),
      image('/Width 1 /Height 1 /BitsPerComponent 77 /ColorSpace [/Indexed] /Decode [/A]', [9]),
      image('/Width 5 /Height 5 /BitsPerComponent 8 /Filter /JPXDecode', [9]),
    ]);
    expect(hooks.test_image!(doc, 1)).toBe(0);
    expect(hooks.test_image!(doc, 2)).toBe(0);
    expect(load(3).pixels).toEqual([9, 9, 9, 9]);
    expect(load(4).pixels).toEqual([0]); // a palette of one colour, black
    expect(load(5).pixels).toBe(null);
    expect(hooks.test_warning_count!(doc)).toBeGreaterThanOrEqual(3);
  });

  test('dictionaries and data with flipped bytes never trap, and all pixels come back', async () => {
    const { hooks } = await open(target, []);
    let seed = target === 'debug' ? 23 : 29;
    const next = (below: number) => (seed = (seed * 48271) % 0x7fffffff) % below; // Park and Miller's minimal standard generator
    const bytes = file([
      image(
        '/Width 30 /Height 9 /BitsPerComponent 4 /ColorSpace [/Indexed /DeviceCMYK 9 <00112233445566778899AABBCCDDEEFF>] /SMask 2 0 R',
        samples(140),
      ),
      image('/Width 13 /Height 21 /BitsPerComponent 8 /ColorSpace /DeviceGray /Matte [0.5] /Decode [1 0]', samples(280)),
      image('/Width 20 /Height 9 /BitsPerComponent 16 /ColorSpace [/Lab <</WhitePoint [0.95 1 1.09]>>] /Mask 4 0 R', samples(1100)),
      image('/Width 40 /Height 9 /ImageMask true /Filter /CCITTFaxDecode /DecodeParms <</K -1 /Columns 40>>', samples(90)),
      image('/Width 9 /Height 9 /BitsPerComponent 2 /ColorSpace /DeviceRGB /Mask [0 1 2 3 0 3]', samples(70)),
    ]);
    const p = hooks.test_alloc!(bytes.length);
    for (let round = 0; round < (target === 'debug' ? 150 : 600); round++) {
      const copy = Uint8Array.from(bytes);
      for (let n = next(5); n >= 0; n--) copy[next(copy.length)] = next(256);
      new Uint8Array(hooks.memory.buffer, p, bytes.length).set(copy);
      const doc = hooks.test_open!(p, bytes.length);
      for (let number = 1; number <= 5; number++) {
        const made = hooks.test_image!(doc, number);
        if (!made) continue;
        const before = hooks.test_bytes_in_use!();
        if (!hooks.test_load!(doc, made)) continue;
        const size = hooks.test_width!(made) * hooks.test_height!(made);
        hooks.test_drop!(made);
        // What is left is objects that were parsed on the way, not pixels.
        expect(hooks.test_bytes_in_use!() - before).toBeLessThan(Math.max(size, 400_000));
      }
    }
  });
});
