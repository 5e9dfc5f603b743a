import { Layers } from 'lucide-react';
import type { Feature } from '../../core/feature.js';

/** Groups of content that can be shown and hidden (ISO 32000-2, 8.11). */
export const layers: Feature = {
  name: 'layers',
  tabs: [{ id: 'layers', label: 'layers.label', icon: Layers, order: 40, load: () => import('./layers.js') }],
};
