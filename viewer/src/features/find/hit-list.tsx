import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useSlice, useViewerContext } from '../../core/context.js';
import { useMessages } from '../../messages/messages.js';
import { boxOf, FIND } from './state.js';

/** A row's height, in CSS pixels. */
const ROW = 72;

/** All hits with the text around them. */
export default function HitList() {
  const context = useViewerContext();
  const { t } = useMessages();
  const hits = useSlice(FIND, (state) => state.hits);
  const current = useSlice(FIND, (state) => state.current);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: hits.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 6 });
  const at = current ? hits.indexOf(current) : -1;
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at);
  }, [at, rows]);

  return (
    <div className="ode-find-list" ref={scroller} role="list" aria-label={t('find.list')} tabIndex={0}>
      <div style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const hit = hits[index]!;
          return (
            <div key={index} role="listitem" aria-setsize={hits.length} aria-posinset={index + 1} style={{ top: start, height: ROW }}>
              <button
                className="ode-button"
                aria-current={hit === current || undefined}
                onClick={() => {
                  context.slice(FIND).setState({ current: hit });
                  context.pages.reveal(hit.page, boxOf(hit));
                }}
              >
                <small>{t('pages.page', { page: hit.page + 1 })}</small>
                <span dir="auto">
                  {hit.before}
                  <mark>{hit.match}</mark>
                  {hit.after}
                </span>
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
}
