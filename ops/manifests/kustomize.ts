import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from './objects.js';

export const STAGES = ['dev', 'staging', 'prod'] as const;
export type Stage = (typeof STAGES)[number];

/** Set by `npm test` where it had to bring one (scripts/setup.mjs). */
const KUBECTL = process.env.ODE_KUBECTL ?? 'kubectl';
/** k8s/ */
export const FOLDER = fileURLToPath(new URL('../../k8s', import.meta.url));

const built = new Map<Stage, string>();

/** What `kustomize build` makes of a stage's overlay: a fresh copy for each caller. */
export function overlay(stage: Stage): KubernetesObject[] {
  let text = built.get(stage);
  if (text === undefined) {
    text = build(`${FOLDER}/overlays/${stage}`);
    built.set(stage, text);
  }
  return parse(text);
}

/** The same of another folder of k8s/, such as `overlays/kind` or `examples/ingress`. */
export const objectsIn = (folder: string): KubernetesObject[] => parse(build(`${FOLDER}/${folder}`));

/** Runs kustomize on a folder. Throws with what it says against the folder. */
export function build(folder: string): string {
  try {
    return execFileSync(KUBECTL, ['kustomize', folder], { encoding: 'utf8', stdio: 'pipe', maxBuffer: 2 ** 26 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new Error('There is no kubectl on this machine: run `npm test`, which brings one.', { cause: error });
    throw error;
  }
}

/** The objects of a file of YAML documents. Throws on anything that is not strict YAML. */
export function parse(text: string): KubernetesObject[] {
  return parseAllDocuments(text, { strict: true, uniqueKeys: true }).flatMap((document) => {
    if (document.errors[0]) throw document.errors[0];
    const object = document.toJS() as KubernetesObject | null;
    return object ? [object] : [];
  });
}
