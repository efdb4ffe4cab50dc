// Puts the log of this device into the form, at the moment of handing over and not before; or makes a file of it.
import * as kept from "./log.js";
import { monthName, offer, say } from "./strings.js";

const at = (id) => document.getElementById(id);
const log = kept.load();
const month = at("month");
month.replaceChildren(...kept.months(log).map((m) => new Option(monthName(m), m)));

/** Whether there is anything to hand over; says so if not. */
function something() {
  const spans = kept.ofMonth(log, month.value);
  at("nothing").hidden = spans.length > 0;
  return spans.length > 0;
}

function fill(event) {
  if (!something()) return event.preventDefault();
  event.target.elements.csv.value = kept.csv(log, at("name").value.trim(), month.value);
}

function make(event) {
  event.preventDefault();
  const missing = ["name", "to", "purpose"].find((id) => !at(id).value.trim());
  if (missing) {
    at("nothing").textContent = say("fill_in");
    at("nothing").hidden = false;
    return at(missing).focus();
  }
  at("nothing").textContent = say("nothing_noted");
  if (!something()) return;
  const statement = say("statement", { organisation: at("to").value.trim(), purpose: at("purpose").value.trim(), date: kept.now().slice(0, 10) });
  const table = kept.csv(log, at("name").value.trim(), month.value);
  offer(`my-hours-${month.value}.csv`, new Blob(["\ufeff", `"${statement.replaceAll('"', '""')}"\n`, table], { type: "text/csv" }));
}

if (at("hand")) {
  at("hand").hidden = false;
  at("hand").addEventListener("submit", fill);
} else {
  at("file").hidden = false;
  at("file-form").addEventListener("submit", make);
}
