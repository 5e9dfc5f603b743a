import { AArrowDown, AArrowUp, MoveHorizontal, X, type LucideIcon } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { useSlice, useViewerContext } from '../../core/context.js';
import { enReaderView } from '../../messages/en-reader-view.js';
import { addEnglish, useMessages } from '../../messages/messages.js';
import { READING } from '../reading/state.js';
import { ReaderText } from './reader-text.js';
import { PAPERS, READER, stepped, widthAfter, type Place } from './state.js';
import './reader.css';

addEnglish(enReaderView);

/** The reader over the pages. It begins where the pages are, and leaves them where it was. */
export default function Reader() {
  const { t } = useMessages();
  const context = useViewerContext();
  const state = context.slice(READER);
  const { size, width, paper } = useSlice(READER, (all) => all);
  const language = useSlice(READING, (all) => all.language);
  const section = useRef<HTMLElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const [status, setStatus] = useState<'reading' | 'shown' | 'failed'>('reading');
  const text = useRef<ReaderText | null>(null);

  // Whatever closes it, while it still stands on the screen: the pages go to where it was.
  useLayoutEffect(() => {
    const shown = new ReaderText(context.document, scroller.current!, host.current!);
    text.current = shown;
    const hide = hideBeside(section.current!);
    // It is all that there is: nobody has to be told where the keys go, before they have been elsewhere.
    scroller.current!.dataset.focused = 'quietly';
    scroller.current!.focus({ preventScroll: true });
    shown
      .show(placeOfPages(context.root, context.store.getState().page))
      .then(() => setStatus('shown'))
      .catch(() => setStatus('failed'));
    return () => {
      const place = shown.place;
      shown.close();
      hide();
      if (place) context.pages.goTo({ page: place.page, y: place.down * context.document.pageSize(place.page).height });
      context.pages.focus();
    };
  }, [context]);

  const close = () => state.setState({ open: false });

  /** Another size of letters moves the text: what was looked at stays. */
  const change = (next: Partial<{ size: number; width: number }>) => {
    const place = text.current?.place;
    state.setState(next);
    requestAnimationFrame(() => place && void text.current?.show(place));
  };

  return (
    <section
      ref={section}
      className="ode-reader"
      data-paper={paper}
      data-testid="reader"
      aria-label={t('reader-view.label')}
      aria-busy={status === 'reading'}
      data-own-moves
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        close();
      }}
    >
      <div className="ode-reader-bar" role="toolbar" aria-label={t('reader-view.settings')}>
        <Tool label={t('reader-view.smaller')} Icon={AArrowDown} onClick={() => change({ size: stepped(size, -1) })} />
        <Tool label={t('reader-view.larger')} Icon={AArrowUp} onClick={() => change({ size: stepped(size, 1) })} />
        <Tool label={t('reader-view.width')} Icon={MoveHorizontal} onClick={() => change({ width: widthAfter(width) })} />
        {PAPERS.map((one) => (
          <button
            key={one}
            type="button"
            className="ode-button ode-reader-paper"
            data-paper={one}
            aria-pressed={paper === one}
            aria-label={t(`reader-view.${one}`)}
            title={t(`reader-view.${one}`)}
            onClick={() => state.setState({ paper: one })}
          >
            <span aria-hidden />
          </button>
        ))}
        <Tool label={t('reader-view.close')} Icon={X} onClick={close} className="ode-reader-close" />
      </div>
      <div
        ref={scroller}
        className="ode-reader-text"
        tabIndex={0}
        onBlur={(event) => delete event.currentTarget.dataset.focused}
        lang={language || undefined}
        style={{ ['--reader-size' as string]: `${size}px`, ['--reader-width' as string]: String(width) }}
      >
        {status !== 'shown' && (
          <p className="ode-reader-status" role="status">
            {t(status === 'reading' ? 'reader-view.reading' : 'reader-view.failed')}
          </p>
        )}
        {/* What is read from the right says so itself. */}
        <div ref={host} dir="ltr" data-testid="reader-text" />
      </div>
    </section>
  );
}

interface ToolProps {
  label: string;
  Icon: LucideIcon;
  onClick: () => void;
  className?: string;
}

function Tool({ label, Icon, onClick, className = '' }: ToolProps) {
  return (
    <button type="button" className={`ode-button ${className}`} aria-label={label} title={label} onClick={onClick}>
      <Icon size={20} aria-hidden />
    </button>
  );
}

/** What lies under the reader can neither be seen nor reached; returns what undoes it. */
function hideBeside(reader: HTMLElement): () => void {
  const beside = [...reader.parentElement!.children].filter(
    (one): one is HTMLElement => one !== reader && one instanceof HTMLElement && !one.inert,
  );
  for (const one of beside) one.inert = true;
  return () => beside.forEach((one) => (one.inert = false));
}

/** How far down the page is that is looked at. */
function placeOfPages(root: HTMLElement | null, page: number): Place {
  const seen = root?.querySelector(`.ode-pages [data-index="${page}"]`)?.getBoundingClientRect();
  const top = root?.querySelector('.ode-pages')?.getBoundingClientRect().top ?? 0;
  return { page, down: seen ? Math.min(1, Math.max(0, (top - seen.top) / Math.max(1, seen.height))) : 0 };
}
