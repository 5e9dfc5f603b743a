// What the system tells of processes (proc(5)).
import fs from 'node:fs';

/** Resident memory of a process, in MiB. */
export function residentMb(pid) {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

/** The processes below one, with what they are. */
export function descendants(pid) {
  const found = [];
  const visit = (at) => {
    const list = `/proc/${at}/task/${at}/children`;
    const children = fs.existsSync(list) ? fs.readFileSync(list, 'utf8') : '';
    for (const child of children.trim().split(' ').filter(Boolean).map(Number)) {
      try {
        found.push({ pid: child, name: fs.readFileSync(`/proc/${child}/comm`, 'utf8').trim() });
      } catch {
        continue;
      }
      visit(child);
    }
  };
  visit(pid);
  return found;
}

/** Resident memory of a process and all below it, in MiB. */
export function treeMb(pid) {
  return [{ pid }, ...descendants(pid)].reduce((sum, { pid: one }) => {
    try {
      return sum + residentMb(one);
    } catch {
      return sum;
    }
  }, 0);
}
