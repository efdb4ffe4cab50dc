// Asks shortly and again what is on. `told` is given what changed and says after how many milliseconds to ask next; 0 ends it.
// Where the line is bad it asks less and less often; a page that nobody looks at does not ask.
export const PATIENCE = 15000; // ms until a line that says nothing counts as gone
const SLOWEST = 30000;

export function follow(address, { told, lost, credentials = "same-origin" }) {
  let tag = "";
  let every = 1500;
  let failed = 0;
  let timer = 0;
  let asking = false;

  async function look() {
    clearTimeout(timer);
    if (asking || !every) return;
    asking = true;
    try {
      const answer = await fetch(address, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store", credentials, signal: AbortSignal.timeout?.(PATIENCE) });
      if (answer.status === 200) {
        every = await told(await answer.json());
        // Known only once it is shown: where that failed it is told again.
        tag = answer.headers.get("ETag") || "";
      } else if (answer.status !== 304) throw new Error(String(answer.status));
      if (failed) lost(false);
      failed = 0;
    } catch {
      failed += 1;
      if (failed > 1) lost(true);
    }
    asking = false;
    // Not all at the same moment.
    if (every && !document.hidden) timer = setTimeout(look, Math.min(every * 2 ** failed, SLOWEST) * (0.75 + Math.random() / 2));
  }

  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  addEventListener("online", look);
  look();
}
