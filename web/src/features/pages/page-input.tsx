import { useState } from 'react';

/** `3 / 12`: the page that is looked at, and the way to another. */
export function PageInput({ page, count, onGo }: { page: number; count: number; onGo: (page: number) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const go = () => {
    const wanted = Number(typed);
    if (typed !== null && Number.isInteger(wanted)) onGo(Math.min(count, Math.max(1, wanted)) - 1);
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
        inputMode="numeric"
        aria-label="Page"
        size={Math.max(2, String(count).length)}
        data-testid="page-input"
      />
      <span data-testid="page-count">/ {count}</span>
    </form>
  );
}
