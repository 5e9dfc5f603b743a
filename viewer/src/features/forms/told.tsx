import { X } from 'lucide-react';
import { useSlice, useViewerContext } from '../../core/context.js';
import { useMessages } from '../../messages/messages.js';
import { FORMS } from './state.js';
import '../notice/notice.css';

/** A line above the pages: what a button of the form would do, and does not. */
export function FormsTold() {
  const context = useViewerContext();
  const { t } = useMessages();
  const told = useSlice(FORMS, (state) => state.told);
  if (!told) return null;
  return (
    <div className="ode-notice" role="status">
      <p>{t(told.key, told.values)}</p>
      <button className="ode-button" onClick={() => context.slice(FORMS).setState({ told: null })} aria-label={t('notice.close')}>
        <X size={20} aria-hidden />
      </button>
    </div>
  );
}
