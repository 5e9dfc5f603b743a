import fs from 'node:fs';

/** Whether a process of this number runs; who may not signal it still learns that it does. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // A zombie has ended; only its parent has not looked yet.
  return processStat(pid)?.state !== 'Z';
}

/** When the process was started, in the kernel's ticks: two processes with one number differ in it. '' where that is not told. */
export function startOf(pid: number): string {
  return processStat(pid)?.start ?? '';
}

/** From /proc (proc(5)): fields 3 and 22, counted behind the name, which may hold anything. */
function processStat(pid: number): { state: string; start: string } | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', start: fields[19] ?? '' };
  } catch {
    return null;
  }
}
