// Ask: the answer comes into the page, and without a network pages of the guide that the
// device keeps are looked through. Without this file the form brings a page of its own.

const $ = (selector, root = document) => root.querySelector(selector);
const GUIDE = "legible-guide"; // cache of the service worker: pages of the guide that were read
const MOST = 3; // passages quoted
const LEAST = 0.5; // share of the question's words that a passage has

const form = $("form#ask");
const answer = $("#answer");
const make = (tag, text, values = {}) => Object.assign(document.createElement(tag), { textContent: text, ...values });

const SMALL = new Set("a an and are at be can do does for from get had has have how i if in is it me my of on or should that the to was what when where which why with you your am not so they this will would help".split(" "));

// stems are the words of a text that carry a topic, without their endings.
function stems(text) {
  const words = text.toLowerCase().match(/\p{L}{2,}/gu) ?? [];
  return [...new Set(words.filter((w) => !SMALL.has(w)).map((w) => w.replace(/(ing|ed|es|s|ness|ly)$/, "")).filter((w) => w.length > 1))];
}

// kept lists the passages of the pages on the device, with how much of the question they have.
async function kept(question) {
  const wanted = stems(question);
  const cache = await caches.open(GUIDE);
  const out = [];
  for (const request of await cache.keys()) {
    const page = new DOMParser().parseFromString(await (await cache.match(request)).text(), "text/html");
    const title = $("h1", page)?.textContent ?? "";
    const about = stems(title);
    for (const passage of page.querySelectorAll(".text p[id], .text ul[id], .text ol[id], .takeaways[id], .text section[id]")) {
      for (const small of passage.querySelectorAll(".rests, h2")) small.remove();
      const has = new Set([...stems(passage.textContent), ...about, ...stems(passage.closest("details")?.querySelector("summary")?.textContent ?? "")]);
      const score = wanted.filter((w) => has.has(w)).length / Math.max(1, wanted.length);
      const items = [...passage.querySelectorAll("li")].map((li) => li.textContent.trim());
      out.push({ score, title, items, text: items.length ? "" : passage.textContent.trim(), href: `${request.url.slice(location.origin.length)}#${passage.id}`, state: [...page.querySelectorAll(".standing .date, .standing .review")].map((s) => s.textContent.trim()).join(" · ") });
    }
  }
  return out.filter((p) => p.score >= LEAST).sort((a, b) => b.score - a.score).slice(0, MOST);
}

// quote builds what the page would have sent.
function quote(p) {
  const block = make("blockquote", "");
  if (p.text) block.append(make("p", p.text));
  if (p.items.length) {
    const list = make("ul", "");
    list.append(...p.items.map((text) => make("li", text)));
    block.append(list);
  }
  const from = make("figcaption", "");
  from.append(make("a", form.dataset.from.replace("{title}", p.title), { href: p.href }), make("span", p.state));
  const figure = make("figure", "", { className: "quote" });
  figure.append(block, from);
  return figure;
}

// offline answers from the device; what to do in danger comes first, for nothing here reads
// the question for signs of it.
async function offline(question) {
  const found = await kept(question).catch(() => []);
  const danger = make("p", `${form.dataset.danger} `, { className: "note warn" });
  danger.append(make("a", form.dataset.numbers, { href: "/help" }));
  answer.replaceChildren(danger, make("p", found.length ? form.dataset.offline : form.dataset.none, { className: "note" }), ...found.map(quote));
}

// The check on this device, if there is one: the box to use it is shown, and it is sent
// only with a question for which the box is ticked. A check kept with the account stays there.
const CHECK = "legible.check"; // as resume.js keeps it, for a day
const box = form.elements.use_check;

function onDevice() {
  try {
    const kept = JSON.parse(localStorage.getItem(CHECK));
    const age = Date.now() - kept?.at;
    return kept?.version === 1 && kept.step !== "where" && Array.isArray(kept.fields) && age >= 0 && age < 24 * 3600e3 ? kept.fields : null;
  } catch { return null; }
}

const ofAccount = !box.disabled;
if (onDevice()) {
  box.disabled = false;
  $("#use-check").hidden = false;
}

// body is what is asked with.
function body(question) {
  const fields = new URLSearchParams({ q: question });
  if (!box.checked || box.disabled) return fields;
  fields.set("use_check", "1");
  const kept = onDevice();
  if (kept) fields.set("check", JSON.stringify({ version: 1, kind: "check", fields: kept }));
  else if (!ofAccount) fields.delete("use_check");
  return fields;
}

async function ask(question) {
  const button = $("button", form);
  button.disabled = true;
  try {
    const response = await fetch("/ask", { method: "POST", body: body(question), headers: { "Legible-Part": "answer" } });
    if (!response.ok) throw new Error(response.statusText);
    answer.innerHTML = await response.text();
  } catch {
    await offline(question);
  }
  button.disabled = false;
  $("#examples")?.remove();
  answer.scrollIntoView({ block: "start" });
}

form.addEventListener("submit", (event) => {
  const question = form.elements.q.value.trim();
  event.preventDefault();
  if (question) ask(question);
});
$("#examples")?.addEventListener("submit", (event) => {
  event.preventDefault();
  form.elements.q.value = event.submitter.value;
  ask(event.submitter.value);
});
