// My hours: taps become stretches of work in the log on this device.
import * as kept from "./log.js";
import { dayName, monthName, offer, say } from "./strings.js";
import "./offline.js";

const at = (id) => document.getElementById(id);
let log = kept.empty();
let editing = null;

function open() {
  try {
    log = kept.load();
  } catch {
    // What lies there is kept for its owner: nothing is written over it.
    at("trouble").textContent = say("unreadable");
    at("trouble").hidden = false;
    at("start").disabled = true;
    return;
  }
  show();
}

function change(make) {
  try {
    const next = make(log);
    kept.save(next);
    log = next;
    at("trouble").hidden = true;
    show();
    return true;
  } catch (error) {
    tell(error.name === "QuotaExceededError" ? "full" : error.message);
    return false;
  }
}

function tell(key) {
  const dialog = document.querySelector("dialog[open] .error");
  const place = dialog || at("trouble");
  place.textContent = say(key);
  place.hidden = false;
}

// --- what is shown --------------------------------------------------------------------------------

const time = (moment) => moment.slice(11);
const length = (n) => say("length", { h: Math.floor(n / 60), m: String(n % 60).padStart(2, "0") });

function show() {
  const running = log.open;
  at("now").textContent = running ? say("since", { time: time(running.start), day: dayName(running.start) }) : say("not_working");
  at("start").hidden = Boolean(running);
  at("stop").hidden = !running;
  showMonths();
  showEntries();
}

function showMonths() {
  const chosen = at("month").value;
  const all = kept.months(log);
  const current = kept.now().slice(0, 7);
  if (!all.includes(current)) all.unshift(current);
  at("month").replaceChildren(...all.map((m) => new Option(monthName(m), m)));
  if (all.includes(chosen)) at("month").value = chosen;
}

function showEntries() {
  const spans = kept.ofMonth(log, at("month").value);
  at("entries").replaceChildren(...spans.map(entry));
  at("none").hidden = spans.length > 0;
  at("total").textContent = length(spans.reduce((sum, s) => sum + kept.minutes(s), 0));
  at("total-row").hidden = !spans.length;
  at("use").classList.toggle("disabled", !spans.length);
}

function entry(span) {
  const item = document.createElement("li");
  item.className = "entry";
  const text = document.createElement("span");
  text.textContent = `${dayName(span.start)}  ${time(span.start)}–${time(span.end)}  (${length(kept.minutes(span))})`;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button plain small";
  button.textContent = say("edit");
  button.setAttribute("aria-label", `${say("edit")}: ${text.textContent}`);
  button.addEventListener("click", () => edit(span));
  item.append(text, button);
  if (span.note) {
    const note = document.createElement("span");
    note.className = "note";
    note.textContent = span.note;
    item.append(note);
  }
  return item;
}

// --- by hand -----------------------------------------------------------------------------------------

function edit(span) {
  editing = span;
  const today = kept.now().slice(0, 10);
  at("edit-date").value = span ? span.start.slice(0, 10) : today;
  at("edit-start").value = span ? time(span.start) : "";
  at("edit-end").value = span ? time(span.end) : "";
  at("edit-note").value = span ? span.note : "";
  at("delete").hidden = !span;
  document.querySelector("#edit .error").hidden = true;
  at("edit").showModal();
}

function given() {
  const date = at("edit-date").value;
  const [from, to] = [at("edit-start").value, at("edit-end").value];
  if (!date || !from || !to) throw new Error("time_missing");
  // An end before the start is on the next day, as of a night shift.
  const last = to > from ? date : new Date(Date.parse(date + "T00:00Z") + 86400000).toISOString().slice(0, 10);
  return { start: `${date}T${from}`, end: `${last}T${to}`, note: at("edit-note").value.trim() };
}

function keep(event) {
  event.preventDefault();
  const done = change((l) => (editing ? kept.replace(l, editing, given()) : kept.add(l, given())));
  if (done) at("edit").close();
}

// --- files -------------------------------------------------------------------------------------------

async function take(event) {
  const [file] = event.target.files;
  event.target.value = "";
  if (!file) return;
  change((l) => l);
  try {
    const { log: next, left } = kept.joined(log, kept.checked(JSON.parse(await file.text())));
    if (change(() => next)) {
      at("trouble").hidden = !left.length;
      at("trouble").textContent = say("left_out", { n: left.length });
    }
  } catch {
    tell("not_a_log");
  }
}

function useMonth() {
  const { days, tooMany } = kept.asDays(log, at("month").value);
  if (tooMany.length) return tell("too_many");
  // The form is filled on the next page; nothing of it goes through the address.
  sessionStorage.setItem("tripartite.days", JSON.stringify({ month: at("month").value, days }));
  location.href = at("use").dataset.address;
}

at("start").addEventListener("click", () => change((l) => kept.start(l, kept.now())));
at("stop").addEventListener("click", () => change((l) => kept.stop(l, kept.now())));
at("month").addEventListener("change", showEntries);
at("add").addEventListener("click", () => edit(null));
at("edit-form").addEventListener("submit", keep);
at("cancel").addEventListener("click", () => at("edit").close());
at("delete").addEventListener("click", () => change((l) => kept.remove(l, editing)) && at("edit").close());
at("use").addEventListener("click", useMonth);
at("export-json").addEventListener("click", () => offer("my-hours.json", new Blob([JSON.stringify(log, null, 1)], { type: "application/json" })));
at("export-csv").addEventListener("click", () => offer("my-hours.csv", new Blob([kept.csv(log, at("worker").value.trim() || "me")], { type: "text/csv" })));
at("import").addEventListener("change", take);
at("forget").addEventListener("click", () => {
  if (confirm(say("forget_sure"))) {
    kept.forget();
    log = kept.empty();
    show();
  }
});
// Two pages of one log must not write over each other.
addEventListener("storage", open);
at("app").hidden = false;
open();
