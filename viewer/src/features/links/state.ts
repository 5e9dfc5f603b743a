import type { Destination, Link } from '@ode/engine/browser';

export type Target = { kind: 'page'; destination: Destination; label: string } | { kind: 'web'; url: string; label: string };

/** Where a link of the document may lead; null: nowhere that a browser should be sent to (`javascript:`, `file:`, a programme). */
export function targetOf({ destination, url }: Pick<Link, 'destination' | 'url'>): Target | null {
  if (destination) return { kind: 'page', destination, label: `Go to page ${destination.page + 1}` };
  return url && /^(https?|mailto):/i.test(url) ? { kind: 'web', url, label: url } : null;
}
