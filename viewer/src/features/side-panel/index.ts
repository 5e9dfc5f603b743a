import type { Feature } from '../../core/feature.js';
import { commands } from './commands.js';

export const sidePanel: Feature = { name: 'side-panel', commands };
