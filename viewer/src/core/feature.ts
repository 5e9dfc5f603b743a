import type { BrowserDocument, Destination } from '@ode/engine/browser';
import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { MessageKey } from '../messages/messages.js';
import type { Command } from './commands.js';
import type { ViewerContext } from './context.js';
import type { ViewerState } from './store.js';

/** A tab of the side panel. Its component is loaded when the tab is first looked at. */
export interface PanelTab {
  /** `pages`, `outline`, `attachments`, `layers`, `comments`, `properties`. */
  id: string;
  label: MessageKey;
  icon: LucideIcon;
  /** Lower first. */
  order: number;
  /** Whether the document has anything for it; missing: every document has. */
  available?(state: ViewerState): boolean;
  load(): Promise<{ default: ComponentType }>;
}

/** What is laid over each mounted page. Its parent's `--scale` is CSS pixels a point. */
export interface PageLayerProps {
  document: BrowserDocument;
  /** The page, from 0. */
  index: number;
  onGo: (destination: Destination) => void;
}

/** What the viewer is made of: a folder below `features/` each. All parts are optional; the README has the shape. */
export interface Feature {
  name: string;
  commands?: readonly Command[];
  tabs?: readonly PanelTab[];
  /** Something in the toolbar that is more than a button of a command. */
  toolbar?: readonly { group: 'start' | 'middle' | 'end'; order: number; Component: ComponentType }[];
  /** Over each page, in the features' order. */
  PageLayer?: ComponentType<PageLayerProps>;
  /** Beside the pages, above them: bars, dialogs. It shows nothing until it is asked for, and loads then what it needs. */
  Overlay?: ComponentType;
  /** In a row with the pages, at their end: a column, or what is placed over their scroll bar. */
  Beside?: ComponentType;
  /** How the viewer is shown at first, where the host does not say. */
  initial?(): Partial<ViewerState>;
  /** Called once the viewer is on the screen; returns what undoes it. */
  start?(context: ViewerContext): () => void;
}
