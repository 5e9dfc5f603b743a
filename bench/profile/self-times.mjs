/** What measuring itself takes, and waiting. */
const OURS = new Set(['host: dispatch', 'host: post', '(idle)']);

/** Time that functions take, without what they call, summed over profiles. */
export class SelfTimes {
  /** @type {Map<string, number>} */
  #times = new Map();

  /** @param {import('node:inspector').Profiler.Profile} profile */
  add({ nodes, samples = [], timeDeltas = [] }) {
    const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
    samples.forEach((id, i) => {
      const name = names.get(id) ?? '';
      if (OURS.has(name)) return;
      this.#times.set(name, (this.#times.get(name) ?? 0) + (timeDeltas[i] ?? 0));
    });
  }

  /** The functions and their shares of the time, the largest first. */
  shares() {
    const all = [...this.#times];
    const total = all.reduce((sum, [, time]) => sum + time, 0);
    return all.map(([name, time]) => ({ name, share: time / total })).sort((a, b) => b.share - a.share);
  }
}

/** @param {{ functionName: string, url: string, lineNumber: number }} frame */
function nameOf({ functionName, url, lineNumber }) {
  if (url.startsWith('wasm:')) return functionName.replace(/^assembly\//, '');
  return functionName.startsWith('(') ? functionName : `host: ${functionName || `${url.split('/').at(-1)}:${lineNumber + 1}`}`;
}
