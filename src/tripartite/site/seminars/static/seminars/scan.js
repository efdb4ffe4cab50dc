// Badges are noted at once on the telephone with the time, and sent when there is a line; sent twice, they count once.
const place = document.getElementById("scan");
const video = document.getElementById("camera");
const begin = document.getElementById("begin");
const waiting = document.getElementById("waiting");
const list = document.getElementById("noted");
const typed = document.getElementById("typed");
const token = typed.querySelector("[name=csrfmiddlewaretoken]").value;
const AGAIN = 4000; // milliseconds in which the same badge is one look

let sending = false;
const lastSeen = new Map();

const kept = () => JSON.parse(localStorage.getItem(place.dataset.store) || "[]");
function keep(queue) {
  localStorage.setItem(place.dataset.store, JSON.stringify(queue));
  waiting.textContent = queue.length ? `${place.dataset.waiting} ${queue.length}` : "";
}

function tell(text, there) {
  const row = document.createElement("li");
  row.textContent = text;
  if (!there) row.className = "bad";
  list.prepend(row);
}

function seen(badge) {
  const now = Date.now();
  if (now - (lastSeen.get(badge) || 0) < AGAIN) return;
  lastSeen.set(badge, now);
  navigator.vibrate?.(60);
  keep([...kept(), { badge, at: new Date(now).toISOString() }]);
  send();
}

async function send() {
  const queue = kept().slice(0, 200);
  if (sending || !queue.length) return;
  sending = true;
  try {
    const answer = await fetch(location.href, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(queue),
    });
    if (answer.redirected || !answer.ok) throw new TypeError(place.dataset.refused);
    for (const { told, there } of (await answer.json()).said) tell(told, there);
    keep(kept().slice(queue.length));
  } catch (error) {
    keep(kept());
    if (error.message === place.dataset.refused) waiting.textContent += ` – ${place.dataset.refused}`;
  }
  sending = false;
  if (kept().length && navigator.onLine) setTimeout(send, 3000);
}

typed.addEventListener("submit", (event) => {
  event.preventDefault();
  const field = typed.elements.badge;
  seen(field.value.trim());
  field.value = "";
  field.focus();
});

async function reader() {
  if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async () => (await detector.detect(video)).map((code) => code.rawValue);
  }
  await new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = place.dataset.decoder;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async () => {
    const shrunk = Math.min(1, 640 / video.videoWidth);
    canvas.width = video.videoWidth * shrunk;
    canvas.height = video.videoHeight * shrunk;
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
    const found = window.jsQR(picture.data, canvas.width, canvas.height, { inversionAttempts: "dontInvert" });
    return found ? [found.data] : [];
  };
}

begin.addEventListener("click", async () => {
  begin.disabled = true;
  try {
    const read = await reader();
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.hidden = false;
    begin.hidden = true;
    await video.play();
    for (;;) {
      if (video.readyState >= 2) for (const badge of await read()) if (badge) seen(badge);
      await new Promise((done) => setTimeout(done, 200));
    }
  } catch {
    waiting.textContent = place.dataset.nocamera;
    begin.disabled = false;
    begin.hidden = false;
  }
});

begin.hidden = false;
window.addEventListener("online", send);
setInterval(send, 20000);
keep(kept());
send();
