import type { Attachment } from '@ode/engine/browser';
import { FileDown } from 'lucide-react';
import { useState } from 'react';
import { useViewerContext } from '../../core/context.js';
import { enAttachments } from '../../messages/en-attachments.js';
import { addEnglish, useMessages } from '../../messages/messages.js';
import { saveAs } from '../download/save.js';
import { Loaded, useRead } from '../side-panel/loaded.js';
import { bytesIn } from './state.js';
import './attachments.css';

addEnglish(enAttachments);

const readAttachments = (document: { attachments(): Promise<Attachment[]> }) => document.attachments();

/** The tab "Attachments": each can be saved. Nothing is ever opened from here: an attachment may be anything. */
export default function Attachments() {
  const { document } = useViewerContext();
  const { t, locale } = useMessages();
  const [empty, setEmpty] = useState<number | null>(null);
  const items = useRead(readAttachments);

  const save = async (i: number, { name }: Attachment) => {
    const bytes = await document.attachment(i).catch(() => null);
    setEmpty(bytes ? null : i);
    // Of whatever kind it says it is: a browser is to save it, not to show it.
    if (bytes) saveAs(new Blob([bytes], { type: 'application/octet-stream' }), name);
  };

  return (
    <Loaded items={items} none="attachments.none">
      {(items) => (
        <ul className="ode-list">
          {items.map((attachment, i) => {
            const { name, description, size, page } = attachment;
            return (
              <li key={i} className="ode-list-item">
                <button
                  type="button"
                  className="ode-attachment"
                  onClick={() => void save(i, attachment)}
                  title={t('attachments.save', { name })}
                >
                  <FileDown size={18} aria-hidden />
                  <span>
                    <bdi>{name}</bdi>
                    <small>
                      {[size >= 0 && bytesIn(size, locale), page !== undefined && t('pages.page', { page: page + 1 })]
                        .filter(Boolean)
                        .join(' · ')}
                    </small>
                    {description && description !== name && <small dir="auto">{description}</small>}
                  </span>
                </button>
                {empty === i && <p role="alert">{t('attachments.empty')}</p>}
              </li>
            );
          })}
        </ul>
      )}
    </Loaded>
  );
}
