import path from 'node:path';
import type { Config } from '../config.js';
import { FileStorage } from './files.js';
import { S3Storage } from './s3.js';
import type { Storage } from './storage.js';

export { FileStorage } from './files.js';
export { S3Storage } from './s3.js';
export * from './storage.js';

/** The storage that the settings ask for. `scratch`: where it may have temporary files. */
export async function openStorage({ storage, dataFolder }: Config, scratch: string): Promise<Storage> {
  return storage.kind === 's3' ? new S3Storage(storage, scratch) : FileStorage.open(path.join(dataFolder, 'objects'));
}
