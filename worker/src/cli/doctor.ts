import { ConfigError, readConfig } from '@ode/server/config';
import { examine, type Finding } from '@ode/server/doctor';
import { shutOff, wallsHere } from '../conversion/sandbox.js';
import { EXIT } from './failure.js';

/** `ode doctor`: a line for each thing, and 1 where the service would not work. */
export async function doctor(flags: { data?: string; json: boolean }): Promise<number> {
  const findings = await find(flags.data);
  const lines = flags.json
    ? `${JSON.stringify(findings)}\n`
    : findings.map(({ state, about, text }) => `${state.padEnd(4)}  ${about}: ${text}\n`).join('');
  process.stdout.write(lines);
  return findings.some(({ state }) => state === 'fail') ? EXIT.inputFailed : EXIT.done;
}

async function find(data: string | undefined): Promise<Finding[]> {
  try {
    const config = readConfig({ ...process.env, ...(data !== undefined && { ODE_DATA: data }) });
    return [...(await examine(config)), ...sandbox(config.sandbox === 'require')];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split('\n').map((text) => ({ state: 'fail' as const, about: 'settings', text }));
  }
}

function sandbox(required: boolean): Finding[] {
  const walls = wallsHere();
  const { namespaces, calls, paths, limits, files, users } = walls;
  const wall = (stands: boolean, there: string, missing: string, state: Finding['state'] = 'warn'): Finding => ({
    state: stands ? 'ok' : state,
    about: 'sandbox',
    text: stands ? there : missing,
  });
  return [
    wall(
      shutOff(walls),
      'converters have no network and see no other process',
      'converters have the network of this process: the kernel allows neither namespaces (unshare, setpriv) nor Landlock; let the container or the pod do it',
      required ? 'fail' : 'warn',
    ),
    wall(
      calls,
      'their system calls are filtered (seccomp): no sockets, nothing that reaches another process',
      'their system calls are not filtered: ODE was built without a C compiler (cc)',
      namespaces ? 'ok' : 'warn',
    ),
    ...(process.getuid?.() === 0
      ? [wall(users, 'each converter is a user of its own', 'converters are root, as this process: run it as another user')]
      : []),
    wall(limits, 'the kernel limits their memory, files and output', 'only a watchdog limits their memory: there is no prlimit'),
    wall(
      paths || files,
      `they read and write in their own folder alone (${paths ? 'Landlock' : 'Node’s permission model'})`,
      'they read what this user may read: Node is too old',
    ),
  ];
}
