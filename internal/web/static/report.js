// The report: a button that prints, nothing folded on paper, and a copy on this device for
// whoever asks for one. Without a script the browser's own menu prints, and the style sheet
// unfolds where the browser can.
import { KEPT, REPORT } from "./device.js";

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll(".sheet details")) details.open = true;
});

const FILE = `${REPORT}.pdf`;
const form = document.getElementById("state");
const keeper = document.querySelector("[data-keep]");
const words = keeper?.dataset;
const hint = document.querySelector(".keep-hint");

// copied asks again for what the page is made of, so that the copy is what was answered
// and not what scripts made of it.
async function copied(path, type) {
  const response = await fetch(path, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  if (!response.ok || !response.headers.get("Content-Type")?.startsWith(type)) throw new Error("no report");
  const headers = { "Content-Type": response.headers.get("Content-Type"), "Content-Security-Policy": response.headers.get("Content-Security-Policy") ?? "default-src 'self'", "Kept-At": new Date().toISOString() };
  return new Response(await response.blob(), { headers });
}

async function keep() {
  const [page, file] = await Promise.all([copied("/report", "text/html"), copied("/report.pdf", "application/pdf")]);
  await navigator.serviceWorker.ready;
  const cache = await caches.open(KEPT);
  await cache.put(FILE, file);
  await cache.put(REPORT, page);
}

// fromDevice makes the copy usable: its buttons would ask a server, but for the PDF, which
// lies beside it.
async function fromDevice() {
  document.querySelector(".report-form .fold").hidden = true;
  for (const button of form.querySelectorAll("button[formaction]")) button.hidden = true;
  const file = await (await caches.open(KEPT)).match(FILE);
  if (!file) return;
  const link = Object.assign(document.createElement("a"), { className: "button", download: "legible-report.pdf", textContent: words.pdf });
  link.href = URL.createObjectURL(await file.blob());
  document.querySelector("[data-print]").before(link);
}

if (keeper && document.documentElement.dataset.keptAs === REPORT) {
  fromDevice();
} else if (keeper && "caches" in globalThis && "serviceWorker" in navigator) {
  keeper.hidden = hint.hidden = false;
  keeper.addEventListener("click", async () => {
    keeper.disabled = true;
    try {
      await keep();
      hint.textContent = words.kept;
    } catch {
      hint.textContent = words.failed;
      keeper.disabled = false;
    }
  });
}

// Without a report to show, the way to the one that is kept.
const way = document.querySelector("[data-kept-report]");
if (way && "caches" in globalThis) {
  caches.open(KEPT).then((cache) => cache.match(REPORT)).then((kept) => (way.hidden = !kept)).catch(() => {});
}
