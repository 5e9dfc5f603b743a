/**
 * The entry of a thread in each converter process: ends the process when it takes too much memory, and when its parent
 * is gone. By signals, which reach the process even while the engine keeps its main thread busy.
 */
import { workerData } from 'node:worker_threads';

const { memoryMb } = workerData as { memoryMb: number };
const EVERY_MS = 200;
const parent = process.ppid;

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
  // WebAssembly's memory is outside V8's heap, where --max-old-space-size does not count it.
  if (process.memoryUsage.rss() > memoryMb * 2 ** 20) process.kill(process.pid, 'SIGUSR2');
}, EVERY_MS);
