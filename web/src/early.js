/*
 * The page's very first code, which waits for nothing: sends for the start of the document that the address names, and
 * starts the worker that will open it. `start.ts` takes both. It stands in the page itself (vite/early.ts), as a request for
 * it would take as long as one for the document; so it is plain JavaScript, and the policy names its hash.
 */
/* global document, location, URLSearchParams, window, Worker */
{
  const url = new URLSearchParams(location.search).get('file');
  if (url) {
    const ask = (from, to) => fetch(url, { headers: { Range: `bytes=${from}-${to}` } });
    // By blocks of 64 KiB, as the engine reads: two at the start and two at the end, where a PDF says what is in it.
    const start = 131072;
    const first = ask(0, start - 1);
    const last = first.then(({ headers }) => {
      const length = Number(headers.get('content-range')?.split('/')[1]) || 0;
      return length > start ? ask(Math.max(start, (Math.ceil(length / 65536) - 2) * 65536), length - 1) : null;
    });
    last.catch(() => undefined); // who opens the document is told
    const worker = document.querySelector('meta[name="ode-worker"]').content;
    window.odeEarly = { first, last, worker: new Worker(worker, { type: 'module' }) };
  }
}
