/**
 * Sends for the code of parts that are wanted next, so that it is there when they are; nothing of it is run. The build writes into
 * the page which files these are (vite/later.ts). Parts: `viewer`, and tabs of the side panel by their ids.
 */
export function fetchAhead(...parts: readonly string[]): void {
  const list = document.querySelector<HTMLMetaElement>('meta[name=ode-later]')?.content;
  const files = JSON.parse(list ?? '{}') as Record<string, readonly string[]>;
  for (const href of new Set(parts.flatMap((part) => files[part] ?? []))) {
    const link = document.createElement('link');
    // `modulepreload` would compile it, too, and take the processor from who draws the page.
    const as = href.endsWith('.css') ? 'style' : 'script';
    // What the page itself still lacks goes first.
    document.head.append(Object.assign(link, { rel: 'preload', as, crossOrigin: '', fetchPriority: 'low', href }));
  }
}
