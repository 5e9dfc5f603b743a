/** The page's first code, and little: it sends for everything, and shows the document that the address names. */
import { preload } from '@ode/engine/browser';
import './app.css';
import '@ode/viewer/viewer.css';
import '@ode/viewer/pages.css';
import { showFirstPage } from './features/first-page/first-page.js';

const url = new URLSearchParams(location.search).get('file');
if (url) {
  const first = showFirstPage(url, preloadViewer);
  preload();
  await first;
}
await import('./main.js');
preload();

/** Fetches the viewer's code, which runs later. `vite/preload.ts` says where it is. */
function preloadViewer(): void {
  const address = document.querySelector<HTMLMetaElement>('meta[name="ode-viewer"]')?.content;
  if (address) document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href: address }));
}
