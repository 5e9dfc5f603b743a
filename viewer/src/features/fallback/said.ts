import type { MessageKey } from '../../messages/messages.js';
import { toldOf, type Painter } from './state.js';

/** What the badge on a page says, and what more there is to know, of the features that the page `lacks`; null: there is none. */
export function badgeOf(painter: Painter): { label: MessageKey; detail: MessageKey; lacks: string } | null {
  const lacks = toldOf(painter)?.join(', ');
  if (lacks === undefined) return null;
  return painter.by === 'pdfjs'
    ? { label: 'fallback.by-pdfjs', detail: 'fallback.by-pdfjs.detail', lacks }
    : { label: 'fallback.missing', detail: 'fallback.missing.detail', lacks };
}
