import { badgeOf, type Painter } from './state.js';
import './badge.css';

/** Says, on the page itself, that it was not drawn by our engine. */
export function FallbackBadge({ painter }: { painter: Painter }) {
  const badge = badgeOf(painter);
  return (
    badge && (
      <span className="badge" role="note" title={badge.detail} data-testid="fallback-badge">
        {badge.label}
      </span>
    )
  );
}
