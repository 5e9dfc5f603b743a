// What a reader sees, by frames of the screen.
import { PNG } from 'pngjs';

/** After so many ms without another frame the page is taken to be done. */
const QUIET = 1500;
const PATIENCE = 20_000;
/** A frame is like the last one when they differ by less than this part of its ink. */
const ALIKE = 0.08;

/** Bytes of ink of a frame, and how much two of them differ. */
const ink = (/** @type {PNG} */ { data }) => data.reduce((sum, value, i) => sum + (i % 4 ? 0 : 255 - value), 0);
const difference = (/** @type {PNG} */ a, /** @type {PNG} */ b) =>
  a.data.length === b.data.length ? a.data.reduce((sum, value, i) => sum + (i % 4 ? 0 : Math.abs(value - b.data[i])), 0) : Infinity;

/**
 * Milliseconds from navigation to the first frame that looks like the last one.
 *
 * @param {import('@playwright/test').Page} page
 * @param {string} url
 */
export async function firstFrame(page, url) {
  const session = await page.context().newCDPSession(page);
  /** @type {{ time: number, image: string }[]} */
  const frames = [];
  session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    frames.push({ time: (metadata.timestamp ?? 0) * 1000, image: data });
    void session.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined);
  });
  await session.send('Page.startScreencast', { format: 'png', maxWidth: 250, maxHeight: 312 });
  const start = Date.now();
  void page.goto(url).catch(() => undefined);
  const read = (/** @type {{ image: string }} */ { image }) => PNG.sync.read(Buffer.from(image, 'base64'));
  for (let count = -1, since = start; Date.now() - start < PATIENCE;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (frames.length !== count) [count, since] = [frames.length, Date.now()];
    else if (Date.now() - since > QUIET && count && ink(read(frames[count - 1])) > 25_000) break;
  }
  await session.detach().catch(() => undefined);
  const shown = frames.filter(({ time }) => time >= start).map((frame) => ({ time: frame.time, image: read(frame) }));
  const last = shown[shown.length - 1].image;
  const first = shown.find(({ image }) => difference(image, last) < ALIKE * ink(last));
  return (first?.time ?? Infinity) - start;
}
