// Comforts of the check. It works without this file.

const radio = (name) => document.querySelector(`input[name=${name}]:checked`);
const set = (id, on) => {
  const box = document.getElementById(id);
  if (!box || box.checked === on) return;
  box.checked = on;
  box.dispatchEvent(new Event("change", { bubbles: true }));
};

// A tap on the drawing ticks the place in the list, and the side it is on. A second tap
// on the same leg takes the place back; a tap on the other leg makes it both.
for (const shape of document.querySelectorAll("[data-place]:not([data-place=whole])")) {
  const box = document.getElementById(`place-${shape.dataset.place}`);
  const side = shape.closest("[data-side]")?.dataset.side;
  if (!box) continue;
  shape.addEventListener("click", () => {
    const was = radio("side")?.value;
    const other = side && (was === "left" || was === "right") && was !== side;
    if (box.checked && !other) {
      set(box.id, false);
      if (!document.querySelector("input[name=place]:checked") && was) set(`side-${was}`, false);
      return;
    }
    set(box.id, true);
    if (side && (!was || other)) set(`side-${was ? "both" : side}`, true);
  });
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
for (const button of document.querySelectorAll(".check input[type=radio][name=side]")) {
  let was = button.checked;
  button.closest("label").addEventListener("pointerdown", () => { was = button.checked; });
  button.addEventListener("click", () => { if (was) { button.checked = false; was = false; } });
}

// How long the own words are. It is read out only when they come near the end.
const words = document.querySelector("textarea[data-count]");
const count = document.getElementById("c-text");
if (words && count) {
  const max = Number(words.dataset.max);
  const say = () => {
    const n = [...words.value].length;
    count.textContent = n === 0 ? "" : words.dataset.count.replace("{n}", n).replace("{max}", max);
    count.classList.toggle("err", n > max);
    count.setAttribute("aria-live", n > max * 0.9 ? "polite" : "off");
  };
  words.addEventListener("input", say);
  say();
}
