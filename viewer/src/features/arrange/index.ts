import type { Feature } from '../../core/feature.js';
import { commands } from './commands.js';

/** How pages are arranged and turned; `features/pages/layout.ts` does it. */
export const arrange: Feature = { name: 'arrange', commands };
