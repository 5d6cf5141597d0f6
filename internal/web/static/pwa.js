// Registers the service worker, tells of a new version, and marks copies from the device.

const bar = document.getElementById("update");
const words = bar?.dataset ?? {};
const button = (text, click, className = "") => {
  const b = Object.assign(document.createElement("button"), { type: "button", textContent: text, className });
  b.addEventListener("click", click);
  return b;
};

function show(text, ...buttons) {
  bar.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }), ...buttons);
  bar.hidden = false;
}

// ready offers the version that waits. Nothing reloads by itself: a cramp or a stretch
// may be going on.
function ready(worker) {
  show(words.text, button(words.now, () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    worker.postMessage("take over");
  }), button(words.later, () => (bar.hidden = true), "plain"));
}

async function register() {
  const registration = await navigator.serviceWorker.register("/sw.js", { scope: "/" });
  const watch = (worker) => worker?.addEventListener("statechange", () => {
    if (worker.state === "installed" && navigator.serviceWorker.controller) ready(worker);
  });
  if (registration.waiting && navigator.serviceWorker.controller) ready(registration.waiting);
  watch(registration.installing);
  registration.addEventListener("updatefound", () => watch(registration.installing));
}

// A page that the worker took from the device says so, and can be deleted there.
const keptAt = document.documentElement.dataset.keptAt;
if (bar && keptAt) {
  const when = new Date(keptAt).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  show(words.old.replace("{when}", when), button(words.delete, async () => {
    const cache = await caches.open("legible-kept");
    const path = document.documentElement.dataset.keptAs;
    for (const name of [path, `${path}.pdf`]) await cache.delete(name); // of a report the PDF too
    show(words.deleted);
  }, "plain"));
}

// A link to the own routine shows where the device keeps one.
const own = document.getElementById("own");
if (own && "caches" in globalThis) {
  caches.open("legible-kept").then((cache) => cache.match("/play/own")).then((kept) => (own.hidden = !kept)).catch(() => {});
}

if (bar && "serviceWorker" in navigator) {
  // After the page is there: in the middle of the night it goes first.
  const start = () => register().catch(() => {}); // private windows and plain HTTP have none
  if (document.readyState === "complete") start();
  else addEventListener("load", start, { once: true });
}

// The stretches of a plan are kept together with the plan, when the person keeps it.
async function keepRoutine() {
  const form = document.querySelector('form[action="/play"]');
  if (!form) return;
  await navigator.serviceWorker.ready;
  await fetch("/play", { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "Legible-Keep": "own" } });
}
document.querySelector(".page-plan .keep")?.addEventListener("click", () => keepRoutine().catch(() => {}));
