// The trainer's page and the projector's: both follow the quiz, whoever goes on with it, and count the answers.
import { follow } from "./follow.js";

const room = document.querySelector(".room");
const note = document.querySelector(".state");
const EVERY = 1500; // ms
const WAITING = 4000; // while no quiz is on
const LEAST = 0.6; // of the size that the style sheet gives to text on the wall
let followed = false;

const screen = () => room.querySelector(".quiz-screen");

follow(room.dataset.state, {
  lost: (is) => { note.textContent = is ? note.dataset.lost : ""; },
  told: async ({ state, answered }) => {
    if (state !== screen().dataset.now) await refresh();
    const count = room.querySelector("[data-answered]");
    if (count) count.textContent = answered;
    const phase = state.split(":")[2];
    if (phase === "asking" || phase === "showing") followed = true;
    else return followed && phase === "ended" ? 0 : WAITING;
    return EVERY;
  },
});

async function refresh() {
  const answer = await fetch("?part=1", { cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  screen().replaceWith(fresh.querySelector(".quiz-screen"));
  fit();
}

// On the wall the text is as large as the screen allows: a long question is set smaller, so that its answers are seen with it.
function fit() {
  const text = room.querySelector(".fitted");
  if (!text) return;
  for (let size = 1; size >= LEAST; size -= 0.05) {
    text.style.fontSize = `${size}em`;
    if (document.documentElement.scrollHeight <= innerHeight) return;
  }
}
addEventListener("resize", fit);
document.fonts.ready.then(fit);
