// The report: a button that prints, and nothing folded on paper. Without a script the
// browser's own menu prints, and the style sheet unfolds where the browser can.
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll(".sheet details")) details.open = true;
});
