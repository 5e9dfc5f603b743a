import type { Feature } from '../../core/feature.js';
import { commands } from './commands.js';

/** Taking the document away: as it is, as something else, or to another app. */
export const download: Feature = { name: 'download', commands };
