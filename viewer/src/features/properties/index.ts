import { Info } from 'lucide-react';
import type { Feature } from '../../core/feature.js';

/** What the document says of itself. */
export const properties: Feature = {
  name: 'properties',
  tabs: [{ id: 'properties', label: 'properties.label', icon: Info, order: 60, load: () => import('./properties.js') }],
};
