// The service worker. Above this line stand VERSION, PAGES and FILES, written by the
// program: the version of everything that is kept here, and what is kept.
//
// Pages go to the network first and fall back to the device; files under /static/ carry
// a hash in their address and are taken from the device first. Nothing that was sent by
// POST is kept, but for the stretches of one's own that were played or kept with a plan,
// and for a report that its page keeps when the person asks for it.

const SHELL = `legible-shell-${VERSION}`;
const KEPT = "legible-kept"; // survives new versions: stretches of one's own, the report, the theme
const OWN = "/play/own"; // where they open
const REPORT = "/report/kept"; // where the report does
const GUIDE = "legible-guide"; // pages of the guide that were read, the latest last
const MOST_READ = 40; // of them
const PATIENCE = 2500; // milliseconds that a page may take when the device has it

const same = { ignoreSearch: true, ignoreVary: true };

addEventListener("install", (event) => event.waitUntil(fillShell()));

// fillShell fails, and is tried again later, when a file is missing; a page that this
// program does not have is left out.
async function fillShell() {
  const shell = await caches.open(SHELL);
  const take = async (path, needed) => {
    const response = await fetch(path, { cache: "reload", credentials: "same-origin" });
    if (response.ok && !response.redirected) await shell.put(path, response);
    else if (needed) throw new Error(`cannot keep ${path}`);
  };
  await Promise.all(FILES.map((path) => take(path, true)));
  await Promise.all(PAGES.map((path) => take(path, false)));
}

addEventListener("activate", (event) => event.waitUntil(tidy()));

async function tidy() {
  for (const name of await caches.keys()) if (name.startsWith("legible-shell-") && name !== SHELL) await caches.delete(name);
  await clients.claim();
  await freshen();
}

// freshen takes pages that were read again from a new version: they name its style sheets.
async function freshen() {
  const guide = await caches.open(GUIDE);
  for (const request of await guide.keys()) {
    const response = await fetch(request.url, { credentials: "same-origin" }).catch(() => null);
    if (response?.status === 404) await guide.delete(request);
    else if (response?.ok && !response.redirected) await guide.put(request, response);
  }
}

addEventListener("message", (event) => {
  if (event.data === "take over") skipWaiting();
});

// REPEATABLE are forms that keep nothing. Back asks for the answer to one from the
// browser's cache, which lacks what a worker has fetched, so it is sent again; what is
// stored is never sent twice, and the browser looks after those forms itself.
const REPEATABLE = ["/check", "/plan", "/play", "/ask", "/guide", "/report"];

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin || url.pathname.startsWith("/s/")) return; // what is shared passes by
  if (request.method === "POST") {
    if (url.pathname === "/theme") event.respondWith(theme(request));
    else if (REPEATABLE.includes(url.pathname) && (request.mode === "navigate" || request.headers.has("Legible-Keep"))) event.respondWith(sent(request, url.pathname === "/play", event));
    return;
  }
  if (request.method !== "GET") return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate") event.respondWith(page(request, url.pathname, event));
});

async function file(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  let response;
  try {
    response = await fetch(request);
  } catch (error) {
    const other = await caches.match(request, same); // of another version: better than none
    if (other) return other;
    throw error;
  }
  if (response.ok && new URL(request.url).searchParams.has("v")) (await caches.open(SHELL)).put(request, response.clone());
  return response;
}

const listed = (path) => PAGES.includes(path) || path.startsWith("/play/");

// page asks the network, and answers from the device when there is none or it is slow.
async function page(request, path, event) {
  if (path === OWN || path === REPORT) {
    const own = await fromDevice(path);
    if (own) return own;
  }
  const shell = await caches.open(SHELL);
  const text = path.startsWith("/guide/") && !path.endsWith(".xml");
  const kept = await (text ? await caches.open(GUIDE) : shell).match(path, same);
  const asked = fetch(request).then((response) => {
    if (response.ok && !response.redirected && text) event.waitUntil(read(path, response.clone()));
    if (response.ok && !response.redirected && listed(path)) event.waitUntil(shell.put(path, response.clone()));
    return response;
  });
  const waiting = kept ? new Promise((done) => setTimeout(done, PATIENCE)) : new Promise(() => {});
  try {
    const response = await Promise.race([asked, waiting]);
    if (response) return response;
    event.waitUntil(asked.catch(() => {}));
  } catch {
    // no network
  }
  // Pages of a diary are never kept; in their place stands the form that waits here.
  const form = /^\/diary(\/|$)/.test(path) && (await shell.match("/diary/new", same));
  const report = path === "/report" && (await fromDevice(REPORT));
  return report || (kept ?? form ? themed(kept ?? form) : unreached());
}

// read keeps a page of the guide, and lets go of the one that was read longest ago.
async function read(path, response) {
  const guide = await caches.open(GUIDE);
  await guide.delete(path, same);
  await guide.put(path, response);
  const all = await guide.keys();
  for (const old of all.slice(0, Math.max(0, all.length - MOST_READ))) await guide.delete(old);
}

const unreached = async () => themed(await (await caches.open(SHELL)).match("/offline", same));

// sent passes a form on. The stretches of one's own are kept, and the last ones come
// back when there is no network.
async function sent(request, own, event) {
  try {
    const response = await fetch(request.cache === "only-if-cached" ? new Request(request, { cache: "no-cache" }) : request);
    if (own && response.ok) event.waitUntil(keep(response.clone()));
    return response;
  } catch {
    return (own && (await fromDevice(OWN))) || unreached();
  }
}

async function keep(response) {
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": response.headers.get("Content-Security-Policy") ?? "default-src 'self'", "Kept-At": new Date().toISOString() };
  await (await caches.open(KEPT)).put(OWN, new Response(await response.blob(), { headers }));
}

// fromDevice is a copy that was kept on request, marked as one; undefined without any.
async function fromDevice(path) {
  const kept = await (await caches.open(KEPT)).match(path, same);
  return kept && themed(kept, ` data-kept-at="${kept.headers.get("Kept-At")}" data-kept-as="${path}"`);
}

// themed gives an old copy the colours chosen since: nothing may glare at night.
async function themed(response, mark = "") {
  if (!response) return Response.error();
  const chosen = await (await caches.open(KEPT)).match("/theme");
  const name = chosen && (await chosen.text());
  let html = await response.text();
  if (name) html = html.replace(/(<html[^>]*) class="theme-\w+"/, `$1 class="theme-${name}"`);
  if (mark) html = html.replace("<html", `<html${mark}`);
  return new Response(html, { status: response.status, headers: response.headers });
}

// theme remembers the choice for the copies, also without a network.
async function theme(request) {
  const form = await request.clone().formData();
  const name = String(form.get("theme"));
  if (/^(auto|light|dark|night)$/.test(name)) await (await caches.open(KEPT)).put("/theme", new Response(name));
  try {
    return await fetch(request);
  } catch {
    const back = String(form.get("back"));
    return Response.redirect(/^\/(?!\/)[\w/-]*$/.test(back) ? back : "/", 303);
  }
}

// Reminders. The words come with the push, so that they are those of the program; an old
// worker shows what a new program says.
addEventListener("push", (event) => event.waitUntil(notify(event)));

async function notify(event) {
  let said = {};
  try {
    said = event.data.json();
  } catch {
    // a push without words: browsers want something shown all the same
  }
  const { title = "Legible", body = "", tag = "legible", open = "/", message = "", actions = [] } = said;
  await registration.showNotification(title, { body, tag, actions, data: { open, message }, icon: "/static/icons/app-192.png", renotify: true });
}

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(clicked(event.action, event.notification.data ?? {}, event.notification.tag));
});

// clicked puts reminders off or stops them where the person is; when that fails, the page
// for it opens instead. The tag says which one is to come again.
async function clicked(action, { open, message }, about) {
  const fields = { later: { pause: "15m", about }, stop: { do: "stop" } }[action];
  if (fields && message) {
    const done = await fetch(message, { method: "POST", body: new URLSearchParams(fields) }).catch(() => null);
    if (!done?.ok) await show(message);
    return;
  }
  await show(open);
}

// show brings a window to the page, or opens one.
async function show(path) {
  if (!/^\/(?!\/)/.test(path ?? "")) return;
  for (const one of await clients.matchAll({ type: "window" })) {
    if (new URL(one.url).pathname === path) return one.focus();
  }
  await clients.openWindow(path);
}
