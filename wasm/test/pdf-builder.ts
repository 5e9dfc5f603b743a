import zlib from 'node:zlib';

/** An object's body: its text, or a dictionary's entries and a stream. */
export type Body = string | { dict?: string; stream: string | Uint8Array; /** Compresses the stream, and says so. */ flate?: boolean };

export interface PdfOptions {
  /** How the objects are found: a classic table, a cross-reference stream, or not at all. */
  xref?: 'table' | 'stream' | 'none';
  /** Objects that are put into one object stream; needs `xref: 'stream'`. */
  compressed?: number[];
  /** More entries of the trailer. */
  trailer?: string;
  /** What stands before `%PDF-`. */
  junk?: string;
  /** What is added to every offset in the table and to startxref: damage. */
  shift?: number;
  /** Leaves out every `endobj`. */
  noEndobj?: boolean;
}

const latin1 = (text: string | Uint8Array) => (typeof text === 'string' ? Buffer.from(text, 'latin1') : Buffer.from(text));

/** Writes a PDF of the given objects, by number; object 1 is the catalog. */
export function buildPdf(objects: Record<number, Body>, options: PdfOptions = {}): Uint8Array {
  const { xref = 'table', compressed = [], trailer = '', junk = '', shift = 0, noEndobj = false } = options;
  const parts: Buffer[] = [latin1(`${junk}%PDF-1.7\n`)];
  let length = parts[0]!.length;
  const offsets = new Map<number, number>();
  const add = (part: Buffer) => {
    parts.push(part);
    length += part.length;
  };
  const addObject = (number: number, body: Body) => {
    offsets.set(number, length);
    add(Buffer.concat([latin1(`${number} 0 obj\n`), bodyBytes(body), latin1(noEndobj ? '\n' : '\nendobj\n')]));
  };
  const numbers = Object.keys(objects).map(Number);
  for (const number of numbers) if (!compressed.includes(number)) addObject(number, objects[number]!);
  let size = Math.max(...numbers) + 1;

  const places = new Map<number, [kind: number, a: number, b: number]>();
  if (compressed.length) {
    const bodies = compressed.map((number) => String(objects[number]));
    let at = 0;
    const pairs = compressed.map((number, i) => {
      const pair = `${number} ${at}`;
      at += bodies[i]!.length + 1;
      return pair;
    });
    const first = pairs.join(' ').length + 1;
    const stream = size++;
    addObject(stream, {
      dict: `/Type /ObjStm /N ${compressed.length} /First ${first}`,
      stream: `${pairs.join(' ')}\n${bodies.join('\n')}`,
      flate: true,
    });
    compressed.forEach((number, i) => places.set(number, [2, stream, i]));
  }
  for (const [number, offset] of offsets) places.set(number, [1, offset + shift, 0]);

  const start = length;
  if (xref === 'table') {
    const rows = Array.from({ length: size }, (_, number) => {
      const place = places.get(number);
      return place ? `${String(place[1]).padStart(10, '0')} 00000 n \n` : `0000000000 ${number ? '00000' : '65535'} f \n`;
    });
    add(latin1(`xref\n0 ${size}\n${rows.join('')}trailer\n<< /Root 1 0 R /Size ${size} ${trailer} >>\n`));
  } else if (xref === 'stream') {
    const own = size++;
    places.set(own, [1, start + shift, 0]);
    const rows = Buffer.alloc(size * 7);
    for (const [number, [kind, a, b]] of places) {
      rows.writeUInt8(kind, number * 7);
      rows.writeUInt32BE(a, number * 7 + 1);
      rows.writeUInt16BE(b, number * 7 + 5);
    }
    addObject(own, { dict: `/Type /XRef /W [1 4 2] /Size ${size} /Root 1 0 R ${trailer}`, stream: rows, flate: true });
  }
  if (xref !== 'none') add(latin1(`startxref\n${start + shift}\n%%EOF\n`));
  return new Uint8Array(Buffer.concat(parts));
}

/** Appends an update (ISO 32000-2, 7.5.6): changed and new objects, and a table that goes before the last. */
export function updatePdf(file: Uint8Array, objects: Record<number, Body>): Uint8Array {
  const before = Buffer.from(file);
  const previous = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(before.toString('latin1'))![1]);
  const parts = [before];
  let length = before.length;
  let rows = '';
  let size = 1;
  for (const [number, body] of Object.entries(objects)) {
    const part = Buffer.concat([latin1(`${number} 0 obj\n`), bodyBytes(body), latin1('\nendobj\n')]);
    rows += `${number} 1\n${String(length).padStart(10, '0')} 00000 n \n`;
    parts.push(part);
    length += part.length;
    size = Math.max(size, Number(number) + 1);
  }
  parts.push(latin1(`xref\n${rows}trailer\n<< /Root 1 0 R /Size ${size} /Prev ${previous} >>\nstartxref\n${length}\n%%EOF\n`));
  return new Uint8Array(Buffer.concat(parts));
}

export interface PageOptions extends PdfOptions {
  /** `[0 0 200 100]` by default. */
  mediaBox?: string;
  /** What stands in /Resources. */
  resources?: string;
  /** More entries of the page. */
  page?: string;
  /** More entries of the catalog. */
  catalog?: string;
  /** More objects, from number 10 on. */
  objects?: Record<number, Body>;
}

/** A document of one page, 200 × 100 points, that runs `content`; /F1 is Helvetica. */
export function onePage(content: string | Uint8Array, options: PageOptions = {}): Uint8Array {
  const { mediaBox = '[0 0 200 100]', resources = '', page = '', catalog = '', objects = {}, ...rest } = options;
  return buildPdf(
    {
      1: `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
      2: '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
      3: `<< /Type /Page /Parent 2 0 R /MediaBox ${mediaBox} /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> ${resources} >> ${page} >>`,
      4: { stream: content },
      5: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
      ...objects,
    },
    rest,
  );
}

function bodyBytes(body: Body): Buffer {
  if (typeof body === 'string') return latin1(body);
  const data = body.flate ? zlib.deflateSync(latin1(body.stream)) : latin1(body.stream);
  const filter = body.flate ? ' /Filter /FlateDecode' : '';
  return Buffer.concat([latin1(`<< ${body.dict ?? ''}${filter} /Length ${data.length} >>\nstream\n`), data, latin1('\nendstream')]);
}
