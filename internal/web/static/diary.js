// Keeps nights on the device: until they are sent, or for good where there is no account.
// Every page works without this file; it only stands in for a network that is not there.
import { DIARY as WAITING, DIARY_OF as PERSON, read, write } from "./device.js";

// What waits are forms as the page would send them, with the person they belong to; empty
// for nights that stand in nobody's diary yet.
const root = document.getElementById("diary");
const words = root.dataset;
const onDevice = document.body.classList.contains("page-diary-device");
const lang = document.documentElement.lang;
const status = document.getElementById("waiting");
const list = () => read(WAITING, []);

// A page of the server says whose diary is open; the page of the device does not know.
if (words.person) write(PERSON, words.person);
else if ("signedOut" in words) write(PERSON, null);
const person = words.person || read(PERSON, "") || "";

const put = (item) => write(WAITING, [...list().filter((x) => x.id !== item.id), item]);
const drop = (id) => {
  const rest = list().filter((x) => x.id !== id);
  write(WAITING, rest.length ? rest : null);
};
if (words.settled) drop(words.settled);

const newID = () => crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))]
  .map((b, i) => (i === 6 ? (b & 15) | 64 : i === 8 ? (b & 63) | 128 : b).toString(16).padStart(2, "0"))
  .join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

// night words a date of an evening, in the order of the page's own dates.
function night(day) {
  const part = Object.fromEntries(new Intl.DateTimeFormat(lang, { weekday: "long", day: "numeric", month: "long" }).formatToParts(new Date(`${day}T12:00:00`)).map((p) => [p.type, p.value]));
  return words.night.replace("{date}", words.day.replace("{weekday}", part.weekday).replace("{d}", part.day).replace("{month}", part.month));
}

// facts words what a form says, as the page of the diary does.
function facts(fields) {
  const f = Object.fromEntries(fields);
  const [sleep, wakings] = f.sw ? f.sw.split(".") : [f.sleep_hours, f.wakings];
  const quiet = f.do === "quiet" ? "0" : "";
  const count = (n, one, other) => (n === "1" ? one : other).replace("{n}", n);
  const out = [];
  const cramps = f.cramps || quiet;
  const urge = f.urge || quiet;
  const pain = f.pain || quiet;
  if (cramps) out.push(count(cramps, words.crampsOne, words.cramps));
  if (urge) out.push(words.urge.replace("{how}", root.getAttribute(`data-urge-${urge}`)));
  if (pain) out.push(words.pain.replace("{n}", pain));
  if (sleep) out.push(words.sleep.replace("{hours}", sleep));
  if (wakings) out.push(count(wakings, words.wakingsOne, words.wakings));
  return out.join(" · ");
}

const make = (tag, values, ...children) => {
  const e = Object.assign(document.createElement(tag), values);
  e.append(...children);
  return e;
};
function button(text, label, click) {
  const b = make("button", { type: "button", className: "plain small", textContent: text });
  if (label) b.setAttribute("aria-label", `${text}: ${label}`);
  b.addEventListener("click", click);
  return b;
}

// show lists what waits, with a way to send or delete it.
function show(said = "") {
  const items = list();
  const mine = items.filter((x) => x.person === person);
  const rows = items.map((x) => {
    const name = night(x.day);
    const li = make("li", {}, make("strong", { textContent: name }), make("p", { textContent: facts(x.fields) }));
    if (x.refused) li.append(make("p", { className: "err", textContent: words.refused.replace("{why}", x.refused) }));
    if (person && x.person !== person) li.append(x.person ? make("p", { className: "quiet", textContent: words.other }) : button(words.move, name, () => { put({ ...x, person }); sync(); }));
    li.append(button(words.drop, name, () => { drop(x.id); show(); }));
    return li;
  });
  const here = document.getElementById("here");
  if (here) {
    here.replaceChildren(...rows);
    document.querySelector("[data-none]").hidden = rows.length > 0;
  }
  status.hidden = !said && (onDevice || !rows.length);
  const parts = said ? [make("p", {}, make("strong", { textContent: said }))] : [];
  if (!onDevice && rows.length) {
    parts.push(make("p", { textContent: (rows.length === 1 ? words.waitsOne : words.waits).replace("{n}", rows.length) }), make("ul", {}, ...rows));
    if (mine.length) parts.push(button(words.send, "", () => sync()));
  }
  status.replaceChildren(...parts);
}

// send gives one form to the diary and tells what became of it.
async function send(item) {
  const response = await fetch("/diary", {
    method: "POST", headers: { Accept: "application/json" }, redirect: "error",
    body: new URLSearchParams([...item.fields.filter(([name]) => name !== "person"), ["person", item.person]]),
  });
  return response.json();
}

let busy = false;

// sync sends what waits for this person, oldest first, and stops when it cannot.
async function sync() {
  if (busy || !person || !list().some((x) => x.person === person && !x.refused)) return;
  busy = true;
  let sent = 0;
  let said = "";
  try {
    for (const item of list().filter((x) => x.person === person && !x.refused)) {
      const answer = await send(item);
      if (answer.outcome === "refused") put({ ...item, refused: (answer.wrong ?? []).join(" ") });
      else if (answer.outcome === "nobody") { said = words.nobody; break; }
      else if (answer.outcome === "other" || answer.outcome === "later") { said = answer.outcome === "other" ? words.other : words.later; break; }
      else { drop(item.id); sent++; }
    }
  } catch {
    said = words.later;
  }
  busy = false;
  show(said || (sent ? words.sent : ""));
  root.dispatchEvent(new CustomEvent("synced", { detail: sent }));
  if (sent && !onDevice && location.pathname === "/diary" && !document.querySelector(".said")) location.reload();
}

// reached asks whether the server can be reached.
async function reached() {
  try {
    await fetch("/manifest.webmanifest", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(2500) });
    return true;
  } catch {
    return false;
  }
}

// A form is put on the device first, and stays there when there is no network. With one
// the page sends it itself, and the answer says that it need not wait any longer.
for (const form of document.querySelectorAll("form[data-queue]")) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.sending) return;
    event.preventDefault();
    const by = event.submitter;
    const fields = [...new FormData(form)];
    if (by?.name) fields.push([by.name, by.value]);
    const get = (name) => fields.find(([n]) => n === name)?.[1];
    put({ id: get("night_id"), day: get("day"), person, fields: fields.filter(([, v]) => typeof v === "string") });
    if (!onDevice && (await reached())) {
      form.dataset.sending = "1";
      form.requestSubmit(by);
      return;
    }
    form.reset();
    fresh(form);
    show(words.kept);
    status.scrollIntoView({ block: "center" });
    if (person && (await reached())) sync();
  });
}

// fresh gives a form ids of its own: a page that was kept would use its ids twice.
function fresh(form) {
  for (const name of ["night_id", "habits_id"]) if (form.elements[name] && form.elements[`${name.slice(0, -3)}_v`].value === "0") form.elements[name].value = newID();
}

// The device knows which night was the last one; the page may be weeks old.
const nights = document.querySelector("[data-nights]");
if (nights) {
  const evening = new Date();
  const options = [];
  for (let i = 0; i < 14; i++) {
    evening.setDate(evening.getDate() - 1);
    const day = [evening.getFullYear(), evening.getMonth() + 1, evening.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
    options.push(make("option", { value: day, textContent: night(day) }));
  }
  nights.replaceChildren(...options);
  for (const form of document.querySelectorAll("form[data-queue]")) fresh(form);
}
const lead = document.querySelector("[data-with-person]");
if (lead && person) lead.textContent = lead.dataset.withPerson;

show();
addEventListener("online", sync);
sync();
