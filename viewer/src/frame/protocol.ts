/** What a page and a viewer in its iframe say to each other, over a `MessageChannel` that the page opens. */
import type { LayoutMode, Rotation } from '../core/store.js';
import type { Failure } from '../failure.js';

/** The first message, sent to the iframe's window with a port. */
export const CONNECT = 'ode-connect';

/** What is told of the viewer. Pages count from 0; `scale` is CSS pixels a point. */
export interface FrameState {
  page: number;
  pageCount: number;
  scale: number;
  rotation: Rotation;
  layout: LayoutMode;
  name: string;
}

export interface FrameEvents {
  loaded: { pageCount: number; name: string };
  page: number;
  zoom: number;
  selection: string;
  search: { query: string; found: number; current: number; done: boolean };
  fill: boolean;
  error: Failure;
}

/** To the viewer. `id` comes back with the answer. */
export type FrameRequest = { id: number } & (
  { do: 'run'; command: string; argument?: unknown } | { do: 'open'; url: string } | { do: 'state' } | { do: 'commands' }
);

/** From the viewer. */
export type FrameMessage =
  | { ready: true }
  | { id: number; result: unknown }
  | { id: number; error: string }
  | { [E in keyof FrameEvents]: { event: E; detail: FrameEvents[E] } }[keyof FrameEvents];
