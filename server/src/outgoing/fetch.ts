import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Readable } from 'node:stream';
import { OdeServiceError } from '../contract/index.js';
import { ForbiddenAddress, isPublic, publicLookup } from './address.js';

/** How many redirections are followed, and how long the head of an answer may take, in milliseconds. */
const MOST_HOPS = 5;
const HEAD_MS = 15_000;

/** From where documents may be fetched. */
export interface ImportRules {
  /** Names of hosts; `*.example.org` is all below it. None: nothing is fetched. */
  hosts: string[];
  /** Also addresses that are not of the internet, and plain HTTP. */
  anywhere: boolean;
}

/** The file at an address, and its name there. Every hop is held to the rules, and connects to the address that was checked. */
export async function fetchDocument(address: string, rules: ImportRules): Promise<{ body: Readable; name: string }> {
  let url = read(address);
  for (let hop = 0; hop <= MOST_HOPS; hop++) {
    check(url, rules);
    const answer = await get(url, rules);
    const { statusCode = 0, headers } = answer;
    if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined && URL.canParse(headers.location, url)) {
      answer.destroy();
      url = new URL(headers.location, url);
      continue;
    }
    if (statusCode !== 200) {
      answer.destroy();
      throw new OdeServiceError('import-failed', `The address answers ${statusCode}.`);
    }
    return { body: answer, name: nameIn(url) };
  }
  throw new OdeServiceError('import-failed', 'The address leads from one to the next without end.');
}

/** The last part of the path, as people write it. */
function nameIn({ pathname }: URL): string {
  const last = pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

function read(address: string): URL {
  if (!URL.canParse(address)) throw new OdeServiceError('bad-request', 'This is no address.');
  return new URL(address);
}

function check(url: URL, { hosts, anywhere }: ImportRules): void {
  const name = url.hostname.toLowerCase();
  if (!hosts.some((host) => (host.startsWith('*.') ? name.endsWith(host.slice(1)) : name === host)))
    throw new OdeServiceError('import-forbidden', `Nothing is fetched from ${name}.`);
  if (url.protocol !== 'https:' && !(anywhere && url.protocol === 'http:'))
    throw new OdeServiceError('import-forbidden', 'Only https: addresses are fetched.');
  if (url.username || url.password) throw new OdeServiceError('import-forbidden', 'Addresses with a user’s name are not fetched.');
  const bare = name.replace(/^\[|\]$/g, '');
  if (net.isIP(bare) && !anywhere && !isPublic(bare)) throw new OdeServiceError('import-forbidden', `${name} is not on the internet.`);
}

function get(url: URL, { anywhere }: ImportRules): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options = { headers: { 'user-agent': 'ODE', accept: 'application/pdf, */*;q=0.5' }, ...(!anywhere && { lookup: publicLookup }) };
    const request = (url.protocol === 'https:' ? https : http).get(url, options, (answer) => {
      clearTimeout(late);
      resolve(answer);
    });
    const late = setTimeout(() => request.destroy(new Error('no answer in time')), HEAD_MS);
    request.on('error', (error: Error) => {
      clearTimeout(late);
      const forbidden = error instanceof ForbiddenAddress;
      reject(
        new OdeServiceError(forbidden ? 'import-forbidden' : 'import-failed', forbidden ? `${error.message}.` : undefined, {
          cause: error,
        }),
      );
    });
  });
}
