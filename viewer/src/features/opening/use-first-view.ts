import { useEffect, useState } from 'react';
import type { Opening } from '../../use-opened.js';
import { firstViewOf, knownFirstView } from './first-view.js';

/** What a document says of how it is to be shown is waited for this long, in ms: then it is shown as any, and follows it later. */
const PATIENCE = 300;

/** A document counts as open when it is known how it is to be shown, so that nothing moves afterwards. */
export function useFirstView(opening: Opening): Opening {
  const document = opening.status === 'open' ? opening.opened.document : null;
  const [ready, setReady] = useState<object | null>(null);
  const known = document && (ready === document || knownFirstView(document) !== undefined);
  useEffect(() => {
    if (!document || known) return;
    let gone = false;
    const show = () => gone || setReady(document);
    const timer = setTimeout(show, PATIENCE);
    void firstViewOf(document).then(show);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [document, known]);
  return document && !known ? { status: 'opening' } : opening;
}
