import type { Warning } from '@ode/engine/browser';
import { useState } from 'react';
import { CloseIcon } from '../../icons.js';
import { noticesOf } from './state.js';
import './notice.css';

/** A line above the pages that tells what of the document cannot be shown; it goes when it is read. */
export function Notice({ warnings }: { warnings: readonly Warning[] }) {
  const [shown, setShown] = useState(true);
  const notices = noticesOf(warnings);
  if (!shown || !notices.length) return null;
  return (
    <div className="notice" role="status" data-testid="notice">
      <p>{notices.join(' ')}</p>
      <button className="plain" onClick={() => setShown(false)} aria-label="Close the notice">
        <CloseIcon />
      </button>
    </div>
  );
}
