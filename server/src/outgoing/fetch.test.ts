/* What is fetched from addresses that others name: from allowed hosts alone, at each hop, and never from this network. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fetchDocument, type ImportRules } from './fetch.js';

let server: http.Server;
let base: string;
const asked: string[] = [];

beforeAll(async () => {
  server = http.createServer((request, response) => {
    asked.push(request.url ?? '');
    const to = request.url === '/again' ? '/again' : new URL(request.url ?? '', base).searchParams.get('to');
    if (to) response.writeHead(302, { location: to }).end();
    else if (request.url === '/away') response.writeHead(404).end();
    else response.end('%PDF-1.7');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const RULES: ImportRules = { hosts: ['127.0.0.1', '*.example.org'], anywhere: true };
const refusal = (address: string, rules = RULES) => expect(fetchDocument(address, rules)).rejects;

test('a file comes with its name, over redirections', async () => {
  const { body, name } = await fetchDocument(`${base}/?to=${encodeURIComponent('/a%20paper.pdf')}`, RULES);
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  expect([Buffer.concat(chunks).toString(), name]).toEqual(['%PDF-1.7', 'a paper.pdf']);
});

describe('nothing is fetched', () => {
  test('from hosts that are not allowed, also where an allowed one leads there', async () => {
    await refusal('https://example.com/x.pdf').toMatchObject({ code: 'import-forbidden' });
    await refusal('https://example.org/x.pdf').toMatchObject({ code: 'import-forbidden' });
    await refusal('https://badexample.org/x.pdf').toMatchObject({ code: 'import-forbidden' });
    await refusal(`${base}/?to=${encodeURIComponent(base.replace('127.0.0.1', 'localhost'))}`).toMatchObject({ code: 'import-forbidden' });
    await refusal('https://files.example.org/x', { hosts: [], anywhere: true }).toMatchObject({ code: 'import-forbidden' });
  });

  test('from addresses that are not of the internet, by number or by what the DNS says', async () => {
    const strict = { hosts: ['127.0.0.1', '[::1]', 'localhost', '169.254.169.254'], anywhere: false };
    const before = asked.length;
    const port = new URL(base).port;
    for (const host of ['127.0.0.1', '[::1]', 'localhost', '169.254.169.254'])
      await refusal(`https://${host}:${port}/`, strict).toMatchObject({ code: 'import-forbidden' });
    await refusal(base, strict).toMatchObject({ code: 'import-forbidden' });
    expect(asked.length).toBe(before);
  });

  test('by other schemes, with a user’s name, without end, or where there is nothing', async () => {
    for (const address of ['file:///etc/passwd', 'ftp://127.0.0.1/x', base.replace('//', '//user:secret@')])
      await refusal(address).toMatchObject({ code: 'import-forbidden' });
    await refusal('nonsense').toMatchObject({ code: 'bad-request' });
    await refusal(`${base}/again`).toMatchObject({ code: 'import-failed' });
    await refusal(`${base}/away`).toMatchObject({ code: 'import-failed' });
  });
});
