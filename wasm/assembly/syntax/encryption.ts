import { Store } from './store';
import { Warning, warn } from './warnings';

/** Decrypts in place on the host (wasm/src/crypt). The new length, which is never more; -1 when it cannot. */
// @ts-ignore: decorator
@external("host", "decrypt")
declare function decrypt(objectNumber: u32, generation: u32, at: usize, length: u32, isString: u32): i32;

/** Decrypts a string in place; its new length, 0 when it cannot be decrypted. */
export function decryptString(doc: Store, objectNumber: u32, generation: u32, at: usize, length: u32): u32 {
  return plain(doc, objectNumber, generation, at, length, 1);
}

/** Decrypts a stream's bytes in place; the new length, 0 when they cannot be decrypted. */
export function decryptStream(doc: Store, objectNumber: u32, generation: u32, at: usize, length: u32): u32 {
  return plain(doc, objectNumber, generation, at, length, 0);
}

function plain(doc: Store, objectNumber: u32, generation: u32, at: usize, length: u32, isString: u32): u32 {
  if (!length) return 0;
  const result = decrypt(objectNumber, generation, at, length, isString);
  if (result >= 0 && <u32>result <= length) return <u32>result;
  warn(doc, Warning.DecryptionFailed, objectNumber);
  return 0;
}
