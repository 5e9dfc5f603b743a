import { useEffect, useState } from 'react';
import { useViewerState } from '../../core/context.js';
import { useMessages } from '../../messages/messages.js';
import './reading.css';

/** Who scrolls through many pages hears of the one where it ends: after this many ms. */
const STILL = 600;

/** Tells screen readers which page is looked at. */
export function Announcer() {
  const { t } = useMessages();
  const page = useViewerState((state) => state.page);
  const count = useViewerState((state) => state.sizes.length);
  // Nothing is told before somebody has moved.
  const [told, setTold] = useState({ page: 0, text: '' });
  useEffect(() => {
    if (page === told.page) return;
    const timer = setTimeout(() => setTold({ page, text: t('reading.page', { page: page + 1, count }) }), STILL);
    return () => clearTimeout(timer);
  }, [page, count, told.page, t]);
  return (
    <p className="ode-heard" aria-live="polite" data-testid="page-told">
      {told.text}
    </p>
  );
}
