import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

export type { Registry } from 'prom-client';

/** A registry with the process's own figures, for /metrics. */
export function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** Counts the conversions of this process, by how they ended. */
export function conversionMetrics(registry: Registry | undefined) {
  const registers = registry ? [registry] : [];
  const total = new Counter({
    name: 'ode_conversions_total',
    help: 'Conversions of this process, by how they ended and, of those that failed, by the code of the error',
    labelNames: ['outcome', 'code'],
    registers,
  });
  const pages = new Counter({ name: 'ode_converted_pages_total', help: 'Pages of documents that were converted', registers });
  const seconds = new Histogram({
    name: 'ode_conversion_seconds',
    help: 'Time of a conversion, from taking it up to its end',
    labelNames: ['outcome'],
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    registers,
  });
  return {
    /** `code`: of the error, where it failed or is tried again; `converted`: how many pages, where it succeeded. */
    done(outcome: string, ms: number, { code = '', converted = 0 } = {}): void {
      total.inc({ outcome, code });
      pages.inc(converted);
      seconds.observe({ outcome }, ms / 1000);
    },
  };
}
