import { X } from 'lucide-react';
import { enNotice } from '../messages/en-notice.js';
import { addEnglish, useMessages, type MessageKey } from '../messages/messages.js';
import './told-line.css';

addEnglish(enNotice);

export interface Told {
  key: MessageKey;
  values?: Record<string, string>;
}

/** A line above the pages that tells something until it is closed. */
export default function ToldLine({ told, onClose }: { told: readonly Told[]; onClose: () => void }) {
  const { t } = useMessages();
  return (
    <div className="ode-told" role="status" data-testid="notice">
      <p>{told.map(({ key, values }) => t(key, values)).join(' ')}</p>
      <button className="ode-button" onClick={onClose} aria-label={t('notice.close')}>
        <X size={20} aria-hidden />
      </button>
    </div>
  );
}
