import { createStore } from 'zustand/vanilla';
import type { Slice } from '../../core/context.js';

/** CSS pixels: as it is at first, the narrowest, and by how much a key changes it. */
export const USUAL = 280;
export const LEAST = 200;
export const STEP = 20;

/** How wide the reader has made the panel: as long as the document is open. */
export const PANEL: Slice<{ width: number }> = { name: 'side-panel', create: () => createStore(() => ({ width: USUAL })) };

/** Half of a viewer is the pages'. */
export const widest = (viewer: number): number => Math.max(USUAL, Math.round(viewer / 2));
