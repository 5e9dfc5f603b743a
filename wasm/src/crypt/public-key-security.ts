/**
 * Public-key security handlers (ISO 32000-2, 7.6.5): the file's key is made of a seed that is encrypted for the holders of
 * certificates, in PKCS #7 EnvelopedData (RFC 5652). These are read by node-forge, which is loaded when a document needs it.
 */
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type * as forgeModule from 'node-forge';
import type { pki, pkcs7 } from 'node-forge';
import { OdeError } from '../errors.js';
import type { Identity } from '../types.js';
import type { Encryption } from './encryption.js';
import { loadCertificates } from './load-certificates.js';

/** Bytes of a seed, in front of four of permissions. */
const SEED = 20;
const SUB_FILTERS = ['adbe.pkcs7.s3', 'adbe.pkcs7.s4', 'adbe.pkcs7.s5'];

type Forge = typeof forgeModule;

export function isPublicKey({ filter, subFilter }: Encryption): boolean {
  return filter !== 'Standard' && SUB_FILTERS.includes(subFilter);
}

/**
 * The file's key.
 *
 * @throws OdeError `certificate-required` where no identity is given, or it is no recipient's; `encryption-unsupported`
 */
export async function fileKeyOfRecipient(encryption: Encryption, identity: Identity | undefined, password?: string): Promise<Uint8Array> {
  const { v, length, recipients, encryptMetadata } = encryption;
  if (![1, 2, 4, 5].includes(v) || !recipients.length) throw new OdeError('encryption-unsupported');
  if (!identity) throw new OdeError('certificate-required');
  const loaded = (await loadCertificates()) as Forge & { default?: Forge };
  const seed = seedOf(loaded.default ?? loaded, recipients, identity, password);
  if (!seed) throw new OdeError('certificate-required', 'This document is encrypted for others than the holder of this certificate.');
  // 7.6.5.3
  const hash = (v === 5 ? sha256 : sha1).create();
  hash.update(seed);
  for (const recipient of recipients) hash.update(recipient);
  if (!encryptMetadata) hash.update(Uint8Array.of(255, 255, 255, 255));
  return hash.digest().slice(0, v === 5 ? 32 : v === 4 ? 16 : v === 1 ? 5 : Math.min(Math.max(length >> 3, 5), 16));
}

/** The seed that one of the recipients' objects has for this identity; null when there is none. */
function seedOf(forge: Forge, recipients: Uint8Array[], identity: Identity, password: string | undefined): Uint8Array | null {
  const certificate = read(() => certificateOf(forge, identity.certificate), 'The certificate cannot be read.');
  const key = read(() => privateKeyOf(forge, identity.privateKey, password), 'The private key cannot be read.');
  for (const recipient of recipients) {
    try {
      const message = forge.pkcs7.messageFromAsn1(forge.asn1.fromDer(binary(recipient))) as pkcs7.Captured<pkcs7.PkcsEnvelopedData>;
      const mine = message.findRecipient(certificate);
      if (!mine) continue;
      message.decrypt(mine, key);
      const content = (message.content as { getBytes(): string } | undefined)?.getBytes() ?? '';
      if (content.length >= SEED) return Uint8Array.from(content.slice(0, SEED), (c) => c.charCodeAt(0));
    } catch {
      // Damaged, or in a cipher that is not known: another one may do.
    }
  }
  return null;
}

function read<T>(work: () => T | null, message: string): T {
  try {
    const value = work();
    if (value) return value;
  } catch {
    // told below
  }
  throw new OdeError('certificate-required', message);
}

function certificateOf(forge: Forge, data: string | Uint8Array): pki.Certificate {
  const text = pemOf(data);
  return text ? forge.pki.certificateFromPem(text) : forge.pki.certificateFromAsn1(forge.asn1.fromDer(binary(data as Uint8Array)));
}

/** PKCS #1 or PKCS #8, also encrypted by the password. */
function privateKeyOf(forge: Forge, data: string | Uint8Array, password: string | undefined): pki.rsa.PrivateKey | null {
  const text = pemOf(data);
  if (text) return text.includes('ENCRYPTED') ? forge.pki.decryptRsaPrivateKey(text, password) : forge.pki.privateKeyFromPem(text);
  return forge.pki.privateKeyFromAsn1(forge.asn1.fromDer(binary(data as Uint8Array)));
}

/** The text of a PEM file; null for DER. */
function pemOf(data: string | Uint8Array): string | null {
  const text = typeof data === 'string' ? data : binary(data);
  return text.includes('-----BEGIN') ? text : null;
}

/** node-forge takes bytes as a string of them. */
function binary(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return text;
}
