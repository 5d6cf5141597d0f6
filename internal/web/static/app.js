// Small comforts. Every page works without this file.

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
