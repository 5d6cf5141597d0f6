// What is kept on this device: shown and deleted here, nowhere else.
import * as device from "./device.js";

const root = document.getElementById("kept");
const words = root.dataset;
const list = root.querySelector(".list");
const make = (tag, values, ...children) => {
  const e = Object.assign(document.createElement(tag), values);
  e.append(...children);
  return e;
};
const when = (iso) => new Date(iso).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
const muscle = (id) => root.getAttribute(`data-muscle-${id}`) ?? "";

const OWN = "/play/own";

// copies are the pages that were kept here on request: the stretches of a plan, the report.
async function copies() {
  try {
    const cache = await caches.open(device.KEPT);
    return (await cache.keys()).map((request) => new URL(request.url).pathname);
  } catch {
    return []; // a browser without a cache keeps no pages
  }
}

// drop lets go of a copy, and of the file beside it.
async function drop(path) {
  const cache = await globalThis.caches?.open(device.KEPT); // plain HTTP has none
  for (const name of [path, `${path}.pdf`]) await cache?.delete(name);
}

// readPages lists the pages of the guide that were read, the latest first.
async function readPages() {
  try {
    const cache = await caches.open(device.GUIDE);
    const rows = (await cache.keys()).map(async (request) => {
      const page = new DOMParser().parseFromString(await (await cache.match(request)).text(), "text/html");
      const title = page.querySelector("h1")?.textContent ?? "";
      return make("li", {}, make("a", { href: request.url.slice(location.origin.length), textContent: title }), deleter(title, () => cache.delete(request)));
    });
    return (await Promise.all(rows)).reverse();
  } catch {
    return [];
  }
}

function deleter(label, del) {
  const b = make("button", { type: "button", className: "plain", textContent: words.delete });
  b.setAttribute("aria-label", `${words.delete}: ${label}`);
  b.addEventListener("click", async () => {
    await del();
    await show();
    root.querySelector(".said").textContent = words.deleted;
  });
  return b;
}

// entries makes a folded list of what was kept under one key of localStorage.
function entries(key, title, text) {
  const all = device.read(key, []);
  if (!all.length) return [];
  const rows = all.map((item) => {
    const label = text(item);
    return make("li", {}, make("span", { textContent: label }), deleter(label, () => {
      // By value: another tab may have changed the list since it was shown.
      const now = device.read(key, []);
      const at = now.findIndex((other) => JSON.stringify(other) === JSON.stringify(item));
      const rest = now.filter((_, n) => n !== at);
      device.write(key, rest.length ? rest : null);
    }));
  });
  return [make("h3", { textContent: title }), make("ul", { className: "entries" }, ...rows.reverse())];
}

function entry(name, del, href) {
  return make("p", { className: "entry" }, href ? make("a", { href, textContent: name }) : make("span", { textContent: name }), deleter(name, del));
}

async function show() {
  const time = (s) => device.spell(s, words);
  const kept = await copies();
  const pages = await readPages();
  const has = (key) => device.read(key, null) !== null;
  const parts = [
    ...entries(device.CRAMPS, words.cramps, (c) => `${when(c.at)}: ${muscle(c.muscle)}, ${time(c.seconds)}`),
    ...entries(device.SESSIONS, words.sessions, (s) => `${when(s.at)}: ${time(s.seconds)}`),
    ...entries(device.DIARY, words.diary, (d) => new Date(`${d.day}T12:00:00`).toLocaleDateString(document.documentElement.lang, { dateStyle: "medium" })),
    ...(has(device.PLAN) ? [entry(words.plan, () => device.write(device.PLAN, null), "/plan")] : []),
    ...(kept.includes(device.REPORT) ? [entry(words.report, () => drop(device.REPORT), device.REPORT)] : []),
    ...(kept.includes(OWN) ? [entry(words.own, () => drop(OWN), OWN)] : []),
    ...(pages.length ? [make("h3", { textContent: words.guide }), make("ul", { className: "entries" }, ...pages)] : []),
    ...(has(device.CHECK) ? [entry(words.check, () => device.write(device.CHECK, null))] : []),
  ];
  if (parts.length) {
    const all = make("button", { type: "button", className: "plain", textContent: words.all });
    all.addEventListener("click", async () => {
      for (const key of [device.CRAMPS, device.SESSIONS, device.PENDING, device.RUNNING, device.PLAN, device.CHECK, device.DIARY, device.DIARY_OF]) device.write(key, null);
      for (const path of [OWN, device.REPORT]) await drop(path);
      await globalThis.caches?.delete(device.GUIDE); // plain HTTP has none
      await show();
      root.querySelector(".said").textContent = words.deleted;
    });
    parts.push(make("p", {}, all));
  } else {
    parts.push(make("p", { textContent: words.none }));
  }
  list.replaceChildren(...parts);
  for (const li of document.querySelectorAll(".if-kept")) li.hidden = li.dataset.if.startsWith("/") ? !kept.includes(li.dataset.if) : !has(li.dataset.if);
}

const lost = document.querySelector("[data-lost]");
if (location.pathname !== "/offline") { // shown instead of a page that could not be reached
  lost.textContent = lost.dataset.lost;
  const again = make("button", { type: "button", textContent: lost.dataset.again });
  again.addEventListener("click", () => location.reload());
  lost.after(make("p", {}, again));
}
await show();
