// The answer as a picture to share. The browser draws the text, so that Burmese and Thai are shaped rightly.
const WIDTH = 720;
const EDGE = 36;
const place = document.getElementById("hand-on");
const article = document.getElementById("answer");

/** Break a text into lines no wider than `room`, at word boundaries where the browser knows them. */
export function wrapped(context, text, room) {
  const parts = "Segmenter" in Intl
    ? [...new Intl.Segmenter(document.documentElement.lang, { granularity: "word" }).segment(text)].map((s) => s.segment)
    : text.split(/(?<= )/);
  const lines = [""];
  for (const part of parts) {
    const longer = lines.at(-1) + part;
    if (context.measureText(longer).width > room && lines.at(-1)) lines.push(part.trimStart());
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** What stands on the page, as rows of text with their size and weight. */
function rows() {
  const out = [[article.dataset.title, 20, 600, 0], [article.dataset.place, 20, 400, 0]];
  out.push([article.querySelector("h1").textContent, 32, 700, 16]);
  for (const line of article.querySelectorAll(".lines li")) {
    out.push([line.querySelector(".name").textContent, 22, 600, 14]);
    out.push([line.querySelector(".sum").textContent.replace(/\s+/g, " ").trim(), 22, 400, 0]);
    out.push([line.querySelector(".law").textContent.trim(), 18, 400, 0]);
  }
  for (const row of article.querySelectorAll(".sums > div")) {
    out.push([`${row.querySelector("dt").textContent}: ${row.querySelector("dd").textContent}`, 24, 600, 10]);
  }
  for (const row of article.querySelectorAll(".plain-list li")) out.push([row.textContent.trim(), 20, 400, 8]);
  out.push([article.dataset.notice, 18, 400, 20]);
  return out;
}

export async function picture() {
  await document.fonts.ready;
  const family = getComputedStyle(document.body).fontFamily;
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  const laid = [];
  let y = EDGE;
  const tall = /^(my|th)/.test(document.documentElement.lang) ? 1.9 : 1.45;
  for (const [text, size, weight, above] of rows()) {
    context.font = `${weight} ${size}px ${family}`;
    y += above;
    for (const line of wrapped(context, text, WIDTH - 2 * EDGE)) {
      y += size * tall;
      laid.push([line, context.font, y]);
    }
  }
  canvas.width = WIDTH;
  canvas.height = Math.ceil(y + EDGE);
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = "#1c2524";
  for (const [line, font, base] of laid) {
    context.font = font;
    context.fillText(line, EDGE, base);
  }
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button plain";
  made.textContent = label;
  made.addEventListener("click", act);
  place.append(made);
}

function save(blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = "pay.png";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function share() {
  const blob = await picture();
  const file = new File([blob], "pay.png", { type: "image/png" });
  try {
    await navigator.share({ files: [file] });
  } catch (error) {
    if (error.name !== "AbortError") save(blob);
  }
}

if (place && article) {
  const probe = new File([""], "pay.png", { type: "image/png" });
  if (navigator.canShare?.({ files: [probe] })) button(place.dataset.share, share);
  button(place.dataset.save, async () => save(await picture()));
  button(place.dataset.print, () => print());
}
