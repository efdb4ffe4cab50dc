// Makes the form shorter: only the fields that the way of paying asks for, only the classes of the region.
import "./offline.js";
import { beOffline } from "./without_line.js";

const form = document.querySelector("form.pay");
const field = (name) => form.querySelector(`[data-field="${name}"]`);

function byBasis() {
  const basis = form.querySelector("[name=basis]:checked")?.value;
  const piece = basis === "piece";
  for (const [name, wanted] of [["wage", !piece], ["piece_earnings", piece], ["normal", piece], ["month_hours", basis === "monthly"]]) {
    const found = field(name);
    if (found) found.hidden = !wanted;
  }
}

function byRegion() {
  const region = form.elements.region;
  const classes = form.elements.wage_class;
  if (!region || !classes) return;
  const chosen = region.selectedOptions[0]?.textContent;
  for (const group of classes.querySelectorAll("optgroup")) {
    const here = !region.value || group.label === chosen;
    group.hidden = !here;
    group.disabled = !here;
  }
}

/** Take the days from My hours, which that page left for this tab. */
function fromMyHours() {
  const left = sessionStorage.getItem("tripartite.days");
  if (!left) return;
  const { month, days } = JSON.parse(left);
  const calendar = form.elements.by.value === "days";
  const select = form.elements.month;
  if (![...select.options].some((o) => o.value === month)) return;
  if (!calendar || select.value !== month) {
    // The calendar of that month is asked for first; what lies in the tab is filled in when it comes.
    select.value = month;
    if (navigator.onLine) form.querySelector("[name=step][value=days]").click();
    return;
  }
  sessionStorage.removeItem("tripartite.days");
  for (const [day, spans] of Object.entries(days)) {
    spans.forEach(([start, end], i) => {
      const second = i ? "2" : "";
      form.elements[`in${second}-${day}`].value = start;
      form.elements[`out${second}-${day}`].value = end;
      if (i) form.elements[`in2-${day}`].closest("details").open = true;
    });
  }
  // Breaks are the gaps between the stretches.
  form.elements.break.value = "0";
}

/** One day's hours for all days that are not days off and not filled in yet. */
function alike() {
  const off = [...form.querySelectorAll("[name=rest_days]:checked")].map((box) => box.value);
  const days = [...form.querySelectorAll(".day")].map((day) => ({ off: off.includes(day.dataset.weekday), inputs: [...day.querySelectorAll("[type=time]")] }));
  const first = days.find((day) => day.inputs.some((i) => i.value));
  if (!first) return;
  for (const day of days) {
    if (day.off || day.inputs.some((i) => i.value)) continue;
    day.inputs.forEach((input, n) => {
      input.value = first.inputs[n].value;
      if (n > 1 && input.value) input.closest("details").open = true;
    });
  }
}

function offerAlike() {
  const place = document.getElementById("alike");
  if (!place) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button plain small", textContent: place.dataset.label });
  button.addEventListener("click", alike);
  place.append(button);
}

form.addEventListener("change", (event) => {
  if (event.target.name === "basis") byBasis();
  if (event.target.name === "region") byRegion();
});
byBasis();
byRegion();
fromMyHours();
offerAlike();
document.querySelector(".faults")?.focus();
beOffline(form);
