/**
 * `ode convert` starts its converter before the command line is read: most of what it takes to convert a page is that two
 * processes start, one behind the other otherwise. `bin/ode.mjs` loads this first.
 */
import { Converter } from '../conversion/converter.js';
import type { JobLimits } from '@ode/server/config';

/** Of a document, unless the command says otherwise. */
export const LIMITS: JobLimits = { seconds: 300, memoryMb: 2048 };

let early: Converter | null = null;

export function startEarly(): void {
  early = new Converter(LIMITS);
  early.warmUp();
}

/** The converter that was started, where it has these limits; else a new one. */
export function converterWith(limits: JobLimits): Converter {
  const started = early;
  early = null;
  if (started && limits.seconds === LIMITS.seconds && limits.memoryMb === LIMITS.memoryMb) return started;
  started?.close();
  return new Converter(limits);
}
