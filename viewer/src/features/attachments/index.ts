import { Paperclip } from 'lucide-react';
import type { Feature } from '../../core/feature.js';

/** The files that the document brings along (ISO 32000-2, 7.11.4). */
export const attachments: Feature = {
  name: 'attachments',
  tabs: [{ id: 'attachments', label: 'attachments.label', icon: Paperclip, order: 30, load: () => import('./attachments.js') }],
};
