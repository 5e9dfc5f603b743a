import { ListTree } from 'lucide-react';
import type { Feature } from '../../core/feature.js';

/** The document's table of contents (ISO 32000-2, 12.3.3). */
export const outline: Feature = {
  name: 'outline',
  tabs: [{ id: 'outline', label: 'outline.label', icon: ListTree, order: 20, load: () => import('./outline.js') }],
};
