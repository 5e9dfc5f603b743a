/*
 * Lets the viewer work without a network. The page itself is asked for anew when there is one; files with a hash in
 * their name never change, and are kept: those of this build from the start, fonts and CMaps when they are first used.
 */
/* global self, caches, location, VERSION, FILES -- the last two are put before this by vite/service-worker.ts */
const SHELL = `ode-shell-${VERSION}`;
const RESOURCES = 'ode-resources';

self.addEventListener('install', (event) => {
  const keep = async () => {
    const cache = await caches.open(SHELL);
    await cache.addAll(['/', '/favicon.svg', '/manifest.webmanifest', ...FILES]);
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener('activate', (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) if (name.startsWith('ode-shell-') && name !== SHELL) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== location.origin || url.pathname.startsWith('/api/')) return;
  if (event.request.mode === 'navigate' && url.pathname === '/') event.respondWith(freshOr('/', event.request));
  else if (url.pathname.startsWith('/assets/resources-')) event.respondWith(keptOr(RESOURCES, event.request));
  else if (url.pathname.startsWith('/assets/') || url.pathname === '/favicon.svg') event.respondWith(keptOr(SHELL, event.request));
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
async function keptOr(name, request) {
  const cache = await caches.open(name);
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}
