/*
 * Lets the viewer work without a network. The page itself is asked for anew when there is one; files with a hash in
 * their name never change, and are kept: those of this build from the start, fonts and other rare things when they are used.
 *
 * A new version waits until the last window of the old one is closed: an open viewer keeps the files that it began with.
 */
/* global self, caches, location, VERSION, FILES -- the last two are put before this by vite/service-worker.ts */
const SHELL = `ode-shell-${VERSION}`;
const ROOT_FILES = ['favicon.svg', 'manifest.webmanifest'];
/** The folder that the viewer is served from. */
const BASE = new URL('./', location.href).pathname;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(['./', ...ROOT_FILES, ...FILES])));
});

self.addEventListener('activate', (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) if (name.startsWith('ode-') && name !== SHELL) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin || !pathname.startsWith(BASE)) return;
  const path = pathname.slice(BASE.length);
  if (request.mode === 'navigate' && path === '') event.respondWith(freshOr('./', request));
  else if (path.startsWith('assets/')) event.respondWith(keptOr(request));
  else if (ROOT_FILES.includes(path)) event.respondWith(freshOr(path, request));
});

/** From the network, or without one what was kept. */
async function freshOr(path, request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(SHELL)).match(path);
    if (kept) return kept;
    throw error;
  }
}

/** What was kept, else from the network, and then it is kept. */
async function keptOr(request) {
  const cache = await caches.open(SHELL);
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  // Where the browser gives no room to keep it, it is fetched again the next time.
  if (response.ok) await cache.put(request, response.clone()).catch(() => undefined);
  return response;
}
