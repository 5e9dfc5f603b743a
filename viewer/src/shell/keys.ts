import { parseShortcut } from '../core/commands.js';
import type { Messages } from '../messages/messages.js';

/** Of keys that have a sign on every keyboard. */
const SIGNS: Record<string, string> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' };

const isMac = typeof navigator !== 'undefined' && /^(Mac|iP)/.test(navigator.platform);

/** A shortcut as it stands on the keyboard: in the reader's language, and on a Mac by its signs. */
export function nameOfKeys(shortcut: string, t: Messages['t'], mac = isMac): string {
  const { key, mod, shift, alt } = parseShortcut(shortcut);
  const called = (key: string) => t('keys.name', { key });
  const name = SIGNS[key] ?? (key === ' ' ? called('Space') : key.length > 1 ? called(key) : key.toUpperCase());
  if (mac) return `${alt ? '⌥' : ''}${shift ? '⇧' : ''}${mod ? '⌘' : ''}${name}`;
  const held = [mod && 'Control', alt && 'Alt', shift && 'Shift'].filter((key) => key !== false);
  return [...held.map(called), name].join('+');
}

/** What a button says when it is pointed at: what it is called, and its shortcut. */
export function withKeys(label: string, shortcut: string | undefined, t: Messages['t']): string {
  return shortcut ? `${label} (${nameOfKeys(shortcut, t)})` : label;
}
