import type { Feature } from '../../core/feature.js';
import { TextLayer } from './text.js';

export const text: Feature = { name: 'text', PageLayer: TextLayer };
