import zlib from 'node:zlib';

/** An object's body: its text, or a dictionary's entries and a stream. */
export type Body = string | { dict?: string; stream: string | Uint8Array; /** Compresses the stream, and says so. */ flate?: boolean };

export interface PdfOptions {
  /**
   * How the objects are found: a classic table, a cross-reference stream, a table with a stream beside it that has the
   * compressed objects (7.5.8.4), or not at all.
   */
  xref?: 'table' | 'stream' | 'hybrid' | 'none';
  /** Objects that are put into one object stream; needs `xref: 'stream'` or `'hybrid'`, or the file to be scanned. */
  compressed?: readonly number[];
  /** More entries of the trailer. */
  trailer?: string;
  /** What stands before `%PDF-`. */
  junk?: string;
  /** What is added to every offset in the table and to startxref: damage. */
  shift?: number;
  /** Leaves out every `endobj`. */
  noEndobj?: boolean;
}

export interface UpdateOptions extends Pick<PdfOptions, 'xref' | 'compressed' | 'trailer'> {
  /** Objects that the update frees. */
  deleted?: number[];
}

const latin1 = (text: string | Uint8Array) => (typeof text === 'string' ? Buffer.from(text, 'latin1') : Buffer.from(text));

/** Writes a PDF of the given objects, by number; object 1 is the catalog. */
export function buildPdf(objects: Record<number, Body>, options: PdfOptions = {}): Uint8Array {
  const { junk = '', shift, noEndobj } = options;
  const section = new Section(latin1(`${junk}%PDF-1.7\n`), 1, shift, noEndobj);
  section.places.set(0, [0, 0, 65535]);
  return section.write(objects, options);
}

/** Appends an update (ISO 32000-2, 7.5.6): changed, new and deleted objects, and a table that goes before the last. */
export function updatePdf(file: Uint8Array, objects: Record<number, Body>, options: UpdateOptions = {}): Uint8Array {
  const before = Buffer.from(file);
  const end = before.toString('latin1');
  const previous = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(end)![1]);
  const size = Math.max(...[...end.matchAll(/\/Size (\d+)/g)].map((m) => Number(m[1])));
  const section = new Section(before, size);
  for (const number of options.deleted ?? []) section.places.set(number, [0, 0, 1]);
  return section.write(objects, { ...options, trailer: `/Prev ${previous} ${options.trailer ?? ''}` });
}

/** Objects and the cross-reference section that finds them, behind what the file has so far. */
class Section {
  /** Rows of a cross-reference stream (7.5.8.3, table 18), by object number. */
  readonly places = new Map<number, [kind: 0 | 1 | 2, a: number, b: number]>();
  private readonly parts: Buffer[];
  private length: number;

  constructor(
    before: Buffer,
    private size: number,
    private readonly shift = 0,
    private readonly noEndobj = false,
  ) {
    this.parts = [before];
    this.length = before.length;
  }

  write(objects: Record<number, Body>, { xref = 'table', compressed = [], trailer = '' }: UpdateOptions): Uint8Array {
    const numbers = Object.keys(objects).map(Number);
    this.size = Math.max(this.size, ...numbers.map((number) => number + 1));
    for (const number of numbers) if (!compressed.includes(number)) this.object(number, objects[number]!);
    const visible = new Map(this.places);
    if (compressed.length) this.objectStream(compressed, objects);
    let start = this.length;
    if (xref === 'hybrid') {
      const hidden = new Map([...this.places].filter(([number]) => !visible.has(number)));
      this.xrefStream(hidden, '');
      const at = start;
      start = this.length;
      // The classic table calls hidden objects free.
      for (const number of hidden.keys()) visible.set(number, [0, 0, 0]);
      this.table(visible, `/XRefStm ${at} ${trailer}`);
    } else if (xref === 'table') {
      this.table(this.places, trailer);
    } else if (xref === 'stream') {
      this.xrefStream(this.places, `/Root 1 0 R ${trailer}`);
    }
    if (xref !== 'none') this.add(latin1(`startxref\n${start + this.shift}\n%%EOF\n`));
    return new Uint8Array(Buffer.concat(this.parts));
  }

  private add(part: Buffer): void {
    this.parts.push(part);
    this.length += part.length;
  }

  private object(number: number, body: Body): void {
    this.places.set(number, [1, this.length + this.shift, 0]);
    this.add(Buffer.concat([latin1(`${number} 0 obj\n`), bodyBytes(body), latin1(this.noEndobj ? '\n' : '\nendobj\n')]));
  }

  /** 7.5.7. */
  private objectStream(numbers: readonly number[], objects: Record<number, Body>): void {
    const bodies = numbers.map((number) => String(objects[number]));
    let at = 0;
    const pairs = numbers.map((number, i) => {
      const pair = `${number} ${at}`;
      at += bodies[i]!.length + 1;
      return pair;
    });
    const first = pairs.join(' ').length + 1;
    const own = this.size++;
    const stream = `${pairs.join(' ')}\n${bodies.join('\n')}`;
    this.object(own, { dict: `/Type /ObjStm /N ${numbers.length} /First ${first}`, stream, flate: true });
    numbers.forEach((number, i) => this.places.set(number, [2, own, i]));
  }

  /** 7.5.4: a subsection for each run of numbers. */
  private table(places: typeof this.places, trailer: string): void {
    let rows = '';
    for (const run of runs(places)) {
      rows += `${run[0]} ${run.length}\n`;
      for (const number of run) {
        const [kind, a, b] = places.get(number)!;
        rows += `${String(a).padStart(10, '0')} ${String(b).padStart(5, '0')} ${kind ? 'n' : 'f'} \n`;
      }
    }
    this.add(latin1(`xref\n${rows}trailer\n<< /Root 1 0 R /Size ${this.size} ${trailer} >>\n`));
  }

  /** 7.5.8. */
  private xrefStream(places: typeof this.places, entries: string): void {
    const own = this.size++;
    places.set(own, [1, this.length + this.shift, 0]);
    const order = runs(places);
    const rows = Buffer.alloc(places.size * 7);
    order.flat().forEach((number, i) => {
      const [kind, a, b] = places.get(number)!;
      rows.writeUInt8(kind, i * 7);
      rows.writeUInt32BE(a, i * 7 + 1);
      rows.writeUInt16BE(b, i * 7 + 5);
    });
    const index = order.map((run) => `${run[0]} ${run.length}`).join(' ');
    this.object(own, { dict: `/Type /XRef /W [1 4 2] /Size ${this.size} /Index [${index}] ${entries}`, stream: rows, flate: true });
  }
}

/** The numbers in order, those that follow one another together. */
function runs(places: Map<number, unknown>): number[][] {
  const out: number[][] = [];
  for (const number of [...places.keys()].sort((a, b) => a - b)) {
    const last = out.at(-1);
    if (last?.at(-1) === number - 1) last.push(number);
    else out.push([number]);
  }
  return out;
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
