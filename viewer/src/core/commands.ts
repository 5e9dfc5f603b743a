import type { LucideIcon } from 'lucide-react';
import type { MessageKey } from '../messages/messages.js';
import type { ViewerContext } from './context.js';
import type { ViewerState } from './store.js';

/** Where the toolbar has a button for a command: in which group, and where in it (lower first). */
export interface ToolbarPlace {
  group: 'start' | 'middle' | 'end';
  order: number;
  /** Goes into the menu "More" where the viewer is narrow, or only where it is as narrow as a phone. */
  narrow?: 'menu' | 'phone';
}

/** Something that a reader, or a program, can have done: by the toolbar, the keyboard, the menu, the handle or a message. */
export interface Command {
  /** `feature.verb`, for example `zoom.in`: what `run` and a handle call it by. */
  id: string;
  label: MessageKey;
  icon?: LucideIcon;
  /**
   * As `parseShortcut` reads them: `Mod+f`, `Shift+r`, `End`. `Mod` is Control, and Command on a Mac. Each belongs to one command,
   * but `Escape` to all that end something: the first that has something to end gets it.
   */
  shortcuts?: readonly string[];
  toolbar?: ToolbarPlace;
  /** Stands in the menu "More", in the group of this name. */
  menu?: string;
  /** Whether this browser can do it at all; missing: it can. What it cannot is nowhere offered. */
  available?(): boolean;
  /** Whether it can be done now; missing: always. */
  enabled?(state: ViewerState): boolean;
  /** Of a switch, whether it is on; missing: it is no switch. */
  pressed?(state: ViewerState): boolean;
  /** False: there was nothing to do, and the key is the next one's. */
  run(context: ViewerContext, argument?: unknown): void | false | Promise<void>;
}

interface Keys {
  key: string;
  mod: boolean;
  shift: boolean;
  alt: boolean;
}

type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** `Mod+Shift+f` in parts. A letter is meant as it is on the keyboard; `+` itself is the last part of `Mod++`. */
export function parseShortcut(shortcut: string): Keys {
  const parts = shortcut.endsWith('+') ? [...shortcut.slice(0, -1).split('+').filter(Boolean), '+'] : shortcut.split('+');
  const held = new Set(parts.slice(0, -1));
  return { key: parts.at(-1)!, mod: held.has('Mod'), shift: held.has('Shift'), alt: held.has('Alt') };
}

/** Signs such as `+` and `?` are typed with Shift on some keyboards and without on others: there it is not asked for. */
const isLetter = (key: string) => key.length > 1 || key.toLowerCase() !== key.toUpperCase();

export function matches(keys: Keys, event: KeyPress): boolean {
  return (
    keys.key.toLowerCase() === event.key.toLowerCase() &&
    keys.mod === (event.ctrlKey || event.metaKey) &&
    keys.alt === event.altKey &&
    (!isLetter(keys.key) || keys.shift === event.shiftKey)
  );
}

/** All commands of a viewer, by their ids. */
export class CommandRegistry {
  private readonly commands = new Map<string, Command>();
  private readonly keys: { keys: Keys; command: Command }[] = [];

  /** @throws Error when two have one id, or a shortcut other than Escape is taken. */
  constructor(commands: readonly Command[]) {
    const taken = new Map<string, string>();
    for (const command of commands) {
      if (command.available?.() === false) continue;
      if (this.commands.has(command.id)) throw new Error(`Two commands are called ${command.id}.`);
      this.commands.set(command.id, command);
      for (const shortcut of command.shortcuts ?? []) {
        if (taken.has(shortcut) && shortcut !== 'Escape')
          throw new Error(`${shortcut} is the shortcut of ${taken.get(shortcut)} and of ${command.id}.`);
        taken.set(shortcut, command.id);
        this.keys.push({ keys: parseShortcut(shortcut), command });
      }
    }
  }

  get(id: string): Command | undefined {
    return this.commands.get(id);
  }

  all(): readonly Command[] {
    return [...this.commands.values()];
  }

  /** The commands that a key is the shortcut of. */
  byKey(event: KeyPress): Command[] {
    return this.keys.filter(({ keys }) => matches(keys, event)).map(({ command }) => command);
  }

  /** Does a command. False: there is none of this id, it cannot be done now, or has nothing to do. */
  run(id: string, context: ViewerContext, argument?: unknown): boolean {
    const command = this.commands.get(id);
    if (!command || command.enabled?.(context.store.getState()) === false) return false;
    return command.run(context, argument) !== false;
  }
}
