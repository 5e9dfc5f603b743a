// A PDF as most are: a title, headings, two columns of text, a list, a ruled and a plain table, a picture, a link, heads and page numbers.
import { deflateSync } from 'node:zlib';

const TEXT =
  'Engines of documents read what pages show, and say what it means to those who cannot see it. What is written in two columns is read one after the ' +
  'other, words that were divided at the end of a line are joined again, and what stands in margins is left out, since it says nothing of its own. ';
const [WIDTH, HEIGHT, LEFT, RIGHT, COLUMN] = [595, 842, 60, 310, 225];
const ROWS = [
  ['Year', 'Pages', 'Words'],
  ['2023', '1,204', '310,550'],
  ['2024', '2,310', '602,118'],
  ['2025', '4,021', '988,400'],
  ['2026', '8,122', '1,904,004'],
];

/** @returns {Buffer} the file */
export function samplePdf() {
  const pages = [1, 2, 3];
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /Outlines 3 0 R >>',
    `<< /Type /Pages /Count 3 /Kids [${pages.map((n) => `${6 + 2 * n} 0 R`).join(' ')}] /MediaBox [0 0 ${WIDTH} ${HEIGHT}] /Resources << /Font << /R 4 0 R /B 5 0 R >> /XObject << /I 6 0 R >> >> >>`,
    '<< /Count 1 /First 7 0 R /Last 7 0 R >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>',
    stream(
      Buffer.from(Array.from({ length: 3 * 16 * 16 }, (_, i) => i % 251)),
      '/Type /XObject /Subtype /Image /Width 16 /Height 16 /ColorSpace /DeviceRGB /BitsPerComponent 8 ',
    ),
    '<< /Parent 3 0 R /Title (Results) /Dest [10 0 R /Fit] >>',
  ];
  for (const n of pages) {
    const link = `<< /Type /Annot /Subtype /Link /Rect [${LEFT} 600 ${LEFT + 80} 612] /A << /S /URI /URI (https://example.org/) >> >>`;
    objects.push(
      `<< /Type /Page /Parent 2 0 R /Contents ${7 + 2 * n} 0 R /Annots [${link}] >>`,
      stream(Buffer.from(contents(n), 'latin1')),
    );
  }
  const parts = [Buffer.from('%PDF-1.7\n')];
  let length = parts[0].length;
  const places = objects.map((object, i) => {
    const at = length;
    const part = Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]);
    parts.push(part);
    length += part.length;
    return at;
  });
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  parts.push(
    Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`),
  );
  return Buffer.concat(parts);
}

/** @param {Buffer} data @param {string} entries */
function stream(data, entries = '') {
  const packed = deflateSync(data);
  return Buffer.concat([
    Buffer.from(`<< ${entries}/Filter /FlateDecode /Length ${packed.length} >>\nstream\n`),
    packed,
    Buffer.from('\nendstream'),
  ]);
}

/** @param {number} n the page */
function contents(n) {
  const text = (/** @type {string} */ words, /** @type {number} */ x, /** @type {number} */ y, size = 10, font = 'R') =>
    `BT /${font} ${size} Tf ${x} ${y} Td (${words}) Tj ET\n`;
  let out = text('Annals of Documents', LEFT, HEIGHT - 40, 8) + text(String(n), WIDTH / 2, 36, 8);
  if (n === 1) out += text('What Pages Mean', 200, 770, 20, 'B') + text('A. Writer and B. Reader', 230, 745, 11);
  for (const x of [LEFT, RIGHT]) {
    out += text(`${n}.${x === LEFT ? 1 : 2} What was found`, x, 700, 12, 'B');
    lines(TEXT.repeat(3), 46).forEach((line, i) => (out += text(line, x, 680 - 12 * i)));
  }
  ['First, that it is read', 'Then, that it is said', 'Last, that it is right'].forEach(
    (item, i) => (out += text(`\\225  ${item}`, LEFT, 440 - 14 * i)),
  );
  out += text(`Table ${n}: what was read`, LEFT, 385, 9, 'B') + table(LEFT, 370, true, text) + table(RIGHT, 370, false, text);
  out += `q 100 0 0 70 ${LEFT} 190 cm /I Do Q\n0.2 0.4 0.8 rg ${RIGHT} 190 m 400 260 l 480 190 l f 0 g\n`;
  out += text(`Figure ${n}. What was seen, and a shape`, LEFT, 175, 9) + text('1 A note that says a little more of it.', LEFT, 70, 8);
  return out;
}

/** @param {number} x @param {number} y @param {boolean} isRuled @param {(words: string, x: number, y: number) => string} text */
function table(x, y, isRuled, text) {
  const [width, height] = [COLUMN / 3, 16];
  let out = ROWS.map((row, i) => row.map((cell, k) => text(cell, x + k * width + 4, y - i * height - 11)).join('')).join('');
  if (isRuled) for (let i = 0; i <= ROWS.length; i++) out += `${x} ${y - i * height} m ${x + COLUMN} ${y - i * height} l S\n`;
  if (isRuled) for (let k = 0; k <= 3; k++) out += `${x + k * width} ${y} m ${x + k * width} ${y - ROWS.length * height} l S\n`;
  return out;
}

/** @param {string} text @param {number} longest letters of a line */
function lines(text, longest) {
  const out = [''];
  for (const word of text.trim().split(' ')) {
    if (out.at(-1).length + word.length >= longest) out.push('');
    out.push(`${out.pop()} ${word}`.trim());
  }
  return out;
}
