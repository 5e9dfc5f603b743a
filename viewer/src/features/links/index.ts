import type { Feature } from '../../core/feature.js';
import { LinkHint } from './hint.js';
import { LinkLayer } from './links.js';

export const links: Feature = { name: 'links', PageLayer: LinkLayer, Overlay: LinkHint };
