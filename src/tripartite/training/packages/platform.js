// What a learning platform of SCORM 1.2 is told: that the module was begun, what was answered so far, the best score, whether
// it was passed, the time.
// The platform offers an object `API` in a window around this one, or in the one that opened it (SCORM 1.2, 3.3.6).
"use strict";

const platform = (() => {
  const began = Date.now();
  let api = null;
  let open = false;
  let done = false;
  let best = NaN;
  let kept = "";

  function within(start) {
    let here = start;
    for (let steps = 0; here && steps < 12; steps += 1) {
      try {
        if (here.API) return here.API;
      } catch (error) {
        return null; // a window of another origin: no platform of ours
      }
      if (here.parent === here) return null;
      here = here.parent;
    }
    return null;
  }

  const did = (answer) => String(answer) === "true";

  // HHHH:MM:SS.SS, as CMITimespan asks.
  function span(milliseconds) {
    const two = (n) => String(n).padStart(2, "0");
    const seconds = Math.min(Math.floor(milliseconds / 1000), 9999 * 3600);
    return `${String(Math.floor(seconds / 3600)).padStart(4, "0")}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.00`;
  }

  // Gives what was answered when the module was left last; nothing where there is none.
  function begin() {
    api = within(window) || (window.opener ? within(window.opener) : null);
    if (!api) return "";
    open = did(api.LMSInitialize(""));
    if (!open) return "";
    const status = String(api.LMSGetValue("cmi.core.lesson_status"));
    done = ["passed", "completed"].includes(status);
    if (["not attempted", "unknown", ""].includes(status)) api.LMSSetValue("cmi.core.lesson_status", "incomplete");
    const raw = String(api.LMSGetValue("cmi.core.score.raw"));
    best = raw.trim() ? Number(raw) : NaN;
    kept = String(api.LMSGetValue("cmi.suspend_data"));
    return kept;
  }

  // Keeps what was answered so far, at once: whoever loses the line or the power finds it again. CMIString4096 is the most.
  function keep(answers) {
    if (!open || answers === kept || answers.length > 4096) return;
    kept = answers;
    api.LMSSetValue("cmi.suspend_data", answers);
    api.LMSSetValue("cmi.core.exit", "suspend");
    api.LMSCommit("");
  }

  // Gives "sent", "failed" or, where there is no platform, "alone".
  function report(percent, passed, interactions) {
    if (!api) return "alone";
    if (!open) return "failed";
    // A platform sets the status by the score and the mastery score when the module ends (SCORM 1.2, cmi.core.lesson_status):
    // a later try that is worse must not take away what was passed, so the best score is the one that counts.
    best = percent > best || Number.isNaN(best) ? percent : best;
    const values = [
      ["cmi.core.score.raw", String(best)],
      ["cmi.core.score.min", "0"],
      ["cmi.core.score.max", "100"],
    ];
    // Who has passed once stays passed: a later try does not take it away.
    if (passed || !done) values.push(["cmi.core.lesson_status", passed ? "passed" : "failed"]);
    done = done || passed;
    let well = true;
    for (const [name, value] of values) well = did(api.LMSSetValue(name, value)) && well;
    tell(interactions);
    return did(api.LMSCommit("")) && well ? "sent" : "failed";
  }

  // Answers one by one are optional to a platform: one that refuses them loses nothing else.
  function tell(interactions) {
    const first = Number(api.LMSGetValue("cmi.interactions._count")) || 0;
    interactions.forEach((one, i) => {
      for (const key of ["id", "type", "student_response", "result"]) {
        api.LMSSetValue(`cmi.interactions.${first + i}.${key}`, one[key]);
      }
    });
  }

  function end() {
    if (!open) return;
    open = false;
    api.LMSSetValue("cmi.core.session_time", span(Date.now() - began));
    api.LMSCommit("");
    api.LMSFinish("");
  }

  window.addEventListener("pagehide", end);
  return { begin, keep, report, span };
})();
