import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  actionlint,
  read,
  ROOT,
  shellcheck,
  shellScripts,
  shellSteps,
  textOf,
  unpinned,
  unpinnedImages,
  workflowFiles,
} from './workflows.js';

/** Beside reading: a session with AWS, a signature on what was made, and findings for the project's security page. */
const ALLOWED: Record<string, string[]> = {
  contents: ['read', 'write'],
  actions: ['read'],
  'id-token': ['write'],
  attestations: ['write'],
  packages: ['write'],
  'security-events': ['write'],
};
/** Who can start a workflow: a change of anybody's gets no secrets and no rights; the rest are for who may write to the repository. */
const STARTS = ['pull_request', 'push', 'workflow_call', 'workflow_dispatch'];

describe.each(workflowFiles)('%s', (file) => {
  const workflow = read(file);

  test('actionlint finds nothing', async () => {
    expect(await actionlint(textOf(file))).toEqual([]);
  });

  test('every action is one commit', () => {
    expect(unpinned(textOf(file))).toEqual([]);
  });

  test('a tool that runs as an image is one digest', () => {
    expect(unpinnedImages(textOf(file))).toEqual([]);
  });

  test('shell steps: shellcheck finds nothing, and no expression is pasted into them', () => {
    expect(workflow.defaults?.run?.shell).toBe('bash');
    for (const { place, script } of shellSteps(workflow)) {
      expect(shellcheck(script), place).toBe('');
      // What GitHub fills in could be anybody's text; as a variable it stays text.
      if (script.includes('${{')) expect(script, place).toMatch(/^[^\n]*$/);
    }
  });

  test('a token may read the code, and only what deploys may ask AWS for a session', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    for (const [name, { permissions = {} }] of Object.entries(workflow.jobs))
      // A release tags the code; nothing else writes any.
      if (permissions.contents === 'write') expect(`${file} ${name}`).toBe('release.yml release');
    for (const [name, { permissions = {}, environment, uses }] of Object.entries(workflow.jobs)) {
      expect(
        Object.entries(permissions).filter(([what, right]) => !ALLOWED[what]?.includes(right)),
        name,
      ).toEqual([]);
      // The roles trust an environment, not a branch.
      if (permissions['id-token'] && file !== 'release.yml')
        expect(Boolean(environment) || uses === './.github/workflows/deploy.yml', name).toBe(true);
    }
  });
});

test.each(workflowFiles)('%s: nobody but who may write starts more than a look at a change', (file) => {
  const { on, jobs } = read(file);
  expect(Object.keys(on).filter((event) => !STARTS.includes(event))).toEqual([]);
  for (const [name, { steps = [] }] of Object.entries(jobs))
    for (const { uses, with: inputs } of steps)
      // The token would lie on the disk, for every action that runs after.
      if (uses?.startsWith('actions/checkout@')) expect(inputs?.['persist-credentials'], name).toBe(false);
});

test.each(workflowFiles)('%s: no package’s own script runs where AWS may be asked for a session', (file) => {
  for (const [name, { permissions = {}, steps = [] }] of Object.entries(read(file).jobs))
    if (permissions['id-token'])
      for (const line of steps.flatMap(({ run = '' }) => run.split('\n')).filter((text) => /\bnpm (ci|i|install)\b/.test(text)))
        expect(line, name).toContain('--ignore-scripts');
});

describe('a planted mistake is caught', () => {
  const ci = textOf('ci.yml');
  test.each([
    ['a job that waits for one that does not exist', 'runs-on: ubuntu-24.04', 'runs-on: ubuntu-24.04\n    needs: nobody', /nobody/],
    ['a key that does not exist', 'timeout-minutes: 15', 'timeout: 15', /unexpected key "timeout"/],
    ['a context that does not exist', 'matrix.node', 'matrix.nodes', /property "nodes" is not defined/],
    ['a runner that does not exist', 'ubuntu-24.04', 'ubuntu-99.04', /label "ubuntu-99.04" is unknown/],
  ])('%s', async (_, right, wrong, message) => {
    expect((await actionlint(ci.replace(right, wrong))).join('\n')).toMatch(message);
  });

  test.each([
    'uses: actions/checkout@v5',
    'uses: actions/checkout@main # v5.0.0',
    'uses: actions/checkout@08c6903 # v5.0.0',
    'uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8',
  ])('%s', (line) => {
    expect(unpinned(`    steps:\n      - ${line}`)).toEqual([`- ${line}`]);
  });

  test.each(['grafana/k6:1.7.1 run', 'kindest/node:v1.36.4', 'ghcr.io/yannh/kubeconform:v0.7.0@sha256:85db -strict'])('%s', (line) => {
    expect(unpinnedImages(`run: docker run --rm ${line}`)).toEqual([line.split(' ')[0]]);
  });

  test('a variable without quotes', () => {
    expect(shellcheck('rm -r $FOLDER\n')).toContain('SC2086');
  });
});

test.each(shellScripts())('%s: shellcheck finds nothing, and its tools are pinned', (script) => {
  const text = fs.readFileSync(path.join(ROOT, script), 'utf8');
  expect(shellcheck(text)).toBe('');
  expect(unpinnedImages(text)).toEqual([]);
});

describe('ci.yml', () => {
  const jobs = Object.values(read('ci.yml').jobs);
  const commands = jobs.flatMap(({ steps = [] }) => steps.map(({ run }) => run ?? ''));

  test('runs every test', () => {
    const filters = commands.flatMap((run) => /^npx vitest run (.*)$/m.exec(run)?.[1]?.split(' ') ?? []);
    const { workspaces } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { workspaces: string[] };
    const tests = workspaces.flatMap((folder) =>
      fs
        .readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.test\.tsx?$/.test(name) && !/(^|\/)(node_modules|dist|build)\//.test(name))
        .map((name) => `${folder}/${name}`),
    );
    expect(tests.length).toBeGreaterThan(50);
    // As vitest takes its filters: parts of paths.
    expect(tests.filter((test) => !filters.some((filter) => test.includes(filter)))).toEqual([]);
  });

  test.each([
    'npm run lint',
    'npm run typecheck',
    'node scripts/check-engine-size.mjs',
    'npx playwright test',
    'npx cdk synth --quiet',
    'npm run check:infra',
    'npm run check:first-deploy',
    'npm run check:mutations',
    'ops/cluster/zones.sh',
    'ops/manifests/conform.sh',
  ])('runs %s', (command) => {
    expect(commands.some((run) => run.split('\n').some((line) => line.trim() === command))).toBe(true);
  });

  test('tests the service on the databases that it has on AWS, and on both versions of Node', () => {
    const integration = jobs.find(({ services }) => services);
    expect(Object.values(integration?.services ?? {}).map(({ image }) => image.split(':')[0])).toEqual(['postgres', 'redis']);
    for (const job of jobs.filter(({ strategy }) => strategy)) expect(job.strategy?.matrix?.node).toEqual([20, 24]);
  });
});

test('whoever deploys has fixed tools, and a kubectl of the minor version that AWS gets', () => {
  const [, minor] = /KubernetesVersion\.V1_(\d+)/.exec(fs.readFileSync(path.join(ROOT, 'infra/stacks/cluster.ts'), 'utf8')) ?? [];
  const steps = read('deploy.yml').jobs.deploy?.steps ?? [];
  const version = (action: string) => steps.find(({ uses }) => uses?.startsWith(`${action}@`))?.with?.version;
  expect(version('azure/setup-kubectl')).toMatch(new RegExp(`^v1\\.${minor}\\.\\d+$`));
  expect(version('azure/setup-helm')).toMatch(/^v\d+\.\d+\.\d+$/);
  const kustomize = steps.find(({ name }) => name === 'kustomize');
  expect(kustomize?.env).toEqual({ VERSION: expect.stringMatching(/^v5\.\d+\.\d+$/), SHA256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(kustomize?.run).toContain('sha256sum --check');
});

test('the cluster in a container has the minor version that AWS gets', () => {
  const [, minor] = /KubernetesVersion\.V1_(\d+)/.exec(fs.readFileSync(path.join(ROOT, 'infra/stacks/cluster.ts'), 'utf8')) ?? [];
  const kind = read('ci.yml').jobs.cluster?.steps?.find(({ uses }) => uses?.startsWith('helm/kind-action'));
  expect(kind?.with?.node_image).toMatch(new RegExp(`^kindest/node:v1\\.${minor}\\.\\d+@sha256:`));
  expect(kind?.with?.kubectl_version).toMatch(new RegExp(`^v1\\.${minor}\\.`));
});

test('newer versions of all that is pinned are proposed: actions, packages, images, charts', () => {
  const { updates } = parse(fs.readFileSync(path.join(ROOT, '.github/dependabot.yml'), 'utf8')) as {
    updates: { 'package-ecosystem': string; directory?: string; directories?: string[] }[];
  };
  const looked = updates.map((one) => [one['package-ecosystem'], one.directories ?? [one.directory]]);
  const names = (folder: string) => fs.readdirSync(path.join(ROOT, folder));
  // Folders with images of others, by what names them.
  const manifests = ['k8s/components/aws', 'k8s/overlays/kind', 'ops/cluster'];
  for (const folder of manifests)
    expect(
      names(folder).some((name) => /^ +(- )?image: \S+[:@]/m.test(fs.readFileSync(path.join(ROOT, folder, name), 'utf8'))),
      folder,
    ).toBe(true);
  expect(Object.fromEntries(looked)).toEqual({
    'github-actions': ['/'],
    npm: ['/'],
    docker: ['/images', ...manifests.map((folder) => `/${folder}`)],
    'docker-compose': ['/'],
    helm: ['/deploy/charts'],
  });
  expect(
    [names('images'), names('deploy/charts'), names('.')].map((all) =>
      all.filter((name) => /^(Dockerfile|Chart.yaml|compose.yaml)$/.test(name)),
    ),
  ).toEqual([['Dockerfile'], ['Chart.yaml'], ['compose.yaml']]);
});

describe('cd.yml', () => {
  const { on, jobs } = read('cd.yml');

  test('on a merge to main: checks, images, staging, production', () => {
    expect(on).toEqual({ push: { branches: ['main'] } });
    expect(jobs.checks?.uses).toBe('./.github/workflows/ci.yml');
    expect(jobs.images?.needs).toBe('checks');
    expect(jobs.staging?.needs).toBe('images');
    expect(jobs.production?.needs).toEqual(['images', 'staging', 'changes']);
  });

  test('production gets what staging has tried', () => {
    const { stage: staging, ...tried } = jobs.staging?.with ?? {};
    const { stage: production, ...released } = jobs.production?.with ?? {};
    expect([staging, production]).toEqual(['staging', 'prod']);
    expect(released).toEqual(tried);
    expect(jobs.production?.uses).toBe(jobs.staging?.uses);
  });

  test('a stage gets its infrastructure, its charts, then the release', () => {
    const steps = shellSteps(read('deploy.yml')).map(({ script }) => script);
    const place = (command: string) => steps.findIndex((script) => script.includes(command));
    const stacks = place('npx cdk deploy "ode-$STAGE/*"');
    const charts = place('deploy/charts/install.sh "$STAGE"');
    expect(place('deploy/turn.sh take "$STAGE"')).toBeLessThan(stacks);
    expect(stacks).toBeGreaterThanOrEqual(0);
    expect(charts).toBeGreaterThan(stacks);
    expect(place('deploy/release.sh "$STAGE"')).toBeGreaterThan(charts);
  });

  test("production's changes are shown before anybody is asked, by a role that may read", () => {
    expect(jobs.changes?.needs).toBe('staging');
    expect(jobs.changes?.environment).toBe('prod-diff');
    expect(shellSteps(read('cd.yml')).some(({ script }) => script.includes("cdk diff 'ode-prod/*'"))).toBe(true);
  });

  test('images say how they were made and what is in them, and are signed', () => {
    const steps = jobs.images?.steps ?? [];
    const built = steps.filter(({ uses }) => uses?.startsWith('docker/build-push-action'));
    expect(built.map((step) => [step.with?.target, step.with?.provenance, step.with?.sbom])).toEqual([
      ['api', 'mode=max', true],
      ['worker', 'mode=max', true],
    ]);
    for (const statement of ['actions/attest-build-provenance', 'actions/attest-sbom'])
      expect(
        steps.filter(({ uses }) => uses?.startsWith(`${statement}@`)).map((step) => step.with?.['subject-digest']),
        statement,
      ).toEqual(['${{ steps.digests.outputs.api }}', '${{ steps.digests.outputs.worker }}']);
  });

  test('the way back is a run by hand, of a stage and of digests that were there', () => {
    const { on: starts, jobs: deploy } = read('deploy.yml');
    const { inputs } = starts.workflow_dispatch as { inputs: Record<string, { options?: string[]; required?: boolean }> };
    expect(Object.keys(inputs)).toEqual(['stage', 'api', 'worker']);
    expect(inputs.stage?.options).toEqual(['dev', 'staging', 'prod']);
    expect(Object.values(inputs).every(({ required }) => required)).toBe(true);
    // By digest, never by a name that may have moved.
    const release = deploy.deploy?.steps?.find(({ name }) => name === 'Release');
    expect(release?.run).toContain('"$REGISTRY/ode-api@$API" "$REGISTRY/ode-worker@$WORKER"');
    // Here an older commit may follow a newer.
    expect(deploy.deploy?.steps?.find(({ id }) => id === 'turn')?.env?.ANY_COMMIT).toBe("${{ github.event_name == 'workflow_dispatch' }}");
  });

  test('a stage is changed only from its environment, which may ask for an approval', () => {
    expect(read('deploy.yml').jobs.deploy?.environment).toBe('${{ inputs.stage }}');
  });

  // As GitHub's documentation of environments shows them (REST, "Get an environment").
  test.each([
    ['asks and takes main alone', true, [{ type: 'required_reviewers' }, { type: 'branch_policy' }], { custom_branch_policies: true }],
    ['asks nobody', false, [{ type: 'branch_policy' }], { custom_branch_policies: true }],
    ['takes every branch', false, [{ type: 'required_reviewers' }], null],
    ['GitHub has made itself', false, [], null],
  ])('production is released to where its environment %s: %s', (_, released, rules, branches) => {
    const step = read('deploy.yml').jobs.deploy?.steps?.[0];
    expect(step?.if).toBe("inputs.stage == 'prod'");
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ode-gh-'));
    try {
      const answer = JSON.stringify({ protection_rules: rules, deployment_branch_policy: branches });
      fs.writeFileSync(path.join(folder, 'gh'), `#!/bin/bash\njq "$4" <<<'${answer}'\n`, { mode: 0o755 });
      const { status } = spawnSync('bash', ['-eo', 'pipefail', '-c', step?.run ?? 'exit 2'], {
        env: { ...process.env, PATH: `${folder}:${process.env.PATH}`, GITHUB_REPOSITORY: 'acme/ode' },
      });
      expect(status === 0).toBe(released);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  test('what ran is told with its digests, which the way back asks for', () => {
    const told = shellSteps(read('deploy.yml')).filter(({ script }) =>
      script.includes('ode-api@$API and ode-worker@$WORKER" >>"$GITHUB_STEP_SUMMARY"'),
    );
    expect(told).toHaveLength(1);
  });
});
