import { openReducer, type OpenEvent, type OpenState } from './state.js';

/** A document that is open, or on its way. */
export interface Tab {
  id: number;
  /** What its entries in the browser's history are known by: the same after the page was loaded again. */
  key: string;
  name: string;
  /** Where it came from; null: it is a file. */
  url: string | null;
  state: OpenState;
}

export interface Tabs {
  tabs: readonly Tab[];
  /** The one that is seen; null: the start page. */
  active: number | null;
}

export type TabsEvent =
  | { type: 'add'; tab: Omit<Tab, 'state'> }
  | { type: 'show'; id: number | null }
  | { type: 'close'; id: number }
  | { type: 'of'; id: number; event: OpenEvent };

export const NO_TABS: Tabs = { tabs: [], active: null };

/** What has gone wrong, or was given up, makes way for the next document; what is open never does. */
const isOver = ({ status }: OpenState) => status === 'failed' || status === 'empty';

export function tabsReducer({ tabs, active }: Tabs, event: TabsEvent): Tabs {
  switch (event.type) {
    case 'add': {
      const tab: Tab = { ...event.tab, state: openReducer({ status: 'empty' }, { type: 'start', name: event.tab.name }) };
      return { tabs: [...tabs.filter(({ state }) => !isOver(state)), tab], active: tab.id };
    }
    case 'show':
      return { tabs, active: tabs.some(({ id }) => id === event.id) ? event.id : null };
    case 'close': {
      const at = tabs.findIndex(({ id }) => id === event.id);
      const left = tabs.filter(({ id }) => id !== event.id);
      const neighbour = left[Math.min(at, left.length - 1)]?.id ?? null;
      return { tabs: left, active: active === event.id ? neighbour : active };
    }
    case 'of': {
      const changed = tabs.map((tab) => (tab.id === event.id ? { ...tab, state: openReducer(tab.state, event.event) } : tab));
      const gone = changed.find(({ id, state }) => id === event.id && state.status === 'empty');
      // What was given up is closed.
      return gone ? tabsReducer({ tabs: changed, active }, { type: 'close', id: gone.id }) : { tabs: changed, active };
    }
  }
}
