// A PDF of many pages that share nothing: each has a font, an image, a form and text of its own. The same on every run.
import { deflateSync } from 'node:zlib';

/** Objects of one page, in the order of their numbers. */
const PARTS = ['page', 'contents', 'font', 'descriptor', 'program', 'toUnicode', 'image', 'form', 'space'];
/** The catalog, the root of the page tree, and then its nodes. */
const FIRST_NODE = 3;
const KIDS = 100;
const LETTERS = 26;
/** Side of an image, pixels. */
const SIDE = 24;

/**
 * @param {number} count pages
 * @returns {Generator<Buffer>} the file, piece by piece
 */
export function* documentOf(count) {
  const nodes = Math.ceil(count / KIDS);
  const firstPage = FIRST_NODE + nodes;
  /** @type {number[]} offsets by object number */
  const offsets = [];
  let offset = 0;
  /** @type {Buffer[]} */
  let pieces = [];
  const put = (/** @type {string | Uint8Array} */ data) => {
    const piece = Buffer.from(/** @type {string} */ (data), /** @type {BufferEncoding} */ ('latin1'));
    pieces.push(piece);
    offset += piece.length;
  };
  /** @type {Add} */
  const add = (number, body, stream) => {
    offsets[number] = offset;
    const data = stream && deflateSync(stream);
    if (!data) return put(`${number} 0 obj\n${body}\nendobj\n`);
    put(`${number} 0 obj\n<< ${body} /Filter /FlateDecode /Length ${data.length} >>\nstream\n`);
    put(data);
    put('\nendstream\nendobj\n');
  };

  put('%PDF-1.7\n');
  add(1, '<< /Type /Catalog /Pages 2 0 R >>');
  add(2, `<< /Type /Pages /Count ${count} /Kids [${range(nodes, (n) => `${FIRST_NODE + n} 0 R`)}] /MediaBox [0 0 420 595] >>`);
  for (let n = 0; n < nodes; n++) {
    const kids = Math.min(KIDS, count - n * KIDS);
    const numbers = range(kids, (k) => `${firstPage + (n * KIDS + k) * PARTS.length} 0 R`);
    add(FIRST_NODE + n, `<< /Type /Pages /Parent 2 0 R /Count ${kids} /Kids [${numbers}] >>`);
  }
  for (let page = 0; page < count; page++) {
    pageObjects(page, firstPage + page * PARTS.length, FIRST_NODE + Math.floor(page / KIDS), add);
    if (page % 64 === 63) {
      yield Buffer.concat(pieces);
      pieces = [];
    }
  }
  const start = offset;
  put(`xref\n0 ${offsets.length}\n0000000000 65535 f \n`);
  for (let number = 1; number < offsets.length; number++) put(`${String(offsets[number]).padStart(10, '0')} 00000 n \n`);
  put(`trailer\n<< /Size ${offsets.length} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`);
  yield Buffer.concat(pieces);
}

/** @typedef {(number: number, body: string, stream?: Uint8Array) => void} Add writes an object: its body, of a stream the entries of its dictionary */

/**
 * Writes what one page is made of.
 *
 * @param {number} page
 * @param {number} first the number of its first object
 * @param {number} parent
 * @param {Add} add
 */
function pageObjects(page, first, parent, add) {
  const random = generator(page + 1);
  const [self, contents, font, descriptor, program, toUnicode, image, form, space] = PARTS.map((_, i) => first + i);
  const name = `F${page}A${Math.floor(random() * 1e6)}`;
  const resources = `/Font << /F1 ${font} 0 R >> /XObject << /I1 ${image} 0 R /X1 ${form} 0 R >> /ColorSpace << /C1 ${space} 0 R >>`;
  add(self, `<< /Type /Page /Parent ${parent} 0 R /Contents ${contents} 0 R /Resources << ${resources} >> >>`);
  add(contents, '', Buffer.from(contentOf(page, random)));
  add(
    font,
    `<< /Type /Font /Subtype /TrueType /BaseFont /${name} /FirstChar 97 /LastChar ${96 + LETTERS} /FontDescriptor ${descriptor} 0 R ` +
      `/Widths [${range(LETTERS, () => 400 + Math.floor(random() * 300))}] /ToUnicode ${toUnicode} 0 R >>`,
  );
  add(
    descriptor,
    `<< /Type /FontDescriptor /FontName /${name} /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 ` +
      `/CapHeight 700 /StemV 80 /FontFile2 ${program} 0 R >>`,
  );
  add(program, '', trueType(random));
  const texts = range(LETTERS, (i) => `<${(97 + i).toString(16)}> <00${(97 + i).toString(16)}>`);
  add(toUnicode, '', Buffer.from(`1 begincodespacerange <00> <ff> endcodespacerange ${LETTERS} beginbfchar ${texts} endbfchar`));
  add(
    image,
    `/Subtype /Image /Width ${SIDE} /Height ${SIDE} /BitsPerComponent 8 /ColorSpace /DeviceRGB`,
    Uint8Array.from({ length: SIDE * SIDE * 3 }, () => random() * 16),
  );
  const rectangles = range(20, () => `${range(3, () => random().toFixed(2))} rg ${range(4, () => Math.round(random() * 90))} re f`);
  add(form, '/Subtype /Form /BBox [0 0 200 100]', Buffer.from(rectangles));
  const color = range(3, () => random().toFixed(3));
  add(space, `[/Separation /S${page} /DeviceRGB << /FunctionType 2 /Domain [0 1] /C0 [1 1 1] /C1 [${color}] /N 1 >>]`);
}

/** @param {number} page @param {() => number} random */
function contentOf(page, random) {
  const letters = (/** @type {number} */ n) => String.fromCharCode(...Array.from({ length: n }, () => 97 + Math.floor(random() * LETTERS)));
  const words = () => Array.from({ length: 8 }, () => letters(2 + Math.floor(random() * 8))).join(' ');
  const first = String(page).replace(/[0-9]/g, (digit) => String.fromCharCode(97 + Number(digit)));
  const lines = range(12, (i) => `(${i ? words() : first}) Tj T*`);
  return `/C1 cs .8 scn BT /F1 11 Tf 14 TL 30 550 Td ${lines} ET q 80 0 0 80 30 250 cm /I1 Do Q q 1 0 0 1 150 250 cm /X1 Do Q`;
}

/** A TrueType font of the letters a to z, each a polygon. @param {() => number} random */
function trueType(random) {
  const words = (/** @type {number[]} */ ...values) => values.flatMap((v) => [(v >> 8) & 255, v & 255]);
  const longs = (/** @type {number[]} */ ...values) => values.flatMap((v) => [...words(v >>> 16), ...words(v)]);
  const glyphs = Array.from({ length: LETTERS + 1 }, () => {
    const points = Array.from({ length: 8 }, () => [Math.floor(random() * 600), Math.floor(random() * 700)]);
    const steps = (/** @type {number} */ axis) => points.map((p, i) => p[axis] - (i ? points[i - 1][axis] : 0));
    return [...words(1, 0, 0, 700, 700, points.length - 1, 0), ...points.map(() => 1), ...words(...steps(0), ...steps(1))];
  });
  const head = new Array(54).fill(0);
  head.splice(18, 2, ...words(1000));
  head.splice(50, 2, ...words(1));
  let end = 0;
  const tables = {
    cmap: words(0, 1, 3, 0, 0, 12, 6, 10 + LETTERS * 2, 0, 0xf061, LETTERS, ...Array.from({ length: LETTERS }, (_, i) => i + 1)),
    glyf: glyphs.flat(),
    head,
    loca: longs(0, ...glyphs.map((glyph) => (end += glyph.length))),
    maxp: [...longs(0x10000), ...words(glyphs.length)],
  };
  const entries = Object.entries(tables);
  let offset = 12 + entries.length * 16;
  const directory = entries.flatMap(([tag, data]) => {
    const entry = [...Buffer.from(tag), ...longs(0, offset, data.length)];
    offset += data.length;
    return entry;
  });
  return Uint8Array.from([...longs(0x10000), ...words(entries.length, 0, 0, 0), ...directory, ...entries.flatMap(([, data]) => data)]);
}

/** Park and Miller's minimal standard generator: numbers from 0 to 1. @param {number} seed */
function generator(seed) {
  let state = (seed * 7919) % 0x7fffffff;
  return () => (state = (state * 48271) % 0x7fffffff) / 0x7fffffff;
}

/** @param {number} count @param {(i: number) => string | number} part */
function range(count, part) {
  return Array.from({ length: count }, (_, i) => part(i)).join(' ');
}
