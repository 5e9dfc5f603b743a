/**
 * The page's very first code, which waits for nothing: sends for the start of the document that the address names, and starts
 * the worker that will open it. `start.ts` takes both. A classic script, so it has no imports; vite/preload.ts puts it in.
 */
{
  const url = new URLSearchParams(location.search).get('file');
  const worker = document.querySelector<HTMLMetaElement>('meta[name="ode-worker"]')?.content;
  if (url && worker) {
    const first = fetch(url, { headers: { Range: 'bytes=0-262143' } });
    first.catch(() => undefined); // who opens the document is told
    window.odeEarly = { first, worker: new Worker(worker, { type: 'module' }) };
  }
}
