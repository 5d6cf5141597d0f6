// Small comforts. Every page works without this file.

// A tap on the drawing ticks the place in the list beside it.
for (const shape of document.querySelectorAll(".legmap [data-place]")) {
  shape.addEventListener("click", () => document.getElementById(`place-${shape.dataset.place}`)?.click());
}

// "None of these" and the alarm signs exclude each other.
const alarms = [...document.querySelectorAll("input[name=alarm]")];
for (const box of alarms) {
  box.addEventListener("change", () => {
    if (!box.checked) return;
    for (const other of alarms) {
      if (other !== box && (other.value === "none" || box.value === "none")) other.checked = false;
    }
  });
}

// A second tap on a chosen round button takes the choice back.
for (const radio of document.querySelectorAll(".check input[type=radio][name=side]")) {
  let was = radio.checked;
  radio.closest("label").addEventListener("pointerdown", () => { was = radio.checked; });
  radio.addEventListener("click", () => { if (was) { radio.checked = false; was = false; } });
}

// A source that is folded away opens when it is cited.
function reveal() {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  for (let d = target && target.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
  if (target) target.scrollIntoView({ block: "center" });
}
addEventListener("hashchange", reveal);

// The theme changes at once, and the form keeps it for the next page.
document.querySelector(".themes")?.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!button) return;
  event.preventDefault();
  const form = new FormData(event.target);
  form.set(button.name, button.value);
  try {
    const kept = await fetch("/theme", { method: "POST", body: new URLSearchParams(form), redirect: "manual" });
    if (kept.type !== "opaqueredirect") throw new Error(kept.statusText);
    document.documentElement.className = `theme-${button.value}`;
    for (const b of event.target.querySelectorAll("button")) b.toggleAttribute("aria-pressed", false);
    button.setAttribute("aria-pressed", "true");
  } catch {
    const chosen = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
    event.target.append(chosen);
    event.target.submit();
  }
});
