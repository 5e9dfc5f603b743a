import { useEffect, useState } from 'react';
import { useViewerContext } from '../../core/context.js';
import { useMessages } from '../../messages/messages.js';
import { threadsOf, type Comment } from './state.js';
import { Thread } from './thread.js';
import './comments.css';

/** Pages that are asked for together, and comments that are listed at most: a list of more than these is for a machine. */
const TOGETHER = 16;
const MOST = 2000;

/** The tab "Comments": those of all pages, as they are read. */
export default function Comments() {
  const { document, pages } = useViewerContext();
  const { t } = useMessages();
  const [threads, setThreads] = useState<readonly Comment[]>([]);
  const [read, setRead] = useState(0);
  const count = document.pageCount;

  useEffect(() => {
    let wanted = true;
    const readAll = async () => {
      let found = 0;
      for (let from = 0; from < count && wanted && found < MOST; from += TOGETHER) {
        const some = Array.from({ length: Math.min(TOGETHER, count - from) }, (_, i) => from + i);
        const batch = await Promise.all(some.map(async (page) => threadsOf(await document.annotations(page).catch(() => []), page)));
        if (!wanted) return;
        const more = batch.flat();
        found += more.length;
        if (more.length) setThreads((before) => [...before, ...more].slice(0, MOST));
        setRead(from + some.length);
      }
      if (wanted) setRead(count);
    };
    void readAll();
    return () => void (wanted = false);
  }, [document, count]);

  return (
    <>
      <p className="ode-tab-word" role="status">
        {read < count
          ? t('comments.reading', { read, count })
          : threads.length
            ? t('comments.count', { count: threads.length })
            : t('comments.none')}
      </p>
      <ol className="ode-list">
        {threads.map((comment, i) => {
          const { page, annotation } = comment;
          return (
            <li key={i} className="ode-comment">
              {page !== threads[i - 1]?.page && <h3>{t('pages.page', { page: page + 1 })}</h3>}
              <button type="button" onClick={() => pages.goTo({ page, y: Math.max(0, annotation.rect[1] - 40) })}>
                <Thread comment={comment} />
              </button>
            </li>
          );
        })}
      </ol>
    </>
  );
}
