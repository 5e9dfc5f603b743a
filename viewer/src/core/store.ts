import type { BrowserDocument, PageSize } from '@ode/engine/browser';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Zoom } from './place.js';
import { sizesOf } from './sizes.js';

/** How pages are arranged; `features/pages/state.ts` lays them out. */
export type LayoutMode = 'continuous' | 'page' | 'spreads' | 'spreads-cover' | 'horizontal' | 'wrapped';
/** Clockwise degrees by which the reader has turned all pages. */
export type Rotation = 0 | 90 | 180 | 270;
export type PageColors = 'original' | 'dark' | 'sepia' | 'custom';
export type Tool = 'select' | 'hand';

/** What is shown, and how: of one open document. Everything that more than one feature reads; the rest is in slices. */
export interface ViewerState {
  readonly document: BrowserDocument;
  readonly name: string;
  /** What the document wants to be called in the window's title, where it does (`/DisplayDocTitle`). */
  title: string | null;
  /** As the document has them: the reader's rotation is not applied. */
  readonly sizes: readonly PageSize[];
  /** The page that is looked at, from 0. */
  page: number;
  zoom: Zoom;
  /** What the zoom comes to in this window, in CSS pixels a point. */
  scale: number;
  /** The room for the pages, in CSS pixels. */
  viewport: { width: number; height: number };
  rotation: Rotation;
  layout: LayoutMode;
  colors: PageColors;
  /** The reader's own colours, as `#rrggbb`: what black and white become where `colors` is `custom`. */
  inks: { ink: string; paper: string };
  tool: Tool;
  /** Layers that the reader shows or hides, by `Layer.id`; the others are as the document has them. */
  layers: Readonly<Record<number, boolean>>;
  /** How often what is written on a page has been changed since it was opened, by its index: it is drawn and read anew. */
  edits: Readonly<Record<number, number>>;
  /** Whether pages are shown to an audience: one at a time, and nothing else. */
  presenting: boolean;
  /** The side panel; `tab` is the last one looked at, '' for the first that there is. */
  panel: { open: boolean; tab: string };
}

export type ViewerStore = StoreApi<ViewerState>;

export function createViewerStore(
  document: BrowserDocument,
  name: string,
  initial: Partial<Pick<ViewerState, 'zoom' | 'rotation' | 'layout' | 'colors' | 'inks' | 'tool' | 'panel'>> = {},
): ViewerStore {
  return createStore<ViewerState>(() => ({
    document,
    name,
    title: null,
    sizes: sizesOf(document),
    page: 0,
    zoom: { mode: 'auto' },
    scale: 1,
    viewport: { width: 800, height: 600 },
    rotation: 0,
    layout: 'continuous',
    colors: 'original',
    inks: { ink: '#e3e1dc', paper: '#10242b' },
    tool: 'select',
    layers: {},
    edits: {},
    presenting: false,
    panel: { open: false, tab: '' },
    ...initial,
  }));
}
