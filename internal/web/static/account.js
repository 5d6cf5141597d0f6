// Comforts of the pages of accounts, and passkeys. Without this file names, passwords and
// recovery codes do everything.

const $ = (selector, root = document) => root.querySelector(selector);

// Showing what is typed, printing, copying.
for (const box of document.querySelectorAll("[data-reveal]")) {
  box.closest("label").hidden = false;
  box.addEventListener("change", () => ($(`#${box.dataset.reveal}`).type = box.checked ? "text" : "password"));
}
for (const b of document.querySelectorAll("[data-print]")) b.addEventListener("click", () => print());
for (const b of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) b.hidden = true; // plain HTTP
  b.addEventListener("click", async () => {
    await navigator.clipboard.writeText(b.dataset.copy);
    b.textContent = b.dataset.copied;
  });
}

// The device knows its time zone.
const zone = $("select[data-zone]");
if (zone && !$("[aria-invalid]")) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (here) {
    if (![...zone.options].some((o) => o.value === here)) zone.add(new Option(here, here));
    zone.value = here;
  }
}

// Passkeys. Bytes travel as base64url, as the standard's JSON has them.
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const keys = (list) => list?.map((k) => ({ ...k, id: bytes(k.id) }));

class Refused extends Error {
  constructor(field, message) {
    super(message);
    this.field = field;
  }
}

async function step(name, body) {
  const response = await fetch(`/account/passkey/${name}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Refused(answer.field, answer.error);
  return answer;
}

// make asks the device for a new passkey; use for one that it has.
async function make({ options, ceremony }) {
  const publicKey = { ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) }, excludeCredentials: keys(options.excludeCredentials) };
  const made = await navigator.credentials.create({ publicKey });
  const { response } = made;
  return { ceremony, answer: { ...described(made), response: { clientDataJSON: text(response.clientDataJSON), attestationObject: text(response.attestationObject), transports: response.getTransports?.() ?? [] } } };
}

async function use({ options, ceremony }) {
  const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: keys(options.allowCredentials) };
  const used = await navigator.credentials.get({ publicKey });
  const { response } = used;
  return {
    ceremony,
    answer: { ...described(used), response: { clientDataJSON: text(response.clientDataJSON), authenticatorData: text(response.authenticatorData), signature: text(response.signature), userHandle: response.userHandle ? text(response.userHandle) : undefined } },
  };
}

const described = (c) => ({ id: c.id, rawId: text(c.rawId), type: c.type, authenticatorAttachment: c.authenticatorAttachment ?? undefined, clientExtensionResults: {} });

const ceremonies = {
  async enter() {
    await step("entered", await use(await step("enter", {})));
  },
  async join(form) {
    const who = { name: form.get("name"), person_name: form.get("person_name"), zone: form.get("zone") };
    await step("joined", { ...who, ...(await make(await step("join", who))) });
  },
  async add() {
    await step("added", await make(await step("add", {})));
  },
};

// goOn sends what is to be kept, or opens the next page.
function goOn(kind, form) {
  if (form?.get("kept")) {
    const send = Object.assign(document.createElement("form"), { method: "post", action: "/account/keep", hidden: true });
    send.append(Object.assign(document.createElement("input"), { type: "hidden", name: "kept", value: form.get("kept") }));
    document.body.append(send);
    send.submit();
  } else if (kind === "add") location.reload();
  else location.assign(form?.get("next") ?? (kind === "join" ? "/account/codes" : "/account"));
}

function said(error, words) {
  if (error instanceof Refused) return error.message;
  if (error.name === "NotAllowedError" || error.name === "AbortError") return words.cancelled;
  if (error.name === "InvalidStateError") return words.have;
  return error instanceof TypeError ? words.offline : words.failed;
}

for (const box of document.querySelectorAll("[data-passkey]")) {
  if (!globalThis.PublicKeyCredential || !isSecureContext) {
    box.classList.add("unable");
    continue;
  }
  box.hidden = false;
  const kind = box.dataset.passkey;
  const err = $(".err", box);
  $("button", box).addEventListener("click", async (event) => {
    const form = $("#sign");
    const fields = form && new FormData(form);
    err.textContent = "";
    if (kind === "join") for (const name of ["name", "zone"]) if (!form.elements[name].reportValidity()) return;
    event.currentTarget.setAttribute("aria-busy", "true");
    try {
      await ceremonies[kind](fields);
      goOn(kind, fields);
    } catch (error) {
      err.textContent = said(error, box.dataset);
      const field = error.field && form?.elements[error.field];
      if (field?.type !== "password") field?.focus?.();
    }
    $("button", box).removeAttribute("aria-busy");
  });
}
