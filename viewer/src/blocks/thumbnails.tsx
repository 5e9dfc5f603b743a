import type { BrowserDocument } from '@ode/engine/browser';
import { useEffect, useRef, useState, type ComponentPropsWithRef, type ReactNode } from 'react';
import { Page } from './page.js';

export interface ThumbnailsProps extends Omit<ComponentPropsWithRef<'ol'>, 'onSelect' | 'children'> {
  document: BrowserDocument;
  /** In CSS pixels; 96 by default. */
  width?: number;
  /** The page that is looked at, from 0. */
  current?: number;
  onSelect?: (index: number) => void;
  /** What stands below a picture; the page's number by default. */
  label?: (index: number) => ReactNode;
}

/** All pages, small, as a list of buttons; pictures are drawn when they come near the window. It has no looks of its own. */
export function Thumbnails({ document, width = 96, current, onSelect, label = (index) => index + 1, ...rest }: ThumbnailsProps) {
  return (
    <ol {...rest}>
      {Array.from({ length: document.pageCount }, (_, index) => (
        <li key={index}>
          <button type="button" aria-current={index === current ? 'page' : undefined} onClick={() => onSelect?.(index)}>
            <Thumbnail document={document} index={index} width={width} />
            {label(index)}
          </button>
        </li>
      ))}
    </ol>
  );
}

function Thumbnail({ document, index, width }: { document: BrowserDocument; index: number; width: number }) {
  const place = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && setNear(true), { rootMargin: '50%' });
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);
  const size = document.pageSize(index);
  const scale = width / size.width;
  return (
    <div ref={place} style={{ width, height: size.height * scale }}>
      {near && <Page document={document} index={index} scale={scale} priority="thumbnail" />}
    </div>
  );
}
