// The process in which documents are tried, one after the other: what kills it or hangs it does not take the run along.
import { exercise } from './exercise.mjs';

const engine = await import(process.argv[2]);

process.on('message', async (/** @type {{ bytes: Uint8Array, convert: boolean }} */ { bytes, convert }) => {
  let outcome;
  try {
    outcome = await exercise(engine, bytes, { convert });
  } catch (error) {
    outcome = { error: error instanceof Error ? String(error.stack) : `Thrown: ${error}` };
  }
  // Instances that are let go hold much memory that the collector sees little of.
  if (process.memoryUsage.rss() > 300 * 2 ** 20) globalThis.gc?.();
  process.send?.({ ...outcome, mostMemory: process.resourceUsage().maxRSS / 1024 });
});
process.send?.({ ready: true });
