// Keeps the worker's own pages for times without a line. Pages come from the net where there is one, so that the law is
// never staler than it must be; files with a hash in their name come from the device. Answers are never kept.
const CACHE = "worker-1";
const ALWAYS = ["MODULES"];
const OURS = /^\/[a-z-]+\/(wages|hours)\//;
const PATIENCE = 8000; // ms that a slow line is given before the kept page is shown

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((c) => c.addAll(ALWAYS)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  // Other workers of the site keep pages of their own.
  const old = caches.keys().then((names) => Promise.all(names.filter((n) => n.startsWith("worker-") && n !== CACHE).map((n) => caches.delete(n))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

// A page says which addresses it will need: its language, the country that was chosen.
self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(keep(event.data.keep));
});

async function keep(addresses) {
  const cache = await caches.open(CACHE);
  await Promise.allSettled(addresses.map((address) => keepOne(cache, address)));
}

async function keepOne(cache, address) {
  // Without cookies, so that what is kept shows nobody's name.
  const answer = await fetch(address, { credentials: "omit" });
  if (!answer.ok) return;
  // Read whole before it takes the place of what is kept: a line that breaks off half-way must not leave nothing.
  const body = await answer.blob();
  const headers = new Headers(answer.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  await cache.put(address, new Response(body, { headers }));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "GET" && url.pathname.startsWith("/static/")) event.respondWith(fromDevice(request));
  else if (OURS.test(url.pathname)) event.respondWith(fromNet(request, url));
});

const HASHED = /\.[0-9a-f]{12}\.\w+$/;

async function fromDevice(request) {
  const kept = await caches.match(request);
  // Modules are imported by their plain name, behind which newer code may stand.
  if (kept && HASHED.test(request.url)) return kept;
  return fetch(request).catch(() => kept || Response.error());
}

async function fromNet(request, url) {
  const kept = await caches.match(url.pathname);
  if (request.method === "POST") {
    // What was typed is not lost: the page is shown again and fills itself in.
    return fetch(request).catch(() => kept || Response.error());
  }
  const answer = fetch(request);
  if (!kept) return answer;
  return Promise.race([answer, new Promise((done) => setTimeout(() => done(kept), PATIENCE))]).catch(() => kept);
}
