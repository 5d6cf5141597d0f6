// What the pages ask of the device: what it keeps, its voice, tones, vibration and the
// screen. Everything may be missing, and then nothing breaks.

// Keys of localStorage. /offline shows and deletes it; none of it leaves the device but
// for the diary, whose entries go to the account of the person they belong to.
export const CRAMPS = "legible.cramps"; // [{at: ISO time, muscle, seconds}], oldest first
export const SESSIONS = "legible.sessions"; // [{at: ISO time, routine, seconds}], oldest first
export const PENDING = "legible.pending"; // cramps that have eased and nobody has kept or dropped yet
export const RUNNING = "legible.running"; // the cramp whose clock runs: {muscle, start, paused, pausedAt}
export const SETTINGS = "legible.device"; // {voice, sound, vibrate, awake, helper}

export const PLAN = "legible.plan"; // of plan.js
export const CHECK = "legible.check"; // of resume.js
export const DIARY = "legible.diary"; // of diary.js: [{id, day, person, fields: [[name, value]…], refused?}], oldest first
export const DIARY_OF = "legible.diary.person"; // id of the person whose diary was open last

export const KEPT = "legible-kept"; // cache of the service worker: own stretches, the report, theme
export const REPORT = "/report/kept"; // where in it the report is; its PDF has .pdf behind that
export const GUIDE = "legible-guide"; // cache of the service worker: pages of the guide that were read

export function read(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

// write reports whether the device kept it.
export function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export const add = (key, item) => write(key, [...read(key, []), item]);

const chosen = { voice: false, sound: true, vibrate: true, awake: true, helper: false, ...read(SETTINGS, {}) };

export const on = (name) => chosen[name] === true;

export function set(name, value) {
  chosen[name] = value;
  write(SETTINGS, chosen);
  if (name === "voice" && !value) hush();
  if (name === "awake") value ? stayAwake() : sleep();
}

// switches wires the buttons of the settings; changed is told what was chosen.
export function switches(root, changed = () => {}) {
  const show = () => {
    for (const b of root.querySelectorAll("[data-set]")) b.setAttribute("aria-pressed", String(on(b.dataset.set)));
  };
  for (const b of root.querySelectorAll("[data-set]")) {
    b.addEventListener("click", () => {
      set(b.dataset.set, !on(b.dataset.set));
      show();
      changed(b.dataset.set);
    });
  }
  for (const d of root.querySelectorAll(".settings")) d.hidden = false;
  show();
  voices(root);
}

// Voices that run on the device only: others would send the words to a server.
const localVoice = () => {
  const all = (globalThis.speechSynthesis?.getVoices() ?? []).filter((v) => v.localService);
  const lang = document.documentElement.lang;
  return all.find((v) => v.lang === lang) ?? all.find((v) => v.lang.slice(0, 2) === lang.slice(0, 2));
};

function voices(root) {
  const show = () => {
    const none = !localVoice();
    for (const b of root.querySelectorAll("[data-set=voice]")) b.hidden = none;
    for (const p of root.querySelectorAll(".voice-none")) p.hidden = !none;
  };
  globalThis.speechSynthesis?.addEventListener?.("voiceschanged", show);
  show();
}

// say speaks sentences one after the other. A browser that wants a tap first gets it
// with the next tap anywhere.
export function say(...sentences) {
  const voice = on("voice") && localVoice();
  if (!voice) return;
  speechSynthesis.cancel();
  for (const text of sentences) {
    const u = new SpeechSynthesisUtterance(text);
    u.voice = voice;
    u.lang = voice.lang;
    u.rate = 0.9;
    u.onerror = (e) => {
      if (e.error !== "not-allowed") return;
      addEventListener("pointerdown", () => say(...sentences), { once: true });
      u.onerror = null;
    };
    speechSynthesis.speak(u);
  }
}

export const hush = () => globalThis.speechSynthesis?.cancel();

export function buzz(...pattern) {
  if (on("vibrate") && navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(pattern);
}

let audio;

// tone plays a soft tone of so many hertz and seconds.
export function tone(hertz, seconds = 0.15) {
  if (!on("sound")) return;
  try {
    audio ??= new AudioContext();
    if (audio.state === "suspended") audio.resume();
    const from = audio.currentTime;
    const gain = audio.createGain();
    gain.gain.setValueAtTime(0.0001, from);
    gain.gain.exponentialRampToValueAtTime(0.12, from + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, from + seconds);
    const wave = new OscillatorNode(audio, { frequency: hertz });
    wave.connect(gain).connect(audio.destination);
    wave.start(from);
    wave.stop(from + seconds);
  } catch {
    audio = undefined; // no sound here
  }
}

let lock;
let wanted = false;

// stayAwake keeps the screen on until sleep, also after the page was hidden for a while.
export async function stayAwake() {
  wanted = true;
  if (!on("awake") || lock || document.visibilityState !== "visible") return;
  try {
    lock = await navigator.wakeLock?.request("screen");
    lock?.addEventListener("release", () => (lock = undefined));
    if (!wanted) sleep();
  } catch {
    lock = undefined; // low battery, or not offered
  }
}

export function sleep() {
  wanted = false;
  lock?.release();
}

document.addEventListener("visibilitychange", () => {
  if (wanted && document.visibilityState === "visible") stayAwake();
});

// fill puts values into the braces of a message.
export const fill = (message, values) => Object.entries(values).reduce((text, [k, v]) => text.replaceAll(`{${k}}`, v), message);

// spell words whole seconds with the messages of an element: "4 min 10 s".
export function spell(seconds, { minutesSeconds, minutes, seconds: one, secondsWord = one }) {
  const [m, s] = [Math.floor(seconds / 60), seconds % 60];
  if (m === 0) return fill(secondsWord, { s });
  return s === 0 ? fill(minutes, { n: m, m }) : fill(minutesSeconds, { m, s });
}

export const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
