import { expect, test } from 'vitest';
import { CommandRegistry, type Command } from './commands.js';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});
const command = (id: string, ...shortcuts: string[]): Command => ({ id, label: 'zoom.in', shortcuts, run: () => undefined });

test('a key finds its command, with exactly the keys held that it asks for', () => {
  const registry = new CommandRegistry([command('a', 'Mod+f'), command('b', 'n'), command('c', 'Shift+n'), command('d', '+', 'Mod++')]);
  const found = (...of: Parameters<typeof press>) => registry.byKey(press(...of))[0]?.id;
  expect([found('f', { ctrlKey: true }), found('f', { metaKey: true }), found('f')]).toEqual(['a', 'a', undefined]);
  expect([found('n'), found('N', { shiftKey: true }), found('n', { altKey: true })]).toEqual(['b', 'c', undefined]);
  // On many keyboards + is typed with Shift.
  expect([found('+'), found('+', { shiftKey: true }), found('+', { ctrlKey: true })]).toEqual(['d', 'd', 'd']);
});

test('Escape is for the first that has something to end', () => {
  const ended: string[] = [];
  const ending = (id: string, open: boolean): Command => ({ ...command(id, 'Escape'), run: () => open && void ended.push(id) });
  const registry = new CommandRegistry([ending('a', false), ending('b', true), ending('c', true)]);
  const run = (id: string) => registry.run(id, { store: { getState: () => ({}) } } as never);
  expect(registry.byKey(press('Escape')).some(({ id }) => run(id))).toBe(true);
  expect(ended).toEqual(['b']);
});

test('ids and shortcuts belong to one command each', () => {
  expect(() => new CommandRegistry([command('a'), command('a')])).toThrow('a');
  expect(() => new CommandRegistry([command('a', 'n'), command('b', 'n')])).toThrow('n');
});
