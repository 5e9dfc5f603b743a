import { enFallback } from '../../messages/en-fallback.js';
import { addEnglish, useMessages } from '../../messages/messages.js';
import { badgeOf } from './said.js';
import type { Painter } from './state.js';
import './badge.css';

addEnglish(enFallback);

/** Says, on the page itself, that it was not drawn by our engine, or not all of it. */
export default function FallbackBadge({ painter }: { painter: Painter }) {
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
