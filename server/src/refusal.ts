import { OdeServiceError } from './contract/index.js';
import { isUnreachable } from './db/index.js';
import { StorageFull, StorageUnavailable } from './storage/index.js';

/** What is told of an error: refusals as they are, and what says that a part of ours is away or full. Else null. */
export function refusalOf(error: unknown): OdeServiceError | null {
  if (error instanceof OdeServiceError) return error;
  if (error instanceof StorageFull) return new OdeServiceError('storage-full', undefined, { cause: error });
  if (error instanceof StorageUnavailable || isUnreachable(error)) return new OdeServiceError('unavailable', undefined, { cause: error });
  return null;
}
