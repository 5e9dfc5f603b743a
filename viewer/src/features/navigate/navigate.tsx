import { useState } from 'react';
import { pageOf } from './state.js';
import './navigate.css';

/** `3 / 12`: the page that is looked at, and the way to another. */
export function PageInput({ page, count, onGo }: { page: number; count: number; onGo: (page: number) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const go = () => {
    const wanted = typed === null ? null : pageOf(typed, count);
    if (wanted !== null) onGo(wanted);
    setTyped(null);
  };
  return (
    <form
      className="page-input"
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <input
        value={typed ?? String(page + 1)}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={go}
        onKeyDown={(event) => event.key === 'Escape' && setTyped(null)}
        inputMode="numeric"
        aria-label="Page"
        size={Math.max(2, String(count).length)}
        data-testid="page-input"
      />
      <span data-testid="page-count">/ {count}</span>
    </form>
  );
}
