// The code changes each half minute: the next one is fetched when this one ends, and again soon where there is no line.
const shown = document.getElementById("shown");

async function following() {
  let wait = 3;
  try {
    const answer = await fetch(location.href);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("shown");
    if (answer.ok && fresh) {
      shown.textContent = fresh.textContent;
      wait = Number(fresh.dataset.seconds);
    }
  } catch {
    // Without a line the old code stays; it is taken for a minute longer.
  }
  setTimeout(following, wait * 1000 + 300);
}
setTimeout(following, Number(shown.dataset.seconds) * 1000 + 300);
