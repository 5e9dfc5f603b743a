import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { cleanName, OdeServiceError, type DocumentInfo } from './contract/index.js';
import type { Document } from './db/generated/client.js';
import type { Services } from './services.js';

/** ISO 32000-2, annex I, note on implementations: the header may stand anywhere in the first 1024 bytes. */
const HEADER_WITHIN = 1024;

/** What the API shows of a document. */
export function documentInfo(row: Document): DocumentInfo {
  return { id: row.id, name: row.name, size: Number(row.size), sha256: row.sha256, createdAt: row.createdAt.toISOString() };
}

/**
 * Takes in a document as it arrives: nothing of it is held but the piece at hand. It is in the storage first, then in
 * the database; when either fails, or the sender stops, neither keeps anything.
 *
 * @throws OdeServiceError `empty-file`, `not-a-pdf`, `too-large`, `upload-incomplete`
 */
export async function receiveDocument(
  { db, storage, config }: Pick<Services, 'db' | 'storage' | 'config'>,
  body: AsyncIterable<Uint8Array>,
  name: string | undefined,
): Promise<DocumentInfo> {
  const storageKey = `documents/${randomBytes(16).toString('hex')}.pdf`;
  const measured = { size: 0, hash: createHash('sha256') };
  try {
    await storage.put(storageKey, Readable.from(inspect(body, config.maxUpload, measured), { objectMode: false }), 'application/pdf');
    return documentInfo(
      await db.document.create({
        data: { name: cleanName(name), size: BigInt(measured.size), sha256: measured.hash.digest('hex'), storageKey },
      }),
    );
  } catch (error) {
    await storage.delete(storageKey).catch(() => undefined);
    throw error;
  }
}

/** Lets a PDF through, measuring it; throws at the first byte that shows that it is none or too large. */
async function* inspect(
  body: AsyncIterable<Uint8Array>,
  maxUpload: number,
  measured: { size: number; hash: ReturnType<typeof createHash> },
) {
  let head: Buffer | null = Buffer.alloc(0);
  const source = body[Symbol.asyncIterator]();
  for (;;) {
    const { done, value } = await source.next().catch((cause: unknown) => {
      throw new OdeServiceError('upload-incomplete', undefined, { cause });
    });
    if (done) break;
    measured.size += value.length;
    if (measured.size > maxUpload) throw tooLarge(maxUpload);
    measured.hash.update(value);
    if (!head) {
      yield value;
      continue;
    }
    head = Buffer.concat([head, value]);
    if (head.length >= HEADER_WITHIN) {
      checkHeader(head);
      yield head;
      head = null;
    }
  }
  if (measured.size === 0) throw new OdeServiceError('empty-file');
  if (head) {
    checkHeader(head);
    yield head;
  }
}

function checkHeader(head: Buffer): void {
  if (!head.subarray(0, HEADER_WITHIN).includes('%PDF-')) throw new OdeServiceError('not-a-pdf');
}

/** The refusal of a file over the limit, with the limit. */
export function tooLarge(maxUpload: number): OdeServiceError {
  return new OdeServiceError('too-large', `This file is over the limit of ${maxUpload / 2 ** 20} MB. Choose a smaller file, or split it.`);
}
