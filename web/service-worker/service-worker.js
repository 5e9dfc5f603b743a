/*
 * Lets the viewer work without a network. The page itself is asked for anew when there is one; files with a hash in
 * their name never change, and are kept: those of this build from the start, rare things when they are used.
 * What another app shares to the installed one comes as a form; it is kept for the page, which opens it (src/features/arriving).
 *
 * A new version waits until the last window of the old one is closed: an open viewer keeps the files that it began with.
 */
/* global self, caches, location, File, Response, VERSION, FILES -- the last two are put before this by vite/service-worker.ts */
const SHELL = `ode-shell-${VERSION}`;
/** Where the page takes what was shared; the build's version has no part in it. */
const SHARED = 'shared';
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
  if (request.method === 'POST' && origin === location.origin && pathname === `${BASE}share`) return event.respondWith(shared(request));
  if (request.method !== 'GET' || origin !== location.origin || !pathname.startsWith(BASE)) return;
  const path = pathname.slice(BASE.length);
  if (request.mode === 'navigate' && path === '') event.respondWith(freshOr('./', request));
  else if (path.startsWith('assets/')) event.respondWith(keptOr(request));
  else if (ROOT_FILES.includes(path)) event.respondWith(freshOr(path, request));
});

/** Keeps a file that was shared, and sends the page to it; or to the address that was. */
async function shared(request) {
  const form = await request.formData();
  const file = form.get('file');
  if (file instanceof File && file.size) {
    const kept = new Response(file, { headers: { 'content-type': 'application/pdf', 'file-name': encodeURIComponent(file.name) } });
    await (await caches.open(SHARED)).put(SHARED, kept);
    return Response.redirect(`./?${SHARED}`, 303);
  }
  const [address] = /https?:\/\/\S+/.exec(`${form.get('url') ?? ''} ${form.get('text') ?? ''}`) ?? [];
  return Response.redirect(address ? `./?file=${encodeURIComponent(address)}` : './', 303);
}

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
