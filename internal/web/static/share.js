// Opens a link: the key stands behind the "#" of the address and never leaves the browser.
// What the server sends is locked; it is unlocked, read and written here.

import { read } from "./sharehtml.js";
import { attachments, entries, groups, parse, sections } from "./sharefhir.js";

const MOST = 32 << 20; // bytes of a file that is unpacked
const $ = (id) => document.getElementById(id);
const box = $("share");
const words = box.dataset;
const manifest = `${location.pathname}/manifest`;

class Told extends Error {} // its message is for people

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const utf8 = (buffer) => new TextDecoder("utf-8", { fatal: true }).decode(buffer);

function say(message, bad = true) {
  $("share-said").textContent = message;
  $("share-said").classList.toggle("bad", bad && message !== "");
}

// linkKey takes the key out of the address.
function linkKey() {
  try {
    const text = decodeURIComponent(location.hash).replace(/^#/, "");
    if (!text.startsWith("shlink:/")) throw new Error("no link");
    const link = JSON.parse(utf8(bytes(text.slice("shlink:/".length))));
    if (!String(link.url).endsWith(manifest)) throw new Error("another link");
    const key = bytes(link.key);
    if (key.length !== 32) throw new Error("another key");
    return key;
  } catch {
    throw new Told(words.half);
  }
}

async function ask(url, options) {
  let response;
  try {
    response = await fetch(url, { ...options, credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" });
  } catch {
    throw new Told(words.offline);
  }
  return response;
}

// getManifest asks for the files; null when the passcode is wrong.
async function getManifest(passcode) {
  const response = await ask(manifest, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ recipient: words.recipient, ...(passcode ? { passcode } : {}) }),
  });
  if (response.ok) return response.json();
  if (response.status === 401) {
    const { remainingAttempts } = await response.json();
    if (remainingAttempts > 0) {
      say(passcode ? `${words.wrong} ${remainingAttempts}` : "");
      return null;
    }
  }
  throw new Told({ 401: words.ended, 404: words.ended, 410: words.ended, 429: words.many }[response.status] ?? words.broken);
}

// unlock opens a compact JWE (RFC 7516) with the key itself (dir, A256GCM).
async function unlock(jwe, raw) {
  const parts = jwe.split(".");
  if (parts.length !== 5 || parts[1]) throw new Error("not locked as it should be");
  const header = JSON.parse(utf8(bytes(parts[0])));
  if (header.alg !== "dir" || header.enc !== "A256GCM" || header.crit || (header.zip && header.zip !== "DEF")) throw new Error("locked in another way");
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
  const [body, tag] = [bytes(parts[3]), bytes(parts[4])];
  const locked = new Uint8Array(body.length + tag.length);
  locked.set(body);
  locked.set(tag, body.length);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(parts[2]), additionalData: new TextEncoder().encode(parts[0]), tagLength: 128 }, key, locked);
  return { type: header.cty ?? "", data: header.zip ? await unpack(plain) : new Uint8Array(plain) };
}

// unpack stops before a small file becomes an endless one.
async function unpack(packed) {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const pieces = [];
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST) throw new Error("too large");
    pieces.push(value);
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

const addressOf = URL.createObjectURL;
const make = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });

function section(...children) {
  const made = document.createElement("section");
  made.append(...children);
  $("share-content").append(made);
}

// save offers a file; it lives in this page only.
function save(label, name, type, data) {
  const a = Object.assign(document.createElement("a"), { className: "button plain", download: name, textContent: label });
  a.href = addressOf(new Blob([data], { type }));
  $("share-tools").append(a);
}

const base64 = (text) => bytes(text.replace(/\s/g, ""));

// show writes one file, by what it is.
function show(type, data, title = "") {
  const kind = type.split(";")[0].trim().toLowerCase();
  if (kind === "application/pdf") save(words.pdf, "legible.pdf", kind, data);
  else if (kind === "text/html" || kind === "application/xhtml+xml") section(read(utf8(data), words.picture));
  else if (kind.startsWith("text/")) section(make("pre", utf8(data)));
  else if (kind === "application/fhir+json" || kind === "application/json") showFHIR(data);
  else save(title || kind, "legible.bin", "application/octet-stream", data);
}

function showFHIR(data) {
  const resource = parse(utf8(data));
  const files = attachments(resource);
  for (const file of files) show(String(file.contentType ?? ""), base64(file.data), String(file.title ?? ""));
  if (entries(resource).length <= files.length) return; // nothing but files
  save(words.data, "legible.json", "application/fhir+json", data);
  const document_ = sections(resource);
  const again = $("share-content").childElementCount > 0; // the words were there as a page
  const told = document_.sections.length > 0 && !again;
  if (told) {
    const parts = document_.title ? [make("h2", document_.title)] : [];
    for (const s of document_.sections) {
      if (s.title) parts.push(make("h3", s.title));
      parts.push(read(s.html, words.picture));
    }
    section(...parts);
  }
  const parts = [make("summary", words.entries)];
  for (const [type, lines] of groups(resource)) {
    const ul = document.createElement("ul");
    ul.append(...lines.map((l) => make("li", l)));
    parts.push(make("h3", type.replace(/(?<=[a-z])(?=[A-Z])/g, " ")), ul);
  }
  if (parts.length === 1) return;
  const details = document.createElement("details");
  details.open = !told && !again && files.length === 0;
  details.append(...parts);
  section(details);
}

async function open(passcode) {
  $("share-again").hidden = true;
  say(words.opening, false);
  try {
    if (!globalThis.crypto?.subtle || !globalThis.DecompressionStream) throw new Told(words.insecure);
    const key = linkKey();
    if (words.passcode && !passcode) {
      say("");
      $("share-pass").hidden = false;
      $("f-pass").focus();
      return;
    }
    const found = await getManifest(passcode);
    if (!found) {
      $("share-pass").hidden = false;
      $("f-pass").select();
      return;
    }
    $("share-pass").hidden = true;
    for (const file of found.files) {
      const jwe = file.embedded ?? (await (await ask(file.location)).text());
      const { type, data } = await unlock(jwe, key);
      show(type || file.contentType, data);
    }
    say("");
    $("share-tools").hidden = false;
    $("share-content").focus({ preventScroll: true });
  } catch (error) {
    $("share-pass").hidden = true;
    $("share-content").replaceChildren();
    say(error instanceof Told ? error.message : words.broken);
    $("share-again").hidden = !(error instanceof Told) || ![words.offline, words.many].includes(error.message);
  }
}

$("share-pass").addEventListener("submit", (event) => {
  event.preventDefault();
  open($("f-pass").value);
});
$("share-again").addEventListener("click", () => open($("f-pass").value));
$("share-print").addEventListener("click", () => print());
addEventListener("hashchange", () => location.reload());
open("");
