/** Documents that come from outside of the page: pasted into it, or opened or shared with the installed app by the system. */
import { addressIn, isPdf } from './state.js';

export interface Opener {
  openFile(file: File, handle?: Promise<FileSystemFileHandle | undefined>): void;
  openUrl(url: string): void;
}

interface WithLaunches {
  /** Of the Web Application Launch API, where the browser has it. */
  launchQueue?: { setConsumer(consumer: (launch: { files: readonly FileSystemFileHandle[] }) => void): void };
}

/** Gives to `opener` whatever comes. Returns what ends that. */
export function receive(opener: Opener): () => void {
  const paste = (event: ClipboardEvent) => {
    const data = event.clipboardData;
    // Text that is pasted into a field is none of our business.
    if (!data || (event.target as Element).closest?.('input, textarea, [contenteditable]')) return;
    const files = [...data.files].filter(isPdf);
    const address = files.length ? null : addressIn(data.getData('text/plain'));
    if (!files.length && address === null) return;
    event.preventDefault();
    for (const file of files) opener.openFile(file);
    if (address !== null) opener.openUrl(address);
  };
  window.addEventListener('paste', paste);
  (window as WithLaunches).launchQueue?.setConsumer(({ files }) => {
    for (const handle of files) void handle.getFile().then((file) => opener.openFile(file, Promise.resolve(handle)));
  });
  if (new URLSearchParams(location.search).has('shared')) void takeShared().then((file) => file && opener.openFile(file));
  return () => window.removeEventListener('paste', paste);
}

/** The file that the service worker has kept for the page; to be had once. */
async function takeShared(): Promise<File | null> {
  history.replaceState(history.state, '', location.pathname);
  const cache = await caches.open('shared');
  const kept = await cache.match('shared');
  if (!kept) return null;
  await cache.delete('shared');
  const name = decodeURIComponent(kept.headers.get('file-name') ?? '') || 'document.pdf';
  return new File([await kept.blob()], name, { type: 'application/pdf' });
}
