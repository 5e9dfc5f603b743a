import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** Lines that say nothing keep connections open that proxies would take for dead, in milliseconds. */
const PING_MS = 15_000;

/** Answers with server-sent events (HTML, 9.2), as they come. Who does not read them keeps them waiting, not in memory. */
export function sendEvents(reply: FastifyReply, messages: AsyncIterable<string>): FastifyReply {
  return reply
    .headers({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    .send(eventStream(messages));
}

export function eventStream(messages: AsyncIterable<string>): Readable {
  let wake = () => {};
  const events = new Readable({ read: () => wake() });
  events.once('close', () => wake());
  const ping = setInterval(() => {
    if (!events.readableLength) events.push(': still here\n\n');
  }, PING_MS);
  const tell = async () => {
    for await (const message of messages) {
      const room = new Promise<void>((resolve) => (wake = resolve));
      if (!events.push(message)) await room;
      if (events.destroyed) return;
    }
    events.push(null);
  };
  tell()
    .catch((error: Error) => events.destroy(error))
    .finally(() => clearInterval(ping));
  return events;
}
