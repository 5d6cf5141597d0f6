// Comforts of the check. It works without this file.

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

