/*
 * The synthesized templates, made easy to ask: all resources of a stage, each by its path in the app, with references
 * written as the path of what they lead to, across stacks too.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { App, AppProps, cx_api as cxapi } from 'aws-cdk-lib';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- CloudFormation's properties, as deep as they come
type Properties = any;

export interface Resource {
  /** Such as `data/Database`, or `cluster/Cluster/Nodegroupworker-a`. */
  id: string;
  type: string;
  properties: Properties;
  deletionPolicy?: string;
  /** Paths of what is made before. */
  dependsOn: string[];
}

interface Template {
  Resources: Record<
    string,
    { Type: string; Properties?: Json; DeletionPolicy?: string; DependsOn?: string | string[]; Metadata?: { 'aws:cdk:path'?: string } }
  >;
  Outputs?: Record<string, { Value: Json; Export?: { Name: string } }>;
}

export interface Stack {
  resources: Resource[];
  outputs: Record<string, string>;
}

export const CONTEXT = (JSON.parse(fs.readFileSync(new URL('../cdk.json', import.meta.url), 'utf8')) as { context: AppProps['context'] })
  .context;

/** Synthesizes an app offline, without any check; its stacks by name, such as `ode-prod-data`. */
export function synthesize(app: (props: AppProps) => App): Map<string, Stack> {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'ode-infra-'));
  try {
    const context = { ...CONTEXT, 'aws:cdk:enable-path-metadata': true };
    const assembly = app({ outdir, context, builtinCloudFormationValidation: false }).synth();
    return stacksOf(assembly);
  } finally {
    fs.rmSync(outdir, { recursive: true });
  }
}

/** An assembly's stacks by name, with references resolved. */
export const stacksOf = ({ stacksRecursively }: cxapi.CloudAssembly) =>
  read(new Map(stacksRecursively.map((stack) => [stack.stackName, stack.template as Template])));

function read(templates: Map<string, Template>): Map<string, Stack> {
  const names = new Map([...templates].map(([stack, template]) => [stack, paths(template)]));
  const exported = new Map<string, { stack: string; value: Json }>();
  for (const [stack, { Outputs = {} }] of templates)
    for (const { Value, Export } of Object.values(Outputs)) if (Export) exported.set(Export.Name, { stack, value: Value });

  const resolve = (value: Json, stack: string): Json => {
    if (Array.isArray(value)) return value.map((item) => resolve(item, stack));
    if (value === null || typeof value !== 'object') return value;
    const entries = Object.entries(value);
    const [key, of] = entries.length === 1 ? (entries[0] as [string, Json]) : ['', null];
    const name = (id: string) => names.get(stack)?.get(id) ?? `<${id}>`;
    if (key === 'Ref') return name(of as string);
    if (key === 'Fn::GetAtt') {
      const [id, attribute] = of as [string, string];
      return `${name(id)}.${attribute}`;
    }
    if (key === 'Fn::Join') {
      const [separator, parts] = of as [string, Json[]];
      return parts.map((part) => resolve(part, stack)).join(separator);
    }
    if (key === 'Fn::ImportValue') {
      const source = exported.get(of as string);
      if (!source) throw new Error(`${stack} imports ${String(of)}, which no stack exports`);
      return resolve(source.value, source.stack);
    }
    return Object.fromEntries(entries.map(([k, v]) => [k, resolve(v, stack)]));
  };

  return new Map(
    [...templates].map(([stack, { Resources, Outputs = {} }]) => {
      const resources = Object.entries(Resources).map(([id, { Type, Properties = {}, DeletionPolicy, DependsOn = [] }]) => ({
        id: names.get(stack)?.get(id) ?? id,
        type: Type,
        properties: resolve(Properties, stack),
        deletionPolicy: DeletionPolicy,
        dependsOn: [DependsOn].flat().map((other) => names.get(stack)?.get(other) ?? other),
      }));
      const outputs = Object.entries(Outputs).filter(([, { Export }]) => !Export);
      return [stack, { resources, outputs: Object.fromEntries(outputs.map(([name, { Value }]) => [name, String(resolve(Value, stack))])) }];
    }),
  );
}

/** Logical ids → paths, without the stage, which all have in common. */
function paths({ Resources }: Template): Map<string, string> {
  return new Map(
    Object.entries(Resources).map(([id, { Metadata }]) => [
      id,
      (Metadata?.['aws:cdk:path'] ?? id).replace(/^ode-(dev|staging|prod)\//, '').replace(/\/(Resource|Default)$/, ''),
    ]),
  );
}

/** A stage's resources, of all its stacks. */
export function ofStage(stacks: Map<string, Stack>, stage: string): Resource[] {
  return [...stacks].filter(([name]) => name.startsWith(`ode-${stage}-`)).flatMap(([, { resources }]) => resources);
}

export const all = (resources: Resource[], type: string) => resources.filter((resource) => resource.type === `AWS::${type}`);

/** The one resource at this path; throws when there is none. */
export function at(resources: Resource[], id: string): Resource {
  const found = resources.find((resource) => resource.id === id);
  if (!found) throw new Error(`There is no ${id}`);
  return found;
}
