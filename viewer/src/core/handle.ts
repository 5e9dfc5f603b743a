import type { Command } from './commands.js';
import type { ViewerState } from './store.js';

/** What a host can do with a viewer whose document is open; null before. */
export interface ViewerHandle {
  /** Does a command, see the README. False: there is none of this id, or it cannot be done now. */
  run(id: string, argument?: unknown): boolean;
  commands(): readonly Command[];
  getState(): Readonly<ViewerState>;
  /** Calls back after every change of the state; returns what ends it. */
  subscribe(listener: (state: ViewerState, before: ViewerState) => void): () => void;
}
