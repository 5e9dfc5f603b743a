// `npm start`: builds what is missing and runs the whole product on embedded defaults.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setInterval } from 'node:timers';
import { build } from './build.mjs';
import { root } from './run.mjs';

// npm that is killed tells nobody: who was started by it, with a shell between, sees that the line above has changed.
const line = () => `${process.ppid} ${parentOf(process.ppid)}`;
const before = line();
const isLeft = () => !!process.env.npm_lifecycle_event && line() !== before;

build();
// What takes a minute may be given up meanwhile.
if (isLeft()) process.exit();
const server = spawn(process.execPath, [path.join(root, 'worker/bin/ode.mjs'), 'serve', ...process.argv.slice(2)], {
  cwd: root,
  // The channel says nothing: that it closes tells the server that this process is gone, however it went.
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal === 'SIGINT' ? signal : 'SIGTERM'));
server.on('exit', (code, signal) => process.exit(code ?? (signal ? 0 : 1)));
setInterval(() => {
  if (isLeft()) server.kill('SIGTERM');
}, 500).unref();

/** From /proc (proc(5)): the second field behind the name; '' where there is none. */
function parentOf(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  } catch {
    return '';
  }
}
