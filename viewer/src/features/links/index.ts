import type { Feature } from '../../core/feature.js';
import { LinkLayer } from './links.js';

export const links: Feature = { name: 'links', PageLayer: LinkLayer };
