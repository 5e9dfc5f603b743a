import { MessageSquareText } from 'lucide-react';
import type { Feature } from '../../core/feature.js';
import { CommentMarks } from './marks.js';

/** What people have written on the pages (ISO 32000-2, 12.5): listed in the side panel, and shown where it stands. */
export const comments: Feature = {
  name: 'comments',
  PageLayer: CommentMarks,
  tabs: [{ id: 'comments', label: 'comments.label', icon: MessageSquareText, order: 50, load: () => import('./comments.js') }],
};
