import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A child process is made anew after so many documents, so that its highest use of memory says something about them. */
const DOCUMENTS = 300;
/** What uses a page twice again may leave behind, in bytes. */
const MOST_GROWTH = 1 << 16;

/**
 * @typedef {object} Trial
 * @property {number} milliseconds
 * @property {string} [refused]
 * @property {boolean} [trapped]
 * @property {number} [growth] bytes that are left behind by using a page again
 * @property {string} [symptom] what is wrong, in one line that is the same for the same defect
 * @property {string} [detail]
 */

/** Tries documents in a child process. */
export class Trials {
  /** @param {{ engine: string, timeout: number, memory: number }} options the built engine's Node entry (URL); seconds; MiB */
  constructor(options) {
    this.options = options;
    /** @type {import('node:child_process').ChildProcess | null} */
    this.child = null;
    this.tried = 0;
    this.errors = '';
  }

  /**
   * What comes of a document. A hang, and much memory, are believed only when a new process shows them too: the machine
   * may be busy, and memory be left over from documents before.
   *
   * @param {Uint8Array} bytes
   * @param {boolean} convert
   * @returns {Promise<Trial>}
   */
  async run(bytes, convert) {
    const trial = await this.once(bytes, convert);
    if (!trial.doubtful) return trial;
    this.close();
    return this.once(bytes, convert);
  }

  /** @returns {Promise<Trial & { doubtful?: boolean }>} */
  async once(/** @type {Uint8Array} */ bytes, /** @type {boolean} */ convert) {
    const { timeout, memory } = this.options;
    if (this.tried++ >= DOCUMENTS) this.close();
    this.child ??= await this.start();
    const child = this.child;
    const started = performance.now();
    const end = await new Promise((resolve) => {
      const timer = setTimeout(() => resolve({ hung: true }), timeout * 1000);
      child.once('message', (message) => {
        clearTimeout(timer);
        child.removeAllListeners('exit');
        resolve(message);
      });
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        resolve({ died: signal ?? `exit code ${code}` });
      });
      child.send({ bytes, convert });
    });
    const milliseconds = performance.now() - started;
    if (end.hung || end.died || end.mostMemory > memory) this.close();
    if (end.hung) return { milliseconds, symptom: `hang of more than ${timeout} s`, doubtful: true };
    if (end.died) return { milliseconds, symptom: `the process died: ${end.died}`, detail: this.errors };
    if (end.error) return { milliseconds, symptom: signature(end.error), detail: end.error };
    if (end.growth > MOST_GROWTH)
      return { milliseconds, symptom: 'memory grows each time that a page is used', detail: `${end.growth} bytes` };
    if (end.mostMemory > memory) return { milliseconds, symptom: `more than ${memory} MiB of memory`, doubtful: true };
    return { milliseconds, refused: end.refused, trapped: end.trapped, growth: end.growth };
  }

  async start() {
    this.tried = 1;
    this.errors = '';
    const child = fork(fileURLToPath(new URL('child.mjs', import.meta.url)), [this.options.engine], {
      serialization: 'advanced',
      execArgv: ['--expose-gc', ...process.execArgv],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    child.stderr?.on('data', (text) => (this.errors = (this.errors + text).slice(-4000)));
    child.on('error', () => {}); // it has ended: `exit` says so
    await new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', () => reject(new Error(`The engine does not start:\n${this.errors}`)));
    });
    child.removeAllListeners('exit');
    return child;
  }

  close() {
    this.child?.removeAllListeners();
    this.child?.on('error', () => {});
    this.child?.kill('SIGKILL');
    this.child = null;
  }
}

/** The message and the place of an error, without what differs from file to file. */
function signature(/** @type {string} */ stack) {
  const [message = '', ...frames] = stack.split('\n');
  const place = frames.slice(0, 2).map((line) => line.trim().replace(/\(?(file:|\/|wasm:)\S*\//g, '('));
  return [message.replace(/-?\d[\d.e+-]*/g, '#'), ...place].join(' ');
}
