import type { Feature } from '../../core/feature.js';
import { commands } from './commands.js';
import { Percent } from './zoom.js';

export const zoom: Feature = { name: 'zoom', commands, toolbar: [{ group: 'end', order: 11, Component: Percent }] };
