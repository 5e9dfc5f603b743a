import { createStore } from 'zustand/vanilla';
import type { Slice } from '../../core/context.js';

/** What the address has decided of how the document is shown: what was remembered, and what the document asks for, gives way. */
export interface Asked {
  heeded: boolean;
  place: boolean;
  zoom: boolean;
  panel: boolean;
}

export const ADDRESS: Slice<Asked> = {
  name: 'address',
  create: () => createStore(() => ({ heeded: false, place: false, zoom: false, panel: false })),
};
