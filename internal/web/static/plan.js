// Keeping a plan on this device. The page works without this file.
//
// localStorage holds one entry under the key "legible.plan", written only on request:
//   {"v":1,"saved":"2026-11-22","parts":[{"title":"Tonight","items":[{"name","why","lines":[…]}]}]}
// "Delete it" removes the entry. Nothing is sent anywhere.
const key = "legible.plan";

const text = (node) => node ? node.textContent.replace(/\s+/g, " ").trim() : "";

// read collects what the page says, as words.
function read() {
  const parts = [];
  for (const node of document.querySelectorAll("[data-keep]")) {
    const title = text(node.closest("section")?.querySelector("h2"));
    if (parts.at(-1)?.title !== title) parts.push({ title, items: [] });
    const lines = [...node.querySelectorAll(".do-steps > li, .doses p, .warn > ul > li")].map(text);
    parts.at(-1).items.push({ name: text(node.querySelector(".name")), why: text(node.querySelector(".because")), lines });
  }
  return { v: 1, saved: new Date().toLocaleDateString("sv"), parts }; // YYYY-MM-DD of this place: UTC is a day off at night
}

function element(tag, words, ...children) {
  const node = document.createElement(tag);
  node.textContent = words;
  node.append(...children);
  return node;
}

const keep = document.querySelector(".keep");
if (keep) {
  keep.hidden = false;
  const hint = document.querySelector(".keep-hint");
  hint.hidden = false;
  hint.setAttribute("role", "status");
  keep.addEventListener("click", () => {
    try {
      localStorage.setItem(key, JSON.stringify(read()));
      hint.textContent = keep.dataset.kept;
      keep.disabled = true;
    } catch {
      hint.textContent = keep.dataset.failed;
    }
  });
}

// kept shows the plan that was kept, on the page that offers a new one.
function kept(box) {
  let plan;
  try {
    plan = JSON.parse(localStorage.getItem(key));
  } catch {
    return;
  }
  if (plan?.v !== 1 || !Array.isArray(plan.parts)) return;
  box.hidden = false;
  const body = element("div", "");
  const open = element("button", box.dataset.open);
  const drop = element("button", box.dataset.delete);
  open.type = drop.type = "button";
  drop.className = "plain";
  open.setAttribute("aria-expanded", "false");
  open.addEventListener("click", () => {
    open.setAttribute("aria-expanded", "true");
    open.disabled = true;
    body.append(element("p", box.dataset.old));
    for (const part of plan.parts) {
      const list = element("ul", "");
      for (const item of part.items) {
        const lines = element("ul", "", ...item.lines.map((line) => element("li", line)));
        const row = element("li", "", element("strong", item.name), element("p", item.why));
        if (item.lines.length > 0) row.append(lines);
        list.append(row);
      }
      body.append(element("h2", part.title), list);
    }
  });
  drop.addEventListener("click", () => {
    localStorage.removeItem(key);
    const gone = element("p", box.dataset.gone);
    gone.setAttribute("role", "status");
    box.replaceChildren(gone);
  });
  const row = element("div", "", open, drop);
  row.className = "row";
  box.append(element("p", box.dataset.lead.replace("{date}", plan.saved)), row, body);
}
const box = document.querySelector("#kept");
if (box) kept(box);

// "None of these" and the other boxes of its list exclude each other.
for (const name of ["alarm", "had", "kit"]) {
  const boxes = [...document.querySelectorAll(`input[type=checkbox][name=${name}]`)];
  for (const one of boxes) {
    one.addEventListener("change", () => {
      if (!one.checked) return;
      for (const other of boxes) {
        if (other !== one && (other.value === "none" || one.value === "none")) other.checked = false;
      }
    });
  }
}
