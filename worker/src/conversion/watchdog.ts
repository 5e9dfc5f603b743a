/**
 * The entry of a thread in each converter process: ends the process when it takes too much memory, and when its parent
 * is gone. By signals, which reach the process even while the engine keeps its main thread busy.
 */
import fs from 'node:fs';
import net from 'node:net';
import { workerData } from 'node:worker_threads';

const { memoryMb } = workerData as { memoryMb: number };
const EVERY_MS = 200;

const { ODE_STATUS_FD } = process.env;
const status = Buffer.alloc(4096);

/** Resident memory in bytes. Where /proc is out of sight, by the descriptor of /proc/self/status that was left open (proc(5)). */
function resident(): number {
  if (!ODE_STATUS_FD) return process.memoryUsage.rss();
  const length = fs.readSync(Number(ODE_STATUS_FD), status, 0, status.length, 0);
  return Number(/^VmRSS:\s*(\d+) kB$/m.exec(status.toString('latin1', 0, length))?.[1]) * 1024;
}

setInterval(() => {
  // WebAssembly's memory is outside V8's heap, where --max-old-space-size does not count it.
  if (resident() > memoryMb * 2 ** 20) process.kill(process.pid, 'SIGUSR2');
}, EVERY_MS);

// Nothing is ever sent here: it closes with the parent, whose number may not be known in this namespace.
const parent = new net.Socket({ fd: 4, readable: true, writable: false });
parent
  .on('close', () => process.kill(process.pid, 'SIGKILL'))
  .on('error', () => undefined)
  .resume();
