import type { Destination, Document, Link } from '@ode/engine/browser';
import { useEffect, useState } from 'react';

/** The page's links: to places in the document, and to the web in a window of their own. */
export function LinkLayer({ document, index, onGo }: { document: Document; index: number; onGo: (destination: Destination) => void }) {
  const [links, setLinks] = useState<Link[]>([]);
  useEffect(() => {
    let gone = false;
    void document
      .links(index)
      .then((found) => gone || setLinks(found))
      .catch(() => undefined);
    return () => void (gone = true);
  }, [document, index]);

  return links.map(({ rect: [x0, y0, x1, y1], url, destination }, i) => {
    const points = (value: number) => `calc(var(--scale) * ${value.toFixed(2)}px)`;
    const style = { left: points(x0), top: points(y0), width: points(x1 - x0), height: points(y1 - y0) };
    if (destination) {
      return (
        <a
          key={i}
          className="link"
          href={`#page=${destination.page + 1}`}
          aria-label={`Go to page ${destination.page + 1}`}
          style={style}
          onClick={(event) => {
            event.preventDefault();
            onGo(destination);
          }}
        />
      );
    }
    // Only what a browser may safely be sent to.
    return url && /^(https?|mailto):/i.test(url) ? (
      <a key={i} className="link" href={url} title={url} aria-label={url} style={style} target="_blank" rel="noopener noreferrer" />
    ) : null;
  });
}
