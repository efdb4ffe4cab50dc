// The quiz on a telephone: follows what is on, and sends an answer until the server has it.
import { follow, PATIENCE } from "./follow.js";

const box = document.querySelector(".quiz");
const note = document.querySelector(".state");
const strings = JSON.parse(document.getElementById("strings").textContent);
const EVERY = 1500; // ms
const WAITING = 4000; // while no quiz is on
const SLOWEST = 15000;
let sending = false;
let followed = false;

const now = () => box.querySelector(".quiz-screen").dataset.now;

follow(box.dataset.state, {
  credentials: "omit",
  lost: () => {}, // what is on the page can be read without a line
  told: async ({ state }) => {
    if (state !== now()) await refresh();
    const phase = state.split(":")[2];
    if (phase === "asking" || phase === "showing") followed = true;
    else return followed && phase === "ended" ? 0 : WAITING;
    return EVERY;
  },
});

async function refresh() {
  const answer = await fetch("?part=1", { cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE) });
  if (!answer.ok) throw new Error(String(answer.status));
  box.innerHTML = await answer.text();
}

box.addEventListener("submit", async (event) => {
  const form = event.target;
  event.preventDefault();
  const given = [...form.querySelectorAll("input:checked")].map((i) => Number(i.value));
  if (!given.length || sending) return;
  sending = true;
  const asked = now();
  for (let wait = EVERY; asked === now() && !(await sent(form, given)); wait = Math.min(wait * 1.5, SLOWEST)) {
    await new Promise((done) => setTimeout(done, wait * (0.75 + Math.random() / 2)));
  }
  sending = false;
  await refresh().catch(() => {});
});

async function sent(form, given) {
  try {
    const answer = await fetch(form.dataset.answer, {
      method: "POST", body: JSON.stringify({ given }), keepalive: true, signal: AbortSignal.timeout?.(PATIENCE),
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    });
    if (answer.status >= 500 || answer.status === 429) throw new Error("later");
    note.textContent = answer.ok ? "" : (await answer.json().catch(() => ({}))).error || "";
    return true;
  } catch {
    note.textContent = strings.waiting;
    return false;
  }
}
