import { expect, test } from 'vitest';
import { english, loadMessages } from '../messages/messages.js';
import { nameOfKeys, withKeys } from './keys.js';

const SHORTCUTS = ['Home', 'PageDown', ' ', 'Mod+f', 'Mod+Shift+g', 'Mod++', 'Alt+ArrowLeft', 'Escape', '?'];

test('keys are called as they stand on an English keyboard', () => {
  const names = SHORTCUTS.map((shortcut) => nameOfKeys(shortcut, english.t, false));
  expect(names).toEqual(['Home', 'Page Down', 'Space', 'Ctrl+F', 'Ctrl+Shift+G', 'Ctrl++', 'Alt+←', 'Esc', '?']);
});

test('keys are called as they stand on a German keyboard', async () => {
  const { t } = await loadMessages(['de']);
  const names = SHORTCUTS.map((shortcut) => nameOfKeys(shortcut, t, false));
  expect(names).toEqual(['Pos1', 'Bild ab', 'Leertaste', 'Strg+F', 'Strg+Umschalt+G', 'Strg++', 'Alt+←', 'Esc', '?']);
});

test('a Mac has signs for the keys that are held', () => {
  const names = ['Mod+f', 'Mod+Shift+g', 'Mod+Alt+p'].map((shortcut) => nameOfKeys(shortcut, english.t, true));
  expect(names).toEqual(['⌘F', '⇧⌘G', '⌥⌘P']);
});

test('a button says its shortcut behind what it is called, where it has one', async () => {
  const { t } = await loadMessages(['de']);
  expect(withKeys('Datei öffnen', 'Mod+Shift+o', t)).toBe('Datei öffnen (Strg+Umschalt+O)');
  expect(withKeys('Datei öffnen', undefined, t)).toBe('Datei öffnen');
});
