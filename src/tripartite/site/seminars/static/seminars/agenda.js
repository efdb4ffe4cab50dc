// Sessions are dragged within and between days, modules from the list into a day. The buttons of each card do the same.
const agenda = document.getElementById("agenda");
const token = agenda.dataset.token;
let dragged = null;

const card = (node) => node.closest?.("[data-number], [data-module]");
const column = (node) => node.closest?.("ol[data-day]");

agenda.addEventListener("dragstart", (event) => {
  dragged = card(event.target);
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.number || dragged.dataset.module);
  dragged.classList.add("dragged");
});

agenda.addEventListener("dragend", () => {
  dragged?.classList.remove("dragged");
  dragged = null;
});

// The card that the pointer is above the middle of; the dragged one goes before it.
function following(list, y) {
  return [...list.querySelectorAll("[data-number]:not(.dragged)")].find((other) => {
    const box = other.getBoundingClientRect();
    return y < box.top + box.height / 2;
  }) || null;
}

agenda.addEventListener("dragover", (event) => {
  const list = column(event.target);
  if (!dragged || !list) return;
  event.preventDefault();
  if (dragged.dataset.number) list.insertBefore(dragged, following(list, event.clientY));
});

agenda.addEventListener("drop", (event) => {
  const list = column(event.target);
  if (!dragged || !list) return;
  event.preventDefault();
  if (dragged.dataset.number) {
    list.insertBefore(dragged, following(list, event.clientY));
    const order = [...agenda.querySelectorAll("ol[data-day]")].map((day) => {
      const numbers = [...day.querySelectorAll("[data-number]")].map((c) => c.dataset.number);
      return `${day.dataset.day}:${numbers.join(",")}`;
    });
    send(agenda.dataset.arrange, { order: order.join(";") });
  } else {
    send(agenda.dataset.add, { day: list.dataset.day, module: dragged.dataset.module });
  }
});

// The buttons do the same without a new page: who moves a session by keyboard stays on its button, wherever it went.
agenda.addEventListener("submit", async (event) => {
  const button = event.submitter;
  const moved = event.target.closest("[data-number]")?.dataset.number;
  if (!moved || !button?.name) return;
  event.preventDefault();
  await send(event.target.action, { [button.name]: button.value });
  const there = [...agenda.querySelectorAll(`[data-number="${moved}"] button`)];
  (there.find((b) => b.name === button.name && b.value === button.value) || there[0])?.focus();
});

// The page that comes back shows the new times, or what was refused and the order as it was.
async function send(address, said) {
  const body = new URLSearchParams({ ...said, version: agenda.dataset.version, csrfmiddlewaretoken: token });
  agenda.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { method: "POST", body });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("agenda");
    agenda.replaceChildren(...fresh.childNodes);
    agenda.dataset.version = fresh.dataset.version;
    document.getElementById("looked-at").replaceChildren(...page.getElementById("looked-at").childNodes);
    document.getElementById("notices").replaceChildren(...page.querySelectorAll("ul.messages"));
  } catch {
    document.getElementById("notices").textContent = agenda.dataset.failed;
  }
  agenda.removeAttribute("aria-busy");
  enable();
}

function enable() {
  for (const node of agenda.querySelectorAll("[data-number], [data-module]")) node.draggable = true;
}
enable();
