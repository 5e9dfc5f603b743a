import type { Feature } from '../../core/feature.js';
import { FindBar } from './find.js';
import { HitLayer } from './hit-layer.js';
import { commands } from './commands.js';
import { startFinding } from './search.js';
import { FindSide } from './side.js';

export const find: Feature = { name: 'find', commands, Overlay: FindBar, PageLayer: HitLayer, Beside: FindSide, start: startFinding };
