import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { nameFiles, readBatch } from '../batches.js';
import { fileOfFormat, OdeServiceError } from '../contract/index.js';
import type { Caller } from '../conversions.js';
import { inTenant, readJob, type JobRow } from '../db/index.js';
import type { Services } from '../services.js';
import { ObjectMissing, type ByteRange } from '../storage/index.js';
import { writeZip, type ZippedFile } from '../zip.js';
import { callerOf } from './caller.js';
import { deprecated } from './deprecation.js';
import { errorBody } from './errors.js';

/**
 * A converted page is made of a stranger's file and comes from our origin. In the sandbox it has no scripts, no forms
 * and an origin of its own; what it shows lies in it. Its links may open in new windows, which are then free.
 */
export const RESULT_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** Less than this, in bytes, is sent as it is. */
const WORTH_PACKING = 1024;
/** What is not packed already. PDFs mostly are, but not as well. */
const PACKABLE = /^(text\/|application\/(json|pdf)$)/;

const params = z.object({ id: z.uuid() });

/**
 * GET /api/v1/jobs/:id/result: the converted document, as a download; `?inline` shows it in the browser. GET
 * /api/v1/documents/:id/content: the document itself. A part of either by Range, or all of it compressed.
 *
 * @throws OdeServiceError `not-found`, `job-not-finished`, `job-failed`, `job-cancelled`
 */
export function downloadRoutes(services: Services) {
  return async (app: FastifyInstance): Promise<void> => {
    const older = deprecated(({ url }) => url.replace('/api/jobs', '/api/v1/jobs'));
    for (const [url, onRequest] of [
      ['/api/jobs/:id/result', older],
      ['/api/v1/jobs/:id/result', undefined],
    ] as const)
      app.get(url, { config: { access: 'read' }, onRequest }, async (request, reply) => {
        const { data } = params.safeParse(request.params);
        if (!data) throw new OdeServiceError('not-found', 'There is no conversion with this id. Check it.');
        const { tenantId } = request.principal;
        const job = await inTenant(services.db, tenantId, (transaction) => readJob(transaction, tenantId, data.id));
        return sendResult(services, job, request, reply);
      });
    app.get('/api/v1/documents/:id/content', { config: { access: 'read' } }, async (request, reply) => {
      const { data } = params.safeParse(request.params);
      const { tenantId } = request.principal;
      const row = data && (await inTenant(services.db, tenantId, (db) => db.document.findFirst({ where: { id: data.id, tenantId } })));
      if (!row) throw new OdeServiceError('not-found', 'There is no document with this id. Check it.');
      const { storageKey: key, size, sha256, name } = row;
      // Never shown here: a sandbox stops the browsers' own viewers, and outside of one it would be a stranger's page of this origin.
      const file = { key, size: Number(size), sha256, name, contentType: 'application/pdf', inline: false };
      return sendFile(services, file, request, reply);
    });
    app.get('/api/v1/batches/:id/result', { config: { access: 'read' } }, async (request, reply) => {
      const { data } = params.safeParse(request.params);
      if (!data) throw new OdeServiceError('not-found', 'There is no batch with this id. Check it.');
      const caller = callerOf(services.db, request);
      const batch = await readBatch(caller, data.id);
      if (batch.status !== 'ended') throw new OdeServiceError('job-not-finished', 'The batch has not ended. Follow its progress.');
      reply
        .headers({ 'content-type': 'application/zip', 'content-disposition': disposition('attachment', `${data.id}.zip`) })
        .header('cache-control', 'private, no-store');
      // Of the head alone nothing need be packed.
      if (request.method === 'HEAD') return reply.send(Readable.from([]));
      const out = new PassThrough();
      writeZip(filesOf(services, caller, data.id), out).catch((error: unknown) => {
        request.log.error({ err: error, batch: data.id }, 'a zip broke off');
        out.destroy(error as Error);
      });
      return reply.send(out);
    });
  };
}

/** The results of a batch, by pages of its jobs. */
async function* filesOf({ storage }: Services, { tenant, tenantId }: Caller, batchId: string): AsyncGenerator<ZippedFile> {
  const nameOf = nameFiles();
  for (let last: string | undefined; ;) {
    const where = { tenantId, batchId, status: 'succeeded' as const, ...(last && { id: { gt: last } }) };
    const rows = await tenant((db) => db.job.findMany({ where, orderBy: { id: 'asc' }, take: 100, include: { document: true } }));
    for (const { id, format, resultKey, document } of rows)
      yield { name: nameOf(document.name, format, id), open: async () => (await storage.get(resultKey ?? '')).body };
    last = rows.at(-1)?.id;
    if (!last) return;
  }
}

/** Answers with the result of a job. */
export async function sendResult(
  { storage }: Pick<Services, 'storage'>,
  job: JobRow,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (job.status === 'failed') throw new OdeServiceError('job-failed', `The conversion failed: ${job.errorCode}: ${job.errorMessage}`);
  if (job.status === 'cancelled') throw new OdeServiceError('job-cancelled');
  if (job.status !== 'succeeded' || !job.resultKey) throw new OdeServiceError('job-not-finished');

  const { extension, mediaType: contentType } = fileOfFormat(job.format);
  const file = {
    key: job.resultKey,
    size: Number(job.resultSize),
    sha256: job.resultSha256 ?? '',
    name: `${job.document.name.replace(/\.pdf$/i, '')}.${extension}`,
    contentType,
    inline: (request.query as { inline?: string }).inline !== undefined,
  };
  return sendFile({ storage }, file, request, reply);
}

/** What is sent, and how it is called. */
interface SentFile {
  key: string;
  size: number;
  sha256: string;
  name: string;
  contentType: string;
  /** Shown in the browser, not saved. */
  inline: boolean;
}

async function sendFile(
  { storage }: Pick<Services, 'storage'>,
  { key, size, sha256, name, contentType, inline }: SentFile,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const etag = `"${sha256}"`;
  reply.headers({
    etag,
    // It never changes; it is its owner's alone.
    'cache-control': 'private, max-age=3600, immutable',
    'content-security-policy': RESULT_POLICY,
    // Browsers refuse a document that is both in a sandbox and keeps its opener away (HTML, 7.5.1: navigation's check).
    'cross-origin-opener-policy': 'unsafe-none',
    'accept-ranges': 'bytes',
    // Beside what CORS says already (access/hosts.ts).
    vary: [reply.getHeader('vary'), 'accept-encoding'].filter(Boolean).join(', '),
  });
  if (matches(request.headers['if-none-match'], etag)) return reply.status(304).send();

  const contentDisposition = disposition(inline ? 'inline' : 'attachment', name);
  // Shown in the browser it needs the policy above, which S3 does not send.
  const elsewhere = inline ? null : await storage.presign(key, { contentType, contentDisposition });
  if (elsewhere) return reply.header('cache-control', 'no-store').redirect(elsewhere, 302);

  const range = rangeOf(request.headers.range, request.headers['if-range'], etag, size);
  if (range === 'none')
    return reply
      .status(416)
      .headers({ 'content-range': `bytes */${size}`, 'cache-control': 'no-store' })
      .send(errorBody(new OdeServiceError('bad-request', 'There is no such part of it.'), request.id));
  const object = await storage.get(key, range ?? undefined).catch((error: unknown) => {
    throw error instanceof ObjectMissing ? new OdeServiceError('not-found', 'It is not kept any more.') : error;
  });
  reply.headers({ 'content-type': contentType, 'content-disposition': contentDisposition });
  if (range) {
    const { start, end } = range;
    return reply
      .status(206)
      .headers({ 'content-range': `bytes ${start}-${end}/${size}`, 'content-length': object.size })
      .send(object.body);
  }
  const worthIt = size >= WORTH_PACKING && PACKABLE.test(contentType);
  if (request.method === 'GET' && worthIt && accepts(request.headers['accept-encoding'], 'gzip')) {
    const packed = createGzip({ level: 5 });
    // Who reads the answer sees it break off; there is nobody else to tell.
    pipeline(object.body, packed).catch(() => undefined);
    return reply.headers({ 'content-encoding': 'gzip', etag: `W/${etag}` }).send(packed);
  }
  return reply.header('content-length', object.size).send(object.body);
}

/** RFC 9110, 14.2: one range of bytes. null: all is asked for, or what is asked for is not understood; `none`: nothing. */
export function rangeOf(
  header: string | undefined,
  ifRange: string | string[] | undefined,
  etag: string,
  size: number,
): ByteRange | 'none' | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if ((!first && !last) || (ifRange !== undefined && ifRange !== etag)) return null;
  const start = first ? Number(first) : Math.max(0, size - Number(last));
  const end = first && last ? Math.min(Number(last), size - 1) : size - 1;
  if (first && last && Number(last) < Number(first)) return null;
  return start >= size || start > end ? 'none' : { start, end };
}

/** RFC 9110, 12.5.3, as far as one encoding goes. */
function accepts(header: string | undefined, encoding: string): boolean {
  return (header ?? '').split(',').some((one) => {
    const [name = '', ...parameters] = one.split(';').map((part) => part.trim());
    return name.toLowerCase() === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/i.test(parameter));
  });
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
