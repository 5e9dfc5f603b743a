import path from 'node:path';
import type { Config } from '../config.js';
import { FileStorage } from './files.js';
import type { Storage } from './storage.js';

export { FileStorage } from './files.js';
export * from './storage.js';

/** The storage that the settings ask for. `scratch`: where it may have temporary files. */
export async function openStorage({ storage, dataFolder }: Config, scratch: string): Promise<Storage> {
  if (storage.kind === 'files') return FileStorage.open(path.join(dataFolder, 'objects'));
  // The AWS SDK is a sixth of what a start has to load, and files need none of it.
  const { S3Storage } = await import('./s3.js');
  return new S3Storage(storage, scratch);
}
