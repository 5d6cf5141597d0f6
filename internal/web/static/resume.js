// Going on after a break. What a check needs to go on is kept in this browser only, under
// one key of localStorage, for 24 hours, and deleted when the check ends, when it is
// forgotten, or when keeping is turned off:
//   legible.check       {"version": 1, "at": milliseconds, "step": "where"|"words"|"more"|"result", "fields": [[name, value], …]}
//   legible.check.keep  "no" while keeping is turned off
// Every page works without this file; then nothing is kept.

const KEY = "legible.check";
const KEEP = "legible.check.keep";
const HOURS = 24;
const NAMES = new Set(["who", "text", "age", "sex", "pregnant", "country", "side", "nopain", "alarm", "place", "e"]);

function saved() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    if (kept?.version === 1 && Array.isArray(kept.fields) && Date.now() - kept.at < HOURS * 3600e3 && kept.at <= Date.now()) return kept;
    localStorage.removeItem(KEY);
  } catch { /* storage is off, or not ours: nothing is kept */ }
  return null;
}

function forget() {
  try { localStorage.removeItem(KEY); } catch { /* nothing to forget */ }
}

function keeping() {
  try { return localStorage.getItem(KEEP) !== "no"; } catch { return false; }
}

function keep(form) {
  if (!keeping()) return;
  const fields = [...new FormData(form)].filter(([name, value]) => NAMES.has(name) && value !== "");
  try {
    localStorage.setItem(KEY, JSON.stringify({ version: 1, at: Date.now(), step: form.dataset.step, fields }));
  } catch { /* full or off: the check goes on without */ }
}

// The offer to go on.
const offer = document.getElementById("resume");
const form = document.querySelector("form[data-step]");
let kept = offer && saved();
if (kept) {
  const at = new Date(kept.at);
  const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" }).format(at);
  const day = at.toDateString() === new Date().toDateString() ? offer.dataset.today : offer.dataset.yesterday;
  offer.querySelector("[data-when]").textContent = `(${day.replace("{time}", time)})`;
  offer.hidden = false;
  offer.querySelector("[data-resume]").addEventListener("click", () => {
    const go = Object.assign(document.createElement("form"), { method: "post", action: "/check", hidden: true });
    for (const [name, value] of [...kept.fields, ["do", kept.step]]) {
      go.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    document.body.append(go);
    go.submit();
  });
  offer.querySelector("[data-forget]").addEventListener("click", () => {
    forget();
    kept = null;
    offer.hidden = true;
    (document.querySelector("main h1") ?? document.body).scrollIntoView();
    document.getElementById("main")?.focus();
  });
}

// Each step is kept when its page is shown; the first one while it is filled in, but not
// over a check that waits to be gone on with.
if (form) {
  if (form.dataset.step === "where") form.addEventListener("change", () => { if (!kept) keep(form); });
  else if ("done" in form.dataset) forget();
  else keep(form);
}
document.querySelector("[data-again]")?.addEventListener("click", forget);

const turn = document.getElementById("keep");
if (turn) {
  turn.checked = keeping();
  turn.addEventListener("change", () => {
    try {
      if (turn.checked) localStorage.removeItem(KEEP);
      else localStorage.setItem(KEEP, "no");
    } catch { /* storage is off */ }
    if (!turn.checked) forget();
    else if (form) keep(form);
  });
}
