import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { overlay } from '../manifests/kustomize.js';
import { container, find, type Workload } from '../manifests/objects.js';
import { FOLDER, lint, unpinned } from './dockerfile.js';

const ROOT = path.dirname(FOLDER);
const dockerfile = fs.readFileSync(path.join(FOLDER, 'Dockerfile'), 'utf8');
/** The instructions of a stage. */
const stage = (name: string) =>
  new RegExp(`^FROM (?:--platform=\\S+ )?\\S+ AS ${name}\\n((?:(?!^FROM ).*\\n)*)`, 'm').exec(dockerfile)?.[1] ?? '';

describe('images/Dockerfile', () => {
  test('linters find nothing', () => {
    expect(lint(dockerfile)).toEqual([]);
  });

  test.each([
    ['an instruction that does not exist', 'COPY . .', 'COPPY . .', /COPPY/],
    ['a copy without a destination', 'COPY . .', 'COPY .', /COPY/],
    ['sudo', 'RUN node', 'RUN sudo node', /sudo/],
    ['a port that is none', 'EXPOSE 3000', 'EXPOSE web', /EXPOSE|port/i],
    ['a health check with an option that does not exist', '--retries', '--tries', /tries|invalid_format/],
  ])('%s is found', (_, right, wrong, message) => {
    const broken = dockerfile.replace(right, wrong);
    expect(broken).not.toBe(dockerfile);
    expect(lint(broken).join('\n')).toMatch(message);
  });

  test('every base is one exact image', () => {
    expect(unpinned(dockerfile)).toEqual([]);
    const stages = dockerfile.match(/^FROM (?:--platform=\S+ )?\$\{NODE\} /gm);
    expect(unpinned(dockerfile.replace(/@sha256:\w+/, ''))).toEqual(stages?.map(() => '${NODE}'));
  });

  test('what is installed depends on the lock file and the package.json of what is built, and on nothing else', () => {
    const copies = [...stage('dependencies').matchAll(/^COPY (.*)$/gm)].map(([, what]) => what);
    expect(copies[0]).toBe('package.json package-lock.json .npmrc ./');
    const workspaces = [...stage('dependencies').matchAll(/--workspace (\w+)/g)].map(([, name]) => name);
    expect(copies.slice(1)).toEqual(workspaces.map((name) => `${name}/package.json ${name}/`));
  });

  test('what a machine runs itself is made for it, and all else once, on the machine that builds', () => {
    const stages = [...dockerfile.matchAll(/^FROM (--platform=\$BUILDPLATFORM )?\S+ AS (\w+)$/gm)];
    const once = stages.filter(([, building]) => building).map(([, , name]) => name);
    // `build` stands on `dependencies`.
    expect(once).toEqual(['dependencies', 'fonts']);
    expect(stages.map(([, , name]) => name).filter((name) => !once.includes(name))).toEqual([
      'confine',
      'build',
      'service',
      'worker',
      'api',
    ]);
  });

  test('processes are no root and own none of their files', () => {
    expect(stage('service')).toMatch(/^USER 10001:10001$/m);
    expect(dockerfile).not.toContain('--chown');
  });
});

describe('the manifests fit the images', () => {
  const objects = overlay('prod');
  test.each([
    ['api', 'ode-api'],
    ['worker', 'ode-worker'],
  ])('%s', (image, name) => {
    const deployment = find<Workload>(objects, 'Deployment', name);
    const { args, ports, env } = container(deployment);
    const instructions = stage(image);
    expect(instructions).toContain(`CMD ${JSON.stringify(args)}`);
    expect(instructions).toContain(`EXPOSE ${ports?.[0]?.containerPort}`);
    expect(env?.find((variable) => variable.name === 'PORT')?.value).toBe(/ENV PORT=(\d+)/.exec(instructions)?.[1]);
    expect(stage('service')).toContain(`USER ${deployment.spec.template.spec.securityContext?.runAsUser}:`);
  });
});

describe('.dockerignore', () => {
  const [first, ...rest] = fs
    .readFileSync(path.join(ROOT, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));
  const letIn = rest.filter((line) => line.startsWith('!')).map((line) => line.slice(1));

  test('lets in only what is built', () => {
    expect(first).toBe('*');
    expect(letIn.filter((name) => !fs.existsSync(path.join(ROOT, name)))).toEqual([]);
    expect(rest).toEqual(expect.arrayContaining(['**/node_modules', '**/dist', '**/build', '**/generated']));
  });

  test('lets in all that is copied, and every package of ours that the copied ones need', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from = '']) => from.split(' '));
    const folders = copied.filter((from) => from !== '.').map((from) => from.split('/')[0] ?? '');
    expect(folders.filter((name) => !letIn.includes(name))).toEqual([]);
    const packages = [...stage('dependencies').matchAll(/--workspace (\w+)/g)].map(([, name = '']) => name);
    const needed = packages.flatMap((name) => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(
        fs.readFileSync(path.join(ROOT, name, 'package.json'), 'utf8'),
      ) as Record<string, Record<string, string>>;
      return Object.keys({ ...dependencies, ...devDependencies }).filter((dependency) => dependency.startsWith('@ode/'));
    });
    const folderOf = (dependency: string) => (dependency === '@ode/engine' ? 'wasm' : dependency.slice('@ode/'.length));
    expect([...new Set(needed.map(folderOf))].filter((name) => !packages.includes(name))).toEqual([]);
  });
});
