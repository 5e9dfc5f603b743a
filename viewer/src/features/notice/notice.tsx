import { useState } from 'react';
import { useViewerContext } from '../../core/context.js';
import { lazily } from '../../shell/lazily.js';
import { noticesOf } from './state.js';

const ToldLine = lazily(() => import('../../shell/told-line.js'));

/** Tells what of the document cannot be shown; it goes when it is read. */
export function Notice() {
  const { document } = useViewerContext();
  const [shown, setShown] = useState(true);
  const notices = noticesOf(document.warnings);
  return shown && notices.length > 0 && <ToldLine told={notices.map((key) => ({ key }))} onClose={() => setShown(false)} />;
}
