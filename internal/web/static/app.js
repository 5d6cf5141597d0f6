// Small comforts. Every page works without this file.

// The theme changes at once; the server keeps it for the next page. In the middle of a
// check nothing is sent, so that no answer can be lost.
const picker = document.getElementById("theme");

picker?.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-theme]");
  if (!button || button.dataset.plain) return;
  event.preventDefault();
  const theme = button.dataset.theme;
  try {
    const kept = await fetch("/theme", { method: "POST", body: new URLSearchParams({ theme, back: "/" }), redirect: "manual" });
    if (kept.type !== "opaqueredirect") throw new Error(kept.statusText);
    document.documentElement.className = `theme-${theme}`;
    for (const b of picker.querySelectorAll("button")) b.removeAttribute("aria-pressed");
    button.setAttribute("aria-pressed", "true");
  } catch {
    button.dataset.plain = "1"; // then as without this file
    button.click();
  }
});

// The link at the top opens the buttons where one is, without a step in the history.
function show(open) {
  picker.classList.toggle("open", open);
  if (open) (picker.querySelector("[aria-pressed]") ?? picker.querySelector("button")).focus({ preventScroll: true });
}
if (picker) {
  const opener = document.querySelector("[data-open-theme]");
  opener.addEventListener("click", (event) => { event.preventDefault(); show(!picker.classList.contains("open")); });
  picker.querySelector("[data-close-theme]").addEventListener("click", (event) => {
    event.preventDefault();
    if (location.hash === "#theme") history.replaceState(null, "", location.pathname + location.search);
    show(false);
    opener.focus();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && picker.classList.contains("open")) { show(false); opener.focus(); }
  });
}
