// The quiz on a telephone: asks shortly and often what is on, and sends an answer until the server has it.
const box = document.querySelector(".quiz");
const note = document.querySelector(".state");
const strings = JSON.parse(document.getElementById("strings").textContent);
const EVERY = 1500; // ms
let tag = "";
let sending = false;

const now = () => box.querySelector(".quiz-screen").dataset.now;

async function look() {
  try {
    const answer = await fetch(box.dataset.state, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store", credentials: "omit" });
    if (answer.status === 200) {
      tag = answer.headers.get("ETag") || "";
      const { state } = await answer.json();
      if (state !== now()) await refresh();
    }
  } catch {
    // Without a line the page stays as it is and asks again.
  }
  // Not all at the same moment.
  setTimeout(look, EVERY * (0.75 + Math.random() / 2));
}

async function refresh() {
  const answer = await fetch("?part=1");
  if (answer.ok) box.innerHTML = await answer.text();
}

box.addEventListener("submit", async (event) => {
  const form = event.target;
  event.preventDefault();
  const given = [...form.querySelectorAll("input:checked")].map((i) => Number(i.value));
  if (!given.length || sending) return;
  sending = true;
  const asked = now();
  while (asked === now() && !(await sent(form.dataset.answer, given))) await new Promise((done) => setTimeout(done, EVERY));
  sending = false;
  await refresh().catch(() => {});
});

async function sent(address, given) {
  try {
    const answer = await fetch(address, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ given }), credentials: "omit", keepalive: true,
    });
    if (answer.status >= 500 || answer.status === 429) throw new Error("later");
    note.textContent = answer.ok ? "" : (await answer.json().catch(() => ({}))).error || "";
    return true;
  } catch {
    note.textContent = strings.waiting;
    return false;
  }
}

look();
