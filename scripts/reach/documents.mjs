// Documents for the scripts of reach: ones that are work, and ones that are wrong.
import { randomBytes } from 'node:crypto';

/** A PDF of so many pages, each with `lines` lines of text. */
export function textPdf(pages, lines = 50, word = 'conversion') {
  const kids = Array.from({ length: pages }, (_, i) => `${4 + 2 * i} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages} /Kids [${kids}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  for (let page = 0; page < pages; page++) {
    const text = Array.from(
      { length: lines },
      (_, line) =>
        `1 0 0 1 50 ${780 - 14 * line} Tm (Page ${page + 1}, line ${line + 1}: the ${word} of a line of text into another form) Tj`,
    ).join('\n');
    const content = `BT /F1 11 Tf\n${text}\nET`;
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * page} 0 R >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    );
  }
  return pdfOf(objects);
}

/** A file with these objects, from 1, the first being the catalog. */
export function pdfOf(objects) {
  let pdf = '%PDF-1.7\n';
  const offsets = objects.map((object, i) => {
    const at = pdf.length;
    pdf += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  return Buffer.from(
    `${pdf}xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${pdf.length}\n%%EOF\n`,
    'latin1',
  );
}

const page = (content, more = '') =>
  pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R ${more} >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
  ]);

/** Files that are built to hurt: each asks for far more than it has. */
const BOMBS = [
  () => page(`${'q '.repeat(200_000)}${'Q '.repeat(200_000)}`),
  () => page('0 0 m 1e38 1e38 l -1e38 1e38 l f '.repeat(2000)),
  () => page('BT /F1 1e9 Tf (x) Tj ET'),
  () => page('/Fm Do', '/Resources << /XObject << /Fm 3 0 R >> >>'),
  () => pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Count 2000000000 /Kids [2 0 R] >>']),
  () => pdfOf([`<< /Type /Catalog /Pages 2 0 R /X ${'['.repeat(50_000)} >>`, '<< /Type /Pages /Count 0 /Kids [] >>']),
  () => page('x', '/MediaBox [0 0 1e30 1e30]'),
  () => page('x', '/UserUnit 1e30'),
  () => pdfOf(['<< /Type /Catalog /Pages 1 0 R >>']),
  () => Buffer.from(`%PDF-1.7\n${'1 0 obj\n'.repeat(100_000)}`),
  () => Buffer.from('%PDF-1.7\ntrailer\n<< /Root 9 0 R /Prev 0 >>\nstartxref\n0\n%%EOF'),
  () => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(100_000)]),
];

/** Wrong files, as many as are asked for: cut, scrambled, encrypted by nobody, built to hurt. `random` gives numbers below 1. */
export function* wrongFiles(count, random) {
  for (let i = 0; i < count; i++) {
    const whole = textPdf(1 + (i % 5), 10);
    const kind = i % 5;
    if (kind === 0) yield { what: 'cut', bytes: whole.subarray(0, Math.floor(whole.length * random())) };
    else if (kind === 1) {
      const bytes = Buffer.from(whole);
      for (let n = 0; n < 1 + i / 5; n++) bytes[9 + Math.floor(random() * (bytes.length - 9))] = Math.floor(random() * 256);
      yield { what: 'scrambled', bytes };
    } else if (kind === 2) {
      const text = whole
        .toString('latin1')
        .replace(
          '/Root 1 0 R',
          `/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V ${i % 6} /R ${i % 7} /Length 128 /P -4 /O <${'00'.repeat(32)}> /U <${'00'.repeat(32)}> >>`,
        );
      yield { what: 'encrypted', bytes: Buffer.from(text, 'latin1') };
    } else if (kind === 3) yield { what: 'hostile', bytes: BOMBS[Math.floor(i / 5) % BOMBS.length]() };
    else {
      const text = whole.toString('latin1').replace(/\d{3,}/g, () => String(Math.floor(random() * 2 ** 33)));
      yield { what: 'with wrong numbers', bytes: Buffer.from(text, 'latin1') };
    }
  }
}
