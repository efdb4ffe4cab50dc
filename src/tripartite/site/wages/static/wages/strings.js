// What scripts say, in the page's language: a JSON element that the server filled.
const held = document.getElementById("strings");
export const strings = held ? JSON.parse(held.textContent) : {};

/** A sentence with its values filled in: say("hours", {n: 8}). */
export function say(key, values = {}) {
  return (strings[key] || key).replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
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
