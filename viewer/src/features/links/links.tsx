import type { Link } from '@ode/engine/browser';
import { useEffect, useState, type FocusEvent, type PointerEvent } from 'react';
import { useViewerContext } from '../../core/context.js';
import type { PageLayerProps } from '../../core/feature.js';
import { useMessages } from '../../messages/messages.js';
import { readOf } from '../text/runs.js';
import type { Rect } from './addresses.js';
import { LINKS, targetOf, type Target } from './state.js';
import './links.css';

/** Who points at a link for so long, in ms, wants to know where it leads. */
const PATIENCE = 350;

/** What an address on the web or of mail has. */
const ADDRESS = /:\/\/|www\.|@/i;

/** The page's links, and the addresses in its text: to places in the document, and to the web in a window of their own. */
export function LinkLayer({ document, index, onGo }: PageLayerProps) {
  const [links, setLinks] = useState<{ target: Target; rect: Rect }[]>([]);
  useEffect(() => {
    let gone = false;
    const find = async () => {
      const own = await document.links(index);
      const linked = own.flatMap((link): { target: Target; rect: Rect }[] => {
        const target = targetOf(link);
        return target ? [{ target, rect: link.rect }] : [];
      });
      if (gone) return;
      setLinks(linked);
      const runs = await readOf(document).runs.get(index);
      // Few pages have any.
      if (!ADDRESS.test(runs.map(({ text }) => text).join(''))) return;
      const { addressesOn, overlaps } = await import('./addresses.js');
      const written = addressesOn(runs)
        .filter(({ rects }) => !rects.some((rect) => own.some((link: Link) => overlaps(rect, link.rect))))
        .flatMap(({ url, rects }) => rects.map((rect) => ({ target: { kind: 'web' as const, url }, rect })));
      if (!gone && written.length) setLinks([...linked, ...written]);
    };
    void find().catch(() => undefined); // a page without links can still be looked at
    return () => void (gone = true);
  }, [document, index]);
  return links.map(({ target, rect }, i) => <OneLink key={i} target={target} rect={rect} onGo={onGo} />);
}

function OneLink({ target, rect: [x0, y0, x1, y1], onGo }: { target: Target; rect: Rect } & Pick<PageLayerProps, 'onGo'>) {
  const context = useViewerContext();
  const { t } = useMessages();
  const slice = context.slice(LINKS);
  useEffect(() => () => slice.setState(({ shown }) => (shown?.target === target ? { shown: null } : {})), [slice, target]);
  const points = (value: number) => `calc(var(--scale) * ${value.toFixed(2)}px)`;
  const show = (event: PointerEvent<HTMLElement> | FocusEvent<HTMLElement>) =>
    slice.setState({ shown: { target, link: event.currentTarget } });
  const hide = () => slice.setState({ shown: null });
  const place = {
    className: 'ode-link',
    'aria-label': labelOf(target, t),
    style: { left: points(x0), top: points(y0), width: points(x1 - x0), height: points(y1 - y0) },
    onPointerEnter(event: PointerEvent<HTMLElement>) {
      if (event.pointerType === 'touch') return;
      const link = event.currentTarget;
      const timer = setTimeout(() => slice.setState({ shown: { target, link } }), PATIENCE);
      link.addEventListener('pointerleave', () => clearTimeout(timer), { once: true });
    },
    onPointerLeave: hide,
    // A click gives it the keyboard, too: where it leads is seen then.
    onFocus: (event: FocusEvent<HTMLElement>) => event.currentTarget.matches(':focus-visible') && show(event),
    onBlur: hide,
    onKeyDown(event: React.KeyboardEvent) {
      if (event.key !== 'Escape' || !slice.getState().shown) return;
      event.preventDefault();
      hide();
    },
  };
  if (target.kind === 'web') return <a {...place} href={target.url} target="_blank" rel="noopener noreferrer" />;
  return (
    <a
      {...place}
      href={target.kind === 'page' ? `#page=${target.destination.page + 1}` : '#'}
      onClick={(event) => {
        event.preventDefault();
        hide();
        if (target.kind === 'page') onGo(target.destination);
        else context.run(target.id);
        // Who has gone there reads on: the keys are the pages'.
        if (event.detail > 0) context.pages.focus();
      }}
    />
  );
}

function labelOf(target: Target, t: ReturnType<typeof useMessages>['t']): string {
  if (target.kind === 'web') return target.url;
  return target.kind === 'page' ? t('links.page', { page: target.destination.page + 1 }) : t(LABELS[target.id] ?? 'links.command');
}

const LABELS: Record<string, 'navigate.next' | 'navigate.previous' | 'navigate.first' | 'navigate.last'> = {
  'navigate.next': 'navigate.next',
  'navigate.previous': 'navigate.previous',
  'navigate.first': 'navigate.first',
  'navigate.last': 'navigate.last',
};
