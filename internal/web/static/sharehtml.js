// What was shared is foreign markup. It is read by the browser's parser in a document that
// never shows, and only its words and their order are written anew: no address, no style,
// no script, no attribute but how cells belong together.

const MOST_NODES = 30000;
const MOST_DEEP = 60;

// written are the elements that keep their meaning. Headings go one level down: the page
// has its own.
const written = {
  H1: "h2", H2: "h3", H3: "h4", H4: "h5", H5: "h6", H6: "h6", P: "p", UL: "ul", OL: "ol", LI: "li", DL: "dl", DT: "dt", DD: "dd", TABLE: "table", CAPTION: "caption",
  THEAD: "thead", TBODY: "tbody", TFOOT: "tfoot", TR: "tr", TH: "th", TD: "td", STRONG: "strong", B: "strong", EM: "em", I: "em", BLOCKQUOTE: "blockquote", PRE: "pre", BR: "br",
  HR: "hr", SUB: "sub", SUP: "sup", DIV: "div", SECTION: "div", ARTICLE: "div", HEADER: "div", FOOTER: "div", MAIN: "div", DETAILS: "details", SUMMARY: "summary", FIGURE: "div",
  FIGCAPTION: "p", ADDRESS: "p", FIELDSET: "div", LEGEND: "p", TIME: "span", SPAN: "span", SMALL: "small", MARK: "strong", A: "span", LABEL: "span", ABBR: "span", CODE: "code",
};
const plain = new Set(["span", "div"]); // left out where they hold nothing

// read gives a text of HTML or XHTML back as elements of this page.
export function read(html, picture) {
  const foreign = new DOMParser().parseFromString(html, "text/html");
  const out = document.createDocumentFragment();
  const budget = { left: MOST_NODES, picture };
  copy(foreign.querySelector("main") ?? foreign.body, out, budget, 0);
  return out;
}

function copy(from, to, budget, deep) {
  for (const node of from.childNodes) {
    if (--budget.left < 0 || deep > MOST_DEEP) return;
    if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
    else if (node.nodeType === Node.ELEMENT_NODE) element(node, to, budget, deep);
  }
}

function element(node, to, budget, deep) {
  if (node.hidden || node.getAttribute("aria-hidden") === "true") return;
  const name = node.tagName.toUpperCase();
  if (name === "SVG" || name === "IMG") return picture(node, to, budget);
  const as = Object.hasOwn(written, name) ? written[name] : undefined;
  if (!as) return;
  const made = document.createElement(as);
  if (as === "th" || as === "td") cell(node, made);
  copy(node, made, budget, deep + 1);
  if (plain.has(as) && !made.textContent.trim()) return to.append(" ");
  if (as !== "table") return to.append(made);
  const scroll = Object.assign(document.createElement("div"), { className: "scroll", tabIndex: 0 });
  scroll.setAttribute("role", "group");
  scroll.setAttribute("aria-label", made.caption?.textContent.trim() || document.title);
  scroll.append(made);
  to.append(scroll);
}

function cell(from, to) {
  for (const name of ["colspan", "rowspan"]) {
    const n = Number.parseInt(from.getAttribute(name), 10);
    if (n > 1 && n <= 50) to.setAttribute(name, String(n));
  }
  const scope = from.getAttribute("scope");
  if (["row", "col", "rowgroup", "colgroup"].includes(scope)) to.setAttribute("scope", scope);
}

// picture puts the words of a drawing into its place.
function picture(node, to, budget) {
  const words = [node.getAttribute("alt"), node.getAttribute("aria-label"), node.querySelector("title")?.textContent, node.querySelector("desc")?.textContent];
  const text = words.map((w) => w?.trim()).filter(Boolean).join(". ");
  if (!text) return;
  const made = document.createElement("em");
  made.textContent = `${budget.picture} ${text} `;
  to.append(made);
}
