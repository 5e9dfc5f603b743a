// One contender in a process of its own: draws what it is told, and answers with the processor time that it took.
import fs from 'node:fs';
import { median } from '../statistics.mjs';
import { CONTENDERS } from './contenders.mjs';

const [, , name = '', peers = ''] = process.argv;
const open = await CONTENDERS[name](peers);

/** @param {() => Promise<unknown>} work */
async function timed(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The first time includes opening the file; then what three more times take, in ms. */
process.on('message', async (/** @type {{ file: string, page: number, scale: number }} */ { file, page, scale }) => {
  try {
    const bytes = new Uint8Array(fs.readFileSync(file));
    /** @type {import('./contenders.mjs').Opened | undefined} */
    let doc;
    const first = await timed(async () => {
      doc = await open(bytes);
      await doc.draw(page, scale);
    });
    const warm = [];
    for (let i = 0; i < 3; i++) warm.push(await timed(() => /** @type {any} */ (doc).draw(page, scale)));
    await doc?.close();
    process.send?.({ first, warm: median(warm) });
  } catch (error) {
    process.send?.({ error: String(error) });
  }
});
process.send?.('ready');
