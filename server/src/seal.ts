import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/*
 * A sealed secret: the length of the key's name, the name, a nonce of 12 bytes, the tag of 16 bytes, the ciphertext
 * (AES-256-GCM, NIST SP 800-38D). What it belongs to is authenticated with it, so that a seal copied into another row
 * does not open there.
 */
const NONCE = 12;
const TAG = 16;
const KEY = 32;

/** `name:base64 of 32 bytes`, several with commas between: the first seals, all of them open. */
export type SecretKeys = Map<string, Buffer>;

export const SECRET_KEYS_RULE = 'must be name:key pairs with commas between, each key being 32 bytes in base64';

/** Reads the keys of a setting; null where it is not understood. */
export function parseSecretKeys(value: string): SecretKeys | null {
  const keys: SecretKeys = new Map();
  for (const pair of value.split(',')) {
    const [, name = '', key = ''] = /^\s*([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+={0,2})\s*$/.exec(pair) ?? [];
    const bytes = Buffer.from(key, 'base64');
    if (bytes.length !== KEY || keys.has(name)) return null;
    keys.set(name, bytes);
  }
  return keys;
}

/** The key of a data folder, made on first use. The folder is ours alone, and the file its owner's. */
export function keyOfFolder(folder: string): SecretKeys {
  const file = path.join(folder, 'secret-key');
  if (!fs.existsSync(file)) {
    const draft = `${file}.new`;
    fs.writeFileSync(draft, `local:${randomBytes(KEY).toString('base64')}\n`, { mode: 0o600 });
    fs.renameSync(draft, file);
  }
  const keys = parseSecretKeys(fs.readFileSync(file, 'utf8').trim());
  if (!keys) throw new Error(`${file} is not a key. Put it back, or delete it: passwords that wait are lost then.`);
  return keys;
}

/** Seals secrets for the time that they have to be stored. */
export class Sealer {
  constructor(private readonly keys: SecretKeys) {}

  /** Whether there is a key to seal with. */
  get able(): boolean {
    return this.keys.size > 0;
  }

  /** `owner`: what it belongs to; the same is needed to open it. */
  seal(secret: string, owner: string): Uint8Array<ArrayBuffer> {
    const first = this.keys.entries().next().value;
    if (!first) throw new Error('There is no key to seal with');
    const [name, key] = first;
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return new Uint8Array(Buffer.concat([Buffer.of(name.length), Buffer.from(name), nonce, cipher.getAuthTag(), sealed]));
  }

  /** Throws when the key is not among ours any more, or when this is no seal of `owner`. */
  open(sealed: Uint8Array, owner: string): string {
    const bytes = Buffer.from(sealed);
    const at = 1 + (bytes[0] ?? 0);
    const name = bytes.toString('latin1', 1, at);
    const key = this.keys.get(name);
    if (!key) throw new Error(`A secret was sealed with the key ${JSON.stringify(name)}, which ODE_SECRET_KEYS does not have`);
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(at, at + NONCE), { authTagLength: TAG })
      .setAAD(Buffer.from(owner))
      .setAuthTag(bytes.subarray(at + NONCE, at + NONCE + TAG));
    return Buffer.concat([decipher.update(bytes.subarray(at + NONCE + TAG)), decipher.final()]).toString('utf8');
  }
}
