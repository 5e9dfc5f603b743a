import { validate } from 'dockerfile-utils';
import { run } from 'dockerfilelint';
import { fileURLToPath } from 'node:url';

export const FOLDER = fileURLToPath(new URL('../../images', import.meta.url));

/** What two linters have against a Dockerfile: a line each. Empty: nothing. */
export function lint(text: string): string[] {
  return [
    ...validate(text).map(({ range, message }) => `${range.start.line + 1}: ${message}`),
    ...run(FOLDER, text).map(({ line, rule, description }) => `${line}: ${rule}: ${description}`),
  ];
}

/** The default values of the arguments before the first stage. */
export function baseImages(text: string): Record<string, string> {
  const [head = ''] = text.split(/^FROM /m);
  return Object.fromEntries([...head.matchAll(/^ARG (\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]));
}

/** Images that a build starts from and that are not one exact image: by digest, so that a tag that moves changes nothing. */
export function unpinned(text: string): string[] {
  const bases = baseImages(text);
  const stages = new Set<string>();
  return [...text.matchAll(/^FROM (?:--platform=\S+ )?(\S+)(?: AS (\S+))?$/gm)].flatMap(([, from = '', stage = '']) => {
    const image = from.replace(/^\$\{(\w+)\}$/, (_, name: string) => bases[name] ?? '');
    const good = stages.has(image) || /@sha256:[0-9a-f]{64}$/.test(image);
    stages.add(stage);
    return good ? [] : [from];
  });
}
