// FHIR resources in words: what a person can read of them, each on a line. Numbers keep the
// digits they were written with.

// parse reads JSON; a number becomes its own text where the browser tells it.
export const parse = (text) => JSON.parse(text, (_, value, context) => (typeof value === "number" && context?.source ? context.source : value));

const list = (x) => (Array.isArray(x) ? x : x === undefined || x === null ? [] : [x]);
const text = (x) => (typeof x === "string" || typeof x === "number" || typeof x === "boolean" ? String(x) : "");
const coded = (x) => text(x?.text) || list(x?.coding).map((c) => text(c?.display) || text(c?.code)).filter(Boolean)[0] || "";
const amount = (q) => [text(q?.comparator), text(q?.value), text(q?.unit) || text(q?.code)].filter(Boolean).join(" ");
const day = (x) => text(x).slice(0, 10);

function value(r) {
  for (const key of Object.keys(r)) {
    if (!key.startsWith("value") || !/^value[A-Z]/.test(key)) continue;
    const v = r[key];
    if (typeof v !== "object" || v === null) return key === "valueBoolean" ? (text(v) === "true" ? "yes" : "no") : text(v);
    return coded(v) || amount(v) || text(v.display);
  }
  return coded(r.dataAbsentReason);
}

const name = (n) => text(n?.text) || [...list(n?.given), n?.family].map(text).filter(Boolean).join(" ");

// lines say what stands in a resource; the first is its name.
const lines = {
  Patient: (r) => [list(r.name).map(name).join(", "), text(r.gender), day(r.birthDate)],
  Observation: (r) => [coded(r.code), value(r), ...list(r.component).map((c) => `${coded(c.code)} ${value(c)}`), list(r.interpretation).map(coded).join(", "), day(r.effectiveDateTime)],
  Condition: (r) => [coded(r.code), coded(r.clinicalStatus), day(r.onsetDateTime)],
  AllergyIntolerance: (r) => [coded(r.code), coded(r.clinicalStatus)],
  MedicationStatement: (r) => [coded(r.medicationCodeableConcept) || text(r.medicationReference?.display), text(r.status), day(r.effectiveDateTime)],
  RiskAssessment: (r) => [coded(r.code), ...list(r.prediction).map((p) => [coded(p.outcome), text(p.probabilityDecimal)].filter(Boolean).join(": "))],
  CarePlan: (r) => [text(r.title), text(r.description), ...list(r.activity).map((a) => text(a.detail?.description) || coded(a.detail?.code))],
  DiagnosticReport: (r) => [coded(r.code), text(r.conclusion), day(r.effectiveDateTime)],
  QuestionnaireResponse: (r) => answers(r.item),
  Practitioner: (r) => [list(r.name).map(name).join(", ")],
};

const answers = (items) => list(items).flatMap((i) => [[text(i.text), list(i.answer).map(value).join(", ")].filter(Boolean).join(": "), ...answers(i.item)]);

const line = (r) => (lines[r.resourceType]?.(r) ?? [text(r.title) || coded(r.code) || text(r.name) || text(r.description), text(r.status)]).filter(Boolean);

// sections are those of the document that a bundle holds: title and narrative.
export function sections(resource) {
  const doc = resource.resourceType === "Composition" ? resource : entries(resource).find((r) => r.resourceType === "Composition");
  const all = (list_) => list(list_).flatMap((s) => [{ title: text(s.title), html: text(s.text?.div) }, ...all(s.section)]);
  return { title: text(doc?.title), sections: all(doc?.section).filter((s) => s.title || s.html) };
}

// entries are the resources of a bundle, or the one there is.
export const entries = (resource) => (resource.resourceType === "Bundle" ? list(resource.entry).map((e) => e?.resource).filter((r) => r?.resourceType) : [resource]);

// groups are all entries by type, in words.
export function groups(resource) {
  const by = new Map();
  for (const r of entries(resource)) {
    if (r.resourceType === "Composition") continue;
    const told = line(r);
    if (told.length) by.set(text(r.resourceType), [...(by.get(text(r.resourceType)) ?? []), told.join(" · ")]);
  }
  return by;
}

// attachments are files that a resource carries.
export const attachments = (resource) =>
  entries(resource).flatMap((r) =>
    r.resourceType === "DocumentReference" ? list(r.content).map((c) => c?.attachment) : r.resourceType === "Binary" ? [{ contentType: r.contentType, data: r.data }] : [],
  ).filter((a) => typeof a?.data === "string");
