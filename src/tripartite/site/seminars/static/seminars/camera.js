// What the camera sees: the browser's own reader of codes where it has one, else the one that the site brings along.
const EACH = 200; // ms between two looks
const WIDEST = 640; // pixels; more tell nothing of a badge and take a cheap telephone seconds

/** Show the camera's picture and tell of each code in it, until the camera is taken away. Rejects where there is none. */
export async function watch(video, decoder, seen) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  video.srcObject = stream;
  video.hidden = false;
  try {
    const read = await reader(video, decoder);
    await video.play();
    while (stream.active) {
      if (video.readyState >= 2) (await read()).forEach(seen);
      await new Promise((done) => setTimeout(done, EACH));
    }
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.hidden = true;
  }
}

async function reader(video, decoder) {
  if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async () => (await detector.detect(video)).map((code) => code.rawValue);
  }
  await loaded(decoder);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async () => {
    const shrunk = Math.min(1, WIDEST / video.videoWidth);
    canvas.width = video.videoWidth * shrunk;
    canvas.height = video.videoHeight * shrunk;
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
    const found = window.jsQR(picture.data, canvas.width, canvas.height, { inversionAttempts: "dontInvert" });
    return found?.data ? [found.data] : [];
  };
}

function loaded(address) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
}
