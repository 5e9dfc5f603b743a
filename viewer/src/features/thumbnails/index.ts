import { Images } from 'lucide-react';
import type { Feature } from '../../core/feature.js';

/** All pages, small. */
export const thumbnails: Feature = {
  name: 'thumbnails',
  tabs: [{ id: 'pages', label: 'pages.label', icon: Images, order: 10, load: () => import('./thumbnails.js') }],
};
