// What this device still has, offered to be kept in the account. Nothing is sent before
// the person has ticked it and pressed the button.
import * as device from "./device.js";

const box = document.getElementById("on-device");
const said = document.querySelector(".said");
const words = box.dataset;
const say = (name, n) => (n === 1 ? words[`${name}One`] : words[name].replace("{n}", n));

const CHECK = "legible.check"; // as resume.js keeps it

// planFields are the answers that the kept copy of a plan carries.
async function planFields() {
  try {
    const kept = await (await caches.open(device.KEPT)).match("/plan");
    if (!kept) return null;
    const page = new DOMParser().parseFromString(await kept.text(), "text/html");
    return [...page.querySelectorAll("form#state[action='/plan'] input[type=hidden]")].map((i) => [i.name, i.value]);
  } catch {
    return null; // a browser without a cache keeps no pages
  }
}

async function found() {
  const cramps = device.read(device.CRAMPS, []);
  const sessions = device.read(device.SESSIONS, []).filter((s) => s.routine);
  const check = device.read(CHECK, null);
  const plan = await planFields();
  // What the account has already is not offered again.
  const has = (action, fields) => [...document.querySelectorAll(`form[action='${action}']`)].some((f) => {
    const inputs = [...f.querySelectorAll("input")];
    return fields.every(([name, value]) => inputs.some((i) => i.name === name && i.value === value));
  });
  const item = (kind, fields) => ({ items: [{ version: 1, kind, fields }] });
  return [
    cramps.length && { text: say("cramps", cramps.length), sent: { cramps }, clear: () => device.write(device.CRAMPS, null) },
    sessions.length && { text: say("sessions", sessions.length), sent: { sessions }, clear: () => device.write(device.SESSIONS, null) },
    check?.fields?.length && !has("/check", check.fields) && { text: words.check, sent: item("check", check.fields), clear: () => device.write(CHECK, null) },
    plan?.length && !has("/plan", plan) && { text: words.plan, sent: item("plan", plan), clear: () => {} }, // stays, to be read without a network
  ].filter(Boolean);
}

async function keep(things) {
  const chosen = things.filter((t) => t.tick.checked);
  const sent = { person: words.person, cramps: [], sessions: [], items: [] };
  for (const t of chosen) for (const [name, list] of Object.entries(t.sent)) sent[name].push(...list);
  try {
    const response = await fetch("/account/device", { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify(sent) });
    if (!response.ok) throw new Error(response.statusText);
    const { taken, refused } = await response.json();
    if (box.querySelector("[data-clear]").checked) for (const t of chosen) t.clear();
    sessionStorage.setItem("legible.said", say("taken", taken) + (refused ? ` ${say("refused", refused)}` : ""));
    location.reload();
  } catch {
    said.textContent = words.failed;
  }
}

const things = words.person ? await found() : [];
for (const t of things) {
  t.tick = Object.assign(document.createElement("input"), { type: "checkbox", checked: true });
  const label = Object.assign(document.createElement("label"), { className: "tick" });
  label.append(t.tick, Object.assign(document.createElement("span"), { textContent: t.text }));
  box.querySelector(".list").append(label);
}
box.hidden = things.length === 0;
box.querySelector("button").addEventListener("click", () => keep(things));
said.textContent = sessionStorage.getItem("legible.said") ?? "";
sessionStorage.removeItem("legible.said");
