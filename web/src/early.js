/*
 * The page's very first code, which waits for nothing: sends for the start of the document that the address names, and
 * starts the worker that will open it. `start.ts` takes both. It stands in the page itself (vite/early.ts), as a request for
 * it would take as long as one for the document; so it is plain JavaScript, and the policy names its hash.
 */
/* global document, location, URLSearchParams, window, Worker */
{
  const url = new URLSearchParams(location.search).get('file');
  if (url) {
    const first = fetch(url, { headers: { Range: 'bytes=0-262143' } });
    first.catch(() => undefined); // who opens the document is told
    const worker = document.querySelector('meta[name="ode-worker"]').content;
    window.odeEarly = { first, worker: new Worker(worker, { type: 'module' }) };
  }
}
