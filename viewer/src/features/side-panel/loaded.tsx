import type { BrowserDocument } from '@ode/engine/browser';
import { useEffect, useState, type ReactNode } from 'react';
import { useViewerContext } from '../../core/context.js';
import { useMessages, type MessageKey } from '../../messages/messages.js';

/** What a tab needs of the document; null while it is read. What fails is thrown, to the error boundary. */
export function useRead<T>(read: (document: BrowserDocument) => Promise<T>): T | null {
  const { document } = useViewerContext();
  const [result, setResult] = useState<{ value: T } | { error: unknown } | null>(null);
  useEffect(() => {
    let wanted = true;
    read(document).then(
      (value) => wanted && setResult({ value }),
      (error: unknown) => wanted && setResult({ error }),
    );
    return () => void (wanted = false);
  }, [document, read]);
  if (result && 'error' in result) throw result.error;
  return result && result.value;
}

interface LoadedProps<T> {
  items: readonly T[] | null;
  /** What a tab says that has nothing to show. */
  none: MessageKey;
  children: (items: readonly T[]) => ReactNode;
}

/** A tab's list; a word while it is read, and where there is nothing in it. */
export function Loaded<T>({ items, none, children }: LoadedProps<T>) {
  const { t } = useMessages();
  if (items === null)
    return (
      <p className="ode-tab-word" role="status">
        {t('panel.reading')}
      </p>
    );
  if (!items.length) return <p className="ode-tab-word">{t(none)}</p>;
  return children(items);
}
