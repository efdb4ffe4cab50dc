// Self-study without an account: what was read and answered stays on this device, and nothing of it is sent.
const KEPT = "tripartite-study";
const box = document.querySelector("[data-study]");
const told = box.dataset;
const digits = [...told.digits];

function kept() {
  try {
    const all = JSON.parse(localStorage.getItem(KEPT));
    return all && typeof all === "object" ? all : {};
  } catch {
    return {};
  }
}

/** What is kept of a module with this country's law. */
function of(all, module) {
  const { answers, read } = all[`${told.country}/${module}`] || {};
  return { answers: answers && typeof answers === "object" ? answers : {}, read: read === true };
}

function change(module, changed) {
  const all = kept();
  const now = of(all, module);
  changed(now);
  all[`${told.country}/${module}`] = now;
  try {
    localStorage.setItem(KEPT, JSON.stringify(all));
  } catch {
    // A device that keeps nothing still shows what is right and why.
  }
}

const number = (n) => [...String(n)].map((d) => digits[Number(d)]).join("");

function progress(all, place) {
  const { answers, read } = of(all, place.dataset.progress);
  const asked = place.dataset.questions.split(" ");
  const said = [];
  if (read) said.push(told.read);
  if (asked.some((q) => q in answers)) {
    const right = asked.filter((q) => answers[q] === true).length;
    said.push(told.pattern.replace("{n}", number(right)).replace("{all}", number(asked.length)));
  }
  place.textContent = said.join(" · ");
  const marks = [...box.querySelectorAll("[data-mark]")].filter((m) => m.dataset.mark in answers);
  for (const mark of marks) mark.textContent = answers[mark.dataset.mark] ? told.right : told.wrong;
}

const answered = box.querySelector("[data-answered]");
if (answered) {
  const { answered: question, module, verdict } = answered.dataset;
  change(module, (now) => { now.answers[question] = verdict === "right"; });
}

const reading = box.querySelector("[data-has-read]");
reading?.addEventListener("click", () => change(reading.dataset.hasRead, (now) => { now.read = true; }));

const all = kept();
for (const place of box.querySelectorAll("[data-progress]")) progress(all, place);
box.querySelector("[data-kept]").hidden = false;
const forget = box.querySelector("[data-forget]");
forget.hidden = !Object.keys(all).length;
forget.addEventListener("click", () => {
  localStorage.removeItem(KEPT);
  // Not loaded again: a page with an answer in its address would keep that answer anew.
  for (const place of box.querySelectorAll("[data-progress], [data-mark]")) place.textContent = "";
  forget.hidden = true;
});
