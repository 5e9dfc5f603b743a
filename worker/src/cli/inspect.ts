import v8 from 'node:v8';
import { openDocument, refusal, type Document } from '../engine.js';
import { complain, EXIT, tellOfFonts } from './failure.js';
import { readInput, shown } from './input.js';
import { writeOutput } from './output.js';
import { encodePng } from './png.js';

export interface Flags {
  password?: string;
  maxSize: number;
}

/** Opens the input and works on it; a failure is told and becomes the exit code. */
export async function withDocument(input: string, { password, maxSize }: Flags, work: (doc: Document) => Promise<void>): Promise<number> {
  try {
    const doc = await openDocument(await readInput(input, maxSize), { password });
    try {
      await work(doc);
    } finally {
      await doc.close();
    }
    return EXIT.done;
  } catch (error) {
    // Who closes the pipe has seen enough: `ode text paper.pdf | head`.
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return EXIT.done;
    // Errors of the file system name the call that failed; all others come from the engine.
    complain(shown(input), (error as NodeJS.ErrnoException).syscall ? error : refusal(error));
    return EXIT.inputFailed;
  }
}

/**
 * How much a function of the engine must have done before V8 compiles it anew to faster code. For one page that is seldom
 * worth its while: twenty times V8's own value in Node 20, three times that of Node 24.
 */
const TIERING_BUDGET = 40_000_000;

/** `ode render`: one page as PNG. `page` counts from 1. */
export function render(
  input: string,
  flags: Flags & { page: number; scale: number; output: string; transparent: boolean },
): Promise<number> {
  v8.setFlagsFromString(`--wasm-tiering-budget=${TIERING_BUDGET}`);
  return withDocument(input, flags, async (doc) => {
    const background = flags.transparent ? ([0, 0, 0, 0] as const) : undefined;
    const { page, scale } = flags;
    const png = await doc.withPicture(page - 1, (picture) => encodePng(picture, 72 * scale), { scale, background });
    await writeOutput(flags.output, png);
    tellOfFonts(shown(input), doc.warnings);
  });
}

/** `ode text`: the text of one page or of all, in reading order; a form feed ends each page, as other tools have it. */
export function text(input: string, flags: Flags & { page?: number; output: string }): Promise<number> {
  return withDocument(input, flags, async (doc) => {
    const pages = flags.page === undefined ? Array.from({ length: doc.pageCount }, (_, i) => i) : [flags.page - 1];
    const parts: string[] = [];
    for (const page of pages) {
      const part = `${await doc.pageText(page, { annotations: true })}\n${pages.length > 1 ? '\f' : ''}`;
      // On standard output pages appear as they are read; a file is written whole or not at all.
      if (flags.output === '-') await writeOutput('-', part);
      else parts.push(part);
    }
    if (flags.output !== '-') await writeOutput(flags.output, parts.join(''));
  });
}

/** `ode info`: what the document says about itself. */
export function info(input: string, flags: Flags & { json: boolean }): Promise<number> {
  return withDocument(input, flags, async (doc) => {
    const found = {
      file: shown(input),
      pageCount: doc.pageCount,
      pages: Array.from({ length: doc.pageCount }, (_, i) => doc.pageSize(i)),
      metadata: await doc.metadata(),
      permissions: await doc.permissions(),
      outline: await doc.outline(),
      attachments: await doc.attachments(),
      layers: await doc.layers(),
      viewerPreferences: await doc.viewerPreferences(),
      warnings: doc.warnings,
    };
    await writeOutput('-', flags.json ? `${JSON.stringify(found, null, 2)}\n` : described(found));
  });
}

function described(found: {
  file: string;
  pageCount: number;
  pages: { width: number; height: number }[];
  metadata: Awaited<ReturnType<Document['metadata']>>;
  permissions: Awaited<ReturnType<Document['permissions']>>;
  outline: unknown[];
  attachments: { name: string }[];
  layers: { name: string }[];
  warnings: readonly { feature: string }[];
}): string {
  const { metadata } = found;
  const sizes = [...new Set(found.pages.map(({ width, height }) => `${+width.toFixed(1)} × ${+height.toFixed(1)} pt`))];
  const denied = Object.entries(found.permissions).flatMap(([name, allowed]) => (allowed ? [] : [name]));
  const lines: [string, string | number | undefined][] = [
    ['File', found.file],
    ['Title', metadata.title],
    ['Author', metadata.author],
    ['Subject', metadata.subject],
    ['Keywords', metadata.keywords],
    ['Creator', metadata.creator],
    ['Producer', metadata.producer],
    ['Created', metadata.created],
    ['Modified', metadata.modified],
    ['PDF version', metadata.pdfVersion],
    ['Language', metadata.language],
    ['Pages', found.pageCount],
    ['Page size', sizes.slice(0, 5).join(', ') + (sizes.length > 5 ? ', …' : '')],
    ['Outline', found.outline.length ? `${found.outline.length} entries at the top` : undefined],
    ['Attachments', found.attachments.map((a) => a.name).join(', ')],
    ['Layers', found.layers.map((l) => l.name).join(', ')],
    ['Not allowed', denied.join(', ')],
    ['Warnings', [...new Set(found.warnings.map((w) => w.feature))].join(', ')],
  ];
  // Text of the file goes to a terminal: without control characters it cannot command it.
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  const plain = (value: string | number) => String(value).replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
  return lines
    .flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`${`${name}:`.padEnd(14)}${plain(value)}\n`]))
    .join('');
}
