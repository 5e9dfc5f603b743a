import { X } from 'lucide-react';
import { useState } from 'react';
import { useViewerContext } from '../../core/context.js';
import { useMessages } from '../../messages/messages.js';
import { noticesOf } from './state.js';
import './notice.css';

/** A line above the pages that tells what of the document cannot be shown; it goes when it is read. */
export function Notice() {
  const { document } = useViewerContext();
  const { t } = useMessages();
  const [shown, setShown] = useState(true);
  const notices = noticesOf(document.warnings);
  if (!shown || !notices.length) return null;
  return (
    <div className="ode-notice" role="status" data-testid="notice">
      <p>{notices.map((key) => t(key)).join(' ')}</p>
      <button className="ode-button" onClick={() => setShown(false)} aria-label={t('notice.close')}>
        <X size={20} aria-hidden />
      </button>
    </div>
  );
}
