// The guide: search as you type, and the filter of the glossary. Without this file the box
// searches by its button, and the glossary is there whole.

const $ = (selector, root = document) => root.querySelector(selector);
const PAUSE = 140; // milliseconds between the last key and the search

function searching(form) {
  const found = $("#found");
  const browse = $("#browse");
  const said = $("#said");
  const input = $("input[type=search]", form);
  const wanted = () => new URLSearchParams(new FormData(form)).toString();
  let timer, asked, last = found.childElementCount ? wanted() : "";

  async function search() {
    const now = wanted();
    if (now === last) return;
    last = now;
    asked?.abort();
    const fields = new URLSearchParams(now);
    if (!fields.get("q").trim() && !fields.get("kind")) {
      if (!browse) return;
      found.replaceChildren();
      browse.hidden = false;
      said.textContent = "";
      return;
    }
    asked = new AbortController();
    try {
      const response = await fetch("/guide", { method: "POST", body: fields, headers: { "Legible-Part": "found" }, signal: asked.signal });
      if (!response.ok) throw new Error(response.statusText);
      found.innerHTML = await response.text();
      if (browse) browse.hidden = true;
      said.textContent = $(".how-many", found)?.textContent ?? "";
    } catch (error) {
      if (error.name !== "AbortError") last = ""; // no network: the button still asks
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  form.addEventListener("change", search);
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) return;
    event.preventDefault();
    clearTimeout(timer);
    last = "";
    search();
    input.blur(); // puts the keyboard of a phone away
  });
  addEventListener("pageshow", search); // a page that comes back keeps what was typed
}

// plain takes accents and case off, so that "Ménière" is found by "meniere".
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function filtering(box) {
  const terms = [...document.querySelectorAll("#words dl > div")].map((term) => ({ term, text: plain($("dt", term).firstChild.textContent.trim() || $("dt a", term)?.textContent || "") }));
  for (const t of terms) if (!t.text) t.text = plain($("dt", t.term).textContent);
  const letters = [...document.querySelectorAll(".letter")];
  const input = $("input", box);
  box.hidden = false;
  const filter = () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    let n = 0;
    for (const { term, text } of terms) {
      term.hidden = !words.every((w) => text.includes(w));
      if (!term.hidden) n++;
    }
    for (const section of letters) section.hidden = !$("dl > div:not([hidden])", section);
    $(".letters").hidden = words.length > 0;
    $("#no-word").hidden = n > 0;
    $("#said").textContent = n === 1 ? box.dataset.one : box.dataset.many.replace("{n}", n);
  };
  input.addEventListener("input", filter);
  if (input.value) filter();
}

const form = $("form#search");
if (form) searching(form);
const box = $("#filter");
if (box) filtering(box);
