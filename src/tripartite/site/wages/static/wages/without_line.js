// Without a line the answer cannot come from the server: what was typed is kept in this tab and filled in again.
import { say } from "./strings.js";

const KEY = "tripartite.typed";

/** Keep what is typed when the form is sent, until an answer comes. */
function remember(form) {
  const typed = [...new FormData(form)].filter(([name]) => name !== "step");
  sessionStorage.setItem(KEY, JSON.stringify({ address: form.action, typed }));
}

function fillAgain(form) {
  const held = JSON.parse(sessionStorage.getItem(KEY) || "null");
  if (!held || held.address !== form.action) return false;
  for (const [name, value] of held.typed) {
    const found = form.elements[name];
    if (!found) continue;
    if (found instanceof RadioNodeList || found.type === "checkbox") {
      const boxes = found instanceof RadioNodeList ? [...found] : [found];
      for (const box of boxes) if (box.value === value) box.checked = true;
    } else {
      found.value = value;
    }
  }
  return true;
}

function tell(text) {
  const place = document.getElementById("offline-answer");
  place.replaceChildren(Object.assign(document.createElement("p"), { className: "panel unsure", textContent: text }));
  place.hidden = false;
  place.scrollIntoView({ block: "nearest" });
}

export function beOffline(form) {
  form.addEventListener("submit", (event) => {
    remember(form);
    if (navigator.onLine) return;
    event.preventDefault();
    tell(say("needs_line"));
  });
  // The page came from the device after the form was sent: nothing answered.
  const sent = performance.getEntriesByType("navigation")[0]?.type !== "back_forward" && sessionStorage.getItem(KEY);
  if (sent && !form.dataset.answered && fillAgain(form)) {
    if (!navigator.onLine) tell(say("needs_line"));
  }
  sessionStorage.removeItem(KEY);
  addEventListener("online", () => {
    document.getElementById("offline-answer").hidden = true;
  });
}
