// `npm run check:first-deploy`: walks docs/operations/runbook.md, "First deployment", as far as that goes without an account.
// Each step says what it found; the end is 1 when a step names what does not exist. What is still to be filled in is told.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { parse, parseAllDocuments } from 'yaml';
import { charts } from '../deploy/charts/charts.mjs';
import { copyOfSources, testIn } from './copy.mjs';
import { root, works } from './run.mjs';
import { setUpKubectl } from './setup.mjs';

const STAGES = ['dev', 'staging', 'prod'];
const read = (file) => fs.readFileSync(path.join(root, file), 'utf8');
const problems = [];
/** @param {string} step @param {string[]} wrong @param {string} [found] */
const step = (name, wrong, found = '') => {
  console.log(`${wrong.length ? 'NOT SO' : 'ok    '}  ${name}${found && `: ${found}`}`);
  for (const one of wrong) console.log(`          ${one}`);
  problems.push(...wrong);
};
const missing = (names, has, what) => [...new Set(names)].filter((name) => !has(name)).map((name) => `${name}: ${what}`);

// 1, 2: settings.
const settings = JSON.parse(read('deploy/settings.json'));
const applied = spawnSync(process.execPath, [path.join(root, 'deploy/apply-settings.mjs'), '--check'], { encoding: 'utf8' });
step(
  'settings are in the overlays',
  applied.status === 0
    ? []
    : applied.stdout
        .trim()
        .split('\n')
        .map((file) => `${file} is older than deploy/settings.json: npm run settings`),
);
const unset = [
  ...Object.entries(settings.accounts)
    .filter(([, account]) => /^(\d)\1{11}$/.test(account))
    .map(([name]) => `accounts.${name}`),
  ...(settings.contact.endsWith('.example') ? ['contact'] : []),
  ...(['1000001'].includes(settings.repository.ownerId) ? ['repository'] : []),
];

// 3, 4: the stacks, as `cdk deploy` would have them.
const out = fs.mkdtempSync(path.join(os.tmpdir(), 'ode-first-'));
/** @param {string} to @param {Record<string, string>} [env] @param {string} [from] @returns {string[]} what ended it */
const synthesize = (to, env = {}, from = root) => {
  const { status, stderr } = spawnSync('npx', ['cdk', 'synth', '--quiet', '--output', to], {
    cwd: path.join(from, 'infra'),
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return status === 0 ? [] : [stderr.trim().slice(-2000)];
};
const findings = synthesize(out);
step('the stacks are synthesized, and no check has anything against them', findings);
if (findings.length) process.exit(1);
const templates = new Map();
const order = [];
const walk = (folder) => {
  const { artifacts } = JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
  for (const [id, { type, properties, dependencies = [], environment }] of Object.entries(artifacts)) {
    if (type === 'cdk:cloud-assembly') walk(path.join(folder, properties.directoryName));
    if (type !== 'aws:cloudformation:stack') continue;
    const name = properties.stackName ?? id;
    templates.set(name, JSON.parse(fs.readFileSync(path.join(folder, properties.templateFile), 'utf8')));
    order.push({ id, name, dependencies, environment });
  }
};
walk(out);
fs.rmSync(out, { recursive: true });

// CloudFront takes its firewall from us-east-1, wherever the rest stands.
const elsewhere = fs.mkdtempSync(path.join(os.tmpdir(), 'ode-elsewhere-'));
fs.writeFileSync(path.join(elsewhere, 'settings.json'), JSON.stringify({ ...settings, region: 'eu-central-1' }));
const abroad = synthesize(path.join(elsewhere, 'out'), { ODE_SETTINGS: path.join(elsewhere, 'settings.json') });
/** The stacks of production there: name, region, and template. */
const stacksAbroad = () => {
  const folder = path.join(elsewhere, 'out/assembly-ode-prod');
  const stage = JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
  return Object.values(stage.artifacts)
    .filter(({ type }) => type === 'aws:cloudformation:stack')
    .map(({ environment, properties }) => ({
      name: properties.stackName,
      region: environment.split('/').at(-1),
      template: fs.readFileSync(path.join(folder, properties.templateFile), 'utf8'),
    }));
};
const expectedRegion = (name) => (name === 'ode-prod-edge' ? 'us-east-1' : 'eu-central-1');
step(
  'in another region, too: the firewall in us-east-1, all else there',
  abroad.length
    ? abroad
    : stacksAbroad().flatMap(({ name, region }) => (region === expectedRegion(name) ? [] : [`${name} goes to ${region}`])),
);
const access = abroad.length ? '' : stacksAbroad().find(({ name }) => name === 'ode-prod-access').template;
step(
  'and the pipeline may take the roles that deploy to both',
  ['deploy', 'file-publishing', 'lookup'].flatMap((kind) =>
    ['us-east-1', 'eu-central-1']
      .map((region) => `cdk-hnb659fds-${kind}-role-${settings.accounts.prod}-${region}`)
      .filter((role) => !access.includes(`:role/${role}"`))
      .map((role) => `ode-prod-deploy may not take ${role}`),
  ),
);
fs.rmSync(elsewhere, { recursive: true });
const resources = [...templates].flatMap(([stack, { Resources }]) => Object.values(Resources).map((resource) => ({ stack, ...resource })));
const named = (type, property) => resources.filter(({ Type }) => Type === `AWS::${type}`).map(({ Properties }) => Properties[property]);
const imports = (text) => [...JSON.stringify(text).matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map(([, name]) => name);
const exported = new Set(
  [...templates.values()].flatMap(({ Outputs = {} }) => Object.values(Outputs).flatMap(({ Export }) => Export?.Name ?? [])),
);
step(
  'every value that one stack takes another gives',
  missing([...templates.values()].flatMap(imports), (name) => exported.has(name), 'no stack exports it'),
  `${exported.size} values`,
);
step(
  'each stage goes to its own account',
  order.flatMap(({ name, environment }) => {
    const stage = /^ode-(dev|staging|prod)-/.exec(name)?.[1] ?? 'registry';
    return environment.startsWith(`aws://${settings.accounts[stage]}/`) ? [] : [`${name} goes to ${environment}`];
  }),
  `${order.length} stacks`,
);

// ci.yml runs before every release: its tests have to hold for whoever fills the settings in, not for the example alone.
const kubectl = setUpKubectl() ?? 'kubectl';
const copy = copyOfSources();
fs.writeFileSync(
  path.join(copy, 'deploy/settings.json'),
  JSON.stringify({
    region: 'eu-west-1',
    zones: ['a', 'c', 'b'],
    accounts: { registry: '210987654320', dev: '210987654321', staging: '210987654322', prod: '210987654323' },
    repository: { owner: 'acme', name: 'pdf', ownerId: '4242', id: '4343' },
    contact: 'operations@acme.org',
  }),
);
spawnSync(process.execPath, [path.join(copy, 'deploy/apply-settings.mjs')], { cwd: copy });
const SUITES = ['infra', 'ops/charts', 'ops/manifests', 'ops/delivery/keep.test.ts'];
const own = testIn(copy, SUITES, { ...process.env, ODE_KUBECTL: kubectl });
step("the tests hold for a deployer's own settings", own.status === 0 ? [] : [own.stdout.slice(-3000), own.stderr.slice(-1000)]);

// `cdk deploy` does the same synth.
const bucket = path.join(copy, 'infra/stacks/log-bucket.ts');
fs.writeFileSync(bucket, fs.readFileSync(bucket, 'utf8').replace('enforceSSL: true', 'enforceSSL: false'));
const planted = synthesize(path.join(copy, 'cdk.out'), {}, copy);
step('a finding of cdk-nag ends the synth', planted.join().includes('AwsSolutions-S10') ? [] : ['a bucket without TLS is synthesized']);
fs.rmSync(copy, { recursive: true, force: true });

// What the runbook says is there.
const runbook = read('docs/operations/runbook.md');
const section = runbook.slice(runbook.indexOf('## First deployment'), runbook.indexOf('## Upgrade'));
const scripts = JSON.parse(read('package.json')).scripts;
step(
  'the scripts that it calls are there',
  missing(
    [...section.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name),
    (name) => name === 'cdk' || scripts[name],
    'no such npm script',
  ),
);
step(
  'the files that it names are there',
  missing(
    [...section.matchAll(/`((?:deploy|infra|k8s)\/[\w./-]+)/g)].map(([, file]) => file),
    (file) => fs.existsSync(path.join(root, file)),
    'no such file',
  ),
);
step(
  'the stacks that it deploys are there',
  missing(
    [...section.matchAll(/deploy '?(ode-[\w<>-]+)/g)].map(([, name]) => name),
    (name) => templates.has(name) || [...templates.keys()].some((stack) => stack.startsWith(`${name.replace('<stage>', 'prod')}-`)),
    'no such stack',
  ),
);
const environments = ['cd.yml', 'deploy.yml']
  .flatMap((file) => Object.values(parse(read(`.github/workflows/${file}`)).jobs))
  .flatMap(({ environment, with: inputs }) => [environment, inputs?.stage])
  .filter((name) => name && !name.includes('${{'));
step(
  'the environments that the pipeline runs in are told',
  missing(environments, (name) => section.includes(`\`${name}\``), 'the runbook does not have it made'),
  [...new Set(environments)].join(', '),
);
const roles = new Set(named('IAM::Role', 'RoleName'));
const assumed = ['cd.yml', 'deploy.yml']
  .flatMap((file) => [...read(`.github/workflows/${file}`).matchAll(/:role\/(ode-\S+)/g)].map(([, role]) => role))
  .flatMap((role) => (role.includes('${{') ? STAGES.map((stage) => role.replace(/\$\{\{.*/, `${stage}-deploy`)) : [role]));
step(
  'the roles that it takes are made',
  missing(assumed, (role) => roles.has(role), 'no stack makes it'),
);
const secrets = new Set(named('SecretsManager::Secret', 'Name').filter(Boolean));
const told = [...runbook.matchAll(/`ode\/<stage>\/([\w-]+)`/g)]
  .map(([, name]) => name)
  .filter((name) => !['turn', 'commit'].includes(name));
step(
  'the secrets that it names are made',
  missing(
    told.flatMap((name) => STAGES.map((stage) => `ode/${stage}/${name}`)),
    (name) => secrets.has(name),
    'no stack makes it',
  ),
);

// 5: charts, then pods.
const GROUPS = {
  'keda.sh': 'keda',
  'external-secrets.io': 'external-secrets',
  'monitoring.coreos.com': 'prometheus',
  'elbv2.k8s.aws': 'aws-load-balancer-controller',
};
const releases = new Set(charts().map(({ release }) => release));
for (const stage of STAGES) {
  const built = spawnSync(kubectl, ['kustomize', path.join(root, 'k8s/overlays', stage)], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const objects = built.status === 0 ? parseAllDocuments(built.stdout).map((document) => document.toJS()) : [];
  step(`${stage}: kustomize builds the overlay`, built.status === 0 ? [] : [built.stderr], `${objects.length} objects`);
  const outside = objects
    .map(({ apiVersion }) => apiVersion.split('/')[0])
    .filter((group) => group.includes('.') && !/(^|\.)k8s\.io$/.test(group));
  step(
    `${stage}: the charts bring every kind of object that Kubernetes lacks`,
    missing(outside, (group) => releases.has(GROUPS[group]), 'no chart brings it'),
  );
  const text = built.stdout;
  const buckets = named('S3::Bucket', 'BucketName');
  step(`${stage}: bucket, target group and secrets are the stacks'`, [
    ...missing([/S3_BUCKET: (\S+)/.exec(text)?.[1] ?? ''], (name) => buckets.includes(name), 'no stack makes the bucket'),
    ...missing(
      [/targetGroupName: (\S+)/.exec(text)?.[1] ?? ''],
      (name) => named('ElasticLoadBalancingV2::TargetGroup', 'Name').includes(name),
      'no stack makes the target group',
    ),
    ...missing(
      [...text.matchAll(/key: (ode\/\S+)/g)].map(([, name]) => name),
      (name) => secrets.has(name),
      'no stack makes the secret',
    ),
  ]);
  const first = objects.filter(({ metadata }) => metadata.labels?.['ode.dev/phase'] === 'prepare');
  const job = first.find(({ kind }) => kind === 'Job');
  const container = job?.spec.template.spec.containers[0] ?? {};
  const needs = [
    ...(container.env ?? []).flatMap(({ valueFrom }) => valueFrom?.secretKeyRef?.name ?? []),
    ...(container.envFrom ?? []).map(({ configMapRef }) => configMapRef.name),
    job?.spec.template.spec.serviceAccountName,
  ];
  const made = new Set(first.map(({ metadata, spec }) => spec?.target?.name ?? metadata.name));
  step(
    `${stage}: what the migration needs is applied before the pods`,
    missing(needs, (name) => made.has(name), 'it is not among what is applied first'),
  );
}
const accounts = named('EKS::PodIdentityAssociation', 'ServiceAccount').map(
  (account, i) => `${named('EKS::PodIdentityAssociation', 'Namespace')[i]}/${account}`,
);
const namespaces = new Set([...charts().map(({ namespace }) => namespace), 'ode']);
step(
  'roles are for accounts in namespaces that exist',
  missing(accounts, (name) => namespaces.has(name.split('/')[0]), 'no such namespace'),
);

// The charts themselves, where they can be had.
if (works('helm', ['version'])) {
  for (const { release, chart, repository, version, namespace } of charts()) {
    const { status, stderr } = spawnSync(
      'helm',
      [
        'template',
        release,
        chart,
        '--repo',
        repository,
        '--version',
        version,
        '--namespace',
        namespace,
        '--values',
        path.join(root, `deploy/charts/values/${release}.yaml`),
      ],
      { encoding: 'utf8', maxBuffer: 2 ** 28 },
    );
    if (status !== 0 && /looks like .* is not a valid chart repository|could not be reached|no such host|dial tcp/.test(stderr))
      console.log(`unseen  ${release} ${version}: its repository is out of reach`);
    else step(`${release} ${version} takes its values`, status === 0 ? [] : [stderr.trim()]);
  }
} else console.log('unseen  the charts: there is no helm on this machine');

console.log(`unseen  quotas, the accounts, GitHub's environments, that everything comes up: only AWS and GitHub can show it`);
if (unset.length) console.log(`\nStill to be set in deploy/settings.json: ${unset.join(', ')}`);
console.log(problems.length ? `\n${problems.length} to mend` : '\nThe first deployment names nothing that does not exist.');
process.exit(problems.length ? 1 : 0);
