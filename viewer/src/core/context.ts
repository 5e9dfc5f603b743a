import type { BrowserDocument, Destination } from '@ode/engine/browser';
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { ViewerEvents } from '../events.js';
import type { CommandRegistry } from './commands.js';
import type { Feature } from './feature.js';
import type { Box, Place } from './place.js';
import type { ViewerState, ViewerStore } from './store.js';

/** How one goes somewhere. */
export interface Jump {
  /** Whether it is to be returned from; true by default. */
  entry?: boolean;
  /** Jumps of the same kind that follow one another are one, to be returned from. */
  merge?: string;
  /** The point is to be in the window's corner; by default a little of what is above is seen, too. */
  exact?: boolean;
}

/** What the pages can be asked for. Does nothing before they are on the screen. */
export interface PagesHandle {
  goTo(destination: Destination, jump?: Jump): void;
  /** Scrolls a part of a page, in its points, into view, and not at all where it is in view. */
  reveal(page: number, part: Box, jump?: Jump): void;
  /** What is seen; null before there are any. */
  place(): Place | null;
  restore(place: Place): void;
  /** Gives them the keyboard. */
  focus(): void;
}

/** The state of one feature, which its commands and its components share. */
export interface Slice<T> {
  name: string;
  create(): StoreApi<T>;
}

/** All that a feature's commands and components may use of the viewer that they are in. */
export interface ViewerContext {
  readonly document: BrowserDocument;
  readonly name: string;
  readonly password: string | undefined;
  /** The document's bytes; of one that is read by ranges, all of it is fetched now. */
  file(): Promise<Blob>;
  /** How many bytes it has; null where that is not known before all of it has come. */
  readonly fileSize: number | null;
  readonly store: ViewerStore;
  /** What the host has said of how the document is shown at first. */
  readonly initial: Partial<ViewerState>;
  /** Whether it is to be shown again as it was left. */
  readonly remember: boolean;
  readonly commands: CommandRegistry;
  readonly features: readonly Feature[];
  readonly pages: PagesHandle;
  /** The viewer's own root: where it listens, and what becomes full screen. Null before it is on the screen. */
  readonly root: HTMLElement | null;
  run(id: string, argument?: unknown): boolean;
  /** Calls back whenever the pages have moved; returns what ends it. */
  onMove(listener: () => void): () => void;
  slice<T>(slice: Slice<T>): StoreApi<T>;
  emit<E extends keyof ViewerEvents>(event: E, ...details: Parameters<NonNullable<ViewerEvents[E]>>): void;
}

export const Context = createContext<ViewerContext | null>(null);

/** The viewer that a component is in. */
export function useViewerContext(): ViewerContext {
  const context = useContext(Context);
  if (!context) throw new Error('This component belongs into an <OdeViewer>.');
  return context;
}

/** A part of the viewer's state; the component is drawn again when that part changes. */
export function useViewerState<T>(select: (state: ViewerState) => T): T {
  return useStore(useViewerContext().store, select);
}

/** A part of a feature's own state. */
export function useSlice<S, T>(slice: Slice<S>, select: (state: S) => T): T {
  return useStore(useViewerContext().slice(slice), select);
}
