import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { makePdf } from '../../server/test/pdf.js';

export interface Load {
  /** Requests so far, and what was wrong with those that failed. */
  requests: number;
  failures: string[];
  /** Slow uploads that ended well. */
  uploads: number;
  stop(): Promise<void>;
}

/**
 * Callers who ask one thing after another on connections that they keep, and one who uploads a document over a slow
 * line again and again: `uploadSeconds` each.
 */
export function startLoad(url: string, { callers = 8, uploadSeconds = 0 } = {}): Load {
  const agent = new http.Agent({ keepAlive: true });
  let going = true;
  const load: Load = { requests: 0, failures: [], uploads: 0, stop };

  const ask = (path: string, expected: number, options: http.RequestOptions = {}, body?: (request: http.ClientRequest) => Promise<void>) =>
    new Promise<boolean>((resolve) => {
      const failed = (what: string) => {
        load.failures.push(`${path}: ${what}`);
        resolve(false);
      };
      const request = http.request(`${url}${path}`, { agent, ...options }, (answer) => {
        answer.resume().once('end', () => {
          if (answer.statusCode === expected) resolve(true);
          else failed(String(answer.statusCode));
        });
        answer.once('error', (error) => failed(error.message));
      });
      request.once('error', (error) => failed(error.message));
      load.requests++;
      if (body) void body(request);
      else request.end();
    });

  const upload = { method: 'POST', headers: { 'content-type': 'application/pdf' } };
  const caller = async () => {
    for (let i = 0; going; i++) {
      if (i % 20 === 0) await ask('/api/documents', 201, upload, async (request) => void request.end(makePdf()));
      else await ask('/api/trpc/documents.get?input=%7B%22id%22%3A%2200000000-0000-4000-8000-000000000000%22%7D', 404);
      await sleep(20);
    }
  };
  const slowCaller = async () => {
    while (going) {
      const pdf = makePdf();
      const good = await ask('/api/documents', 201, { ...upload, agent: false }, async (request) => {
        for (let i = 0; i < uploadSeconds; i++) {
          request.write(pdf.subarray(Math.floor((i * pdf.length) / uploadSeconds), Math.floor(((i + 1) * pdf.length) / uploadSeconds)));
          await sleep(1000);
        }
        request.end();
      });
      if (good) load.uploads++;
    }
  };
  const all = [...Array.from({ length: callers }, caller), ...(uploadSeconds ? [slowCaller(), sleep(5000).then(slowCaller)] : [])];

  async function stop(): Promise<void> {
    going = false;
    await Promise.all(all);
    agent.destroy();
  }
  return load;
}
