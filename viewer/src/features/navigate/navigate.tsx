import { useEffect, useState } from 'react';
import { useViewerContext, useViewerState } from '../../core/context.js';
import { useMessages } from '../../messages/messages.js';
import { pageOf } from './state.js';
import './navigate.css';

/** `3 / 12`: the page that is looked at, and the way to another. */
export function PageInput() {
  const { document, pages, run } = useViewerContext();
  const { t } = useMessages();
  const page = useViewerState((state) => state.page);
  const count = useViewerState((state) => state.sizes.length);
  const [typed, setTyped] = useState<string | null>(null);
  const [labels, setLabels] = useState<readonly string[]>([]);
  useEffect(() => {
    let gone = false;
    void document
      .labels()
      .then((found) => gone || setLabels(found))
      .catch(() => undefined); // pages have their numbers
    return () => void (gone = true);
  }, [document]);
  const label = labels[page] || String(page + 1);
  const named = label !== String(page + 1);
  const go = () => {
    const wanted = typed === null ? null : pageOf(typed, count, labels);
    if (wanted !== null) run('navigate.go', wanted);
    setTyped(null);
  };
  return (
    <form
      className="ode-page-input"
      onSubmit={(event) => {
        event.preventDefault();
        // Who leaves the box goes there, and reads on: the keys are the pages' again.
        pages.focus();
      }}
    >
      <input
        value={typed ?? label}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={go}
        onKeyDown={(event) => {
          // Arrows move in what is typed, not to the toolbar's next button.
          event.stopPropagation();
          if (event.key !== 'Escape') return;
          setTyped(null);
          // Nothing is typed any more by then.
          setTimeout(pages.focus);
        }}
        inputMode={named ? 'text' : 'numeric'}
        aria-label={t('navigate.page')}
        size={Math.max(2, String(count).length)}
        data-testid="page-input"
      />
      <span data-testid="page-count">{named ? t('navigate.labelled', { page: page + 1, count }) : t('navigate.count', { count })}</span>
    </form>
  );
}
