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
  const total = new Counter({ name: 'ode_conversions_total', help: 'Conversions of this process', labelNames: ['outcome'], registers });
  const seconds = new Histogram({
    name: 'ode_conversion_seconds',
    help: 'Time of a conversion, from taking it up to its end',
    labelNames: ['outcome'],
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    registers,
  });
  return {
    done(outcome: string, ms: number): void {
      total.inc({ outcome });
      seconds.observe({ outcome }, ms / 1000);
    },
  };
}
