import { expect, test } from 'vitest';
import { CommandRegistry } from '../../core/commands.js';
import { FEATURES } from '../index.js';
import { neighbour, pageOf } from './state.js';

test('a number that is typed is a page, the nearest there is', () => {
  expect(['1', ' 12 ', '99', '0', '-3', '', 'x', '1.5'].map((typed) => pageOf(typed, 12))).toEqual([0, 11, 11, 0, 0, null, null, null]);
});

test('a page is meant by its label, where it has that, and by its number otherwise', () => {
  const labels = ['i', 'ii', 'iii', '1', '2'];
  expect(['ii', 'III', '1', '5', ' 2 '].map((typed) => pageOf(typed, 5, labels))).toEqual([1, 2, 3, 4, 4]);
});

test('in spreads the next page is that of the next spread', () => {
  expect([0, 1, 2].map((page) => neighbour({ layout: 'spreads', page }, 1))).toEqual([2, 2, 4]);
  expect([2, 3].map((page) => neighbour({ layout: 'spreads', page }, -1))).toEqual([0, 0]);
  // With a cover: 0 | 1 2 | 3 4.
  expect([0, 1, 2].map((page) => neighbour({ layout: 'spreads-cover', page }, 1))).toEqual([1, 3, 3]);
  expect([1, 3].map((page) => neighbour({ layout: 'spreads-cover', page }, -1))).toEqual([0, 1]);
  expect(neighbour({ layout: 'continuous', page: 3 }, 1)).toBe(4);
});

test('keys move and zoom, with Control where the browser would zoom its own page, and leave other keys alone', () => {
  const registry = new CommandRegistry(FEATURES.flatMap(({ commands = [] }) => commands));
  const command = (key: string, held = {}) =>
    registry.byKey({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held })[0]?.id ?? null;
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
  expect([command('9', { ctrlKey: true }), command('n', { ctrlKey: true }), command('n', { altKey: true })]).toEqual([null, null, null]);
});
