// A worker's own log: stretches of work with start and end, kept on this device only. Times are local, as the clock
// on the wall: "2026-10-05T08:00". No function here touches the page, so that each can be tested alone.
const KEY = "tripartite.hours";
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

export const empty = () => ({ version: 1, spans: [], open: null });

/** The log as it lies on the device; what cannot be read is never overwritten silently. */
export function load(storage = localStorage) {
  const text = storage.getItem(KEY);
  return text ? checked(JSON.parse(text)) : empty();
}

export function save(log, storage = localStorage) {
  storage.setItem(KEY, JSON.stringify(log));
}

export function forget(storage = localStorage) {
  storage.removeItem(KEY);
}

/** A log that came from a file or the device. Throws an Error whose message is a key of the page's strings. */
export function checked(log) {
  if (!log || log.version !== 1 || !Array.isArray(log.spans)) throw new Error("not_a_log");
  for (const s of log.spans) {
    if (!MOMENT.test(s.start) || !MOMENT.test(s.end) || !(s.start < s.end)) throw new Error("not_a_log");
  }
  return {
    version: 1,
    spans: log.spans.map((s) => ({ start: s.start, end: s.end, note: String(s.note || "") })).sort(byStart),
    open: log.open && MOMENT.test(log.open.start) ? { start: log.open.start } : null,
  };
}

const byStart = (a, b) => (a.start < b.start ? -1 : 1);

/** The wall clock's time, to the minute. */
export function now(date = new Date()) {
  const two = (n) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

export const minutes = (span) => Math.round((Date.parse(span.end + "Z") - Date.parse(span.start + "Z")) / 60000);

export function start(log, at) {
  if (log.open) throw new Error("already_open");
  if (log.spans.some((s) => s.start <= at && at < s.end)) throw new Error("overlaps");
  return { ...log, open: { start: at } };
}

/** End the running stretch. One of no length leaves nothing. */
export function stop(log, at) {
  if (!log.open) throw new Error("not_open");
  if (at === log.open.start) return { ...log, open: null };
  return add({ ...log, open: null }, { start: log.open.start, end: at, note: "" });
}

/** Add a stretch. Throws where it has no length, is longer than a day, or runs into another. */
export function add(log, span) {
  if (!MOMENT.test(span.start) || !MOMENT.test(span.end)) throw new Error("time_missing");
  if (!(span.start < span.end)) throw new Error("end_before_start");
  if (minutes(span) > 1440) throw new Error("too_long");
  if (log.spans.some((s) => s.start < span.end && span.start < s.end)) throw new Error("overlaps");
  return { ...log, spans: [...log.spans, span].sort(byStart) };
}

export const remove = (log, span) => ({ ...log, spans: log.spans.filter((s) => s.start !== span.start) });

/** Replace a stretch; the old one stays if the new one is refused. */
export const replace = (log, old, span) => add(remove(log, old), span);

/** Stretches that begin in a month such as 2026-10. */
export const ofMonth = (log, month) => log.spans.filter((s) => s.start.startsWith(month));

export const months = (log) => [...new Set(log.spans.map((s) => s.start.slice(0, 7)))].sort().reverse();

/** Join another log to this one: what is the same is kept once; what runs into something is given back. */
export function joined(log, other) {
  const left = [];
  let out = log;
  for (const s of other.spans) {
    if (out.spans.some((t) => t.start === s.start && t.end === s.end)) continue;
    try {
      out = add(out, s);
    } catch {
      left.push(s);
    }
  }
  return { log: out, left };
}

/** The days of a month as the pay form takes them: day of the month to two stretches at most, HH:MM. Stretches that
 *  follow each other within a day beyond the second are joined to it, and `joinedDays` names those days. */
export function asDays(log, month) {
  const days = {};
  for (const s of ofMonth(log, month)) (days[s.start.slice(8, 10)] ||= []).push([s.start.slice(11), s.end.slice(11)]);
  const tooMany = Object.keys(days).filter((d) => days[d].length > 2);
  return { days, tooMany };
}

/** One row for each press, as an attendance terminal's file has it; `tripartite check` reads it. */
export function csv(log, worker, month = "") {
  const rows = ["worker,punch time,state"];
  const safe = /[",\n]/.test(worker) ? `"${worker.replaceAll('"', '""')}"` : worker;
  for (const s of month ? ofMonth(log, month) : log.spans) {
    rows.push(`${safe},${s.start.replace("T", " ")},in`, `${safe},${s.end.replace("T", " ")},out`);
  }
  return rows.join("\n") + "\n";
}
