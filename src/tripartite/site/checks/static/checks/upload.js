// Files go up in parts; after a broken line, or in a new page, each goes on where the server says it stands.
const form = document.getElementById("upload");
const input = form.querySelector("input[type=file]");
const list = form.querySelector(".coming");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const PART = Number(form.dataset.part);
const TRIES = 8;

// The same file has the same id whenever it is chosen (two halves of a 64-bit hash of name, size and date).
function idOf(file) {
  let a = 0xdeadbeef, b = 0x41c6ce57;
  for (const c of `${file.name}|${file.size}|${file.lastModified}`) {
    a = Math.imul(a ^ c.codePointAt(0), 2654435761);
    b = Math.imul(b ^ c.codePointAt(0), 1597334677);
  }
  return (a >>> 0).toString(16).padStart(8, "0") + (b >>> 0).toString(16).padStart(8, "0");
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

function rowFor(file) {
  const row = document.createElement("li");
  const name = document.createElement("span");
  name.textContent = file.name;
  const bar = document.createElement("progress");
  bar.max = file.size;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  const said = document.createElement("span");
  said.className = "soft";
  row.append(name, bar, said);
  list.append(row);
  return { bar, said };
}

async function send(file) {
  const { bar, said } = rowFor(file);
  const address = form.dataset.address.replace("CLIENT", idOf(file));
  let received = null;
  for (let tries = 0; tries < TRIES;) {
    try {
      if (received === null) {
        const asked = await fetch(address, { headers: { Accept: "application/json" } });
        if (!asked.ok) throw new Error(String(asked.status));
        received = (await asked.json()).received;
      }
      bar.value = received;
      if (received >= file.size && file.size > 0) {
        said.textContent = form.dataset.done;
        return true;
      }
      const answer = await fetch(address, {
        method: "POST",
        headers: {
          "X-CSRFToken": token, "Content-Type": "application/octet-stream", "Upload-Offset": received,
          "Upload-Length": file.size, "Upload-Name": encodeURIComponent(file.name),
        },
        body: file.slice(received, received + PART),
      });
      if (answer.status === 422) {
        said.textContent = (await answer.json()).error;
        said.className = "error";
        return false;
      }
      if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
      received = (await answer.json()).received;
      said.textContent = "";
      tries = 0;
    } catch {
      tries += 1;
      received = null;
      said.textContent = form.dataset.again;
      await pause(Math.min(500 * 2 ** tries, 15000));
    }
  }
  said.textContent = form.dataset.failed;
  said.className = "error";
  return false;
}

async function sendAll(files) {
  let whole = true;
  for (const file of files) whole = (await send(file)) && whole;
  if (whole && files.length) location.reload();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  sendAll([...input.files]);
});
input.addEventListener("change", () => sendAll([...input.files]));
for (const name of ["dragenter", "dragover"]) form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("over"));
form.addEventListener("drop", (event) => {
  event.preventDefault();
  sendAll([...event.dataTransfer.files]);
});
form.querySelector("button").hidden = true;
