import type { Destination, Link } from '@ode/engine/browser';
import { createStore } from 'zustand/vanilla';
import type { Slice } from '../../core/context.js';

export type Target = { kind: 'page'; destination: Destination } | { kind: 'web'; url: string } | { kind: 'command'; id: string };

/** The link that is pointed at, or has the keyboard. */
export interface LinksState {
  shown: { target: Target; link: HTMLElement } | null;
}

export const LINKS: Slice<LinksState> = { name: 'links', create: () => createStore(() => ({ shown: null })) };

/** Named actions (ISO 32000-2, table 215, and what else is in use), as commands of the viewer. */
const COMMANDS: Record<string, string> = {
  NextPage: 'navigate.next',
  PrevPage: 'navigate.previous',
  FirstPage: 'navigate.first',
  LastPage: 'navigate.last',
  GoBack: 'history.back',
  GoForward: 'history.forward',
  Find: 'find.open',
};

/** Where a link of the document may lead; null: nowhere that a browser should be sent to (`javascript:`, `file:`, a programme). */
export function targetOf({ destination, url, command }: Pick<Link, 'destination' | 'url' | 'command'>): Target | null {
  if (destination) return { kind: 'page', destination };
  if (url && /^(https?|mailto):/i.test(url)) return { kind: 'web', url };
  const id = COMMANDS[command ?? ''];
  return id ? { kind: 'command', id } : null;
}
