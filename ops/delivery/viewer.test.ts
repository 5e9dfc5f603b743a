/*
 * TC-03: the engine as the service serves it, and as the pipeline uploads it: in brotli, as WebAssembly, to be kept for
 * ever, and the same bytes that were built.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { s3Environment, startS3, temporaryFolder, type Backend } from '../../server/test/backends.js';
import { startOde, type OdeProcess } from '../processes/ode.js';
import { smoke } from '../../deploy/smoke.mjs';
import { viewerFiles } from '../../deploy/viewer-files.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DIST = path.join(ROOT, 'web/dist');
const UPLOAD = fileURLToPath(new URL('../../deploy/upload-viewer.mjs', import.meta.url));
const built = fs.readFileSync(path.join(ROOT, 'wasm/dist/engine.wasm'));
const engine = `assets/${fs.readdirSync(path.join(DIST, 'assets')).find((name) => /^engine-.*\.wasm$/.test(name))}`;

/** An answer as it comes over the wire: fetch would unpack it. */
function get(url: string): Promise<{ headers: http.IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { headers: { 'accept-encoding': 'gzip, deflate, br' } }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('end', () => resolve({ headers: answer.headers, body: Buffer.concat(chunks) }));
      })
      .once('error', reject);
  });
}

const ENGINE_HEADERS = {
  'content-encoding': 'br',
  'content-type': 'application/wasm',
  'cache-control': 'public, max-age=31536000, immutable',
};

describe('served by the service', () => {
  const data = temporaryFolder();
  let ode: OdeProcess;
  beforeAll(async () => void (ode = await startOde('serve', { ODE_MODE: 'embedded', ODE_DATA: data, ODE_WORKERS: '1' })));
  afterAll(async () => {
    await ode.stop();
    fs.rmSync(data, { recursive: true, force: true });
  });

  test('the engine', async () => {
    const { headers, body } = await get(`${ode.url}/${engine}`);
    expect(headers).toMatchObject(ENGINE_HEADERS);
    expect(Number(headers['content-length'])).toBe(body.length);
    expect(zlib.brotliDecompressSync(body).equals(built)).toBe(true);
  });

  test('the smoke test that follows a deployment is content with it', async () => {
    await smoke(ode.url);
  });

  test('and finds what is not served as it should be', async () => {
    const proxy = http.createServer(async (request, response) => {
      const { headers, body } = await get(`${ode.url}${request.url}`);
      response.writeHead(200, { ...headers, ...(request.url?.endsWith('.wasm') && { 'cache-control': 'no-cache' }) }).end(body);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as { port: number };
    await expect(smoke(`http://127.0.0.1:${port}`)).rejects.toThrow(/engine-.*\.wasm has cache-control: no-cache/);
    proxy.close();
  });
});

/** Runs the pipeline's script on a built viewer. */
function upload(endpoint: string): Promise<{ code: number | null; paths: string[]; complaint: string }> {
  const env = { ...process.env, ...s3Environment({ url: endpoint, stop: async () => undefined }), AWS_REGION: 'us-east-1' };
  const child = spawn(process.execPath, [UPLOAD, DIST, 'documents'], { env });
  let [out, complaint] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, paths: out.trim().split('\n'), complaint })));
}

describe('uploaded by the pipeline', () => {
  let s3: Backend;
  let client: S3Client;
  let uploaded: Awaited<ReturnType<typeof upload>>;
  beforeAll(async () => {
    s3 = await startS3();
    uploaded = await upload(s3.url);
    client = new S3Client({
      endpoint: s3.url,
      forcePathStyle: true,
      region: 'us-east-1',
      // s3rver knows these two only.
      credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  });
  afterAll(() => s3.stop());

  const object = async (Key: string) => {
    const answer = await client.send(new GetObjectCommand({ Bucket: 'documents', Key }));
    const { ContentEncoding, ContentType, CacheControl } = answer;
    const headers = { 'content-encoding': ContentEncoding, 'content-type': ContentType, 'cache-control': CacheControl };
    return { headers, body: Buffer.from((await answer.Body?.transformToByteArray()) ?? []) };
  };

  test('the engine', async () => {
    const { headers, body } = await object(engine);
    expect(headers).toEqual(ENGINE_HEADERS);
    expect(body.length).toBeLessThan(built.length);
    expect(zlib.brotliDecompressSync(body).equals(built)).toBe(true);
  });

  test.each([
    ['index.html', 'text/html; charset=utf-8', 'no-cache'],
    ['service-worker.js', 'text/javascript; charset=utf-8', 'no-cache'],
    ['favicon.svg', 'image/svg+xml', 'no-cache'],
  ])('%s', async (key, type, caching) => {
    const { headers, body } = await object(key);
    expect(headers).toMatchObject({ 'content-type': type, 'cache-control': caching });
    const plain = headers['content-encoding'] === 'br' ? zlib.brotliDecompressSync(body) : body;
    expect(plain.equals(fs.readFileSync(path.join(DIST, key)))).toBe(true);
  });

  test('a file without a brotli twin goes as it is', async () => {
    const key = viewerFiles(DIST)[0]?.find((file) => file.key.endsWith('.pfb'))?.key ?? '';
    const { headers, body } = await object(key);
    expect(headers['content-encoding']).toBeUndefined();
    expect(body.equals(fs.readFileSync(path.join(DIST, key)))).toBe(true);
  });

  test('everything is there, and no twin of its own', async () => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: 'documents' }));
    const files = fs.readdirSync(DIST, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const names = files.map((entry) => path.relative(DIST, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
    expect(Contents.map(({ Key }) => Key).sort()).toEqual(names.filter((name) => !name.endsWith('.br')).sort());
  });

  test('CloudFront is to forget the files that keep their names, and no other', () => {
    expect(uploaded.code).toBe(0);
    expect(uploaded.paths.sort()).toEqual([
      '/',
      '/dashboard.html',
      '/favicon.svg',
      '/index.html',
      '/manifest.webmanifest',
      '/service-worker.js',
    ]);
  });
});

describe('a page never names a file that is missing', () => {
  /** A bucket that takes its time, refuses what matches, and notes what it has when a page comes. */
  async function slowBucket(refused = /^$/) {
    const there = new Set<string>();
    const before = new Map<string, number>();
    const server = http.createServer((request, response) => {
      const key = (request.url ?? '').replace(/^\/documents\/|\?.*/g, '');
      if (!key.startsWith('assets/')) before.set(key, there.size);
      request.resume().once('end', () =>
        setTimeout(() => {
          if (refused.test(key)) return void response.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>');
          there.add(key);
          response.writeHead(200, { etag: '"x"' }).end();
        }, Math.random() * 20),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    return { url: `http://127.0.0.1:${port}`, there, before, stop: () => server.close() };
  }

  test('files with a hash are there first, then the others, then the service worker, then index.html', async () => {
    const bucket = await slowBucket();
    expect((await upload(bucket.url)).code).toBe(0);
    bucket.stop();
    const all = bucket.there.size;
    expect(bucket.before.get('index.html')).toBe(all - 1);
    expect(bucket.before.get('service-worker.js')).toBe(all - 2);
    for (const name of ['favicon.svg', 'dashboard.html']) expect(bucket.before.get(name), name).toBeGreaterThanOrEqual(all - 5);
  });

  test('when a file is refused, the page that was there stays', async () => {
    const bucket = await slowBucket(/engine/);
    const { code, complaint } = await upload(bucket.url);
    bucket.stop();
    expect(code).toBe(1);
    expect(complaint).toContain('AccessDenied');
    expect([...bucket.before.keys()]).toEqual([]);
  });
});

test('a kind of file that nobody has thought of is refused, not guessed', () => {
  const folder = temporaryFolder();
  fs.writeFileSync(path.join(folder, 'notes.docx'), '');
  expect(() => viewerFiles(folder)).toThrow(/^notes\.docx: which content type/);
  fs.rmSync(folder, { recursive: true });
});
