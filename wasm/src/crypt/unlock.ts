import { OdeError } from '../errors.js';
import type { ObjectKey } from '../instance.js';
import type { Identity } from '../types.js';
import type { Encryption } from './encryption.js';
import { fileKeyOfRecipient, isPublicKey } from './public-key-security.js';
import { fileKey, objectKey } from './standard-security.js';

/**
 * The keys of a document's objects; null where it can be read without.
 *
 * @throws OdeError `password-required`, `password-wrong`, `certificate-required`, `encryption-unsupported`
 */
export async function unlock(info: Encryption, password: string | undefined, identity: Identity | undefined): Promise<ObjectKey | null> {
  const key = await keyOf(info, password, identity);
  if (key) return (method, object, generation) => objectKey(method, key, object, generation);
  if (password !== undefined && !isPublicKey(info)) throw new OdeError('password-wrong');
  if (!info.keyOptional) throw new OdeError('password-required');
  return null;
}

/** The file's key; null where the password gives none. */
async function keyOf(info: Encryption, password: string | undefined, identity: Identity | undefined): Promise<Uint8Array | null> {
  if (!isPublicKey(info)) return fileKey(info, password ?? '');
  return info.keyOptional && !identity ? null : fileKeyOfRecipient(info, identity, password);
}
