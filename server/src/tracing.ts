import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Attributes, type Context } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { OdeServiceError } from './contract/index.js';

/*
 * Traces by OpenTelemetry, where OTEL_EXPORTER_OTLP_ENDPOINT says where to. Without it the SDK is not loaded and every call
 * here does nothing. What spans tell is ids, numbers, codes and routes: nothing of a document, not its name either.
 */

const tracer = () => trace.getTracer('ode');
/** How long what is left may take to be sent when the process ends, in milliseconds. */
const FLUSH_MS = 3000;

/** Starts to send traces, where that is set. Returns what sends the rest and ends it. */
export async function startTracing(env: NodeJS.ProcessEnv = process.env): Promise<() => Promise<void>> {
  if (!env.OTEL_EXPORTER_OTLP_ENDPOINT && !env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) return async () => undefined;
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, { defaultResource, resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/sdk-trace-node'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
  const name = resourceFromAttributes({ 'service.name': env.OTEL_SERVICE_NAME ?? 'ode' });
  const provider = new NodeTracerProvider({
    resource: defaultResource().merge(name),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  return () =>
    Promise.race([provider.shutdown(), new Promise<void>((resolve) => setTimeout(resolve, FLUSH_MS).unref())]).catch(() => undefined);
}

/** A span for each request, as part of the caller's trace where it brings one (the header traceparent). */
export function traceRequests(app: FastifyInstance): void {
  const spans = new WeakMap<FastifyRequest, ReturnType<ReturnType<typeof tracer>['startSpan']>>();
  app.addHook('onRequest', (request, _reply, done) => {
    // The route's pattern: paths and queries have ids and names.
    const route = request.routeOptions.url ?? 'none';
    const parent = propagation.extract(ROOT_CONTEXT, request.headers);
    const attributes = { 'http.request.method': request.method, 'http.route': route, 'ode.request.id': request.id };
    const span = tracer().startSpan(`${request.method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent);
    spans.set(request, span);
    context.with(trace.setSpan(parent, span), done);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request);
    span?.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
    done();
  });
}

/** The trace of what is done now, to be kept with what is done later; undefined where nothing is traced. */
export function traceparent(): string | undefined {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}

/** Something that goes on elsewhere: as part of the trace that was kept. `attributes` may be added to until it ends. */
export function continued<T>(
  kept: string | null,
  name: string,
  attributes: Attributes,
  work: (add: (attributes: Attributes) => void) => Promise<T>,
): Promise<T> {
  const parent = kept === null ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, { traceparent: kept });
  return inSpan(name, { kind: SpanKind.CONSUMER, attributes }, parent, work);
}

/** A step of what is done now. */
export function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  return inSpan(name, {}, context.active(), work);
}

/** A time that is over, in the trace that was kept: what waited, since when. */
export function waited(kept: string | null, name: string, since: Date): void {
  if (kept === null) return;
  const parent = propagation.extract(ROOT_CONTEXT, { traceparent: kept });
  tracer().startSpan(name, { startTime: since }, parent).end();
}

function inSpan<T>(
  name: string,
  options: { kind?: SpanKind; attributes?: Attributes },
  parent: Context,
  work: (add: (attributes: Attributes) => void) => Promise<T>,
): Promise<T> {
  const span = tracer().startSpan(name, options, parent);
  return context.with(trace.setSpan(parent, span), async () => {
    try {
      return await work((attributes) => span.setAttributes(attributes));
    } catch (error) {
      // The code alone: messages may quote a document.
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute('error.type', error instanceof OdeServiceError ? error.code : 'internal');
      throw error;
    } finally {
      span.end();
    }
  });
}
