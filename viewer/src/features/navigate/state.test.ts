import { expect, test } from 'vitest';
import { CommandRegistry } from '../../core/commands.js';
import { FEATURES } from '../index.js';
import { pageOf } from './state.js';

test('a number that is typed is a page, the nearest there is', () => {
  expect(['1', ' 12 ', '99', '0', '-3', '', 'x', '1.5'].map((typed) => pageOf(typed, 12))).toEqual([0, 11, 11, 0, 0, null, null, null]);
});

test('keys move and zoom, with Control where the browser would zoom its own page, and leave other keys alone', () => {
  const registry = new CommandRegistry(FEATURES.flatMap(({ commands = [] }) => commands));
  const command = (key: string, held = {}) =>
    registry.byKey({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held })?.id ?? null;
  expect(['n', 'p', 'Home', 'End', '+', '-', '0', '9', 'r'].map((key) => command(key))).toEqual([
    'navigate.next',
    'navigate.previous',
    'navigate.first',
    'navigate.last',
    'zoom.in',
    'zoom.out',
    'zoom.fit-width',
    'zoom.fit-page',
    'rotate.right',
  ]);
  expect(['+', '-', '0'].map((key) => command(key, { metaKey: true }))).toEqual(['zoom.in', 'zoom.out', 'zoom.fit-width']);
  // Control and 9 is the browser's last tab, and Alt belongs to its menus.
  expect([command('9', { ctrlKey: true }), command('n', { ctrlKey: true }), command('n', { altKey: true }), command('PageDown')]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
