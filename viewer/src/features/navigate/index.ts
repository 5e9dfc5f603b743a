import type { Feature } from '../../core/feature.js';
import { commands } from './commands.js';
import { PageInput } from './navigate.js';

export const navigate: Feature = { name: 'navigate', commands, toolbar: [{ group: 'middle', order: 0, Component: PageInput }] };
