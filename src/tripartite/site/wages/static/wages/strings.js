// What scripts say, in the page's language: a JSON element that the server filled.
const held = document.getElementById("strings");
export const strings = held ? JSON.parse(held.textContent) : {};

/** A sentence with its values filled in: say("hours", {n: 8}). */
export function say(key, values = {}) {
  return (strings[key] || key).replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
}

/** A month such as 2026-10 by its name; one before those that the server named, as the browser has it. */
export function monthName(month) {
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { month: "long", year: "numeric", timeZone: "UTC" });
  return strings.months?.[month] ?? format.format(new Date(`${month}-01T00:00Z`));
}

/** A day's weekday and number within its month. */
export function dayName(moment) {
  const day = new Date(moment.slice(0, 10) + "T00:00Z");
  return `${strings.weekdays[(day.getUTCDay() + 6) % 7]} ${day.getUTCDate()}`;
}

/** Offer a file for saving. */
export function offer(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
