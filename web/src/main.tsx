import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { isFramed, joinFrame } from './features/frame/frame.js';
import { loadWords } from './messages/words.js';

void loadWords();
void render();

whenIdle(() => {
  new Intl.NumberFormat(navigator.language); // the first one takes long, and somebody may be waiting then
});
// It fetches all of the viewer anew.
if (import.meta.env.PROD && 'serviceWorker' in navigator) whenIdle(() => void navigator.serviceWorker.register('./service-worker.js'));

function whenIdle(task: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(task, { timeout: 5000 });
  else setTimeout(task, 2000);
}

async function render(): Promise<void> {
  // Without it the viewer is there all the same, and the page around hears nothing.
  if (isFramed) await joinFrame().catch(console.error);
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
