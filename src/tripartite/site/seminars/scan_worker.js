// Opens the page that scans badges without a line: what that page kept of itself. It reaches no other page, as each
// registers it for its own address alone.
const CACHE = "scan-1";
const PATIENCE = 8000; // ms that a slow line is given before the kept page is shown
const HASHED = /\.[0-9a-f]{12}\.\w+$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && event.request.url.startsWith(location.origin)) event.respondWith(answer(event.request));
});

async function answer(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept && HASHED.test(request.url)) return kept;
  const fresh = fetch(request);
  if (!kept) return fresh;
  // A trainer's link that opens nothing any more is not kept open by the telephone.
  fresh.then(({ status }) => [403, 404].includes(status) && cache.delete(request, { ignoreVary: true })).catch(() => {});
  return Promise.race([fresh, new Promise((done) => setTimeout(() => done(kept), PATIENCE))]).catch(() => kept);
}
