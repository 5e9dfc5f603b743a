// A PDF of many pages of text in Helvetica, which its file does not hold: 1.5 kB a page. The same on every run.
import { deflateSync } from 'node:zlib';

const LINES = 40;
const KIDS = 100;
const WORDS =
  'the of and a to in is that it was for on are as with his they at be this have from or one had by word but not what all'.split(' ');

/**
 * @param {number} count pages
 * @param {number} marked the page, from 1, that has the word `zeugma`
 * @returns {Buffer}
 */
export function longDocument(count, marked = 250) {
  const nodes = Math.ceil(count / KIDS);
  const firstPage = 4 + nodes;
  /** @type {Buffer[]} */
  const pieces = [];
  /** @type {number[]} */
  const offsets = [];
  let offset = 0;
  const put = (/** @type {string | Buffer} */ data) => {
    const piece = Buffer.from(/** @type {string} */ (data), /** @type {BufferEncoding} */ ('latin1'));
    pieces.push(piece);
    offset += piece.length;
  };
  const add = (/** @type {number} */ number, /** @type {string} */ body) => {
    offsets[number] = offset;
    put(`${number} 0 obj\n${body}\nendobj\n`);
  };
  const list = (/** @type {number} */ length, /** @type {(i: number) => string} */ item) =>
    Array.from({ length }, (_, i) => item(i)).join(' ');
  put('%PDF-1.7\n');
  add(1, '<< /Type /Catalog /Pages 2 0 R >>');
  add(2, `<< /Type /Pages /Count ${count} /Kids [${list(nodes, (n) => `${4 + n} 0 R`)}] /MediaBox [0 0 595 842] >>`);
  add(3, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  for (let n = 0; n < nodes; n++) {
    const kids = Math.min(KIDS, count - n * KIDS);
    add(4 + n, `<< /Type /Pages /Parent 2 0 R /Count ${kids} /Kids [${list(kids, (k) => `${firstPage + 2 * (n * KIDS + k)} 0 R`)}] >>`);
  }
  let state = 1;
  const random = () => (state = (state * 48271) % 0x7fffffff) / 0x7fffffff;
  for (let page = 0; page < count; page++) {
    const line = (/** @type {number} */ i) => {
      const words = list(11, () => WORDS[Math.floor(random() * WORDS.length)]);
      return `(${i ? words : `Page ${page + 1} ${page + 1 === marked ? 'zeugma' : ''}`}) Tj T*`;
    };
    const text = deflateSync(Buffer.from(`BT /F 11 Tf 18 TL 60 780 Td ${list(LINES, line)} ET`));
    const number = firstPage + 2 * page;
    const parent = 4 + Math.floor(page / KIDS);
    add(number, `<< /Type /Page /Parent ${parent} 0 R /Contents ${number + 1} 0 R /Resources << /Font << /F 3 0 R >> >> >>`);
    offsets[number + 1] = offset;
    put(`${number + 1} 0 obj\n<< /Filter /FlateDecode /Length ${text.length} >>\nstream\n`);
    put(text);
    put('\nendstream\nendobj\n');
  }
  const start = offset;
  put(`xref\n0 ${offsets.length}\n0000000000 65535 f \n`);
  for (let number = 1; number < offsets.length; number++) put(`${String(offsets[number]).padStart(10, '0')} 00000 n \n`);
  put(`trailer\n<< /Size ${offsets.length} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`);
  return Buffer.concat(pieces);
}
