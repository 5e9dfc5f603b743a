import fs from 'node:fs';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { fontFor, type FallbackFonts } from '../fallback-fonts.js';

/** The fonts of ODE_FALLBACK_FONT for the viewer, by language; 404 where there is none. */
export function fallbackFontRoute(fonts: FallbackFonts) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get<{ Params: { language: string } }>('/fallback-font/:language', { config: { access: 'public' } }, async (request, reply) => {
      const font = fontFor(fonts, request.params.language);
      if (!font) return reply.callNotFound();
      const { size } = await fs.promises.stat(font.path);
      return reply
        .headers({ 'cache-control': 'public, max-age=86400', 'content-length': size })
        .type('font/collection')
        .send(Readable.from(firstFont(font.path, font.index), { objectMode: false }));
    });
  };
}

/**
 * A collection whose font at `index` stands first, which is the one that is read (OpenType, "TTC header"). In pieces: fonts have
 * tens of megabytes, and anybody may ask for them.
 */
async function* firstFont(file: string, index: number): AsyncGenerator<Buffer> {
  const at = 12 + index * 4;
  const head = index > 0 ? await headOf(file, at + 4) : Buffer.alloc(0);
  if (head.length === at + 4 && head.toString('latin1', 0, 4) === 'ttcf') head.copy(head, 12, at, at + 4);
  if (head.length) yield head;
  yield* fs.createReadStream(file, { start: head.length }) as AsyncIterable<Buffer>;
}

async function headOf(file: string, length: number): Promise<Buffer> {
  const handle = await fs.promises.open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
