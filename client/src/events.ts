import { pause, type Transport } from './transport.js';
import type { Job, JobStatus } from './types.js';

const FINAL: readonly JobStatus[] = ['succeeded', 'failed', 'cancelled'];
const AGAIN_MS = 1000;

/** The states of a job from its server-sent events (HTML, 9.2.6), going on behind the last one when the connection breaks. */
export async function* eventsOf(transport: Transport, path: string, signal?: AbortSignal): AsyncGenerator<Job> {
  let last: string | undefined;
  for (;;) {
    const answer = await transport.request(path, { signal, headers: last === undefined ? {} : { 'last-event-id': last } });
    try {
      for await (const { id, data } of messagesOf(answer)) {
        last = id;
        const job = JSON.parse(data) as Job;
        yield job;
        if (FINAL.includes(job.status)) return;
      }
      // It has ended and all was told before; or the service is about to stop, and another goes on.
      const job = await transport.json<Job>(path.replace(/\/events$/, ''), { signal });
      if (FINAL.includes(job.status)) {
        if (last === undefined) yield job;
        return;
      }
      await pause(AGAIN_MS, signal);
    } catch (error) {
      if (signal?.aborted || !(error instanceof TypeError)) throw error;
      await pause(AGAIN_MS, signal);
    }
  }
}

async function* messagesOf(answer: Response): AsyncGenerator<{ id: string; data: string }> {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value = '' } = (await reader?.read()) ?? { done: true };
      rest += value;
      const messages = rest.split('\n\n');
      rest = messages.pop() ?? '';
      for (const message of messages) {
        const fields = Object.fromEntries(
          message.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
        );
        if (fields.data !== undefined) yield { id: fields.id ?? '', data: fields.data };
      }
      if (done) return;
    }
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
}
