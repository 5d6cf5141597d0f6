package kb_test

import (
	"strings"
	"testing/fstest"
)

// tiny is the smallest knowledge base that uses every kind of entry.
var tiny = map[string]string{
	"ask.yaml": `synonyms:
- [cramp, charley horse]
topics: [leg]
narrow: [child]
medicines: [magnesium]
emergencies:
- {id: breath, level: emergency, phrases: [cannot breathe], text: Ring now., crisis: false}
answers:
- {id: dose, title: How much, phrases: ['dose & @medicine'], text: Ask a pharmacist.}
- {id: stop, title: Stopping, phrases: ['stop & @medicine'], text: Ask the prescriber.}
nothing: Nothing.
language: English only.
with_check: It uses the check.
updated: '2026-01-02'
reviewed: null
`,
	"guide/cramps.md": `---
id: cramps
title: Cramps
summary: What a cramp is.
category: symptoms
tags: [night]
author: Legible contributors
published: 2026-01-02
updated: 2026-01-02
next_review: 2027-01-02
reviewed: null
about:
  conditions: [cramp]
asked_as: [charley horse, tight calf, seized leg, knotted muscle, spasm]
takeaways:
  - Most cramps pass. {C: smith2020}
  - "Get help: some do not. {advice}"
  - A stretch may help. {D}
faq:
  - question: What is it?
    answer: A [cramp](condition:cramp) is a tight muscle. {fact: smith2020}
  - question: Does it pass?
    answer: It mostly does. {C: smith2020}
    asked_as: [will it go]
  - question: Who gets it?
    answer: >
      Many people get
      a cramp. {C: smith2020}
---
A cramp is a **tight** muscle. {fact: smith2020}

## What to do

Try one of these:

- Walk. {C: smith2020}
- See the [page](page:/now). {advice}

| What | How |
|---|---|
| Walk | Slowly |

{C: smith2020, seed}

### What to do

1. Stand. {D}
`,
	"conditions/cramp.yaml": `id: cramp
name: Nocturnal leg cramps
plain_name: Night cramps
icd10: G47.62
icd10_status: recalled
kind: disease
summary: A muscle tightens and hurts.
urgency: {level: self_care, reason: It passes.}
shares:
  age_bands: [0, 40]
  female: [0.1, 0.3]
  male: [0.1, 0.3]
  range_factor: 3
  estimate: true
duration_days: {p10: 2, median: 30, p90: 900, estimate: true}
only_with: [statin]
defining: [calf_pain]
opposing: [swelling]
findings:
  calf_pain: {p: 0.9, low: 0.8, high: 0.95, estimate: true}
  swelling: {p: 0.05, low: 0.01, high: 0.1, source: smith2020, status: seen}
prevalence:
- {population: adults, value: 0.3, ci: [0.2, 0.4], unit: share, source: smith2020, status: seen}
risk_factors:
- {finding: age, measure: OR, value: 2, estimate: true}
studies:
- {finding: calf_pain, sensitivity: 0.9, source: smith2020, status: recalled}
labs: [ck]
sources: [smith2020]
reviewed: null
feared: {why: It hurts., likely_from: 0.1, possible_from: 0.01, estimate: true, settled_by: A look., watch_for: Swelling.}
`,
	"findings/calf_pain.yaml": `id: calf_pain
question: Does your calf hurt?
why: It tells muscle from nerve.
kind: yes_no
group: where
effort: 1
background: {p: 0.3, low: 0.2, high: 0.4, estimate: true}
implies: [leg_pain]
excludes: [swelling]
phrases: {lay: ["calf & @pain"]}
reviewed: null
question_other: Does their calf hurt?
label: Calf
`,
	"findings/leg_pain.yaml": `id: leg_pain
question: Does your leg hurt?
kind: yes_no
group: where
effort: 1
background: {p: 0.5, low: 0.2, high: 0.7, estimate: true}
reviewed: null
question_other: Does their leg hurt?
label: Leg
`,
	"findings/swelling.yaml": `id: swelling
question: Is the leg swollen?
kind: yes_no
group: look
effort: 2
alarm: same_day
background: {p: 0.1, low: 0.05, high: 0.2, source: smith2020, status: recalled}
reviewed: {by: A. Reader, credentials: GP, on: 2026-01-02, until: 2027-01-02}
`,
	"findings/swelling_new.yaml": `id: swelling_new
question: Did the swelling come within days?
kind: yes_no
group: look
effort: 1
background: {p: 0.02, low: 0.01, high: 0.05, estimate: true}
confirms: [swelling]
only_for: {sex: female, min_age: 12, max_age: 56, needs: [swelling]}
result: {analyte: ck, above: 1000}
reviewed: null
`,
	"findings/statin.yaml": `id: statin
question: Do you take a statin?
kind: yes_no
group: medicines
effort: 1
asked: false
background: {p: 0.2, low: 0.1, high: 0.3, estimate: true}
reviewed: null
`,
	"findings/days.yaml": `id: days
question: For how many days?
kind: number
unit: days
min: 0
max: 36500
group: time
effort: 1
links:
- {lt: 3, finding: swelling_new, presence: present}
reviewed: null
`,
	"findings/which.yaml": `id: which
question: Which leg?
kind: choice
options: [left, right]
group: where
effort: 1
reviewed: null
`,
	"findings/sore.yaml": `id: sore
question: Worked out from age and pain.
kind: derived
group: where
effort: 1
derive: {all: [calf_pain, {age: {gte: 0, lt: 18}}]}
reviewed: null
`,
	"findings/map.yaml": `id: map
question: Where does it hurt?
kind: body_map
members: [calf_pain, leg_pain]
group: where
effort: 1
reviewed: null
`,
	"patterns/new_swelling.yaml": `id: new_swelling
describe: Swollen, and not denied as new.
when: {any: [swelling_new, {unless_absent: {finding: swelling, confirm: swelling_new}}]}
`,
	"redflags/clot.yaml": `id: clot
level: same_day
when:
  all:
  - {pattern: new_swelling}
  - any: [calf_pain, sore, {pregnant_or_postpartum: true}]
  - atleast: {n: 1, of: [leg_pain, statin]}
  - {lte: {finding: days, value: 14}}
  - {gte: {finding: days, value: 0}}
for: [cramp]
tells: A newly swollen painful leg must be seen today.
why: It can be a clot.
sources: [smith2020]
basis: source
near_miss: Swollen for years.
reviewed: null
`,
	"sources/smith2020.yaml": `id: smith2020
title: Cramps
authors: Smith A
year: 2020
where: BMJ 1:1
identifier: ""
design: cohort
seen: true
checked: 2026-11-01
`,
	"sources/seed.yaml": `id: seed
title: Seed document
authors: unknown
year: null
where: handed over
identifier: ""
design: seed
seen: true
checked: 2026-11-01
`,
	"medicines/statins.yaml": `id: statins
name: Statins
atc_class: [C10AA]
atc_status: recalled
drugs:
- {name: atorvastatin, atc: C10AA05, brands: [Lipitor], findings: [leg_pain], asks: [calf_pain]}
findings: [statin]
asks: [calf_pain]
taken_when: statin
effects:
- {effect: muscle_pain, strength: B, source: smith2020, status: seen}
tell_person: Do not stop it on your own.
reviewed: null
`,
	"activities/walk.yaml": "id: walk\n" + activity,
	"exercises/stretch.yaml": "id: stretch\n" + activity + "position: standing\nhold_seconds: {min: 20, max: 30}\n" +
		"doses:\n- {preset: seed, hold_seconds: {min: 20, max: 30}, repeats: {min: 2, max: 3}, source: seed, status: seen}\n",
	"exercises/stretch2.yaml": "id: stretch2\n" + activity + "position: seated\nvariant_of: stretch\n",
	"labs/ck.yaml": `id: ck
name: Creatine kinase
names: [CK]
loinc:
- {code: 2157-6, describes: serum, status: recalled}
unit: U/L
ucum: U/L
conversions: []
reference:
- {sex: any, low: null, high: 200, source: smith2020, status: recalled}
leg_thresholds:
- {op: ">", value: 1000, means: muscle damage, source: smith2020, status: recalled}
critical:
- {op: ">", value: 5000, action: Go now., level: emergency, source: smith2020, status: recalled}
meaning: A muscle enzyme.
sources: [smith2020]
reviewed: null
`,
	"instruments/score.yaml": `id: score
name: Score
purpose: Testing
completed_by: self
licence: {status: open, evidence: "", action: cite}
embed: yes_with_citation
items:
- {nr: "1", text: Sore?, findings: [sore]}
scoring: Sum of points.
score:
- {finding: calf_pain, or: [leg_pain], points: 1}
- {finding: days, points: 0.5, times_value: true}
levels:
- {min: 0, label: low, meaning: unlikely}
cut_offs: []
accuracy:
- {measures: {sensitivity: 0.8}, source: smith2020, status: seen}
sources: [smith2020]
reviewed: null
`,
	"emergency/gb.yaml": `country: GB
name: United Kingdom
ambulance: '999'
status: recalled
source: smith2020
reviewed: null
`,
	"comparisons.yaml": `- id: doctors
  who: Two doctors
  on: ten written cases
  measure: top3
  value: 0.8
  low: 0.6
  high: 0.9
  source: smith2020
  status: seen
`,
	"disagreements.yaml": `- id: water
  topic: Water
  seed_says: Drink.
  evidence_says: Unclear.
  stronger: neither
  grade_note: D
  decision: Say so.
  activities: [walk, stretch]
  conditions: [cramp]
  seed_documents: [seed]
  sources: [smith2020]
`,
	"care.yaml": `plan:
  least_relevance: 0.05
  optional_relevance: 0.2
  risk_factor: 0.1
  likely_cause: 0.1
  most_tonight: 8
  most_week: 8
  most_tests: 6
  most_treatments: 3
  estimate: true
grades: {A: {name: strong, text: Strong.}, B: {name: fair, text: Fair.}, C: {name: weak, text: Weak.}, D: {name: opinion, text: Opinion.}}
equipment:
- {id: wall, name: A wall}
effects: {muscle_pain: [cramp]}
withhold:
- {conditions: [cramp], from: 0.5, categories: [massage], activities: [walk, stretch], text: Have it seen first., estimate: true}
pace: {ready_seconds: 8, rest_seconds: 5, estimate: true}
routines:
- id: evening-5
  name: Evening
  about: A stretch.
  minutes: 5
  position: standing
  presets: [seed]
  exercises: [stretch]
prechecks:
- {id: legs, title: Legs, findings: [swelling, leg_pain]}
bookable:
- {id: lesson, name: A lesson, activity: walk, from: soon, asks: [legs]}
`,
	"effects.yaml": "muscle_pain: Muscle pain\n",
	"lab_texts.yaml": `unit_missing: The report gives no unit. Which one stands beside the value?
unit_unknown: "This unit is not one we know for {name}. Which of these is it?"
separator: The comma can mean two things. Which value is meant?
implausible: "A value like this is hardly possible in {unit}. Please look at the number and the unit again."
interval_comma: A comma in the range can mean two things. Please write the range without it.
interval_order: The lower end of the range is not below its upper end. Please look at it again.
interval_unit: "The range does not look like one in {unit}. Are the number, the range and the unit from the same line?"
several_lines: The next line holds another value. Please check which one is the latest.
several_readings: This line can be read in more than one way. Please compare the value with the report.
flag_disagrees: The report marks this value otherwise than its own range does. Please compare both with the report.
range_pregnant: We have no range for pregnancy here. Go by the range on the report.
range_adults: This range is for adults.
range_needs_age: The range depends on the age, which is not known.
range_no_age: We have no range for this age here. Go by the range on the report.
range_sexes: "For women {women}, for men {men} {unit}."
caveat_pregnant: Many values change in pregnancy. Check that the range on the report is made for it.
caveat_sample: "Best taken: {note}."
limit_under: "under {n}"
limit_to: "{n} or less"
limit_over: "over {n}"
limit_from: "{n} or more"
limit_between: "{low} to {n}"
limit_over_to: "over {low}, up to {n}"
range_to: "up to {n}"
critical: "{result} is critical: the limit is {limit}."
critical_possible: "{result} leaves open whether it is {limit}, which is critical."
critical_check: Check number and unit with the report while you get help.
critical_why: A critical value counts whatever else is known.
report_critical: "{result} is critical. {action}"
report_possible: "{result} may be critical. {action}"
row_test: is a test we do not know
row_range: has a range that is no number
row_value: has a value that is no number
range_needs_months: Give the months.
`,
	"headings.yaml": `condition: {what-it-is: What, how-urgent: When, what-settles-it: Sure, get-help: Help, what-may-help: Relief, treatment: Offer, tests: Tests, do-not: Not, mistaken-for: Other}
activity: {how: How, how-sure: Sure, studies: Studies, for: For, not-for: Not, stop-if: Stop}
medicine: {what-to-know: Know, get-help: Help, legs: Legs, names: Names}
lab: {meaning: Meaning, sample: Sample, legs: Legs, remarks: Remarks}
instrument:
  purpose: Purpose
  levels: Levels
`,
	"cramp.yaml": `muscles:
- {id: calf, name: Calf, exercise: stretch, helper: [Press the sole up.]}
after: [walk]
help: {after_minutes: 10, text: Get help., estimate: true}
`,
	"experiments.yaml": `trends: {rolling_nights: 7, compared_nights: 14, least_nights: 28, least_each: 7, least_weekday: 3, false_discovery: 0.1, interval: 0.9, estimate: true}
rules:
  error_rate: 0.05
  looks: [{pairs: 6, level: 0.032}, {pairs: 9, level: 0.01}]
  interval: 0.9
  carry_over: 0.1
  least_recorded: 0.6
  least_followed: 0.7
  harm_errors: 2
  grace_nights: 2
  unknown_harm: Stop.
  worse_nights: Stop.
  estimate: true
safe_categories: [movement]
outcomes:
- {id: cramps, name: Cramps, less: fewer, more: more, unit: cramps, prior_sd: 1, harm: 2, harm_nights: 6, shades: [1, 2, 3, 4], estimate: true, matters: {by: 0.5, source: smith2020, status: seen}}
- {id: urge, name: Urge, less: less, more: more, unit: points, prior_sd: 1, harm: 1, harm_nights: 6, shades: [1, 2, 3, 4], estimate: true, matters: {by: 0.5, estimate: true}}
- {id: pain, name: Pain, less: less, more: more, unit: points, prior_sd: 1, harm: 2, harm_nights: 6, shades: [1, 2, 3, 4], estimate: true, matters: {by: 1, estimate: true}}
- {id: sleep_hours, name: Sleep, less: less, more: more, unit: hours, prior_sd: 1, harm: 1, harm_nights: 6, shades: [1, 2, 3, 4], estimate: true, matters: {by: 0.5, estimate: true}}
- {id: wakings, name: Wakings, less: fewer, more: more, unit: wakings, prior_sd: 1, harm: 2, harm_nights: 6, shades: [1, 2, 3, 4], estimate: true, matters: {by: 0.5, estimate: true}}
factors:
- {id: alcohol_units, name: alcohol, unit: unit, step: 1}
measures:
- id: walking
  name: A walk
  activity: walk
  outcomes: [cramps]
  with: Walk today.
  without: Do not walk today.
  washout_nights: 1
  counted_nights: 2
  harms: [{id: fall, text: I fell., stop: Stop.}]
  estimate: true
  reviewed: null
`,
	"lexicon.yaml": "pain: [pain, ache]\n",
	"actions.yaml": actions,
	"model.yaml": `as_of: 2026
fitted: no
pair_factor: 0.4
prior_exponent: 0.4
person_exponent: 0.4
unsaid_exposure: 0.3
absent_exposure: 0.03
weight_present: 0.9
weight_absent: 0.2
cluster_exponent: 0
absent_exponent: 0
absent_free: 5
duration_weight: 0.7
duration_background: 0.15
duration_spread: 0.35
floor: 0.02
background_duration_days: {p10: 3, median: 90, p90: 1500, estimate: true}
age_shares: [0.4, 0.6]
budget: {questions: 12, enough_gain: 0.01, enough: 6, sure_at: 0.9, later_gain: 0.02, alarm_worth: 0.5, overlap_worth: 0.6}
losses:
- {needed: self_care, advised: {self_care: 0, routine: 1, soon: 2, same_day: 6, emergency: 12}}
- {needed: routine, advised: {self_care: 3, routine: 0, soon: 1, same_day: 4, emergency: 10}}
- {needed: soon, advised: {self_care: 10, routine: 4, soon: 0, same_day: 2, emergency: 6}}
- {needed: same_day, advised: {self_care: 60, routine: 40, soon: 15, same_day: 0, emergency: 3}}
- {needed: emergency, advised: {self_care: 300, routine: 250, soon: 120, same_day: 20, emergency: 0}}
urgency: {ceiling: same_day}
`,
}

const activity = `name: Walk
category: movement
steps: [Stand up, Walk]
for_causes: [cramp]
section: week
for_findings: [leg_pain]
minutes: {min: 5, max: 10}
at_hand: [[wall]]
stance: offer
grade: D
grade_note: D
results: []
sources: [smith2020]
seed: true
seed_documents: [seed]
contraindications:
- {when: [swelling], text: Not with a swollen leg.}
stop_if: [pain]
dose_basis: estimate
reviewed: null
`

const actions = `- {level: emergency, action: Go now., meanwhile: Stay., sooner_if: Always.}
- {level: same_day, action: Go today., meanwhile: Rest., sooner_if: Worse.}
- {level: soon, action: Go soon., meanwhile: Rest., sooner_if: Worse.}
- {level: routine, action: Go., meanwhile: Rest., sooner_if: Worse.}
- {level: self_care, action: Rest., meanwhile: Rest., sooner_if: Worse.}
`

// folder returns tiny as a file system; each change sets a file, or removes it when nil.
func folder(changes map[string][]byte) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range tiny {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for name, text := range changes {
		fsys[name] = &fstest.MapFile{Data: text}
		if text == nil {
			delete(fsys, name)
		}
	}
	return fsys
}

// swap returns a file of tiny with the first old replaced.
func swap(name, old, new string) map[string][]byte {
	if !strings.Contains(tiny[name], old) {
		panic(name + " does not hold " + old)
	}
	return map[string][]byte{name: []byte(strings.Replace(tiny[name], old, new, 1))}
}
