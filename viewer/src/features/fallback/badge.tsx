import { useMessages } from '../../messages/messages.js';
import { badgeOf, type Painter } from './state.js';
import './badge.css';

/** Says, on the page itself, that it was not drawn by our engine. */
export function FallbackBadge({ painter }: { painter: Painter }) {
  const { t } = useMessages();
  const badge = badgeOf(painter);
  return (
    badge && (
      <span className="ode-badge" role="note" title={t(badge.detail, { lacks: badge.lacks })} data-testid="fallback-badge">
        {t(badge.label)}
      </span>
    )
  );
}
