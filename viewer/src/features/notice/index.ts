import type { Feature } from '../../core/feature.js';
import { Notice } from './notice.js';

export const notice: Feature = { name: 'notice', Overlay: Notice };
