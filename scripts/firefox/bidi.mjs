// Firefox, driven by WebDriver BiDi (W3C), which it speaks itself: no driver stands in between.
/* global WebSocket -- Node's own, with --experimental-websocket before version 22 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long something may take to become true, in milliseconds. */
const PATIENCE_MS = 20_000;
/** Keys without a letter, as WebDriver names them. */
export const KEYS = {
  Control: '\uE009',
  Shift: '\uE008',
  Tab: '\uE004',
  Enter: '\uE007',
  Escape: '\uE00C',
  End: '\uE010',
  PageDown: '\uE00F',
};

/**
 * Starts a Firefox without a window, and a page in it.
 *
 * @param {string} program
 */
export async function startFirefox(program) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'ode-firefox-'));
  const child = spawn(program, ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'], { stdio: 'pipe' });
  const address = await new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (data) => {
      said += data;
      const found = /WebDriver BiDi listening on (ws:\S+)/.exec(said);
      if (found) resolve(found[1]);
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`Firefox has ended: ${said}`)));
  });
  const socket = new WebSocket(`${address}/session`);
  await new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: reject }));
  const waiting = new Map();
  /** @type {string[]} what the page has complained of */
  const complaints = [];
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data));
    if (message.method === 'log.entryAdded' && message.params.level === 'error') complaints.push(message.params.text);
    const answer = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.type === 'error') answer?.reject(new Error(`${message.error}: ${message.message}`));
    else answer?.resolve(message.result);
  };
  let last = 0;
  const send = (method, params = {}) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  const { capabilities } = await send('session.new', { capabilities: {} });
  await send('session.subscribe', { events: ['log.entryAdded'] });
  const { context } = await send('browsingContext.create', { type: 'tab' });
  await send('browsingContext.setViewport', { context, viewport: { width: 1280, height: 800 } });

  const page = {
    version: capabilities.browserVersion,
    complaints,
    goTo: (url) => send('browsingContext.navigate', { context, url, wait: 'complete' }),
    /** What an expression comes to in the page; text, number, truth or nothing. */
    async value(expression) {
      const { result, exceptionDetails } = await send('script.evaluate', { expression, target: { context }, awaitPromise: true });
      if (exceptionDetails) throw new Error(`${exceptionDetails.text} in ${expression}`);
      return result.value;
    },
    /** Waits until an expression comes to what is expected, or to anything that is true. */
    async until(expression, expected) {
      let value;
      for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) {
        value = await page.value(expression);
        if (expected === undefined ? value : value === expected) return value;
      }
      throw new Error(`${expression} is ${JSON.stringify(value)}${expected === undefined ? '' : `, not ${JSON.stringify(expected)}`}`);
    },
    /** Presses keys one after the other; the ones before the last of a list are held meanwhile. */
    async press(...keys) {
      const actions = keys.map((value) => ({ type: 'keyDown', value }));
      const up = keys.toReversed().map((value) => ({ type: 'keyUp', value }));
      await send('input.performActions', { context, actions: [{ type: 'key', id: 'keyboard', actions: [...actions, ...up] }] });
    },
    async type(text) {
      for (const letter of text) await page.press(letter);
    },
    /** Draws the pointer through places of the window, with its button held; from one place to itself is a click. */
    async drag(from, to = from) {
      const move = ({ x, y }) => ({ type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration: 50 });
      const actions = [move(from), { type: 'pointerDown', button: 0 }, move(to), { type: 'pointerUp', button: 0 }];
      await send('input.performActions', { context, actions: [{ type: 'pointer', id: 'mouse', actions }] });
    },
    /** The middle of an element. */
    async middleOf(selector) {
      await page.until(`!!document.querySelector(${JSON.stringify(selector)})`);
      return JSON.parse(
        await page.value(
          `(({ x, y, width, height }) => JSON.stringify({ x: x + width / 2, y: y + height / 2 }))(document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect())`,
        ),
      );
    },
    async click(selector) {
      await page.drag(await page.middleOf(selector));
    },
    back: () => send('browsingContext.traverseHistory', { context, delta: -1 }),
    async picture(file) {
      const { data } = await send('browsingContext.captureScreenshot', { context });
      fs.writeFileSync(file, Buffer.from(data, 'base64'));
    },
    async close() {
      await send('browser.close').catch(() => undefined);
      socket.close();
      if (child.exitCode === null) await Promise.race([new Promise((resolve) => child.once('exit', resolve)), sleep(5000)]);
      if (child.exitCode === null) child.kill('SIGKILL');
      fs.rmSync(profile, { recursive: true, force: true });
    },
  };
  return page;
}
