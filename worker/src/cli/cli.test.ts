import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../server/test/backends.js';
import { makePdf, PASSWORD } from '../../../server/test/pdf.js';
import { cmap, sfnt, simpleGlyph, trueType } from '../../../wasm/test/font-builder.js';
import { onePage } from '../../../wasm/test/pdf-builder.js';
import { scanOf } from '../../../wasm/test/scan.js';
import { safeName } from './attachments.js';
import { machine } from './output.js';

const ODE = fileURLToPath(new URL('../../bin/ode.mjs', import.meta.url));
const folder = temporaryFolder();
afterAll(() => fs.rmSync(folder, { recursive: true }));

const write = (name: string, data: Buffer | string) => fs.writeFileSync(path.join(folder, name), data);
write('paper.pdf', makePdf({ pages: 3 }));
write('locked.pdf', makePdf({ locked: true }));
write('empty.pdf', '');
write('picture.pdf', 'GIF89a');
write('damaged.pdf', '%PDF-1.7\nnothing\n');
write('large.pdf', Buffer.concat([makePdf(), Buffer.alloc(1 << 20, '\n')]));

interface Said {
  code: number | null;
  stdout: Buffer;
  stderr: string;
}

/** Runs the command in the test's folder, in a pipe. */
function ode(args: string[], { input, env }: { input?: Buffer; env?: Record<string, string> } = {}): Promise<Said> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [ODE, ...args], { cwd: folder, env: { ...process.env, ...env } });
    const out: Buffer[] = [];
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin.on('error', () => undefined).end(input);
    child.once('close', (code) => resolve({ code, stdout: Buffer.concat(out), stderr }));
  });
}

const files = (at = '.') => fs.readdirSync(path.join(folder, at)).sort();
const read = (name: string) => fs.readFileSync(path.join(folder, name), 'utf8');

describe('ode convert', () => {
  test('makes a file, and says nothing in a pipe', async () => {
    expect(await ode(['convert', 'paper.pdf', '-o', 'paper.html'])).toEqual({ code: 0, stdout: Buffer.alloc(0), stderr: '' });
    expect(read('paper.html')).toMatch(/^<!doctype html>[^]*<title>paper<\/title>[^]*page-3[^]*<\/html>\s*$/i);
  });

  test('reads and writes in a pipe', async () => {
    const { code, stdout } = await ode(['convert', '-', '-o', '-', '--title', 'Piped'], { input: makePdf() });
    expect(code).toBe(0);
    expect(stdout.toString()).toContain('<title>Piped</title>');
  });

  test('Markdown as the page has it has no links, and other Markdown has, unless they are refused', async () => {
    const link = '<< /Type /Annot /Subtype /Link /Rect [0 40 200 100] /A << /S /URI /URI (https://example.com/) >> >>';
    const page = onePage('BT /F1 10 Tf 10 60 Td (there) Tj ET', {
      mediaBox: '[0 0 200 100]',
      page: '/Annots [10 0 R]',
      objects: { 10: link },
    });
    write('link.pdf', Buffer.from(page));
    const said = async (...flags: string[]) =>
      (await ode(['convert', 'link.pdf', '-f', 'markdown', '-o', '-', ...flags])).stdout.toString();
    expect(await said()).toBe('[there](<https://example.com/>)\n');
    expect(await said('--faithful')).toBe('there\n');
    expect(await said('--no-links')).toBe('there\n');
  });

  test('makes a file of one page, and a ZIP of several', async () => {
    expect(await ode(['convert', 'paper.pdf', '--pages', '2', '-o', 'page.png'])).toMatchObject({ code: 0, stderr: '' });
    const { width, height } = PNG.sync.read(fs.readFileSync(path.join(folder, 'page.png')));
    expect([width, height]).toEqual([400, 200]); // two pixels a point
    const { code, stderr } = await ode(['convert', 'paper.pdf', '-o', 'page.svg']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('unsupported-format')]);
    expect((await ode(['convert', 'paper.pdf', '-f', 'svg', '-o', 'pages.zip'])).code).toBe(0);
    expect(read('pages.zip')).toMatch(/^PK[^]*page-3\.svg/);
  });

  test('a folder of PDFs becomes one of the same shape, and what is there is left', async () => {
    fs.mkdirSync(path.join(folder, 'in/deep'), { recursive: true });
    write('in/one.pdf', makePdf());
    write('in/deep/two.PDF', makePdf());
    write('in/deep/three.pdf', 'GIF89a');
    const first = await ode(['batch', 'in', '-f', 'text', '-o', 'texts']);
    expect(first.code).toBe(1);
    expect(first.stderr).toMatch(/in\/deep\/three\.pdf: not-a-pdf[^]*2 converted, 1 failed, in/);
    expect([...files('texts'), ...files('texts/deep')]).toEqual(['deep', 'one.txt', 'two.txt']);
    write('in/one.pdf', makePdf({ pages: 2 }));
    fs.utimesSync(path.join(folder, 'in/one.pdf'), new Date(), new Date(Date.now() + 60_000));
    expect((await ode(['batch', 'in', '-f', 'text', '-o', 'texts'])).stderr).toMatch(/1 converted, 1 were there, 1 failed/);
    expect(read('texts/one.txt')).toContain('\f');
  });

  test('a batch takes away what one that was killed has left, and nothing of one that runs', async () => {
    fs.mkdirSync(path.join(folder, 'left/deep'), { recursive: true });
    fs.mkdirSync(path.join(folder, 'rest'), { recursive: true });
    write('rest/one.pdf', makePdf());
    const gone = spawnSync('true').pid;
    const kept = ['.two.txt.part', `.two.txt.${machine()}-${process.pid}-0123abcd.part`, `.two.txt.00000000-${gone}-0123abcd.part`];
    for (const name of [`.one.txt.${machine()}-${gone}-0123abcd.part`, `deep/.one.txt.${machine()}-${gone}-89abcdef.part`, ...kept])
      write(`left/${name}`, 'half');
    expect((await ode(['batch', 'rest', '-f', 'text', '-o', 'left'])).code).toBe(0);
    expect([files('left'), files('left/deep')]).toEqual([[...kept, 'deep', 'one.txt'].sort(), []]);
  });

  test('who interrupts a batch is told how far it is, and goes on', async () => {
    fs.mkdirSync(path.join(folder, 'many'), { recursive: true });
    for (let i = 0; i < 40; i++) write(`many/${i}.pdf`, makePdf({ pages: 30 }));
    const run = spawn(process.execPath, [ODE, 'batch', 'many', '-j', '1', '-o', 'made'], { cwd: folder });
    let told = '';
    run.stderr.on('data', (chunk) => (told += String(chunk)));
    const ended = new Promise((resolve) => run.once('close', resolve));
    const isMade = () =>
      fs.existsSync(path.join(folder, 'made')) && files('made').some((name) => name.endsWith('.html') && !name.startsWith('.'));
    while (!isMade()) await new Promise((resolve) => setTimeout(resolve, 5));
    run.kill('SIGINT');
    expect(await ended).toBe(130);
    const made = files('made').length;
    expect(files('made').every((name) => /^\d+\.html$/.test(name))).toBe(true);
    expect(told).toBe(`ode: interrupted: ${made} converted; the same command goes on with the rest\n`);
    expect((await ode(['batch', 'many', '-o', 'made'])).stderr).toMatch(`${40 - made} converted, ${made} were there`);
  });

  test('a scan is read where it is asked for, by languages as well; without, an empty output is told of', async () => {
    write('blank.pdf', Buffer.from(onePage('0 0 10 10 re f')));
    const plain = await ode(['convert', 'blank.pdf', '-o', 'blank.md']);
    expect([plain.code, plain.stderr, read('blank.md')]).toEqual([0, expect.stringContaining('--ocr reads pages that are pictures'), '']);
    const printed = onePage('BT /F1 24 Tf 20 60 Td (Oxidized paper) Tj ET', { mediaBox: '[0 0 240 140]' });
    write('scan.pdf', Buffer.from(await scanOf(printed, { turn: 0.5 })));
    expect(await ode(['convert', 'scan.pdf', '--ocr', '-o', 'scan.md'])).toMatchObject({ code: 0, stderr: '' });
    expect(read('scan.md')).toContain('Oxidized paper');
    const foreign = await ode(['convert', 'scan.pdf', '--ocr-languages', 'tlh', '-o', 'scan.md']);
    expect([foreign.code, foreign.stderr]).toEqual([1, expect.stringMatching(/tlh\.traineddata.*ODE_OCR_DATA/)]);
  });

  test('a pattern that no shell has read is what it matches, in folders, too', async () => {
    fs.mkdirSync(path.join(folder, 'year/may'), { recursive: true });
    write('year/b.pdf', makePdf());
    write('year/a.pdf', makePdf());
    write('year/may/c.pdf', makePdf());
    write('year/notes.txt', 'no PDF');
    write('year/[1].pdf', makePdf());
    expect(await ode(['convert', 'year/**/?.pdf', '-f', 'text', '-o', 'matched'])).toMatchObject({ code: 0, stderr: '' });
    expect(files('matched')).toEqual(['a.txt', 'b.txt', 'c.txt']);
    expect((await ode(['convert', 'year/[1].pdf', '-f', 'text', '-o', 'named.txt'])).code).toBe(0);
    const none = await ode(['convert', 'year/*.djvu', '-o', 'none.html']);
    expect([none.code, none.stderr]).toEqual([1, 'ode: year/*.djvu: file-not-found: There is no such file. Check the path.\n']);
  });

  test('HTML as a folder: index.html with its fonts beside it, made anew where it is one, and nothing else is replaced', async () => {
    const convert = (output: string) => ode(['convert', 'paper.pdf', '-f', 'html-folder', '-o', output]);
    expect(await convert('site')).toMatchObject({ code: 0, stderr: '' });
    expect(files('site')).toEqual(['fonts', 'index.html']);
    const [font] = files('site/fonts');
    expect(read('site/index.html')).toContain(`src:url(fonts/${font})`);
    expect(
      fs
        .readFileSync(path.join(folder, 'site/fonts', font!))
        .subarray(0, 4)
        .toString(),
    ).toBe('wOFF');
    fs.mkdirSync(path.join(folder, 'sites'));
    expect((await convert('sites')).code).toBe(0);
    write('sites/paper/index.html', 'from before');
    expect((await convert('sites')).code).toBe(0);
    expect(read('sites/paper/index.html')).toContain('page-1');
    expect(files('sites')).toEqual(['paper']);
    write('sites/paper/mine.txt', 'keep');
    expect((await convert('sites')).stderr).toContain('output-unwritable');
    expect(read('sites/paper/mine.txt')).toBe('keep');
    expect((await convert('site.zip')).code).toBe(0);
    expect(read('site.zip')).toMatch(/^PK/);
  });

  test('puts several into a folder that it makes; those that fail do not stop the others', async () => {
    const { code, stderr } = await ode(['convert', 'picture.pdf', 'paper.pdf', 'missing.pdf', 'locked.pdf', '-j', '2', '-o', 'out/deep']);
    expect(code).toBe(1);
    expect(stderr.split('\n').sort()).toEqual([
      '',
      'ode: locked.pdf: password-required: This document is encrypted. Give its password. (--password, or ODE_PASSWORD)',
      'ode: missing.pdf: file-not-found: There is no such file. Check the path.',
      'ode: picture.pdf: not-a-pdf: This file is not a PDF: there is no %PDF header in its first kilobyte. Choose a PDF file.',
    ]);
    expect(files('out/deep')).toEqual(['paper.html']);
  });

  test.each([
    ['empty.pdf', [], 'empty-file'],
    ['picture.pdf', [], 'not-a-pdf'],
    ['damaged.pdf', [], 'damaged'],
    ['locked.pdf', [], 'password-required'],
    ['locked.pdf', ['--password', 'guess'], 'password-wrong'],
    ['large.pdf', ['--max-size', '1'], 'too-large'],
    ['missing.pdf', [], 'file-not-found'],
  ])('%s %j ends with %s and leaves what was there', async (input, flags, code) => {
    write('before.html', 'as it was');
    const before = files();
    const said = await ode(['convert', input, '-o', 'before.html', ...flags]);
    expect(said.code).toBe(1);
    expect(said.stderr).toMatch(new RegExp(`^ode: ${input.replace('.', '\\.')}: ${code}: .+\\n$`));
    expect(read('before.html')).toBe('as it was');
    expect(files()).toEqual(before);
  });

  test('takes a password from the environment, where other users do not see it', async () => {
    expect((await ode(['convert', 'locked.pdf', '-o', 'opened.html'], { env: { ODE_PASSWORD: PASSWORD } })).code).toBe(0);
    expect(read('opened.html')).toContain('page-1');
  });

  test('an output that cannot be written is told as such', async () => {
    const { code, stderr } = await ode(['convert', 'paper.pdf', '-o', 'paper.pdf/below.html']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^ode: paper\.pdf: output-unwritable: /);
  });

  test.runIf(process.platform === 'linux')('a folder that the system lets nobody make is told as well', async () => {
    const { code, stderr } = await ode(['convert', 'paper.pdf', '-o', '/proc/none/paper.html']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^ode: paper\.pdf: output-unwritable: /);
  });

  test('a link stays one, and what it leads to is written; what is no file is written into', async () => {
    write('linked.md', 'as it was');
    fs.symlinkSync('linked.md', path.join(folder, 'link.md'));
    expect((await ode(['convert', 'paper.pdf', '-o', 'link.md'])).code).toBe(0);
    expect(fs.lstatSync(path.join(folder, 'link.md')).isSymbolicLink()).toBe(true);
    expect(read('linked.md')).toContain('Page 1');

    execFileSync('mkfifo', [path.join(folder, 'pipe.md')]);
    const reading = fs.promises.readFile(path.join(folder, 'pipe.md'), 'utf8');
    expect((await ode(['convert', 'paper.pdf', '-o', 'pipe.md'])).code).toBe(0);
    expect(await reading).toBe(read('linked.md'));
    expect(fs.lstatSync(path.join(folder, 'pipe.md')).isFIFO()).toBe(true);
  });

  test('a pipe that nobody reads is not waited for where there is nothing to write', async () => {
    execFileSync('mkfifo', [path.join(folder, 'unread.md')]);
    const { code, stderr } = await ode(['convert', 'missing.pdf', '-o', 'unread.md']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^ode: missing\.pdf: file-not-found: /);
  });

  test('standard output has the first pages before the last is made', async () => {
    write('long.pdf', makePdf({ pages: 3000 }));
    const child = spawn(process.execPath, [ODE, 'convert', 'long.pdf', '-f', 'text', '-o', '-'], { cwd: folder });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
    expect(parts.length).toBeGreaterThan(2);
    expect(parts[0]!.toString()).not.toContain('Page 3000');
    const whole = Buffer.concat(parts).toString();
    expect(whole.match(/Page \d+/g)).toEqual(Array.from({ length: 3000 }, (_, i) => `Page ${i + 1}`));
  });

  test('a page without a table is told of as such', async () => {
    const { code, stderr } = await ode(['convert', 'paper.pdf', '-o', 'paper.csv']);
    expect([code, stderr]).toEqual([0, 'ode: paper.pdf: no table was found on its pages, so the output is empty.\n']);
  });

  test.each([
    [['convert', 'paper.pdf'], "required option '-o, --output <output>' not specified"],
    [['convert', '-o', 'x.html'], "missing required argument 'input'"],
    [['convert', 'paper.pdf', 'out/../paper.pdf', '-o', 'out/'], 'paper.pdf and out/../paper.pdf would both become out/paper.html'],
    [['convert', 'paper.pdf', 'locked.pdf', '-o', '-'], 'Several inputs do not go to standard output: name a folder with -o'],
    [['convert', 'paper.pdf', 'locked.pdf', '-o', 'empty.pdf'], 'Several inputs need a folder, and empty.pdf is a file'],
    [
      ['convert', 'paper.pdf', '-o', 'x', '-f', 'docx'],
      '--format must be one of html, html-folder, html-reflow, markdown, text, json, csv, xlsx, epub, svg, png, jpeg, webp, debug, not "docx"',
    ],
    [
      ['convert', 'paper.pdf', '-o', 'x.docx'],
      'There is no format that is called .docx. --format is one of html, html-folder, html-reflow, markdown, text, json, csv, xlsx, epub, svg, png, jpeg, webp, debug',
    ],
    [
      ['convert', 'paper.pdf', 'locked.pdf', '-o', 'one.md'],
      'Several inputs need a folder, and one.md is called like a file: write one.md/ if it is to be one',
    ],
    [['convert', 'paper.pdf', '-o', 'x', '--pages', '3-1'], '--pages must be pages from 1 such as 1-3,7,10-, not "3-1"'],
    [['convert', 'paper.pdf', '-o', 'x', '--jobs', 'many'], '--jobs must be a whole number from 1 up, not "many"'],
    [['render', 'paper.pdf', '-o', 'x', '--scale', '-1'], '--scale must be a number above 0 and up to 100, not "-1"'],
    [['nonsense'], "unknown command 'nonsense'"],
  ])('%j is wrong use', async (args, message) => {
    const { code, stderr } = await ode(args);
    expect(code).toBe(2);
    expect(stderr.split('\n')[0]).toBe(`ode: ${message}`);
  });

  test('when it is interrupted, nothing half-written stays', async () => {
    write('endless.pdf', makePdf({ pages: 20_000 }));
    const before = files();
    const child = spawn(process.execPath, [ODE, 'convert', 'endless.pdf', '-o', 'endless.html'], { cwd: folder, stdio: 'ignore' });
    for (let i = 0; i < 200 && files().length === before.length; i++) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(files().filter((name) => !before.includes(name))).toEqual([expect.stringMatching(/^\.endless\.html\..*\.part$/)]);
    child.kill('SIGINT');
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(130);
    expect(files()).toEqual(before);
  });
});

describe('ode render', () => {
  test('draws a page as PNG', async () => {
    expect((await ode(['render', 'paper.pdf', '--page', '2', '--scale', '3', '-o', 'page.png'])).code).toBe(0);
    const { width, height, data } = PNG.sync.read(fs.readFileSync(path.join(folder, 'page.png')));
    expect([width, height]).toEqual([600, 300]);
    // White in the corner; black somewhere in "Page 2", which stands at x 20, baseline 40 from below.
    expect([...data.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
    const inText = Array.from({ length: 75 * 3 }, (_, i) => data[((60 - 8) * 3 * width + 20 * 3 + i) * 4]);
    expect(Math.min(...inText.map((v) => v ?? 255))).toBeLessThan(64);
  });

  describe('text whose font is not embedded', () => {
    // あ in Japanese text, 20 points high, on a page of 20 × 20; the font has a black square for it.
    const square = simpleGlyph([
      [0, 0, true],
      [0, 1000, true],
      [1000, 1000, true],
      [1000, 0, true],
    ]);
    write('kana.ttf', Buffer.from(sfnt({ ...trueType([square, square]), cmap: cmap([3, 1, 0x3042, [1]]) })));
    const pdf = onePage('BT /F 20 Tf <3042> Tj ET', {
      mediaBox: '[0 0 20 20]',
      resources: '/Font << /F 10 0 R >>',
      objects: {
        10: '<< /Type /Font /Subtype /Type0 /BaseFont /Some /Encoding /UniJIS-UTF16-H /DescendantFonts [11 0 R] >>',
        11: '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Some /CIDSystemInfo << /Ordering (Japan1) >> >>',
      },
    });
    write('kana.pdf', Buffer.from(pdf));
    const settings = { ODE_FALLBACK_FONT: 'default=kana.ttf' };

    test('is drawn by the font of ODE_FALLBACK_FONT', async () => {
      expect((await ode(['render', 'kana.pdf', '--scale', '1', '-o', 'with.png'], { env: settings })).code).toBe(0);
      expect((await ode(['render', 'kana.pdf', '--scale', '1', '-o', 'without.png'])).code).toBe(0);
      const middle = (name: string) => PNG.sync.read(fs.readFileSync(path.join(folder, name))).data[(10 * 20 + 10) * 4];
      expect([middle('with.png'), middle('without.png')]).toEqual([0, 255]);
    });

    test('without one, a line says how to add it', async () => {
      const hint =
        'ode: kana.pdf: text on page 1 cannot be drawn, for its font is not embedded. Name a font file by ODE_FALLBACK_FONT (docs/configuration.md).\n';
      for (const command of ['render', 'convert']) {
        expect(await ode([command, 'kana.pdf', '-o', 'hint'])).toEqual({ code: 0, stdout: Buffer.alloc(0), stderr: hint });
        expect((await ode([command, 'kana.pdf', '-o', 'hint'], { env: settings })).stderr).toBe('');
      }
    });

    test('in converted documents too', async () => {
      const size = async (env: Record<string, string>) => {
        expect((await ode(['convert', 'kana.pdf', '-o', 'kana.html'], { env })).code).toBe(0);
        return read('kana.html').length;
      };
      expect(await size(settings)).not.toBe(await size({}));
    });

    test('a font that is not there is wrong use', async () => {
      for (const command of ['convert', 'render']) {
        const { code, stderr } = await ode([command, 'kana.pdf', '-o', 'x'], { env: { ODE_FALLBACK_FONT: 'missing.ttf' } });
        expect([code, stderr.startsWith('ode: ODE_FALLBACK_FONT must be the path of a font file')]).toEqual([2, true]);
      }
    });
  });

  test('a page that is not there is told, with how many there are', async () => {
    const { code, stderr } = await ode(['render', 'paper.pdf', '--page', '4', '-o', 'none.png']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^ode: paper\.pdf: page-out-of-range: .*4.*3/);
    expect(files()).not.toContain('none.png');
  });
});

describe('ode text and ode info', () => {
  test('print the text, a form feed after each page', async () => {
    expect((await ode(['text', 'paper.pdf'])).stdout.toString()).toBe('Page 1\n\fPage 2\n\fPage 3\n\f');
    expect((await ode(['text', '-', '--page', '2'], { input: makePdf({ pages: 2 }) })).stdout.toString()).toBe('Page 2\n');
  });

  test('tell of the document, for people and for programs', async () => {
    const found = JSON.parse((await ode(['info', 'paper.pdf', '--json'])).stdout.toString()) as { pageCount: number; pages: object[] };
    expect(found.pageCount).toBe(3);
    expect(found.pages[2]).toEqual({ width: 200, height: 100, rotation: 0 });
    expect((await ode(['info', 'paper.pdf'])).stdout.toString()).toMatch(/^Pages: +3\nPage size: +200 × 100 pt$/m);
  });

  test.each(['text', 'info', 'render'])('ode %s refuses by the same codes', async (command) => {
    const out = command === 'render' ? ['-o', '-'] : [];
    for (const [input, code] of [
      ['empty.pdf', 'empty-file'],
      ['picture.pdf', 'not-a-pdf'],
      ['locked.pdf', 'password-required'],
    ] as const) {
      const said = await ode([command, input, ...out]);
      expect([said.code, said.stderr.split(': ')[2], said.stdout.length]).toEqual([1, code, 0]);
    }
  });
});

describe('ode find', () => {
  test('prints a line for each place, or an object', async () => {
    expect(await ode(['find', 'paper.pdf', 'PAGE'])).toEqual({
      code: 0,
      stdout: Buffer.from('1: Page 1\n2: Page 2\n3: Page 3\n'),
      stderr: '',
    });
    const hits = (await ode(['find', 'paper.pdf', 'ge 2', '--json'])).stdout.toString();
    expect(JSON.parse(hits)).toMatchObject({ page: 2, before: 'Pa', match: 'ge 2', after: '', quads: [expect.any(Array)] });
    expect((await ode(['find', 'paper.pdf', 'PAGE', '--match-case'])).stdout.toString()).toBe('');
    expect((await ode(['find', 'paper.pdf', '-E', '[13]$'])).stdout.toString()).toBe('1: Page 1\n3: Page 3\n');
    expect((await ode(['find', 'paper.pdf', 'age', '-w'])).stdout.toString()).toBe('');
  });

  test.each([
    [['find', 'paper.pdf', ' '], 'There is nothing to look for: give a word'],
    [['find', 'paper.pdf', '-E', '('], 'Invalid regular expression: /(/'],
  ])('%j is wrong use', async (args, message) => {
    const { code, stderr } = await ode(args);
    expect([code, stderr.startsWith(`ode: ${message}`)]).toEqual([2, true]);
  });
});

describe('ode attachments', () => {
  const streams = ['one', 'two', 'three'];
  const names = ['(../../up.txt)', '(..\\\\UP.TXT)', '()'];
  const carrying = Buffer.from(
    [
      '%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R /AF [4 0 R 5 0 R 6 0 R] >> endobj',
      '2 0 obj << /Type /Pages /Count 1 /Kids [3 0 R] >> endobj',
      '3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >> endobj',
      ...names.map((name, i) => `${4 + i} 0 obj << /Type /Filespec /F ${name} /EF << /F ${7 + i} 0 R >> >> endobj`),
      ...streams.map((data, i) => `${7 + i} 0 obj << /Length ${data.length} >> stream\n${data}\nendstream endobj`),
      'trailer << /Root 1 0 R >>\n%%EOF\n',
    ].join('\n'),
  );

  test('takes the files out, under safe names, and writes over none', async () => {
    write('carrying.pdf', carrying);
    fs.mkdirSync(path.join(folder, 'files'));
    write('files/attachment-3', 'as it was');
    const { code, stdout } = await ode(['attachments', 'carrying.pdf', '-o', 'files']);
    expect(code).toBe(0);
    expect(stdout.toString()).toBe('files/up.txt\nfiles/UP (2).TXT\nfiles/attachment-3 (2)\n');
    expect(files('files')).toEqual(['UP (2).TXT', 'attachment-3', 'attachment-3 (2)', 'up.txt']);
    expect(['up.txt', 'UP (2).TXT', 'attachment-3', 'attachment-3 (2)'].map((name) => read(`files/${name}`))).toEqual([
      'one',
      'two',
      'as it was',
      'three',
    ]);
    expect(fs.existsSync(path.join(folder, '../up.txt'))).toBe(false);
  });

  test.each([
    ['a.txt', 'a.txt'],
    ['/etc/passwd', 'passwd'],
    ['C:\\boot.ini', 'boot.ini'],
    ['.bashrc', 'bashrc'],
    ['..', 'attachment-1'],
    ['folder/', 'attachment-1'],
    ['nul.txt', '_nul.txt'],
    ['a\u001b[31m\u202etxt.exe', 'a_[31m_txt.exe'],
    [`${'ü'.repeat(300)}.txt`, `${'ü'.repeat(98)}.txt`],
  ])('%j becomes %j', (name, safe) => {
    expect(safeName(name, 1)).toBe(safe);
  });
});

describe('ode --help', () => {
  test('teaches with examples and lists the exit codes', async () => {
    const { code, stdout } = await ode(['--help']);
    expect(code).toBe(0);
    expect(stdout.toString()).toContain('ode convert paper.pdf -o paper.html');
    expect(stdout.toString()).toMatch(/Exit codes:\n +0 +all done/);
  });

  test.each(['serve', 'work', 'migrate', 'convert', 'batch', 'render', 'text', 'find', 'info', 'attachments'])(
    'ode %s --help has an example',
    async (command) => {
      expect((await ode([command, '--help'])).stdout.toString()).toMatch(/Examples?:\n.*\bode /);
    },
  );
});
