// Notifications on this device. Everything else on the page works without this file.

const form = document.getElementById("subscribe");
const said = document.getElementById("push-said");
const say = (text) => (said.textContent = text ?? "");
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const same = (a, b) => !!a && !!b && text(a) === text(b);
const can = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window && !!form.dataset.key;

// here finds what this browser handed over before; a worker may not be there yet.
async function here() {
  const registration = await navigator.serviceWorker.getRegistration("/");
  return (await registration?.pushManager.getSubscription()) ?? null;
}

// subscribe asks the person, then the browser. A subscription of other keys is of no use.
async function subscribe() {
  if ((await Notification.requestPermission()) !== "granted") throw new DOMException("", "NotAllowedError");
  const registration = await navigator.serviceWorker.ready;
  const key = bytes(form.dataset.key);
  let sub = await registration.pushManager.getSubscription();
  if (sub && !same(sub.options?.applicationServerKey, key)) {
    await sub.unsubscribe();
    sub = null;
  }
  return sub ?? registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

async function turnOn(event) {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  say();
  try {
    const sub = await subscribe();
    const add = (name, value) => form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    add("endpoint", sub.endpoint);
    add("p256dh", text(sub.getKey("p256dh")));
    add("auth", text(sub.getKey("auth")));
    form.submit();
  } catch (error) {
    button.disabled = false;
    say(error.name === "NotAllowedError" ? form.dataset.denied : form.dataset.failed);
  }
}

// A device that is in the list says so, and need not be added; removing it tells the
// browser too.
function mark(row, sub) {
  row.querySelector("[data-here]").hidden = false;
  const drop = row.querySelector("[data-drop]");
  drop.addEventListener("submit", async (event) => {
    event.preventDefault();
    await sub.unsubscribe().catch(() => {});
    drop.submit();
  });
}

async function start() {
  if (!can()) {
    say(navigator.standalone === false ? form.dataset.home : form.dataset.cannot);
    return;
  }
  const sub = await here().catch(() => null);
  const row = sub && [...document.querySelectorAll("[data-endpoint]")].find((r) => r.dataset.endpoint === sub.endpoint);
  if (row) mark(row, sub);
  else form.hidden = false;
  if (Notification.permission === "denied") say(form.dataset.denied);
  form.addEventListener("submit", turnOn);
}

if (form) start();
