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

async function pages() {
  try {
    const cache = await caches.open(device.KEPT);
    const found = [];
    for (const [path, name] of [["/plan", words.plan], ["/play/own", words.own]]) if (await cache.match(path)) found.push({ path, name, cache });
    return found;
  } catch {
    return []; // a browser without a cache keeps no pages
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
  const rows = all.map((item, i) => {
    const label = text(item);
    return make("li", {}, make("span", { textContent: label }), deleter(label, () => {
      const rest = device.read(key, []).filter((_, n) => n !== i);
      device.write(key, rest.length ? rest : null);
    }));
  });
  return [make("h3", { textContent: title }), make("ul", { className: "entries" }, ...rows.reverse())];
}

async function show() {
  const time = (s) => device.spell(s, words);
  const found = await pages();
  const parts = [
    ...entries(device.CRAMPS, words.cramps, (c) => `${when(c.at)}: ${muscle(c.muscle)}, ${time(c.seconds)}`),
    ...entries(device.SESSIONS, words.sessions, (s) => `${when(s.at)}: ${time(s.seconds)}`),
    ...found.map(({ path, name, cache }) => make("p", { className: "entry" }, make("a", { href: path, textContent: name }), deleter(name, () => cache.delete(path)))),
  ];
  if (parts.length) {
    const all = make("button", { type: "button", className: "plain", textContent: words.all });
    all.addEventListener("click", async () => {
      for (const key of [device.CRAMPS, device.SESSIONS, device.PENDING, device.RUNNING]) device.write(key, null);
      for (const { path, cache } of await pages()) await cache.delete(path);
      await show();
      root.querySelector(".said").textContent = words.deleted;
    });
    parts.push(make("p", {}, all));
  } else {
    parts.push(make("p", { textContent: words.none }));
  }
  list.replaceChildren(...parts);
  for (const li of document.querySelectorAll(".if-kept")) li.hidden = !found.some((f) => f.path === li.dataset.if);
}

root.querySelector(".no-script").hidden = true;
const lost = document.querySelector("[data-lost]");
if (location.pathname !== "/offline") { // shown instead of a page that could not be reached
  lost.textContent = lost.dataset.lost;
  const again = make("button", { type: "button", textContent: lost.dataset.again });
  again.addEventListener("click", () => location.reload());
  lost.after(make("p", {}, again));
}
await show();
