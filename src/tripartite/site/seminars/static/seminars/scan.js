// Badges are noted at once on the telephone with the time, and sent when there is a line; sent twice, they count once.
import { watch } from "./camera.js";

const place = document.getElementById("scan");
const said = place.dataset;
const begin = document.getElementById("begin");
const last = document.getElementById("last");
const waiting = document.getElementById("waiting");
const list = document.getElementById("noted");
const typed = document.getElementById("typed");
const AGAIN = 4000; // ms out of sight after which a badge is looked at anew
const AT_ONCE = 200; // badges in one sending
const PATIENCE = 15000; // ms until a line that says nothing counts as gone
const BADGE = /^\d{1,6}-[0-9A-Z]{5}$/i;
const KEPT_PAGES = "scan-1"; // as the service worker calls them

// --- What waits for the line ------------------------------------------------------------------------

let inMemory = [];
let sending = false;

function kept() {
  try {
    inMemory = JSON.parse(localStorage.getItem(said.store)) || [];
  } catch {
    // A telephone that keeps nothing still sends what it holds in memory.
  }
  return inMemory;
}

function keep(queue, trouble = "") {
  inMemory = queue;
  try {
    localStorage.setItem(said.store, JSON.stringify(queue));
  } catch {
    // As above.
  }
  waiting.textContent = [queue.length ? `${said.waiting} ${queue.length}` : "", queue.length ? trouble : ""].filter(Boolean).join(" – ");
  showWaiting(queue);
}

const sameScan = (one, other) => one.badge === other.badge && one.at === other.at;

async function send() {
  const queue = kept().slice(0, AT_ONCE);
  if (sending || !queue.length) return;
  sending = true;
  let trouble = "";
  let arrived = false;
  try {
    let answer = await post(queue);
    // A page that was kept on the telephone may hold a key of an earlier session.
    if (answer.status === 403 && (await freshKey())) answer = await post(queue);
    if (answer.redirected || answer.status === 403) trouble = said.refused;
    else if (!answer.ok) trouble = said.failed.replace("{status}", answer.status);
    else arrived = taken(queue, (await answer.json()).said);
  } catch {
    // No line: all of it is still kept.
  }
  keep(kept(), trouble);
  sending = false;
  // Badges that were seen meanwhile go at once.
  if (kept().length && navigator.onLine && !trouble) setTimeout(send, arrived ? 0 : 3000);
}

function taken(queue, answers) {
  for (const { told, there } of answers) tell(told, there);
  // Another tab may have sent, or noted, something meanwhile.
  keep(kept().filter((scan) => !queue.some((sent) => sameScan(sent, scan))));
  return true;
}

const key = () => typed.querySelector("[name=csrfmiddlewaretoken]");

function post(queue) {
  return fetch(location.pathname, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": key().value },
    body: JSON.stringify(queue),
    signal: AbortSignal.timeout?.(PATIENCE),
  });
}

async function freshKey() {
  const page = await fetch(location.pathname, { cache: "reload", signal: AbortSignal.timeout?.(PATIENCE) });
  if (!page.ok || page.redirected) return false;
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("#typed [name=csrfmiddlewaretoken]");
  if (fresh) key().value = fresh.value;
  return Boolean(fresh);
}

// --- What the page tells ------------------------------------------------------------------------------

function tell(text, there) {
  list.prepend(row(text, there ? "" : "bad"));
  last.textContent = text;
  last.className = `last ${there ? "ok" : "bad"}`;
}

function row(text, name) {
  const made = document.createElement("li");
  made.textContent = text;
  made.className = name;
  return made;
}

function showWaiting(queue) {
  for (const old of list.querySelectorAll(".unsure")) old.remove();
  for (const { badge } of queue) list.prepend(row(`${badge} – ${said.later}`, "unsure"));
}

// --- Badges, by camera and by hand ----------------------------------------------------------------------

const lastSeen = new Map();

function seen(code) {
  const now = Date.now();
  // A badge that is held before the camera for long is one look.
  const isNew = now - (lastSeen.get(code) || 0) >= AGAIN;
  lastSeen.set(code, now);
  if (!isNew) return;
  navigator.vibrate?.(60);
  // Other codes are not sent: that of a participant's own page would open it.
  if (BADGE.test(code.trim())) note(code.trim());
  else tell(said.nobadge, false);
}

function note(badge) {
  keep([...kept(), { badge, at: new Date().toISOString() }]);
  last.textContent = badge;
  last.className = "last unsure";
  send();
}

typed.addEventListener("submit", (event) => {
  event.preventDefault();
  const field = typed.elements.badge;
  if (field.value.trim()) note(field.value.trim());
  field.value = "";
  field.focus();
});

begin.addEventListener("click", async () => {
  begin.hidden = true;
  last.textContent = "";
  try {
    await watch(document.getElementById("camera"), said.decoder, seen);
  } catch (error) {
    last.textContent = error.name === "NotAllowedError" ? said.notallowed : said.nocamera;
    last.className = "last bad";
  }
  begin.hidden = false;
});

// --- Without a line -------------------------------------------------------------------------------------

/** Keep this page and its files on the telephone, so that it opens again without a line. */
async function keepPage() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(said.worker, { scope: location.pathname });
  const files = performance.getEntriesByType("resource").filter((r) => r.initiatorType !== "fetch").map((r) => r.name);
  const ours = [location.href.split("#")[0], new URL(said.decoder, location.href).href, ...files];
  const cache = await caches.open(KEPT_PAGES);
  await cache.addAll(new Set(ours.filter((address) => address.startsWith(location.origin))));
}

begin.hidden = false;
addEventListener("online", send);
setInterval(send, 20000);
keep(kept());
send();
document.fonts.ready.then(keepPage).then(() => { place.dataset.kept = "yes"; }, () => {
  // Without a service worker the page still works once it is open.
});
