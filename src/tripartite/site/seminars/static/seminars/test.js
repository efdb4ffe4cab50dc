// A test on the telephone: one question a screen, each answer sent at once, and kept here until the server has it.
const form = document.querySelector("form.test");
const screens = [...form.querySelectorAll(".screen")];
const state = form.querySelector(".state");
const strings = JSON.parse(document.getElementById("strings").textContent);
const KEPT = `tripartite-test-${form.dataset.attempt}`;
const AGAIN = 4000; // ms until what was not sent is tried again
const PATIENCE = 15000; // ms until a line that says nothing counts as gone
const device = knownDevice();
let sending = false;
let finishing = null; // the button that waits until everything is sent

/** A name that this telephone gave itself, so that the server tells its answers in their order. */
function knownDevice() {
  const fresh = [...crypto.getRandomValues(new Uint8Array(12))].map((b) => b.toString(16).padStart(2, "0")).join("");
  try {
    const known = localStorage.getItem("tripartite-device") || fresh;
    localStorage.setItem("tripartite-device", known);
    return known;
  } catch {
    return fresh;
  }
}

// --- What waits for the line: by question, the answer and when it was given --------------------------

function waiting() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) || {};
  } catch {
    return {};
  }
}

const inMemory = waiting();
let last = Math.max(0, ...Object.values(inMemory).map((h) => h.sequence));

function keep() {
  form.dataset.waiting = Object.keys(inMemory).length;
  try {
    if (Object.keys(inMemory).length) localStorage.setItem(KEPT, JSON.stringify(inMemory));
    else localStorage.removeItem(KEPT);
  } catch {
    // A telephone that keeps nothing still sends what it holds in memory.
  }
}

function tell(text, isWaiting = false) {
  state.textContent = text;
  state.classList.toggle("waiting", isWaiting);
}

async function send() {
  if (sending) return;
  sending = true;
  try {
    for (const [question, held] of Object.entries(inMemory)) await sendOne(question, held);
    if (!Object.keys(inMemory).length && state.classList.contains("waiting")) tell(strings.saved);
  } catch {
    tell(strings.waiting, true);
    setTimeout(send, AGAIN);
  } finally {
    sending = false;
  }
  // Given while another was under way.
  if (Object.values(inMemory).some((h) => h.fresh)) send();
  else if (finishing && !Object.keys(inMemory).length) form.requestSubmit(finishing);
}

async function sendOne(question, held) {
  held.fresh = false;
  const answer = await fetch(form.dataset.address.replace("QUESTION", question), {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ given: held.given, age: Math.max(0, Date.now() - held.at), device, sequence: held.sequence }),
    credentials: "omit",
    keepalive: true,
    signal: AbortSignal.timeout?.(PATIENCE),
  });
  if (answer.status >= 500 || answer.status === 429) throw new Error("later");
  // A newer answer that was given meanwhile stays to be sent.
  if (inMemory[question] === held) delete inMemory[question];
  keep();
  const said = await answer.json().catch(() => ({}));
  tell(answer.ok ? strings.saved : strings.lost.replace("{reason}", said.error || answer.status));
}

// --- Reading the page -----------------------------------------------------------------------------

function givenTo(field) {
  const kind = field.dataset.kind;
  if (kind === "numeric") return field.querySelector("input").value;
  if (kind === "order") return ordered(field);
  return [...field.querySelectorAll("input:checked")].map((i) => Number(i.value));
}

/** The number of each step, as the steps are named and not as they now stand. */
function steps(field) {
  const items = [...field.querySelectorAll("li[data-step]")];
  return items.sort((a, b) => a.dataset.step - b.dataset.step).map((item) => item.querySelector("select"));
}

/** Steps in the order of their numbers; nothing until each has its own. */
function ordered(field) {
  const ranks = steps(field).map((s) => Number(s.value));
  if (ranks.some((r) => !r) || new Set(ranks).size < ranks.length) return null;
  return ranks.map((_, n) => n).sort((a, b) => ranks[a] - ranks[b]);
}

function isAnswered(field) {
  const given = givenTo(field);
  return given !== null && given.length > 0;
}

function changed(field) {
  const given = givenTo(field);
  if (given === null) return;
  // Also within one millisecond, and where the clock was put back.
  last = Math.max(last + 1, Date.now());
  inMemory[field.dataset.question] = { given, at: Date.now(), sequence: last, fresh: true };
  keep();
  send();
}

for (const field of form.querySelectorAll(".question")) {
  let typing;
  field.addEventListener("change", () => changed(field));
  field.addEventListener("input", (event) => {
    if (event.target.inputMode !== "decimal") return;
    clearTimeout(typing);
    typing = setTimeout(() => changed(field), 700);
  });
  const held = inMemory[field.dataset.question];
  if (held) show(field, held.given);
  if (field.dataset.kind === "order") liftable(field);
}

/** Show an answer that this telephone kept and the page, as the server made it, does not know. */
function show(field, given) {
  if (field.dataset.kind === "numeric") field.querySelector("input").value = given;
  else if (field.dataset.kind === "order") given.forEach((step, n) => { steps(field)[step].value = n + 1; });
  else for (const input of field.querySelectorAll("input")) input.checked = given.includes(Number(input.value));
}

// --- Steps are put in order by buttons, or dragged where there is a mouse ----------------------------

function liftable(field) {
  const list = field.querySelector(".order");
  const items = [...list.children];
  const rank = (item) => Number(item.querySelector("select").value) || items.length + 1;
  list.append(...[...items].sort((a, b) => rank(a) - rank(b)));
  for (const item of items) {
    const text = item.querySelector("span").textContent;
    const lift = document.createElement("span");
    lift.className = "lift";
    lift.append(...[["up", -1, "↑"], ["down", 1, "↓"]].map(([key, by, sign]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.setAttribute("aria-label", `${strings[key]}: ${text}`);
      button.addEventListener("click", () => { move(list, item, by); numbered(field, list); button.focus(); });
      return button;
    }));
    item.append(lift);
    item.draggable = true;
    item.addEventListener("dragstart", () => item.classList.add("moved"));
    item.addEventListener("dragend", () => { item.classList.remove("moved"); numbered(field, list); });
    item.addEventListener("dragover", (event) => {
      event.preventDefault();
      const dragged = list.querySelector(".moved");
      if (!dragged || dragged === item) return;
      const below = event.offsetY > item.offsetHeight / 2;
      list.insertBefore(dragged, below ? item.nextSibling : item);
    });
  }
}

function move(list, item, by) {
  if (by < 0 && item.previousElementSibling) list.insertBefore(item, item.previousElementSibling);
  if (by > 0 && item.nextElementSibling) list.insertBefore(item.nextElementSibling, item);
}

function numbered(field, list) {
  [...list.children].forEach((item, n) => { item.querySelector("select").value = n + 1; });
  changed(field);
}

// --- One question a screen ------------------------------------------------------------------------

const moves = form.querySelector(".moves");
let current = 0;

function go(to, focus = true) {
  current = Math.min(Math.max(to, 0), screens.length - 1);
  screens.forEach((s, n) => s.classList.toggle("current", n === current));
  form.classList.toggle("last", current === screens.length - 1);
  moves.querySelector("[data-move='-1']").disabled = current === 0;
  moves.querySelector("[data-move='1']").hidden = current === screens.length - 1;
  history.replaceState(null, "", `#q${current + 1}`);
  if (focus) {
    screens[current].querySelector(".question").focus({ preventScroll: true });
    form.scrollIntoView();
  }
}

moves.addEventListener("click", (event) => {
  const by = Number(event.target.dataset?.move || 0);
  if (by) go(current + by);
});

form.addEventListener("keydown", (event) => {
  // Return in a field goes on to the next question.
  if (event.key !== "Enter" || event.target.inputMode !== "decimal") return;
  event.preventDefault();
  changed(event.target.closest(".question"));
  go(current + 1);
});

form.addEventListener("submit", (event) => {
  if (event.submitter?.name !== "finish") return;
  if (Object.keys(inMemory).length) {
    event.preventDefault();
    finishing = event.submitter;
    tell(strings.wait, true);
    send();
    return;
  }
  finishing = null;
  const open = [...form.querySelectorAll(".question")].filter((f) => !isAnswered(f)).length;
  if (open && !confirm(strings.unanswered.replace("{n}", open))) event.preventDefault();
});

const wrong = screens.findIndex((s) => s.querySelector(".error"));
const named = /^#q(\d+)$/.exec(location.hash);
const first = screens.findIndex((s) => !isAnswered(s.querySelector(".question")));
form.classList.add("scripted");
moves.hidden = false;
go(wrong >= 0 ? wrong : named ? Number(named[1]) - 1 : Math.max(first, 0), false);
addEventListener("online", send);
keep();
if (Object.keys(inMemory).length) send();
