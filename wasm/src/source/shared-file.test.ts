import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openRemote, type RemoteFile } from './remote-file.js';
import { SharedFile } from './shared-file.js';

const BLOCK = 1 << 16;
const files: Record<string, Buffer> = { '/small.pdf': Buffer.alloc(7 * BLOCK, 'ab'), '/larger.pdf': Buffer.alloc(9 * BLOCK, 'cd') };
let asked: string[] = [];
const server = http.createServer((request, response) => {
  const file = files[request.url!]!;
  const range = request.headers.range!;
  const [from, to] = range.slice('bytes='.length).split('-').map(Number);
  asked.push(range);
  response.writeHead(206, { 'content-range': `bytes ${from}-${Math.min(to!, file.length - 1)}/${file.length}`, etag: '"1"' });
  response.end(file.subarray(from, to! + 1));
});
let origin = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => (asked = []));
afterAll(() => void server.close());

const bytesOf = async (file: Blob) => new Uint8Array(await file.arrayBuffer());

async function opened(name: string): Promise<SharedFile> {
  const file = new SharedFile((await openRemote(origin + name)) as RemoteFile);
  asked = [];
  return file;
}

test('the little that a small file lacks is fetched once, and who follows later has it, too', async () => {
  const file = await opened('/small.pdf');
  file.begin();
  const whole = await new Promise<Blob>((resolve) => file.follow(resolve));
  expect(files['/small.pdf']!.equals(await bytesOf(whole))).toBe(true);
  // The first two blocks and the last two are there.
  expect(asked).toEqual([`bytes=${2 * BLOCK}-${5 * BLOCK - 1}`]);
  expect(await new Promise<Blob>((resolve) => file.follow(resolve))).toBe(whole);
  file.begin();
  file.settle();
  expect(asked).toHaveLength(1);
});

test('of a file that lacks more than 256 KiB nothing is fetched before something of it is seen', async () => {
  const file = await opened('/larger.pdf');
  file.begin();
  expect(asked).toEqual([]);
  const whole = new Promise<Blob>((resolve) => file.follow(resolve));
  file.settle();
  expect(files['/larger.pdf']!.equals(await bytesOf(await whole))).toBe(true);
  expect(asked).toEqual([`bytes=${2 * BLOCK}-${7 * BLOCK - 1}`]);
});

test('what is here already tells nobody that it has come', () => {
  let told = false;
  new SharedFile(new Blob(['%PDF'])).follow(() => (told = true));
  expect(told).toBe(false);
});
