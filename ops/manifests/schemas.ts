/*
 * Objects against the schemas of Kubernetes (1.34) and of the custom resources that we use: KEDA, External Secrets and
 * the Prometheus operator. Schemas and types come from the MIT-licensed `kubernetes-models` packages, which are generated
 * from the projects' own OpenAPI and CRDs; the load balancer controller's one is beside this file. Two looks at each object:
 *
 *  - the package's JSON schema validator: required fields, types, enumerations, patterns, quantities;
 *  - the TypeScript compiler, for what that validator lets pass: an object literal may have no field that its type
 *    does not know, at any depth.
 */
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { KubernetesObject } from './objects.js';

/** Where a group's models are, if not among Kubernetes' own: a package, or this folder. */
const PACKAGES: Record<string, string> = {
  'keda.sh': '@kubernetes-models/keda',
  'external-secrets.io': '@kubernetes-models/external-secrets',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
  'elbv2.k8s.aws': '.',
};

/** The module of an object's model, such as `kubernetes-models/apps/v1/Deployment`. */
function moduleOf({ apiVersion, kind }: KubernetesObject): string {
  const from = PACKAGES[apiVersion.split('/')[0] ?? ''] ?? 'kubernetes-models';
  return `${from}/${apiVersion}/${kind}${from === '.' ? '.js' : ''}`;
}

/** Kubernetes' own groups serve no alpha versions, and no beta ones since 1.24 or earlier; the models keep those of old. */
const isPreview = ({ apiVersion }: KubernetesObject) =>
  moduleOf({ apiVersion } as KubernetesObject).startsWith('kubernetes-models/') && /v\d+(alpha|beta)/.test(apiVersion);

const titleOf = ({ kind, metadata }: KubernetesObject) => `${kind} ${metadata?.name}`;

/** Everything that is wrong with the objects, a line each. */
export async function schemaProblems(objects: KubernetesObject[]): Promise<string[]> {
  const known: KubernetesObject[] = [];
  const problems: string[] = [];
  for (const object of objects) {
    if (isPreview(object)) {
      problems.push(`${titleOf(object)}: ${object.apiVersion} is not served`);
      continue;
    }
    try {
      const models = (await import(moduleOf(object))) as Record<string, new (data: object) => { validate(): void }>;
      const Model = models[object.kind];
      if (!Model) throw new Error('no model');
      known.push(object);
      try {
        new Model(object).validate();
      } catch (error) {
        problems.push(`${titleOf(object)}: ${(error as Error).message}`);
      }
    } catch {
      problems.push(`${titleOf(object)}: there is no ${object.kind} in ${object.apiVersion}`);
    }
  }
  return [...problems, ...unknownFields(known)];
}

/** Parsed once, however often objects are checked. */
const declarations = new Map<string, ts.SourceFile | undefined>();
const LITERALS = fileURLToPath(new URL('./objects-as-literals.ts', import.meta.url));

/** Compiles each object as a literal of its type, and reads what the compiler has against it. */
function unknownFields(objects: KubernetesObject[]): string[] {
  const lines = objects.map(
    (object, i) => `export const object${i}: import('${moduleOf(object)}').I${object.kind} = ${JSON.stringify(object)};`,
  );
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === LITERALS || fileExists(name);
  host.getSourceFile = (name, language, ...rest) => {
    if (name === LITERALS) return ts.createSourceFile(name, lines.join('\n'), language);
    if (!declarations.has(name)) declarations.set(name, getSourceFile(name, language, ...rest));
    return declarations.get(name);
  };
  const program = ts.createProgram([LITERALS], options, host);
  const source = program.getSourceFile(LITERALS);
  return program.getSemanticDiagnostics(source).map(({ start = 0, messageText }) => {
    const line = source?.getLineAndCharacterOfPosition(start).line ?? 0;
    const object = objects[line];
    return `${object ? titleOf(object) : ''}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}
