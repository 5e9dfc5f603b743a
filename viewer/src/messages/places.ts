import type { CompiledMessage } from 'icu-minify/format';

/** The names of the values that a message has places for, sorted: a translation has the same. */
export function placesIn(message: CompiledMessage): string[] {
  if (typeof message === 'string') return [];
  const names = message.flatMap((node) => {
    if (!Array.isArray(node)) return [];
    const [name, , choices] = node as [string, number?, Record<string, CompiledMessage | 0>?];
    return [name, ...Object.values(choices ?? {}).flatMap((choice) => (choice === 0 ? [] : placesIn(choice)))];
  });
  return [...new Set(names)].sort();
}
