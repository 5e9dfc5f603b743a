/* What the documents for operators name is there: scripts of npm, files and folders, pages and their headings. */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../workflows/workflows.js';

const FOLDERS = [
  'bench',
  'client',
  'deploy',
  'docs',
  'examples',
  'images',
  'infra',
  'k8s',
  'ops',
  'scripts',
  'server',
  'viewer',
  'web',
  'worker',
];
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...fs.readdirSync(path.join(ROOT, 'docs/operations')).map((name) => `docs/operations/${name}`),
  ...['deploy', 'infra', 'k8s', 'ops'].map((folder) => `${folder}/README.md`),
];
const there = (file: string) => fs.existsSync(path.join(ROOT, file));
const scriptsOf = (folder: string) =>
  (JSON.parse(fs.readFileSync(path.join(ROOT, folder, 'package.json'), 'utf8')) as { scripts: object }).scripts;
/** The anchor that GitHub gives a heading. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replace(/\s/g, '-');

/** Everything that a text names and that is not there. `from`: the folder of its relative links. */
function missing(text: string, from: string): string[] {
  const scripts = [...text.matchAll(/npm run ([\w:-]+)(?: --workspace (\w+))?/g)]
    .filter(([, name = '', workspace = '.']) => !(name in scriptsOf(workspace)))
    .map(([all]) => all);
  const paths = [...text.matchAll(new RegExp(`(?<![\\w./-])(?:${FOLDERS.join('|')}|\\.github)/[\\w./*<-]*[\\w*<]`, 'g'))]
    .map(([file]) => file)
    // Patterns; what the reader makes; and a file of the folder that a README is in.
    .filter((file) => !/[*<]|^k8s\/overlays\/mine/.test(file) && !there(file) && !there(path.join(from, file)));
  const links = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    const [file = '', heading] = link.split('#');
    const at = path.join(from, file);
    if (!there(at)) return [link];
    if (!file || !heading || !at.endsWith('.md')) return [];
    const headings = [...fs.readFileSync(path.join(ROOT, at), 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, words = '']) => anchor(words));
    return headings.includes(heading) ? [] : [link];
  });
  return [...scripts, ...paths, ...links];
}

test.each(documents)('%s names nothing that is not there', (file) => {
  expect(missing(fs.readFileSync(path.join(ROOT, file), 'utf8'), path.dirname(file))).toEqual([]);
});

describe('what is not there is seen', () => {
  test.each([
    ['npm run check:nothing', 'npm run check:nothing'],
    ['`npm run check --workspace infra`', 'npm run check --workspace infra'],
    ['as `deploy/nothing.sh` does', 'deploy/nothing.sh'],
    ['    deploy/charts/nothing.sh prod', 'deploy/charts/nothing.sh'],
    ['[a page](nothing.md)', 'nothing.md'],
    ['[a heading](../configuration.md#nothing)', '../configuration.md#nothing'],
  ])('%s', (text, name) => {
    expect(missing(text, 'docs/operations')).toEqual([name]);
  });
});
