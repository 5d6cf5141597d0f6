// A source that is folded away opens when it is cited.
function reveal() {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  for (let d = target && target.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
  if (target) target.scrollIntoView({ block: "center" });
}
addEventListener("hashchange", reveal);

