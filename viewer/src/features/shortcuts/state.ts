import { createStore } from 'zustand/vanilla';
import type { Slice } from '../../core/context.js';

/** Whether the sheet is shown. */
export const SHORTCUTS: Slice<{ open: boolean }> = { name: 'shortcuts', create: () => createStore(() => ({ open: false })) };
