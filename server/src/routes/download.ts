import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { OdeServiceError } from '../contract/index.js';
import { readJob } from '../db/index.js';
import type { Services } from '../services.js';
import { ObjectMissing } from '../storage/index.js';

/**
 * A converted page is made of a stranger's file and comes from our origin. In the sandbox it has no scripts, no forms
 * and an origin of its own; what it shows lies in it. Its links may open in new windows, which are then free.
 */
export const RESULT_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

const CONTENT_TYPE = 'text/html; charset=utf-8';
const params = z.object({ id: z.uuid() });

/**
 * GET /api/jobs/:id/result: the converted document, as a download; `?inline` shows it in the browser.
 *
 * @throws OdeServiceError `not-found`, `job-not-finished`, `job-failed`, `job-cancelled`
 */
export function downloadRoute({ db, storage }: Services) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get<{ Querystring: { inline?: string } }>('/api/jobs/:id/result', async (request, reply) => {
      const { data } = params.safeParse(request.params);
      if (!data) throw new OdeServiceError('not-found', 'There is no conversion with this id. Check it.');
      const job = await readJob(db, data.id);
      if (job.status === 'failed') throw new OdeServiceError('job-failed', `The conversion failed: ${job.errorCode}: ${job.errorMessage}`);
      if (job.status === 'cancelled') throw new OdeServiceError('job-cancelled');
      if (job.status !== 'succeeded' || !job.resultKey) throw new OdeServiceError('job-not-finished');

      const etag = `"${job.resultSha256}"`;
      reply.headers({
        etag,
        // The result of a job never changes; it is its owner's alone.
        'cache-control': 'private, max-age=3600, immutable',
        'content-security-policy': RESULT_POLICY,
        // Browsers refuse a document that is both in a sandbox and keeps its opener away (HTML, 7.5.1: navigation's check).
        'cross-origin-opener-policy': 'unsafe-none',
      });
      if (matches(request.headers['if-none-match'], etag)) return reply.status(304).send();

      const inline = request.query.inline !== undefined;
      const contentDisposition = disposition(inline ? 'inline' : 'attachment', job.document.name.replace(/\.pdf$/i, '') + '.html');
      // Shown in the browser it needs the policy above, which S3 does not send.
      const elsewhere = inline ? null : await storage.presign(job.resultKey, { contentType: CONTENT_TYPE, contentDisposition });
      if (elsewhere) return reply.header('cache-control', 'no-store').redirect(elsewhere, 302);

      const object = await storage.get(job.resultKey).catch((error: unknown) => {
        throw error instanceof ObjectMissing ? new OdeServiceError('not-found', 'The result is not kept any more. Convert again.') : error;
      });
      return reply
        .headers({ 'content-type': CONTENT_TYPE, 'content-length': object.size, 'content-disposition': contentDisposition })
        .send(object.body);
    });
  };
}

/** RFC 9110, 13.1.2: a list of tags, compared weakly, or a star. */
function matches(header: string | undefined, etag: string): boolean {
  return header !== undefined && header.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
}

/** RFC 6266: the name in ASCII for old programs, and as it is, percent-encoded (RFC 8187), for the others. */
export function disposition(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  // Through UTF-8 and back: half a surrogate pair cannot be encoded.
  const encoded = encodeURIComponent(Buffer.from(name).toString()).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
