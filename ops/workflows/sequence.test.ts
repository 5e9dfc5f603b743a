/*
 * "Approve late, three merges meanwhile": what GitHub would do with cd.yml and deploy.yml as they are, and what
 * deploy/turn.sh does then. The commits are real ones, in a repository made here; of AWS there is a parameter store of files.
 */
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../../server/test/backends.js';
import { read, ROOT, type Workflow } from './workflows.js';

const TURN = path.join(ROOT, 'deploy/turn.sh');
/** Environments that ask for a review, as the runbook has them set up. */
const REVIEWED = new Set(['prod']);

/** `put-parameter --no-overwrite` is the one step that two may not both win: a file that is linked, or is there already. */
const AWS = `#!/bin/bash
while [ $# -gt 0 ]; do
  case "$1" in
    --name) file="$STORE/\${2//\\//_}"; shift ;;
    --value) value=$2; shift ;;
    --no-overwrite) new=1 ;;
    put-parameter|get-parameter|delete-parameter) what=$1 ;;
  esac
  shift
done
case $what in
  put-parameter)
    draft="$file.$$"; printf '%s\\n' "$value" >"$draft"
    if [ -n "$DENIED" ]; then echo 'An error occurred (AccessDeniedException) when calling PutParameter' >&2; exit 254; fi
    if [ -n "$new" ]; then
      ln "$draft" "$file" 2>/dev/null && rm "$draft" && exit
      rm "$draft"; echo 'An error occurred (ParameterAlreadyExists) when calling PutParameter' >&2; exit 254
    fi
    mv "$draft" "$file" ;;
  get-parameter) cat "$file" 2>/dev/null || { echo 'An error occurred (ParameterNotFound) when calling GetParameter' >&2; exit 254; } ;;
  delete-parameter) rm "$file" ;;
esac
`;

const folders: string[] = [];
let store: string;
let repository: string;
let aws: string;
let commits: string[];

beforeEach(() => {
  [store, repository] = [temporaryFolder(), temporaryFolder()];
  folders.push(store, repository);
  aws = path.join(store, 'aws');
  fs.writeFileSync(aws, AWS, { mode: 0o755 });
  const git = (...args: string[]) => execFileSync('git', ['-C', repository, ...args], { encoding: 'utf8' }).trim();
  git('init', '--quiet');
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b'];
  commits = ['first', 'second', 'third', 'fourth'].map((message) => {
    git(...identity, 'commit', '--quiet', '--allow-empty', '--message', message);
    return git('rev-parse', 'HEAD');
  });
});
afterAll(() => folders.forEach((folder) => fs.rmSync(folder, { recursive: true })));

function turn(what: string, stage: string, merge: number, more: Record<string, string> = {}, cwd = repository): Promise<string> {
  const child = spawn('bash', [TURN, what, stage, commits[merge] ?? '', `run-${merge}`], {
    cwd,
    env: { ...process.env, AWS: aws, STORE: store, POLL_SECONDS: '0.05', ...more },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve, reject) =>
    child.once('exit', (code) => (code === 0 ? resolve(said.trim()) : reject(new Error(`turn.sh ended with ${code}`)))),
  );
}

/** A release to a stage, as deploy.yml has it; what it was told, in the order in which releases ended. */
async function release(stage: string, merge: number, log: string[], more?: Record<string, string>): Promise<void> {
  const told = await turn('take', stage, merge, more);
  if (told === 'go') {
    log.push(`${stage} ${merge}`);
    await turn('record', stage, merge);
  } else log.push(`${stage} skips ${merge}`);
  await turn('give', stage, merge);
}

/** GitHub's groups: a job or a run that waits for its review holds what it has been given. */
function groups({ concurrency, jobs }: Workflow): unknown[] {
  return [concurrency, ...Object.values(jobs).map((job) => job.concurrency)].filter(Boolean);
}

test('nothing that waits for a review holds up a run beside it', () => {
  const [cd, deploy] = [read('cd.yml'), read('deploy.yml')];
  expect(groups(cd)).toEqual([]);
  expect(groups(deploy)).toEqual([]);
  // Of the runs that wait for a group GitHub keeps the newest: merges must not share one.
  expect(read('ci.yml').concurrency).toMatchObject({
    group: expect.stringMatching(/pull_request' && github\.ref \|\| github\.run_id \}\}$/),
  });
  for (const job of Object.values(read('ci.yml').jobs)) expect(REVIEWED.has(String(job.environment))).toBe(false);
  // Only production is asked for: nothing that comes before it, and so nothing that a later merge needs.
  const asked = Object.entries(cd.jobs).filter(([, job]) => REVIEWED.has(String(job.with?.stage ?? job.environment)));
  expect(asked.map(([name]) => name)).toEqual(['production']);
  expect(Object.values(cd.jobs).flatMap(({ needs }) => needs ?? [])).not.toContain('production');
});

test('approve late, three merges meanwhile', async () => {
  const log: string[] = [];
  // All four reach staging, while the first waits for its approval in production.
  for (const merge of [0, 1, 2, 3]) await release('staging', merge, log);
  // The first is approved late, then the newest, then one between.
  for (const merge of [0, 3, 1]) await release('prod', merge, log);
  expect(log).toEqual(['staging 0', 'staging 1', 'staging 2', 'staging 3', 'prod 0', 'prod 3', 'prod skips 1']);
  // By hand it goes back.
  await release('prod', 1, log, { ANY_COMMIT: 'true' });
  expect(log.at(-1)).toBe('prod 1');
});

test('four at once: one after the other, none twice, and the newest runs in the end', async () => {
  const log: string[] = [];
  await Promise.all([2, 0, 3, 1].map((merge) => release('staging', merge, log)));
  expect(log.map((line) => Number(line.at(-1))).sort()).toEqual([0, 1, 2, 3]);
  const ran = log.filter((line) => !line.includes('skips')).map((line) => Number(line.at(-1)));
  expect(ran).toEqual([...ran].sort());
  expect(ran.at(-1)).toBe(3);
  expect(fs.readFileSync(path.join(store, '_ode_staging_commit'), 'utf8').trim()).toBe(commits[3]);
});

test('who had the turn and was ended loses it after a while', async () => {
  await turn('take', 'prod', 0);
  expect(await turn('take', 'prod', 1, { STALE_SECONDS: '-1' })).toBe('go');
});

test('a commit that came while a release waited, and that its clone has not seen, is known for newer', async () => {
  const clone = temporaryFolder();
  folders.push(clone);
  const git = (folder: string, ...args: string[]) => execFileSync('git', ['-C', folder, ...args], { stdio: 'ignore' });
  // As it was when the release of the second commit began.
  git(repository, 'branch', 'then', commits[1] ?? '');
  git(clone, 'init');
  git(clone, 'remote', 'add', 'origin', repository);
  git(clone, 'fetch', 'origin', 'then');
  await turn('record', 'prod', 3);
  expect(await turn('take', 'prod', 1, {}, clone)).toBe('skip');
});

test('who may not take the turn is told so, and does not wait for ever', async () => {
  await expect(turn('take', 'prod', 0, { DENIED: 'yes' })).rejects.toThrow('ended with 1');
});
