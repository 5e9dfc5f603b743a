// Brings what the tests need beside npm's packages: a Chromium and a Redis.
import fs from 'node:fs';
import path from 'node:path';
import { root, run, say, works } from './run.mjs';

const DEBIAN_CHROMIUM = '/usr/bin/chromium';

/** Installs Debian packages; ends this process where that cannot be done. */
function installDebian(packages, why) {
  const prefix = process.getuid?.() === 0 ? [] : ['sudo'];
  if (!works('apt-get', ['--version']) || (prefix.length && !works('sudo', ['-n', 'true']))) {
    console.error(`${why}: please install ${packages.join(' and ')} and run this again.`);
    process.exit(1);
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) =>
    run([...prefix, 'apt-get'][0], [...prefix, 'apt-get', ...args].slice(1), { env, stdio: ['ignore', 'ignore', 'inherit'] });
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
}

/** The path of a Chromium that Playwright may drive; undefined: Playwright's own. */
export async function setUpChromium() {
  const { chromium } = await import('@playwright/test');
  if (fs.existsSync(chromium.executablePath())) return undefined;
  if (fs.existsSync(DEBIAN_CHROMIUM)) return DEBIAN_CHROMIUM;
  say('Installing Chromium for the browser tests');
  const cli = path.join(root, 'node_modules/@playwright/test/cli.js');
  if (works(process.execPath, [cli, 'install', 'chromium'], { timeout: 300_000 }) && fs.existsSync(chromium.executablePath()))
    return undefined;
  say("Playwright's own Chromium cannot be fetched here; taking Debian's");
  installDebian(['chromium'], 'The browser tests need Chromium');
  return DEBIAN_CHROMIUM;
}

/** Makes sure that `redis-server` can be started. */
export function setUpRedis() {
  if (works('redis-server', ['--version'])) return;
  say('Installing Redis for the queue tests');
  installDebian(['redis-server'], 'The queue tests need Redis');
}
