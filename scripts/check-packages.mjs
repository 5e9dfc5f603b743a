// `npm run check:packages [-- NAME …]`: packs the packages, installs them into fresh apps outside the repository, builds these as
// their bundlers do by default, and opens a PDF in each in Chromium under a strict policy. NAMEs choose apps ("Vite", "Next").
// `--pictures FOLDER` keeps what the pages look like, `--files` tells what each has loaded, in bytes of brotli. Needs npm's registry, or what npm has kept of it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import * as esbuild from 'esbuild';
import { PNG } from 'pngjs';
import { APPS } from './packages/apps.mjs';
import { paper } from './packages/paper.mjs';
import { serve } from './packages/serve.mjs';
import { root, say } from './run.mjs';

const { values: options, positionals: names } = parseArgs({
  options: { pictures: { type: 'string' }, files: { type: 'boolean' } },
  allowPositionals: true,
});

/** Bytes that the worker may have, as it is. */
const MOST_OF_WORKER = 52_000;

/** What comes only when the page is quiet, for screen readers: bundlers copy it as it is. */
const QUIET = fs.readFileSync(path.join(root, 'wasm/dist/parts/structure.js'));

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'ode-packages-'));

function npm(args, cwd) {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(`npm ${args.join(' ')}\n${stdout}\n${stderr}`);
  return { stdout, complaints: `${stdout}\n${stderr}`.split('\n').filter((line) => /\bwarn(ing)?\b/i.test(line)) };
}

/** Packs a workspace; what is in the tarball, and where it is. */
function pack(workspace) {
  const [{ filename, size, files }] = JSON.parse(
    npm(['pack', '--json', '--workspace', workspace, '--pack-destination', work], root).stdout,
  );
  return { file: path.join(work, filename), size, files: files.map(({ path }) => path) };
}

/** What a package must have, and must not. */
function examine(name, { files, size }) {
  const lacks = ['README.md', 'LICENSE', 'package.json'].filter((file) => !files.includes(file));
  if (!files.some((file) => file.endsWith('.d.ts'))) lacks.push('types');
  const needless = files.filter((file) => /\.(test|spec)\.|\.map$|\.tsx?$/.test(file) && !file.endsWith('.d.ts'));
  console.log(`  ${name}: ${files.length} files, ${Math.round(size / 1024)} kB`);
  if (lacks.length || needless.length)
    throw new Error(`${name} lacks ${lacks.join(', ') || 'nothing'}, and has ${needless.join(', ') || 'nothing'} in vain`);
}

function install(app, tarballs) {
  const folder = path.join(work, app.name.replace(/\W+/g, '-').toLowerCase());
  const from = path.join(root, 'examples', app.example);
  fs.cpSync(from, folder, { recursive: true, filter: (file) => !/node_modules|\/dist$|\/out$|\.next/.test(path.relative(from, file)) });
  fs.mkdirSync(path.dirname(path.join(folder, app.paper)), { recursive: true });
  fs.writeFileSync(path.join(folder, app.paper), paper());
  const wanted = path.join(folder, 'package.json');
  const manifest = JSON.parse(fs.readFileSync(wanted, 'utf8'));
  for (const [name, { file }] of Object.entries(tarballs)) if (manifest.dependencies[name]) manifest.dependencies[name] = `file:${file}`;
  fs.writeFileSync(wanted, JSON.stringify(manifest));
  npm(['install', '--no-audit', '--no-fund', '--prefer-offline', ...(app.with ?? [])], folder);
  if (fs.existsSync(path.join(folder, 'node_modules/pdfjs-dist'))) throw new Error('pdfjs-dist has come along');
  if (app.hasApp) fs.cpSync(path.join(root, 'web/dist'), path.join(folder, 'viewer'), { recursive: true });
  return { folder, complaints: app.build ? npm(['run', app.build], folder).complaints : [] };
}

/** Bytes of a worker, with the scripts that it has loaded by itself: Turbopack's own is a few lines that load the rest. */
function weightOfWorker({ bodyOf, askedBy }, url) {
  const scripts = [url, ...askedBy(url).filter((other) => other.endsWith('.js'))].map((one) => bodyOf(one) ?? Buffer.alloc(0));
  return scripts.filter((body) => !body.equals(QUIET)).reduce((sum, body) => sum + body.length, 0);
}

/** Bytes of the app's framework in brotli, as it is installed there. */
async function weigh({ framework = [] }, folder) {
  if (!framework.length) return 0;
  const { outputFiles } = await esbuild.build({
    stdin: { contents: framework.map((name) => `export * from '${name}';`).join('\n'), resolveDir: folder },
    ...{ bundle: true, minify: true, write: false, format: 'esm', define: { 'process.env.NODE_ENV': '"production"' } },
  });
  return zlib.brotliCompressSync(outputFiles[0].contents).length;
}

/** Opens the app, and waits until the first page is on the screen. */
async function look(app, folder, browser) {
  const server = await serve(path.join(folder, app.out));
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  const complaints = [];
  const asked = new Set();
  const workers = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  page.on('worker', (worker) => workers.push(worker.url()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  // Of a worker the browser gives no body: what was sent is read where it was sent from.
  page.on('response', (response) => asked.add(response.url()));
  try {
    await page.goto(server.url);
    const where = app.frame ? page.frameLocator(app.frame) : page;
    const canvas = where.locator('.ode-page[data-index="0"] canvas.ode-drawn').first();
    await canvas.waitFor({ timeout: 60_000 });
    await painted(page, canvas);
    const loaded = [...asked];
    const display = await where.locator('.ode-toolbar').evaluate((toolbar) => getComputedStyle(toolbar).display);
    if (display !== 'grid') throw new Error('the stylesheet is not there');
    if (app.frame) await asksFrame(page);
    if (options.pictures)
      await page.screenshot({ path: path.join(options.pictures, `example-${app.name.replace(/\W+/g, '-').toLowerCase()}.png`) });
    const code = loaded
      .filter((url) => /\.(js|mjs|wasm|css)$/.test(new URL(url).pathname))
      .map((url) => ({ url, body: server.bodyOf(url) }))
      .filter(({ body }) => !body.equals(QUIET))
      .map(({ url, body }) => ({ url, size: zlib.brotliCompressSync(body).length }));
    if (options.files)
      for (const { url, size } of code) console.log(`  ${new URL(url).pathname} ${size}${workers.includes(url) ? ' (worker)' : ''}`);
    return {
      worker: Math.max(0, ...workers.map((url) => weightOfWorker(server, url))),
      code: code.reduce((sum, { size }) => sum + size, 0),
      complaints,
    };
  } finally {
    await page.close();
    server.close();
  }
}

/** A red square, and letters below it: of 600 × 800 points, the square at (60, 60), 200 × 180, and the line's letters at y = 295 to 320. */
async function painted(page, canvas) {
  for (let tries = 0; ; tries++) {
    const box = await canvas.boundingBox();
    const { width, data } = PNG.sync.read(await page.screenshot());
    const at = (x, y) => {
      const [left, top] = [box.x + (x * box.width) / 600, box.y + (y * box.width) / 600];
      return [...data.subarray((Math.round(top) * width + Math.round(left)) * 4).subarray(0, 3)];
    };
    const red = at(160, 150).join() === '255,0,0';
    const dark = Array.from({ length: 300 }, (_, i) => at(60 + i, 308)).filter(([r]) => r < 80).length;
    if (red && dark > 20 && dark < 200) return;
    if (tries > 50) throw new Error(`page 1 is not painted: the square ${red ? 'is' : 'is not'} red, ${dark} of 300 points are dark`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** In the iframe's example: commands arrive, events come back, and the keyboard stays. */
async function asksFrame(page) {
  await page.waitForFunction(() => document.querySelector('#state').value.startsWith('page 1 of 2'));
  const before = await page.evaluate(() => document.querySelector('#state').value);
  if (!(await page.evaluate(() => document.activeElement?.matches('input')))) throw new Error('the frame has taken the keyboard');
  await page.locator('#in').click();
  await page.waitForFunction((before) => document.querySelector('#state').value !== before, before);
}

let failed = false;
const browser = await chromium.launch({ executablePath: process.env.ODE_CHROMIUM || undefined, args: ['--no-sandbox', '--disable-gpu'] });
try {
  say('Packing');
  for (const workspace of ['client', 'viewer']) npm(['run', 'build', '--workspace', workspace], root);
  const tarballs = { '@ode/engine': pack('wasm'), '@ode/viewer': pack('viewer'), '@ode/client': pack('client') };
  for (const [name, packed] of Object.entries(tarballs)) examine(name, packed);
  const rows = [];
  for (const app of APPS.filter(({ name }) => !names.length || names.some((part) => name.includes(part)))) {
    say(app.name);
    try {
      const { folder, complaints } = install(app, tarballs);
      const seen = await look(app, folder, browser);
      const all = [...complaints, ...seen.complaints];
      all.forEach((line) => console.log(`  ${line}`));
      const framework = await weigh(app, folder);
      const ok = !all.length && seen.worker > 0 && seen.worker <= MOST_OF_WORKER && seen.code - framework <= app.mostCode;
      failed ||= !ok;
      rows.push({
        app: app.name,
        'page 1': 'painted',
        'worker, bytes': seen.worker,
        'code, brotli': seen.code,
        'of it framework': framework,
        most: app.mostCode,
        complaints: all.length,
        ok,
      });
    } catch (error) {
      failed = true;
      console.error(error);
      rows.push({ app: app.name, 'page 1': 'no', ok: false });
    }
  }
  console.table(rows);
} finally {
  await browser.close();
  fs.rmSync(work, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
