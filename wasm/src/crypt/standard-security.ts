import { cbc } from '@noble/ciphers/aes.js';
import { md5 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { OdeError } from '../errors.js';
import type { CryptMethod, Encryption } from './encryption.js';
import { rc4 } from './rc4.js';

/** Algorithm 2, step a: what shorter passwords are filled up with. */
const PADDING = Uint8Array.of(
  0x28,
  0xbf,
  0x4e,
  0x5e,
  0x4e,
  0x75,
  0x8a,
  0x41,
  0x64,
  0x00,
  0x4e,
  0x56,
  0xff,
  0xfa,
  0x01,
  0x08,
  0x2e,
  0x2e,
  0x00,
  0xb6,
  0xd0,
  0x68,
  0x3e,
  0x80,
  0x2f,
  0x0c,
  0xa9,
  0xfe,
  0x64,
  0x53,
  0x69,
  0x7a,
);

/**
 * The file's key, when `password` is its user or its owner password; null when it is neither.
 * Throws `encryption-unsupported` where the handler or its version is not the standard one.
 */
export function fileKey(encryption: Encryption, password: string): Uint8Array | null {
  const { filter, r, v } = encryption;
  if (filter !== 'Standard' || r < 2 || r > 6 || ![1, 2, 4, 5].includes(v)) throw new OdeError('encryption-unsupported');
  if (r >= 5) return fileKeyAes256(encryption, password);
  const bytes = latin1(password);
  return fileKeyByUser(encryption, pad(bytes)) ?? fileKeyByUser(encryption, pad(userPassword(encryption, bytes)));
}

/** The key that an object's strings and streams are encrypted with (algorithms 1 and 1.A). */
export function objectKey(method: CryptMethod, key: Uint8Array, object: number, generation: number): Uint8Array {
  if (method === 'AESV3') return key;
  const salt = method === 'AESV2' ? [0x73, 0x41, 0x6c, 0x54] : []; // "sAlT"
  const place = [object & 255, (object >> 8) & 255, (object >> 16) & 255, generation & 255, (generation >> 8) & 255];
  return md5(Uint8Array.of(...key, ...place, ...salt)).subarray(0, Math.min(key.length + 5, 16));
}

/** Algorithms 6 and 2: the key, when the padded password is the user's. */
function fileKeyByUser(encryption: Encryption, padded: Uint8Array): Uint8Array | null {
  const { r, o, u, p, id, encryptMetadata } = encryption;
  const size = keyBytes(encryption);
  const tail = r >= 4 && !encryptMetadata ? [255, 255, 255, 255] : [];
  let key = md5(
    concat(padded, o.subarray(0, 32), Uint8Array.of(p & 255, (p >> 8) & 255, (p >> 16) & 255, p >>> 24), id, Uint8Array.from(tail)),
  );
  if (r >= 3) for (let i = 0; i < 50; i++) key = md5(key.subarray(0, size));
  key = key.slice(0, size);
  if (r === 2) return same(rc4(key, PADDING.slice()), u.subarray(0, 32)) ? key : null;
  const check = rc4(key, md5(concat(PADDING, id))); // algorithm 5
  for (let i = 1; i < 20; i++)
    rc4(
      key.map((b) => b ^ i),
      check,
    );
  return same(check, u.subarray(0, 16)) ? key : null;
}

/** Algorithm 7: the user password that /O hides behind the owner's. */
function userPassword(encryption: Encryption, owner: Uint8Array): Uint8Array {
  const { r } = encryption;
  let hash = md5(pad(owner));
  if (r >= 3) for (let i = 0; i < 50; i++) hash = md5(hash);
  const key = hash.slice(0, keyBytes(encryption));
  const user = encryption.o.slice(0, 32);
  if (r === 2) return rc4(key, user);
  for (let i = 19; i >= 0; i--)
    rc4(
      key.map((b) => b ^ i),
      user,
    );
  return user;
}

/** Algorithm 2.A. Revision 5 is Adobe's extension level 3, with a plain SHA-256 for algorithm 2.B. */
function fileKeyAes256(encryption: Encryption, password: string): Uint8Array | null {
  const { r, o, u, oe, ue } = encryption;
  const bytes = new TextEncoder().encode(password.normalize('NFKC')).subarray(0, 127);
  const hash = (salt: Uint8Array, user: Uint8Array) => (r === 5 ? sha256(concat(bytes, salt, user)) : hash2B(bytes, salt, user));
  const none = new Uint8Array(0);
  const unwrap = (key: Uint8Array, wrapped: Uint8Array) =>
    cbc(key, new Uint8Array(16), { disablePadding: true }).decrypt(wrapped.slice(0, 32));
  if (o.length < 48 || u.length < 48 || oe.length < 32 || ue.length < 32) throw new OdeError('damaged');
  const user = u.subarray(0, 48);
  if (same(hash(o.subarray(32, 40), user), o.subarray(0, 32))) return unwrap(hash(o.subarray(40, 48), user), oe);
  if (same(hash(u.subarray(32, 40), none), u.subarray(0, 32))) return unwrap(hash(u.subarray(40, 48), none), ue);
  return null;
}

/** Algorithm 2.B: at least 64 rounds of AES-128 over 64 copies, each round's hash chosen by its own output. */
function hash2B(password: Uint8Array, salt: Uint8Array, user: Uint8Array): Uint8Array {
  let k = sha256(concat(password, salt, user));
  for (let round = 0, last = 0; round < 64 || last > round - 32; round++) {
    const once = concat(password, k, user);
    const many = new Uint8Array(once.length * 64);
    for (let i = 0; i < 64; i++) many.set(once, i * once.length);
    const e = cbc(k.slice(0, 16), k.slice(16, 32), { disablePadding: true }).encrypt(many);
    const sum = e.subarray(0, 16).reduce((a, b) => a + b, 0) % 3; // a 128-bit number mod 3 is its bytes' sum mod 3
    k = sum === 0 ? sha256(e) : sum === 1 ? sha384(e) : sha512(e);
    last = e[e.length - 1]!;
  }
  return k.subarray(0, 32);
}

function keyBytes({ r, length, v }: Encryption): number {
  if (r === 2 || v === 1) return 5;
  const bits = length >= 40 && length <= 128 && length % 8 === 0 ? length : length >= 5 && length <= 16 ? length * 8 : 128;
  return v === 4 ? 16 : bits / 8;
}

function pad(password: Uint8Array): Uint8Array {
  return concat(password.subarray(0, 32), PADDING).slice(0, 32);
}

/** PDFDocEncoding and Latin-1 agree on the characters that passwords of revisions 2 to 4 are made of. */
function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0) & 255);
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}

function concat(...parts: Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

// /Perms (algorithm 13) is not checked: a reader gains nothing by refusing a document that it can decrypt.
