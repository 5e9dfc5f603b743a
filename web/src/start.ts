/** The page's first code, and little: it sends for everything, and shows the document that the address names. */
import { preload } from '@ode/engine/browser';
import './app.css';
import '@ode/viewer/viewer.css';
import '@ode/viewer/pages.css';
import { showFirstPage } from './features/first-page/first-page.js';
import { loadLanding } from './features/open/load-landing.js';

const url = new URLSearchParams(location.search).get('file');

async function start(): Promise<void> {
  if (url) {
    const early = window.odeEarly;
    preload(early && { createWorker: () => early.worker });
    await showFirstPage({ url, first: early?.first, last: early?.last });
  } else void loadLanding();
  await import('./main.js');
  preload();
}

// Not awaited by the module: the viewer's code imports from the file that this stands in, and would wait for it.
void start();
