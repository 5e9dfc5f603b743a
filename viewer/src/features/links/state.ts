import type { Destination, Link } from '@ode/engine/browser';

export type Target = { kind: 'page'; destination: Destination } | { kind: 'web'; url: string };

/** Where a link of the document may lead; null: nowhere that a browser should be sent to (`javascript:`, `file:`, a programme). */
export function targetOf({ destination, url }: Pick<Link, 'destination' | 'url'>): Target | null {
  if (destination) return { kind: 'page', destination };
  return url && /^(https?|mailto):/i.test(url) ? { kind: 'web', url } : null;
}
