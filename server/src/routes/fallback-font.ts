import fs from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { fontFor, type FallbackFonts } from '../fallback-fonts.js';

/** The fonts of ODE_FALLBACK_FONT for the viewer, by language; 404 where there is none. */
export function fallbackFontRoute(fonts: FallbackFonts) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get<{ Params: { language: string } }>('/fallback-font/:language', { config: { access: 'public' } }, async (request, reply) => {
      const font = fontFor(fonts, request.params.language);
      if (!font) return reply.callNotFound();
      reply.header('cache-control', 'public, max-age=86400').type('font/collection');
      return firstFont(await fs.readFile(font.path), font.index);
    });
  };
}

/** A collection whose font at `index` stands first, which is the one that is read (OpenType, "TTC header"). */
function firstFont(file: Buffer, index: number): Buffer {
  const at = 12 + index * 4;
  if (index > 0 && file.toString('latin1', 0, 4) === 'ttcf' && file.length >= at + 4) file.copy(file, 12, at, at + 4);
  return file;
}
