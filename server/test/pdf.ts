import { createHash } from 'node:crypto';

/** Opens documents made with `locked`. */
export const PASSWORD = 'user';

/*
 * A lock that qpdf 11.3 made for the password above (`--static-id --encrypt user owner 128 --use-aes=n`), with the file
 * key that it prints: what is encrypted here by the key, the engine decrypts by the password.
 */
const ID = '31415926535897932384626433832795';
const O = '0ba3835f88f90388e74e54584125ce142be0de24c6b0d37746e075b891756671';
const U = '763f954d16622015ee88b60b3eb8f7590122456a91bae5134273a6db134c87c4';
const FILE_KEY = Buffer.from('55831911f0f2b9a08ac3cbcc766166db', 'hex');

/** A small PDF, written by hand: so many pages of 200 × 100 points, each with its number in Helvetica, and `content` before it. */
export function makePdf({ pages = 1, locked = false, content = '' }: { pages?: number; locked?: boolean; content?: string } = {}): Buffer {
  const first = 4;
  const kids = Array.from({ length: pages }, (_, i) => `${first + 2 * i} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages} /Kids [${kids}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ];
  for (let i = 0; i < pages; i++) {
    const number = first + 2 * i + 1;
    const plain = Buffer.from(`${content} BT /F1 24 Tf 20 40 Td (Page ${i + 1}) Tj ET`, 'latin1');
    const stream = (locked ? encrypt(plain, number) : plain).toString('latin1');
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Resources << /Font << /F1 3 0 R >> >> /Contents ${number} 0 R >>`,
      `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    );
  }
  if (locked) objects.push(`<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <${O}> /U <${U}> >>`);
  let file = '%PDF-1.4\n';
  const offsets = objects.map((body, i) => {
    const offset = file.length;
    file += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const lock = locked ? ` /Encrypt ${objects.length} 0 R /ID [<${ID}> <${ID}>]` : '';
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R${lock} >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(`${file}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}${trailer}`, 'latin1');
}

/** ISO 32000-2, 7.6.3.1, algorithm 1: RC4 with a key for each object. */
function encrypt(data: Buffer, object: number): Buffer {
  const suffix = Buffer.of(object & 255, (object >> 8) & 255, (object >> 16) & 255, 0, 0);
  return rc4(createHash('md5').update(FILE_KEY).update(suffix).digest(), data);
}

function rc4(key: Buffer, data: Buffer): Buffer {
  const s = Uint8Array.from({ length: 256 }, (_, i) => i);
  const swap = (i: number, j: number) => ([s[i], s[j]] = [s[j] ?? 0, s[i] ?? 0]);
  for (let i = 0, j = 0; i < 256; i++) swap(i, (j = (j + (s[i] ?? 0) + (key[i % key.length] ?? 0)) & 255));
  let i = 0;
  let j = 0;
  return Buffer.from(
    data.map((byte) => {
      i = (i + 1) & 255;
      j = (j + (s[i] ?? 0)) & 255;
      swap(i, j);
      return byte ^ (s[((s[i] ?? 0) + (s[j] ?? 0)) & 255] ?? 0);
    }),
  );
}
