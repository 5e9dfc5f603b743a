import { AES_SIZE, decryptAes, makeAesTables } from '../filter/aes';
import { rc4, RC4_SIZE } from '../filter/rc4';
import { alloc } from '../memory/heap';
import { Name } from './names';
import { Kind, kindOf, nameOf, Obj } from './object';
import { at, get, getInt, getName } from './fetch';
import { Store } from './state';
import { Warning, warn } from './warnings';

/** How a crypt filter encrypts, ISO 32000-2, table 25. */
export const enum CryptMethod {
  None = 0,
  V2 = 1,
  AesV2 = 2,
  AesV3 = 3,
}

/** The key of an object's strings and streams (7.6.3.2, algorithm 1), by the host (wasm/src/crypt): its length, 32 bytes at most; 0: there is none. */
// @ts-ignore: decorator
@external("host", "objectKey")
declare function objectKey(method: CryptMethod, objectNumber: u32, generation: u32, to: usize): u32;

/**
 * What decryption works with, on the heap; `doc.cipher`.
 *
 *   ┌ the key of an object   RC4's state   AES's tables
 */
const MAX_KEY: usize = 32;
const RC4_STATE: usize = MAX_KEY;
const AES_TABLES: usize = RC4_STATE + RC4_SIZE;

/** Reads how strings, streams and embedded files are encrypted: once, before the document is unlocked. 7.6.2. */
export function readCryptMethods(doc: Store): void {
  const dict = get(doc, doc.trailer, Name.Encrypt);
  const version = getInt(doc, dict, Name.V);
  doc.stringMethod = version < 4 ? CryptMethod.V2 : methodOf(doc, getName(doc, dict, Name.StrF));
  doc.streamMethod = version < 4 ? CryptMethod.V2 : methodOf(doc, getName(doc, dict, Name.StmF));
  const files = version < 4 ? 0 : getName(doc, dict, Name.EFF);
  doc.fileMethod = files ? methodOf(doc, files) : doc.streamMethod;
}

/** The method of a crypt filter, by its name. */
function methodOf(doc: Store, filter: u32): CryptMethod {
  if (!filter || filter == Name.Identity) return CryptMethod.None;
  switch (getName(doc, get(doc, get(doc, get(doc, doc.trailer, Name.Encrypt), Name.CF), filter), Name.CFM)) {
    case Name.V2:
      return CryptMethod.V2;
    case Name.AESV2:
      return CryptMethod.AesV2;
    case Name.AESV3:
      return CryptMethod.AesV3;
    default:
      return CryptMethod.None;
  }
}

/** How a stream is encrypted: as its /Crypt filter says (7.4.10), or as all streams of its kind are. Cross-reference streams never are. */
export function streamMethod(doc: Store, dict: Obj, filters: Obj, parms: Obj): CryptMethod {
  const type = getName(doc, dict, Name.Type);
  if (type == Name.XRef) return CryptMethod.None;
  const isArray = kindOf(filters) == Kind.Array;
  if (nameOf(isArray ? at(doc, filters, 0) : filters) == Name.Crypt)
    return methodOf(doc, getName(doc, kindOf(parms) == Kind.Array ? at(doc, parms, 0) : parms, Name.Name));
  if (type == Name.Metadata && doc.plainMetadata) return CryptMethod.None;
  return type == Name.EmbeddedFile ? doc.fileMethod : doc.streamMethod;
}

/** Decrypts a string in place; its new length, 0 when it cannot be decrypted. */
export function decryptString(doc: Store, objectNumber: u32, generation: u32, at: usize, length: u32): u32 {
  return decryptBytes(doc, doc.stringMethod, objectNumber, generation, at, length);
}

/** Decrypts bytes in place; the new length, 0 when they cannot be decrypted. */
export function decryptBytes(doc: Store, method: CryptMethod, objectNumber: u32, generation: u32, at: usize, length: u32): u32 {
  if (!length || method == CryptMethod.None) return length;
  if (!doc.cipher) {
    doc.cipher = alloc(AES_TABLES + AES_SIZE);
    if (doc.cipher) makeAesTables(doc.cipher + AES_TABLES);
  }
  const key = doc.cipher;
  const keyLength = key ? objectKey(method, objectNumber, generation, key) : 0;
  if (!keyLength) {
    warn(doc, Warning.DecryptionFailed, objectNumber);
    return 0;
  }
  if (method != CryptMethod.V2) return decryptAes(key + AES_TABLES, key, keyLength, at, length);
  rc4(key + RC4_STATE, key, keyLength, at, length);
  return length;
}
