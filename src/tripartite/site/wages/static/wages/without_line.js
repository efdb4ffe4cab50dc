// Without a line: the telephone reckons by itself what it can reckon exactly, with the law that it kept (law.json). For the
// rest it says that the line is needed, and fills in again what was typed.
import { due, verdict } from "./calculate.js";
import { say, strings } from "./strings.js";

const KEY = "tripartite.typed";
const language = document.documentElement.lang;

const typedIn = (form) => [...new FormData(form)].filter(([name]) => name !== "step");

/** Keep what is typed in this tab until an answer comes. */
function remember(form) {
  sessionStorage.setItem(KEY, JSON.stringify({ address: form.action, typed: typedIn(form) }));
}

function fillAgain(form, typed) {
  for (const [name, value] of typed) {
    const found = form.elements[name];
    if (!found) continue;
    const boxes = found instanceof RadioNodeList ? [...found] : [found];
    for (const box of boxes) {
      if (box.type !== "radio" && box.type !== "checkbox") box.value = value;
      else if (box.value === value) box.checked = true;
    }
  }
}

// --- the answer ------------------------------------------------------------------------------------

const made = (tag, text, kind = "") => Object.assign(document.createElement(tag), { textContent: text, className: kind });

function money(minor, law) {
  const digits = strings.digits;
  const format = new Intl.NumberFormat(language, { style: "currency", currency: law.currency, minimumFractionDigits: digits, maximumFractionDigits: digits });
  return format.format(Number(minor) / 10 ** digits);
}

function hours(minutes) {
  const [h, m] = [Math.floor(minutes / 60), minutes % 60];
  return m ? say("length", { h, m: String(m).padStart(2, "0") }) : say("hours", { h });
}

function row(name, sum, tone = "") {
  const box = made("div", "", tone);
  box.append(made("dt", name), made("dd", sum));
  return box;
}

function lineOf(line, result, law) {
  const [base, divisor] = result.hourly_base;
  const perHour = new Intl.NumberFormat(language, { maximumFractionDigits: 4 }).format(Number(base) / Number(divisor) / 10 ** strings.digits);
  const item = made("li", "");
  const sum = made("div", `${hours(line.minutes)} × ${line.rate_bp / 100} % × ${perHour} = `, "sum");
  sum.append(made("b", money(line.amount, law)));
  item.append(made("div", line.name, "name"), sum, made("div", line.law, "law"));
  return item;
}

function show(law, result, paid) {
  const told = verdict(result, paid);
  const below = told === "short" && !result.short;
  const sum = told === "not-compared" ? result.premium_due : below ? result.wage_below_minimum : result.short;
  const place = document.getElementById("offline-answer");
  const lines = made("ol", "", "lines");
  lines.append(...result.lines.map((l) => lineOf(l, result, law)));
  const sums = made("dl", "", "sums");
  sums.append(row(say(result.at_least ? "due_least" : "due"), money(result.premium_due, law)));
  if (paid.includes("overtime") || paid.includes("basic")) sums.append(row(say("paid"), money(result.premium_paid, law)));
  if (result.premium_short) sums.append(row(say("short"), money(result.premium_short, law), paid.includes("gross") ? "unsure" : "bad"));
  if (result.minimum_wage_short) sums.append(row(say("below_minimum"), money(result.minimum_wage_short, law), "bad"));
  if (result.wage_below_minimum) sums.append(row(say("wage_below_minimum"), money(result.wage_below_minimum, law), "bad"));
  place.replaceChildren(
    made("h2", say(below ? "headline-below" : `headline-${told}`, { sum: money(sum, law) }), `verdict ${told}`),
    lines, sums, made("p", say("reckoned_here", { day: new Intl.DateTimeFormat(language).format(new Date(law.kept)) }), "hint"),
  );
  reveal(place);
}

function tell(text) {
  const place = document.getElementById("offline-answer");
  place.replaceChildren(made("p", text, "panel unsure"));
  reveal(place);
}

function reveal(place) {
  place.hidden = false;
  place.tabIndex = -1;
  place.focus();
  place.scrollIntoView({ block: "start" });
}

async function reckon(form) {
  const typed = Object.fromEntries(typedIn(form));
  try {
    const law = await (await fetch(form.dataset.law)).json();
    const paid = ["basic", "overtime", "gross"].filter((p) => typed[`paid_${p}`]);
    show(law, due(law, typed, strings.digits), paid);
  } catch (error) {
    const label = error.field && form.querySelector(`[data-field="${error.field}"] label`)?.textContent;
    tell(label ? say("look_at", { field: label }) : say("needs_line"));
    if (error.field) form.elements[error.field]?.focus?.();
  }
}

export function beOffline(form) {
  form.addEventListener("submit", (event) => {
    remember(form);
    const step = event.submitter?.value ?? "answer";
    if (navigator.onLine) return;
    event.preventDefault();
    if (step === "answer") reckon(form);
    else tell(say("needs_line"));
  });
  const held = JSON.parse(sessionStorage.getItem(KEY) || "null");
  // The form was sent and the page came back from the device, not from the server: nothing answered.
  if (held && held.address === form.action && !form.dataset.answered && performance.getEntriesByType("navigation")[0]?.type === "navigate" && !navigator.onLine) {
    fillAgain(form, held.typed);
    reckon(form);
  }
  if (navigator.onLine) sessionStorage.removeItem(KEY);
  addEventListener("online", () => {
    document.getElementById("offline-answer").hidden = true;
  });
}
