import { createHash, randomBytes } from 'node:crypto';
import { cleanName, OdeServiceError, type DocumentInfo, type UploadInfo } from './contract/index.js';
import type { Caller } from './conversions.js';
import { expectObject, newId, type Database } from './db/index.js';
import { documentInfo, inspect, keepDocument, tooLarge } from './documents.js';
import type { Services } from './services.js';
import type { Storage } from './storage/index.js';
import { checkQuota } from './usage.js';

/** How long what was announced may take to come, in milliseconds. */
const PATIENCE_MS = 60 * 60_000;
/** Parts are of this size, in bytes, or larger so that there are no more than so many. S3 takes parts from 5 MiB. */
const PART_SIZE = 8 << 20;
const MOST_PARTS = 1000;
/** What a tenant may have announced and not yet committed: their parts lie in the storage, and count to no quota so far. */
const MOST_WAITING = 1000;

type Needs = Pick<Services, 'db' | 'storage' | 'config'> & Caller;

const directOf = (storage: Storage) => {
  if (!storage.direct) throw new OdeServiceError('direct-uploads-unavailable');
  return storage.direct;
};

/**
 * Announces a document that its sender puts into the storage itself, in parts.
 *
 * @throws OdeServiceError `direct-uploads-unavailable`, `too-large`, `quota-exceeded`, `busy`
 */
export async function beginUpload(
  { db, storage, config, tenant, tenantId, keyId }: Needs,
  { name, size, sha256 }: { name?: string; size: number; sha256: string },
): Promise<UploadInfo> {
  const direct = directOf(storage);
  if (size > config.maxUpload) throw tooLarge(config.maxUpload);
  await tenant(async (transaction) => {
    await checkQuota(transaction, { tenantId, keyId }, { bytes: size });
    if ((await transaction.upload.count({ where: { tenantId, documentId: null } })) >= MOST_WAITING) throw new OdeServiceError('busy');
  });
  const storageKey = `documents/${randomBytes(16).toString('hex')}.pdf`;
  // Should all else fail, it is swept.
  await expectObject(db, storageKey);
  const multipartId = await direct.begin(storageKey, 'application/pdf');
  const expiresAt = new Date(Date.now() + PATIENCE_MS);
  const id = newId();
  await tenant((transaction) =>
    transaction.upload.create({ data: { id, tenantId, name: cleanName(name), size, sha256, storageKey, multipartId, expiresAt } }),
  );
  const partSize = Math.max(PART_SIZE, Math.ceil(size / MOST_PARTS));
  const parts = await Promise.all(
    Array.from({ length: Math.ceil(size / partSize) }, async (_, i) => {
      const bytes = Math.min(partSize, size - i * partSize);
      const url = await direct.partUrl(storageKey, multipartId, { number: i + 1, size: bytes, seconds: PATIENCE_MS / 1000 });
      return { number: i + 1, size: bytes, url };
    }),
  );
  return { id, partSize, parts, expiresAt: expiresAt.toISOString() };
}

/**
 * Makes a document of what has been put into the storage, when it is what was announced. Asked again, the answer is the same.
 *
 * @throws OdeServiceError `not-found`, `upload-incomplete`, `upload-mismatch`, `not-a-pdf`, `quota-exceeded`
 */
export async function commitUpload(
  { db, storage, config, tenant, tenantId, keyId }: Needs,
  { id, parts }: { id: string; parts: { number: number; etag: string }[] },
): Promise<DocumentInfo> {
  const read = () => tenant((transaction) => transaction.upload.findFirst({ where: { id, tenantId }, include: { document: true } }));
  const upload = await read();
  if (!upload)
    throw new OdeServiceError('not-found', 'There is no upload with this id: it was never begun, was given up, or took too long.');
  if (upload.document) return documentInfo(upload.document);
  const direct = directOf(storage);
  const { storageKey, multipartId, name, sha256 } = upload;
  const size = Number(upload.size);
  // The note of the object lasts for as long as it takes to look at it.
  await expectObject(db, storageKey);
  await direct.complete(storageKey, multipartId, parts);
  const measured = { size: 0, hash: createHash('sha256') };
  try {
    const { body, size: stored } = await storage.get(storageKey);
    if (stored !== size) {
      body.destroy();
      throw new OdeServiceError('upload-mismatch', `${size} bytes were announced, and ${stored} have come. Send it again.`);
    }
    for await (const _ of inspect(body, config.maxUpload, measured));
    if (measured.hash.digest('hex') !== sha256) throw new OdeServiceError('upload-mismatch');
  } catch (error) {
    // It is the storage that does not send all of it, and may be asked again. What else is wrong stays wrong.
    if (!(error instanceof OdeServiceError) || error.code === 'upload-incomplete') throw (error as Error).cause ?? error;
    await giveUp(db, id, storageKey);
    throw error;
  }
  return tenant(async (transaction) => {
    // Of two that commit at a time the second finds what the first has made.
    await transaction.$queryRaw`SELECT id FROM upload WHERE id = ${id}::uuid FOR UPDATE`;
    const now = await transaction.upload.findFirst({ where: { id, tenantId }, include: { document: true } });
    if (!now) throw new OdeServiceError('not-found', 'The upload was given up meanwhile.');
    if (now.document) return documentInfo(now.document);
    const document = await keepDocument(transaction, { tenantId, keyId }, { name, size, sha256, storageKey });
    await transaction.upload.update({ where: { id }, data: { documentId: document.id } });
    return document;
  });
}

/** Gives an upload up that is not committed. Throws `not-found`. */
export async function abandonUpload({ db, storage, tenant, tenantId }: Needs, id: string): Promise<void> {
  const upload = await tenant((transaction) => transaction.upload.findFirst({ where: { id, tenantId } }));
  if (!upload || upload.documentId) throw new OdeServiceError('not-found', 'There is no upload with this id that waits for its parts.');
  await directOf(storage).abort(upload.storageKey, upload.multipartId);
  await giveUp(db, id, upload.storageKey);
}

async function giveUp(db: Database, id: string, storageKey: string): Promise<void> {
  await db.upload.deleteMany({ where: { id, documentId: null } });
  await db.pendingObject.updateMany({ where: { key: storageKey }, data: { until: new Date() } });
}

/** Gives up what took too long, and forgets what was committed long ago. */
export async function sweepUploads({ db, storage }: Pick<Services, 'db' | 'storage'>, most = 100): Promise<void> {
  const rows = await db.upload.findMany({ where: { expiresAt: { lt: new Date() } }, take: most });
  for (const { id, documentId, storageKey, multipartId } of rows) {
    if (documentId) await db.upload.deleteMany({ where: { id } });
    else {
      await storage.direct?.abort(storageKey, multipartId);
      await giveUp(db, id, storageKey);
    }
  }
}
