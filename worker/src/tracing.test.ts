/* One trace from the caller's request over the queue to the conversion, sent by OTLP, with nothing of the document in it. */
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createLogger, openServices, readConfig, startServer } from '@ode/server';
import { startTracing } from '@ode/server/tracing';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../server/test/backends.js';
import { makePdf } from '../../server/test/pdf.js';
import { startWorker } from './worker.js';

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
}

test('a conversion is one trace, that of who asked for it', async () => {
  const bodies: string[] = [];
  const receiver = http.createServer(async (request, response) => {
    if (request.url === '/v1/traces') bodies.push(await text(request));
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const stopTracing = await startTracing();
  const data = temporaryFolder();
  const services = await openServices(
    readConfig({ ODE_DATA: data, ODE_VIEWER: data, PORT: '0', HOST: '127.0.0.1' }),
    createLogger('silent'),
  );
  const server = await startServer(services);
  const worker = startWorker(services, { concurrency: 1 });
  const [trace, caller] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
  const answer = await fetch(`${server.url}/api/v1/convert?name=secret-name.pdf&title=secret-title&wait=60`, {
    method: 'POST',
    headers: { 'content-type': 'application/pdf', traceparent: `00-${trace}-${caller}-01` },
    body: new Uint8Array(makePdf({ pages: 2 })),
  });
  expect(answer.status).toBe(200);
  await answer.text();
  const job = answer.headers.get('x-job-id');
  await worker.close();
  await server.close();
  await services.close();
  await stopTracing();
  receiver.close();
  fs.rmSync(data, { recursive: true });

  const spans = bodies
    .map((body) => JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] })
    .flatMap(({ resourceSpans }) => resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)))
    .filter(({ traceId }) => traceId === trace);
  const named = (name: string) => spans.find((span) => span.name === name);
  const valueOf = (span: Span | undefined, key: string) => span?.attributes.find((one) => one.key === key)?.value;
  const request = named('POST /api/v1/convert');
  expect(request?.parentSpanId).toBe(caller);
  expect(valueOf(request, 'http.response.status_code')?.intValue).toBe(200);
  expect(named('wait for a turn')?.parentSpanId).toBe(request?.spanId);
  const conversion = named('conversion');
  expect(conversion?.parentSpanId).toBe(request?.spanId);
  expect(valueOf(conversion, 'ode.job.id')?.stringValue).toBe(job);
  expect([valueOf(conversion, 'ode.outcome')?.stringValue, valueOf(conversion, 'ode.pages')?.intValue]).toEqual(['succeeded', 2]);
  for (const name of ['fetch', 'convert', 'store']) expect([name, named(name)?.parentSpanId]).toEqual([name, conversion?.spanId]);
  expect(bodies.join()).not.toMatch(/secret-(name|title)/);
});
