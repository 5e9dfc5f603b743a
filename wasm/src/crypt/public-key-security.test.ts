import { execFileSync } from 'node:child_process';
import { createCipheriv, createHash, X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openDocument, type OpenOptions } from '@ode/engine';
import { afterAll, describe, expect, test } from 'vitest';
import { buildPdf } from '../../test/pdf-builder.js';
import { rc4 } from './rc4.js';

/** Documents that are encrypted for certificates (ISO 32000-2, 7.6.5): keys, certificates and envelopes are OpenSSL's. */
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ode-recipients-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
const read = (name: string) => fs.readFileSync(path.join(folder, name));

for (const name of ['reader', 'stranger'])
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    `/CN=${name}`,
    '-days',
    '30',
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.crt`,
  );
const identity = (name: string) => ({ certificate: read(`${name}.crt`).toString(), privateKey: read(`${name}.key`).toString() });

const SEED = Buffer.from('000102030405060708090a0b0c0d0e0f10111213', 'hex');
fs.writeFileSync(path.join(folder, 'seed'), Buffer.concat([SEED, Buffer.from([255, 255, 255, 252])]));

/** An envelope of the seed for certificates, in DER. */
function envelope(cipher: string, ...names: string[]): Buffer {
  openssl(
    'smime',
    '-encrypt',
    '-binary',
    `-${cipher}`,
    '-outform',
    'DER',
    '-in',
    'seed',
    '-out',
    'envelope',
    ...names.map((n) => `${n}.crt`),
  );
  return read('envelope');
}

const hex = (data: Uint8Array) => `<${Buffer.from(data).toString('hex')}>`;
const digest = (name: string, ...parts: Uint8Array[]) => createHash(name).update(Buffer.concat(parts)).digest();

/** A blue pixel, its content encrypted as the given dictionary says. */
function file(dictionary: string, encrypt: (content: Buffer) => Buffer): Uint8Array {
  return buildPdf(
    {
      1: '<< /Type /Catalog /Pages 2 0 R >>',
      2: '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
      3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1 1] /Contents 4 0 R >>',
      4: { dict: '', stream: encrypt(Buffer.from('0 0 1 rg 0 0 1 1 re f')) },
      5: `<< /Filter /Adobe.PubSec ${dictionary} >>`,
    },
    { trailer: '/Encrypt 5 0 R /ID [<00> <00>]' },
  );
}

/** Algorithm 1's key of object 4. */
const objectKey = (key: Buffer, aes: boolean) =>
  digest('md5', key, Buffer.from([4, 0, 0, 0, 0]), Buffer.from(aes ? 'sAlT' : '')).subarray(0, Math.min(key.length + 5, 16));

function aes(key: Buffer, content: Buffer): Buffer {
  const iv = Buffer.alloc(16, 7);
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, iv);
  return Buffer.concat([iv, cipher.update(content), cipher.final()]);
}

async function draw(pdf: Uint8Array, options: OpenOptions) {
  const doc = await openDocument(pdf, options);
  const { data } = await doc.renderPage(0);
  doc.close();
  return [...data.subarray(0, 3)];
}

const BLUE = [0, 0, 255];

/** AES-256 with a crypt filter, as most writers have it today. */
function aes256(recipients: Buffer[], encryptMetadata = true): Uint8Array {
  const key = digest('sha256', SEED, ...recipients, Buffer.alloc(encryptMetadata ? 0 : 4, 255));
  const filter = `/CFM /AESV3 /Length 256 /Recipients [${recipients.map(hex).join(' ')}] /EncryptMetadata ${encryptMetadata}`;
  return file(`/SubFilter /adbe.pkcs7.s5 /V 5 /Length 256 /CF << /DefaultCryptFilter << ${filter} >> >>
    /StmF /DefaultCryptFilter /StrF /DefaultCryptFilter`, (content) => aes(key, content)); // prettier-ignore
}

describe('public-key security', () => {
  test('AES-256: a recipient reads it, in whichever list it stands; with metadata that are plain, too', async () => {
    const lists = [envelope('aes256', 'stranger'), envelope('aes-128-cbc', 'stranger', 'reader')];
    expect(await draw(aes256(lists), { identity: identity('reader') })).toEqual(BLUE);
    expect(await draw(aes256([lists[1]!], false), { identity: identity('reader') })).toEqual(BLUE);
  });

  test('AES-128 by a crypt filter; RC4 of 128 bits by s4, of 40 by s3; envelopes by Triple DES', async () => {
    const recipient = envelope('des3', 'reader');
    const key = (n: number) => digest('sha1', SEED, recipient).subarray(0, n);
    const filter = `/CF << /DefaultCryptFilter << /CFM /AESV2 /Length 128 /Recipients ${hex(recipient)} >> >> /StmF /DefaultCryptFilter /StrF /DefaultCryptFilter`;
    const s5 = file(`/SubFilter /adbe.pkcs7.s5 /V 4 /Length 128 ${filter}`, (content) => aes(objectKey(key(16), true), content));
    const s4 = file(`/SubFilter /adbe.pkcs7.s4 /V 2 /Length 128 /Recipients [${hex(recipient)}]`, (content) =>
      Buffer.from(rc4(objectKey(key(16), false), content)),
    );
    const s3 = file(`/SubFilter /adbe.pkcs7.s3 /V 1 /Recipients [${hex(recipient)}]`, (content) =>
      Buffer.from(rc4(objectKey(key(5), false), content)),
    );
    for (const pdf of [s5, s4, s3]) expect(await draw(pdf, { identity: identity('reader') })).toEqual(BLUE);
  });

  test('certificates and keys in DER, and a key in PEM that the password opens', async () => {
    const pdf = aes256([envelope('aes256', 'reader')]);
    openssl('pkcs8', '-topk8', '-nocrypt', '-in', 'reader.key', '-outform', 'DER', '-out', 'reader.der');
    openssl('pkcs8', '-topk8', '-in', 'reader.key', '-passout', 'pass:open sesame', '-out', 'locked.key');
    const certificate = new X509Certificate(read('reader.crt')).raw;
    expect(await draw(pdf, { identity: { certificate, privateKey: read('reader.der') } })).toEqual(BLUE);
    const locked = { certificate, privateKey: read('locked.key') };
    expect(await draw(pdf, { identity: locked, password: 'open sesame' })).toEqual(BLUE);
    await expect(draw(pdf, { identity: locked, password: 'wrong' })).rejects.toMatchObject({ code: 'certificate-required' });
  });

  test('nobody else reads it', async () => {
    const pdf = aes256([envelope('aes256', 'reader')]);
    await expect(draw(pdf, {})).rejects.toMatchObject({ code: 'certificate-required' });
    await expect(draw(pdf, { identity: identity('stranger') })).rejects.toMatchObject({ code: 'certificate-required' });
    const mixed = { certificate: identity('reader').certificate, privateKey: identity('stranger').privateKey };
    await expect(draw(pdf, { identity: mixed })).rejects.toMatchObject({ code: 'certificate-required' });
    await expect(draw(pdf, { identity: { certificate: 'none', privateKey: 'none' } })).rejects.toMatchObject({
      code: 'certificate-required',
    });
  });

  test('damaged recipients, and handlers that are not known', async () => {
    const damaged = aes256([envelope('aes256', 'reader').subarray(0, 200)]);
    await expect(draw(damaged, { identity: identity('reader') })).rejects.toMatchObject({ code: 'certificate-required' });
    for (const dictionary of [
      '/SubFilter /adbe.pkcs7.s9 /V 4',
      '/SubFilter /adbe.pkcs7.s5 /V 4',
      '/SubFilter /adbe.pkcs7.s4 /V 9 /Recipients [<00>]',
    ])
      await expect(
        draw(
          file(dictionary, (content) => content),
          { identity: identity('reader') },
        ),
      ).rejects.toMatchObject({ code: 'encryption-unsupported' });
  });
});
