/**
 * `ode convert` starts its converter before the command line is read: most of what it takes to convert a page is that two
 * processes start, one behind the other otherwise. `bin/ode.mjs` loads this first, as a small file of its own; so what it has started
 * is handed on by the process, not by this module, of which the command line has another copy.
 */
import type { JobLimits } from '@ode/server/config';
import { startConverter, wallsExpected, type Sandboxed } from '../conversion/sandbox.js';

/** Of a document, unless the command says otherwise. */
export const LIMITS: JobLimits = { seconds: 300, memoryMb: 2048 };

const early = process as NodeJS.Process & { odeConverter?: Sandboxed };

export function startEarly(): void {
  const walls = wallsExpected();
  const started = startConverter(LIMITS, null, walls ?? undefined);
  // Without a listener, a program that is not there would end this process.
  started.child.on('error', () => undefined);
  early.odeConverter = { ...started, isTrial: walls !== null };
}

/** The process that was started, where it has these limits and lives; others are ended. */
export function takeEarly({ memoryMb }: JobLimits): Sandboxed | null {
  const started = early.odeConverter;
  if (!started) return null;
  delete early.odeConverter;
  const { child } = started;
  if (memoryMb === LIMITS.memoryMb && child.exitCode === null && child.signalCode === null) return started;
  child.kill('SIGKILL');
  return null;
}
