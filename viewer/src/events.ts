import type { BrowserDocument } from '@ode/engine/browser';
import type { Failure } from './failure.js';

/** What the host of a viewer is told. Pages are counted from 0, scales are CSS pixels a point. */
export interface ViewerEvents {
  onLoaded?: (document: BrowserDocument) => void;
  onPage?: (page: number) => void;
  onZoom?: (scale: number) => void;
  onSelection?: (text: string) => void;
  /** `current` is counted from 1; 0: nothing is found. */
  onSearch?: (search: { query: string; found: number; current: number; done: boolean }) => void;
  /** Whether something has been filled in, which is lost with the viewer: no file has it. */
  onFill?: (filled: boolean) => void;
  onError?: (error: Failure) => void;
}
