// Comforts of the result and of what was understood. Both work without this file.

// What is folded away opens when it is pointed to: a source, a line of the own words.
function reveal() {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  for (let d = target && target.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
  if (target) target.scrollIntoView({ block: "center" });
}
addEventListener("hashchange", reveal);

// A chosen answer shows in the folded line at once.
for (const item of document.querySelectorAll("details.item")) {
  const said = item.querySelector(".said");
  item.addEventListener("change", (event) => {
    const label = event.target.closest("label");
    if (said && label && event.target.type === "radio") {
      said.textContent = label.textContent.trim();
      said.className = `said said-${event.target.value}`;
    }
  });
}

// On paper nothing is folded.
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("main details:not([open])")];
  for (const d of opened) d.open = true;
});
addEventListener("afterprint", () => {
  for (const d of opened) d.open = false;
  opened = [];
});
document.querySelector("[data-print]")?.addEventListener("click", () => print());
