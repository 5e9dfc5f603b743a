import type { Link } from '@ode/engine/browser';
import { useEffect, useState } from 'react';
import type { PageLayerProps } from '../../core/feature.js';
import { useMessages } from '../../messages/messages.js';
import { targetOf } from './state.js';
import './links.css';

/** The page's links: to places in the document, and to the web in a window of their own. */
export function LinkLayer({ document, index, onGo }: PageLayerProps) {
  const { t } = useMessages();
  const [links, setLinks] = useState<Link[]>([]);
  useEffect(() => {
    let gone = false;
    void document
      .links(index)
      .then((found) => gone || setLinks(found))
      .catch(() => undefined); // a page without links can still be looked at
    return () => void (gone = true);
  }, [document, index]);

  return links.map((link, i) => {
    const target = targetOf(link);
    if (!target) return null;
    const [x0, y0, x1, y1] = link.rect;
    const label = target.kind === 'web' ? target.url : t('links.page', { page: target.destination.page + 1 });
    const points = (value: number) => `calc(var(--scale) * ${value.toFixed(2)}px)`;
    const place = {
      className: 'ode-link',
      'aria-label': label,
      title: label,
      style: { left: points(x0), top: points(y0), width: points(x1 - x0), height: points(y1 - y0) },
    };
    if (target.kind === 'web') return <a key={i} {...place} href={target.url} target="_blank" rel="noopener noreferrer" />;
    const { destination } = target;
    return (
      <a
        key={i}
        {...place}
        href={`#page=${destination.page + 1}`}
        onClick={(event) => {
          event.preventDefault();
          onGo(destination);
        }}
      />
    );
  });
}
