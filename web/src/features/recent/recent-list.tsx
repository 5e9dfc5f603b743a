import { FileText, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { fileOf, recentDocuments, removeRecent } from './recent.js';
import type { Recent } from './state.js';
import { useWords } from '../../messages/messages.js';
import './recent.css';

interface RecentListProps {
  onFile: (file: File, handle: FileSystemFileHandle) => void;
  onUrl: (url: string) => void;
}

/** What was opened last, to be opened again. */
export function RecentList({ onFile, onUrl }: RecentListProps) {
  const { t, locale } = useWords();
  const [recent, setRecent] = useState<readonly Recent[]>([]);
  const [gone, setGone] = useState<Recent | null>(null);
  useEffect(() => {
    let left = false;
    void recentDocuments().then((found) => left || setRecent(found));
    return () => void (left = true);
  }, []);
  if (!recent.length) return null;
  const remove = (one: Recent) => {
    setRecent(recent.filter((other) => other !== one));
    void removeRecent(one);
  };
  const open = async (one: Recent) => {
    if (one.url !== undefined) return onUrl(one.url);
    const file = await fileOf(one.handle!);
    if (file) onFile(file, one.handle!);
    else setGone(one);
  };
  return (
    <section className="recent" aria-labelledby="recent-heading">
      <h2 id="recent-heading">{t('recent.label')}</h2>
      <ul>
        {recent.map((one) => (
          <li key={`${one.at} ${one.name}`}>
            <button className="plain recent-open" onClick={() => void open(one)}>
              <FileText className="icon" size={20} strokeWidth={1.75} aria-hidden />
              <span className="recent-name" dir="auto">
                {one.name}
              </span>
              <span className="recent-from">{one === gone ? t('recent.gone') : fromOf(one, t('recent.device'), locale)}</span>
            </button>
            <button
              className="plain"
              aria-label={t('recent.remove', { name: one.name })}
              title={t('recent.remove-title')}
              onClick={() => remove(one)}
            >
              <X className="icon" size={18} strokeWidth={1.75} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Where it is from, and when it was opened. */
function fromOf({ url, at }: Recent, device: string, locale: string): string {
  const day = new Date(at).toLocaleDateString(locale, { day: 'numeric', month: 'short' });
  const host = url === undefined ? device : new URL(url, location.href).host;
  return `${host} · ${day}`;
}
