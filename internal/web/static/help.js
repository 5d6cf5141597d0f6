// The country's numbers at once, also without a network, and remembered on this device.
// A country is no health data; where the browser keeps nothing, nothing is lost.
const select = document.getElementById("f-country");
const box = document.getElementById("numbers");
const key = "country";

function show(code) {
  const entry = document.getElementById(`c-${code}`);
  if (!entry) return;
  const title = document.createElement("h2");
  title.textContent = entry.querySelector("h3").textContent;
  const rest = [...entry.children].slice(1).map((e) => e.cloneNode(true));
  box.replaceChildren(title, ...rest);
  select.value = code;
}
function remember(code) {
  try { localStorage.setItem(key, code); } catch { /* private window */ }
}

select.form.querySelector("button").hidden = true;
select.addEventListener("change", () => { show(select.value); if (select.value) remember(select.value); });

const asked = new URLSearchParams(location.search).get("country");
if (!asked) {
  let kept = null;
  try { kept = localStorage.getItem(key); } catch { /* private window */ }
  if (kept && /^[A-Z]{2}$/.test(kept)) show(kept);
}
