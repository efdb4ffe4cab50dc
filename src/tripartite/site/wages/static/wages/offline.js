// Keeps the pages that a worker needs on the device, so that they open without a line.
async function keepForLater() {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register("/sw.js");
  await navigator.serviceWorker.ready;
  const base = `/${document.documentElement.lang.toLowerCase()}`;
  const pages = [`${base}/wages/`, `${base}/hours/`];
  if (location.pathname.startsWith(`${base}/wages/`) && !document.getElementById("answer")) pages.push(location.pathname);
  const law = document.querySelector("form[data-law]")?.dataset.law;
  if (law) pages.push(law);
  const assets = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src], link[rel=modulepreload]")].map((e) => e.href || e.src);
  const fonts = performance.getEntriesByType("resource").map((r) => r.name).filter((n) => n.includes("/fonts/"));
  (registration.active || navigator.serviceWorker.controller).postMessage({ keep: [...pages, ...assets, ...fonts] });
}

keepForLater().catch(() => {
  // Without a service worker the pages still work with a line.
});
