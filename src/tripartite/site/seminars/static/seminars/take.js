// What was learned on this device before signing in: offered once, and forgotten here only when the account has it.
const KEPT = "tripartite-study";
const form = document.querySelector("[data-take]");

function held() {
  try {
    const text = localStorage.getItem(KEPT);
    const all = JSON.parse(text);
    return all && typeof all === "object" && Object.keys(all).length ? text : "";
  } catch {
    return "";
  }
}

form.hidden = !held();
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [button, failed] = [form.querySelector("button"), form.querySelector("[data-failed]")];
  button.disabled = true;
  const body = new FormData(form);
  body.set("held", held());
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    // Signed out meanwhile, the answer is a page that asks to sign in.
    if (!answer.ok || !(await answer.json()).taken) throw new Error(String(answer.status));
    localStorage.removeItem(KEPT);
    location.assign(form.dataset.back);
  } catch {
    failed.hidden = false;
    button.disabled = false;
  }
});
