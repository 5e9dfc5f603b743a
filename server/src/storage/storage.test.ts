import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, s3Environment, startS3, temporaryFolder, type Backend } from '../../test/backends.js';
import { readConfig } from '../config.js';
import { FileStorage, ObjectMissing, StorageUnavailable, type Storage } from './index.js';
import { S3Storage } from './s3.js';

/** Every driver keeps this contract. */
function contract(open: () => Promise<Storage>) {
  let storage: Storage;
  beforeAll(async () => {
    storage = await open();
  });
  afterAll(() => storage.close());

  const put = (key: string, text: string) => storage.put(key, Readable.from([Buffer.from(text)]), 'text/plain');
  const get = async (key: string) => (await buffer((await storage.get(key)).body)).toString();

  test('gives back what was put, with its size', async () => {
    await put('documents/a.pdf', 'twelve bytes');
    const { body, size } = await storage.get('documents/a.pdf');
    expect((await buffer(body)).toString()).toBe('twelve bytes');
    expect(size).toBe(12);
  });

  test('a later object takes the place of an earlier one', async () => {
    await put('same', 'first');
    await put('same', 'second');
    expect(await get('same')).toBe('second');
  });

  test('takes an object in many pieces, larger than one part of an upload', async () => {
    const piece = Buffer.alloc(1 << 20, 'x');
    await storage.put('large', Readable.from(Array.from({ length: 19 }, () => piece)), 'application/pdf');
    const { body, size } = await storage.get('large');
    expect(size).toBe(19 << 20);
    expect((await buffer(body)).equals(Buffer.alloc(19 << 20, 'x'))).toBe(true);
  });

  test('takes an empty object', async () => {
    await storage.put('none', Readable.from([]), 'application/pdf');
    expect(await get('none')).toBe('');
  });

  test('nothing of a failed stream can be read, and what was there stays', async () => {
    await put('kept', 'before');
    const failing = (pieces: number) =>
      Readable.from(
        (function* () {
          for (let i = 0; i < pieces; i++) yield Buffer.alloc(1 << 20);
          throw new Error('the sender is gone');
        })(),
      );
    await expect(storage.put('kept', failing(1), 'text/plain')).rejects.toThrow('the sender is gone');
    expect(await get('kept')).toBe('before');
    await expect(storage.put('never', failing(10), 'text/plain')).rejects.toThrow('the sender is gone');
    await expect(storage.get('never')).rejects.toBeInstanceOf(ObjectMissing);
  });

  test('an object that is not there is ObjectMissing; to delete it is no error', async () => {
    await expect(storage.get('documents/missing.pdf')).rejects.toBeInstanceOf(ObjectMissing);
    await storage.delete('documents/missing.pdf');
  });

  test('a deleted object is gone', async () => {
    await put('going', 'x');
    await storage.delete('going');
    await expect(storage.get('going')).rejects.toBeInstanceOf(ObjectMissing);
  });

  test.each(['../outside', '/etc/passwd', 'a/../b', '', 'a//b', '.incoming/x'])('refuses the key %j', async (key) => {
    await expect(storage.get(key)).rejects.toThrow('Not a storage key');
    await expect(put(key, 'x')).rejects.toThrow('Not a storage key');
  });

  test('says that it can be used', () => storage.check());
}

describe('files', () => {
  const folder = temporaryFolder();
  afterAll(() => fs.rmSync(folder, { recursive: true }));
  contract(() => FileStorage.open(folder));

  test('leaves no half-written file behind', () => {
    expect(fs.readdirSync(path.join(folder, '.incoming'))).toEqual([]);
  });

  test('a disk that takes no more is the storage’s failure, not that of what is sent', async () => {
    const place = temporaryFolder();
    const storage = await FileStorage.open(place);
    fs.rmSync(path.join(place, '.incoming'), { recursive: true });
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(1 << 16);
      })(),
    );
    await expect(storage.put('large', endless)).rejects.toBeInstanceOf(StorageUnavailable);
    expect(endless.destroyed).toBe(true);
    fs.rmSync(place, { recursive: true });
  });

  test.runIf(fs.existsSync('/proc/self/fd'))('a file that nobody reads is closed', async () => {
    const storage = await FileStorage.open(folder);
    await storage.put('given-up', Readable.from([Buffer.alloc(1000)]));
    const open = () => fs.readdirSync('/proc/self/fd').length;
    const before = open();
    for (let i = 0; i < 50; i++) (await storage.get('given-up')).body.destroy();
    await eventually(() => open() < before + 25);
  });

  test('a part of an object can be had', async () => {
    const storage = await FileStorage.open(folder);
    await storage.put('ten', Readable.from([Buffer.from('0123456789')]));
    const { body, size } = await storage.get('ten', { start: 2, end: 5 });
    expect([(await buffer(body)).toString(), size]).toEqual(['2345', 4]);
  });

  test('downloads go through the server', async () => {
    const storage = await FileStorage.open(folder);
    expect(await storage.presign()).toBeNull();
  });
});

describe('S3', () => {
  let s3: Backend;
  const scratch = temporaryFolder();
  afterAll(() => fs.rmSync(scratch, { recursive: true }));
  const config = (more: Record<string, string> = {}) => {
    const { storage } = readConfig({ ...s3Environment(s3), ...more });
    if (storage.kind !== 's3') throw new Error('not S3');
    return storage;
  };
  beforeAll(async () => {
    s3 = await startS3();
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = s3Environment(s3);
    Object.assign(process.env, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
  });
  afterAll(() => s3.stop());
  contract(async () => new S3Storage(config(), scratch));

  test('hands out presigned URLs where it is told to', async () => {
    const storage = new S3Storage(config({ S3_REDIRECT_DOWNLOADS: 'true' }), scratch);
    await storage.put('result', Readable.from([Buffer.from('<p>')]), 'text/html');
    const url = await storage.presign('result', { contentType: 'text/html', contentDisposition: 'attachment; filename="a.html"' });
    const answer = await fetch(url ?? '');
    expect(await answer.text()).toBe('<p>');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="a.html"');
    expect(await new S3Storage(config(), scratch).presign('result', { contentType: '', contentDisposition: '' })).toBeNull();
  });

  test('leaves no parts of uploads behind', () => {
    expect(fs.readdirSync(scratch)).toEqual([]);
  });

  /** A server that answers as it is told, in the place of S3. */
  const impostor = async (answer: http.RequestListener) => {
    const server = http.createServer(answer).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { server, storage: new S3Storage({ ...config(), endpoint }, scratch) };
  };

  test('one that answers with errors, or cuts an object short, is unavailable', async () => {
    const { server, storage } = await impostor((request, response) => {
      request.resume();
      if (request.method !== 'GET') return void response.writeHead(500).end();
      response.writeHead(200, { 'content-length': '10' });
      response.write('12345', () => response.destroy());
    });
    const body = () => Readable.from([Buffer.from('x')]);
    await expect(storage.put('a', body(), 'text/plain')).rejects.toBeInstanceOf(StorageUnavailable);
    await expect(storage.delete('a')).rejects.toBeInstanceOf(StorageUnavailable);
    await expect(buffer((await storage.get('a')).body)).rejects.toBeInstanceOf(StorageUnavailable);
    server.close();
  });

  test('one that is frozen is not waited for', async () => {
    const { server, storage } = await impostor(() => undefined);
    const body = () => Readable.from([Buffer.from('x')]);
    const asked = [storage.put('a', body(), 'text/plain'), storage.delete('a'), storage.get('a')];
    for (const outcome of await Promise.allSettled(asked))
      expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'StorageUnavailable' } });
    server.closeAllConnections();
    server.close();
  });

  test('a part of an object can be had', async () => {
    const storage = new S3Storage(config(), scratch);
    await storage.put('ten', Readable.from([Buffer.from('0123456789')]), 'text/plain');
    const { body, size } = await storage.get('ten', { start: 2, end: 5 });
    expect([(await buffer(body)).toString(), size]).toEqual(['2345', 4]);
  });

  test('a bucket that is not there fails the check', async () => {
    await expect(new S3Storage({ ...config(), bucket: 'not-there' }, scratch).check()).rejects.toThrow();
  });
});
