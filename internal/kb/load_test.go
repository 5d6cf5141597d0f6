package kb_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/kb"
)

func TestLoadTiny(t *testing.T) {
	base := load(t, nil)
	if got := base.FindingsOf(&base.RedFlag("clot").When); strings.Join(got, " ") != "calf_pain days leg_pain sore statin swelling swelling_new" {
		t.Errorf("FindingsOf(clot) = %v", got)
	}
	if base.Finding("statin").MayAsk() || base.Finding("sore").MayAsk() || !base.Finding("calf_pain").MayAsk() {
		t.Error("MayAsk: want calf_pain only")
	}
}

// TestLoadRefuses changes one thing in a valid base each time.
func TestLoadRefuses(t *testing.T) {
	const (
		cramp, calf, clot = "conditions/cramp.yaml", "findings/calf_pain.yaml", "redflags/clot.yaml"
		sore, days        = "findings/sore.yaml", "findings/days.yaml"
		fresh             = "patterns/new_swelling.yaml"
		p09               = "{p: 0.9, low: 0.8, high: 0.95, estimate: true}"
	)
	for _, test := range []struct{ name, file, old, new, want string }{
		{"unknown field", calf, "group: where", "group: where\ncolour: red", `findings/calf_pain.yaml:6: colour: unknown field "colour": known are alarm, asked, background`},
		{"duplicate key", calf, "group: where", "group: where\ngroup: when", `findings/calf_pain.yaml:6: mapping key "group" already defined at [5:1]`},
		{"id is not the file name", calf, "id: calf_pain", "id: leg_pain", `findings/calf_pain.yaml:1: id: "leg_pain" differs from the file name "calf_pain"`},
		{"duplicate id in a list", "disagreements.yaml", "  sources: [smith2020]\n", "  sources: [smith2020]\n" + tiny["disagreements.yaml"], `disagreements.yaml:12: [1].id: "water" is the id of entry 1 too`},
		{"comparison of nothing", "comparisons.yaml", "measure: top3", "measure: fame", `comparisons.yaml:4: [0].measure: "fame"`},
		{"comparison outside its range", "comparisons.yaml", "value: 0.8", "value: 0.95", "range 0.6 to 0.9 must hold 0.95"},
		{"comparison with half a range", "comparisons.yaml", "  low: 0.6\n", "", "give low and high, or neither"},
		{"section of no plan", "activities/walk.yaml", "section: week", "section: month", `section: "month" is not one of tonight, week, clinician`},
		{"minutes backwards", "activities/walk.yaml", "minutes: {min: 5, max: 10}", "minutes: {min: 10, max: 5}", "minutes: 10-5 is not a range within 1-240"},
		{"equipment nobody lists", "activities/walk.yaml", "[[wall]]", "[[door]]", `at_hand[0]: unknown equipment "door": add it to care.yaml`},
		{"dose without a source", "exercises/stretch.yaml", ", source: seed, status: seen}", "}", "doses[0]: has no source"},
		{"preset nobody knows", "exercises/stretch.yaml", "preset: seed", "preset: hard", `doses[0].preset: "hard" is not one of seed, trial, gentle`},
		{"grade without a name", "care.yaml", "{name: strong, text", "{name: '', text", "care.yaml:11: grades.A.name: is missing"},
		{"grade without words", "care.yaml", "A: {name: strong, text: Strong.}, ", "", "care.yaml:11: grades.A.text: is missing"},
		{"relevance above 1", "care.yaml", "least_relevance: 0.05", "least_relevance: 1.5", "plan.least_relevance: 1.5 is outside (0, 1)"},
		{"numbers of nobody", "care.yaml", "  estimate: true\ngrades", "  estimate: false\ngrades", "plan.estimate: these numbers are ours"},
		{"withheld category", "care.yaml", "categories: [massage]", "categories: [magic]", `withhold[0].categories: "magic" is not one of`},
		{"nothing withheld", "care.yaml", "categories: [massage], activities: [walk, stretch]", "categories: [], activities: []", "withhold[0]: names no condition, or nothing to keep back"},
		{"routine id with spaces", "care.yaml", "id: evening-5", "id: evening 5", `routines[0].id: "evening 5" is not lower case words joined by -`},
		{"routine of an hour and more", "care.yaml", "minutes: 5", "minutes: 61", "routines[0].minutes: 61 is outside 1-60"},
		{"routine nobody can play", "care.yaml", "presets: [seed]", "presets: [seed, trial]", "routines[0].presets: no exercise has a dose of preset trial"},
		{"a precheck that asks nothing", "care.yaml", "findings: [swelling, leg_pain]", "findings: []", "prechecks[0].findings: asks nothing"},
		{"a sign asked twice", "care.yaml", "findings: [swelling, leg_pain]", "findings: [swelling, leg_pain, leg_pain]", `prechecks[0].findings: "leg_pain" stands twice`},
		{"a sign that cannot be ticked", "care.yaml", "findings: [swelling, leg_pain]", "findings: [swelling, days]", `prechecks[0].findings: "days" cannot be ticked`},
		{"a service that asks nothing", "care.yaml", "asks: [legs]", "asks: []", "bookable[0].asks: nothing is asked before booking"},
		{"a precheck that is none", "care.yaml", "asks: [legs]", "asks: [arms]", `bookable[0].asks: "arms" is no precheck`},
		{"a service for nobody", "care.yaml", "from: soon", "from: self_care", "bookable[0].from: would never let anybody book"},
		{"a contraindication that is not asked", "care.yaml", "findings: [swelling, leg_pain]", "findings: [calf_pain]", `bookable[0].asks: "swelling" is a contraindication of walk and is not asked`},
		{"effect of no medicine", "care.yaml", "{muscle_pain: [cramp]}", "{itch: [cramp]}", "effects.itch: no medicine has this effect"},
		{"effect without words", "medicines/statins.yaml", "effect: muscle_pain", "effect: itch", `medicines/statins.yaml:11: effects[0].effect: "itch" has no words: add it to effects.yaml or correct the id`},
		{"effect with blank words", "effects.yaml", "Muscle pain", "' '", "effects.yaml:1: muscle_pain: is missing"},
		{"words of an effect nobody has", "effects.yaml", "muscle_pain: Muscle pain", "muscle_pain: Muscle pain\nitch: An itch", "effects.yaml:2: itch: no medicine has this effect: correct or remove it"},
		{"effect put twice", "effects.yaml", "muscle_pain: Muscle pain", "muscle_pain: Muscle pain\nmuscle_pain: Sore muscles", "effects.yaml:2: mapping key"},
		{"phrase with a class nobody lists", "ask.yaml", "phrases: [cannot breathe]", "phrases: ['@leg swollen']", `emergencies[0].phrases[0]: "@leg swollen": words.leg is missing`},
		{"class with two words in one", "ask.yaml", "medicines: [magnesium]", "medicines: [magnesium]\nwords: {leg: [calf, lower leg]}", `words.leg[1]: "lower leg": write one word`},
		{"level too low to lead an answer", "ask.yaml", "level: emergency, phrases: [cannot breathe]", "level: routine, phrases: [cannot breathe]", "emergencies[0].level: routine: use emergency, same_day or soon"},
		{"harmless that takes nothing back", "ask.yaml", "answers:\n", "harmless:\n- {id: sat, phrases: [sat on], calms: []}\nanswers:\n", "harmless[0].calms: is empty"},
		{"harmless that takes back what is none", "ask.yaml", "answers:\n", "harmless:\n- {id: sat, phrases: [sat on], calms: [breath, all, wind]}\nanswers:\n", `harmless[0].calms: unknown red flag "wind"`},
		{"leading red flag that is none", "ask.yaml", "answers:\n", "leading: [wind]\nanswers:\n", `leading: unknown red flag "wind"`},
		{"section without a heading", "headings.yaml", "  levels: Levels\n", "", "headings.yaml:5: instrument.levels: is missing"},
		{"sentence without what is filled in", "lab_texts.yaml", "{result} may be", "It may be", "lab_texts.yaml:30: report_possible: lacks {result}"},
		{"sentence with nothing to fill in", "lab_texts.yaml", "This range is for adults.", "This range is for {whom}.", "lab_texts.yaml:12: range_adults: nothing is filled in for {whom}"},
		{"sentence of nobody", "lab_texts.yaml", "range_to:", "range_up_to:", "lab_texts.yaml:24: range_up_to: is used nowhere: correct or remove it"},
		{"heading without a section", "headings.yaml", "  levels: Levels\n", "  levels: Levels\n  doses: Doses\n", "headings.yaml:8: instrument.doses: no page has this section: correct or remove it"},
		{"headings of no page", "headings.yaml", "instrument:", "source: {title: Title}\ninstrument:", "headings.yaml:5: source.title: no page has this section"},
		{"cramp without a helper", "cramp.yaml", "helper: [Press the sole up.]", "helper: []", "cramp.yaml:2: muscles[0].helper: is empty"},
		{"levels of the looks", "experiments.yaml", "level: 0.01}", "level: 0.02}", "experiments.yaml:4: rules.looks: there must be one, and their levels may add up to error_rate"},
		{"looks that fall", "experiments.yaml", "pairs: 9", "pairs: 5", "rules.looks[1].pairs: must rise"},
		{"error rate", "experiments.yaml", "error_rate: 0.05", "error_rate: 0.1", "rules.error_rate: 0.1 is outside (0, 0.05]"},
		{"even rolling nights", "experiments.yaml", "rolling_nights: 7", "rolling_nights: 6", "trends.rolling_nights: must be an odd number"},
		{"false discoveries", "experiments.yaml", "false_discovery: 0.1", "false_discovery: 0.3", "trends.false_discovery: 0.3 is outside (0, 0.2]"},
		{"outcome missing", "experiments.yaml", "- {id: wakings", "- {id: pain", "outcomes: wakings is missing"},
		{"outcome without provenance", "experiments.yaml", "matters: {by: 0.5, source: smith2020, status: seen}", "matters: {by: 0.5}", "outcomes[0].matters: has no source"},
		{"shades out of order", "experiments.yaml", "shades: [1, 2, 3, 4]", "shades: [1, 3, 2, 4]", "outcomes[0].shades: must be four numbers in order"},
		{"nobody says when to stop", "experiments.yaml", ", stop: Stop.}", "}", "measures[0].harms: at least one must say when to stop"},
		{"nights that are no estimate", "experiments.yaml", "  estimate: true\n  reviewed", "  estimate: false\n  reviewed", "measures[0].estimate: these numbers are ours"},
		{"a safe category that is none", "experiments.yaml", "safe_categories: [movement]", "safe_categories: [yoga]", "experiments.yaml:14: safe_categories[0]: \"yoga\" is not one of"},
		{"a safe category twice", "experiments.yaml", "safe_categories: [movement]", "safe_categories: [movement, movement]", "safe_categories[1]: \"movement\" stands twice"},
		{"a supplement as safe", "experiments.yaml", "safe_categories: [movement]", "safe_categories: [movement, supplement]", "safe_categories[1]: \"supplement\" is nothing to try alone"},
		{"no safe category", "experiments.yaml", "safe_categories: [movement]", "safe_categories: []", "safe_categories: is empty"},
		{"a measure of another category", "experiments.yaml", "safe_categories: [movement]", "safe_categories: [mind]", "measures[0].activity: \"walk\" is of category movement, which is not among safe_categories"},
		{"a unit without a step", "experiments.yaml", "unit: unit, step: 1", "unit: unit, step: 0", "factors[0].step"},
		{"minutes without provenance", "cramp.yaml", ", estimate: true}", "}", "help: has no source"},
		{"listed twice", cramp, "opposing: [swelling]", "opposing: [swelling, swelling]", `conditions/cramp.yaml:18: opposing: finding "swelling" is listed twice`},

		{"long label", calf, "label: Calf", "label: The back of the lower leg, hurting", "findings/calf_pain.yaml:13: label: 7 words: name it in 6 or fewer"},
		{"label for one person", calf, "label: Calf", "label: Your calf", "findings/calf_pain.yaml:13: label: speaks to the person"},
		{"question about others unchanged", calf, "Does their calf hurt?", "Does your calf hurt?", "findings/calf_pain.yaml:12: question_other: is the question itself: remove it"},
		{"age of no exposure", cramp, "only_with: [statin]", "age_of_exposure: true", "age_of_exposure: there is no only_with"},
		{"feared without a way out", cramp, "settled_by: A look.", "settled_by: ''", "feared.settled_by: is missing"},
		{"feared without provenance", cramp, "possible_from: 0.01, estimate: true", "possible_from: 0.01, estimate: false", "feared.estimate: likely_from and possible_from have no source"},
		{"feared out of order", cramp, "likely_from: 0.1", "likely_from: 0.001", "feared: possible_from 0.01 and likely_from 0.001"},
		{"probability 0", cramp, p09, "{p: 0, low: 0, high: 0.95, estimate: true}", "conditions/cramp.yaml:20: findings.calf_pain: probability 0 is outside (0, 1)"},
		{"probability 1", cramp, p09, "{p: 1, low: 0.8, high: 1, estimate: true}", "probability 1 is outside (0, 1)"},
		{"probability 1.2", cramp, p09, "{p: 1.2, low: 0.8, high: 1.3, estimate: true}", "probability 1.2 is outside (0, 1)"},
		{"negative probability", cramp, p09, "{p: -0.1, low: 0.8, high: 1, estimate: true}", "probability -0.1 is outside (0, 1)"},
		{"NaN", cramp, p09, "{p: .nan, low: 0.8, high: 1, estimate: true}", `conditions/cramp.yaml:20: findings.calf_pain.p: found ".nan", needs a number`},
		{"infinity", cramp, p09, "{p: 0.5, low: 0.1, high: .inf, estimate: true}", `findings.calf_pain.high: found ".inf", needs a number`},
		{"word for a number", cramp, p09, "{p: high, low: 0.8, high: 1, estimate: true}", `conditions/cramp.yaml:20: findings.calf_pain.p: found "high", needs a number`},
		{"quoted number", cramp, p09, "{p: '0.9', low: 0.8, high: 1, estimate: true}", `findings.calf_pain.p: found "0.9", needs a number such as 0.05, without quotes`},
		{"null probability", cramp, p09, "{p: null, low: 0.8, high: 1, estimate: true}", "findings.calf_pain.p: is empty"},
		{"p outside its range", cramp, p09, "{p: 0.7, low: 0.8, high: 0.95, estimate: true}", "conditions/cramp.yaml:20: findings.calf_pain: range 0.8 to 0.95 must hold p = 0.7"},
		{"no source", cramp, p09, "{p: 0.9, low: 0.8, high: 0.95}", "conditions/cramp.yaml:20: findings.calf_pain: has no source: name one with its status, or set estimate: true"},
		{"source and estimate", cramp, p09, "{p: 0.9, low: 0.8, high: 0.95, estimate: true, source: smith2020, status: seen}", "findings.calf_pain: has a source and is an estimate: keep one"},
		{"bad status", cramp, "source: smith2020, status: seen", "source: smith2020, status: sean", `conditions/cramp.yaml:21: findings.swelling: status "sean": use seen (read there) or recalled`},
		{"share of 1", cramp, "female: [0.1, 0.3]", "female: [0.1, 1]", "conditions/cramp.yaml:11: shares.female: share 1 is outside (0, 1)"},
		{"shares and bands differ", cramp, "\n  male: [0.1, 0.3]", "\n  male: [0.1]", "conditions/cramp.yaml:12: shares.male: 1 values for 2 age bands"},
		{"bands and model differ", "model.yaml", "[0.4, 0.6]", "[0.4, 0.3, 0.3]", "shares.age_bands: 2 bands, model.yaml has 3 age shares"},
		{"duration out of order", cramp, "median: 30", "median: 1", "conditions/cramp.yaml:15: duration_days: p10 2, median 1, p90 900"},

		{"bad level", cramp, "level: self_care", "level: someday", `conditions/cramp.yaml:8: urgency.level: urgency "someday": use emergency, same_day`},
		{"missing level", clot, "level: same_day\n", "", "redflags/clot.yaml:1: level: is missing"},
		{"null level", clot, "level: same_day", "level: null", "redflags/clot.yaml:2: level: is empty"},
		{"red flag without urgency", clot, "level: same_day", "level: self_care", "redflags/clot.yaml:2: level: a red flag raises the urgency"},
		{"missing question", calf, "question: Does your calf hurt?\n", "", "findings/calf_pain.yaml:1: question: is missing"},
		{"empty question", calf, "Does your calf hurt?", `"  "`, "findings/calf_pain.yaml:2: question: is missing"},
		{"bad kind", calf, "kind: yes_no", "kind: maybe", `findings/calf_pain.yaml:4: kind: "maybe" is not one of yes_no`},
		{"no background", calf, "background: {p: 0.3, low: 0.2, high: 0.4, estimate: true}\n", "", "background: a yes/no finding needs a background probability"},
		{"choice of one", "findings/which.yaml", "[left, right]", "[left]", "findings/which.yaml:4: options: a choice needs at least two options"},
		{"number without limits", days, "min: 0\nmax: 36500\n", "", "a number needs min < max"},
		{"derived without expression", sore, "derive: {all: [calf_pain, {age: {gte: 0, lt: 18}}]}\n", "", "derive: a derived finding needs the expression"},
		{"field of another kind", calf, "effort: 1", "effort: 1\nmin: 0", "findings/calf_pain.yaml:7: min: belongs to kind number"},
		{"number as text", "emergency/gb.yaml", "'999'", "999", `emergency/gb.yaml:3: ambulance: found "999", needs text; put it in quotes`},
		{"text as list", calf, "effort: 1", "effort: [1]", "effort: found a list, needs a whole number"},
		{"fraction of a whole number", calf, "effort: 1", "effort: 1.5", `effort: found "1.5", needs a whole number`},
		{"bad review date", "findings/swelling.yaml", "2027-01-02", "soon", `reviewed.until: "soon" is not a date`},
		{"days of life beside years", "labs/ck.yaml", "{sex: any, low: null", "{sex: any, day_min: 0, day_max: 28, age_min: 1, low: null", `reference[0]: days of life stand in place of years`},
		{"days of life without an end", "labs/ck.yaml", "{sex: any, low: null", "{sex: any, day_min: 0, low: null", `reference[0]: day_min and day_max belong together`},
		{"days of life behind the first year", "labs/ck.yaml", "{sex: any, low: null", "{sex: any, day_min: 0, day_max: 366, low: null", `reference[0]: day_min and day_max are days from 0 to 365, in this order`},
		{"bad check digit", "labs/ck.yaml", "2157-6", "2157-7", `labs/ck.yaml:5: loinc[0].code: "2157-7" has a wrong check digit`},
		{"missing level of losses", "model.yaml", "- {needed: soon, advised: {self_care: 10, routine: 4, soon: 0, same_day: 2, emergency: 6}}\n", "", "losses: needs one row for each of the five levels"},
		{"age shares", "model.yaml", "[0.4, 0.6]", "[0.4, 0.5]", "age_shares: add up to 0.9: must be 1"},
		{"actions", "actions.yaml", "level: soon", "level: routine", "routine stands twice"},

		{"two operators", clot, "{lte: {finding: days, value: 14}}", "{lte: {finding: days, value: 14}, age: {lt: 3}}", "redflags/clot.yaml:8: when.all[3]: an expression has exactly one operator that is not empty, found 2"},
		{"no operator", clot, "{pregnant_or_postpartum: true}", "{pregnant_or_postpartum: false}", "redflags/clot.yaml:6: when.all[1].any[2]: an expression has exactly one operator"},
		{"nothing of nothing", clot, "{lte: {finding: days, value: 14}}", "{all: []}", "when.all[3]: an expression has exactly one operator that is not empty, found 0"},
		{"unknown operator", clot, "{lte: {finding: days, value: 14}}", "{not: calf_pain}", `redflags/clot.yaml:8: when.all[3].not: unknown field "not"`},
		{"atleast impossible", clot, "n: 1", "n: 3", "redflags/clot.yaml:7: when.all[2]: atleast 3 of 2 holds always or never"},
		{"atleast always", clot, "n: 1", "n: 0", "atleast 0 of 2 holds always or never"},
		{"comparison without value", clot, "{finding: days, value: 14}", "{finding: days}", "redflags/clot.yaml:8: when.all[3].lte.value: is missing"},
		{"comparison of no number", clot, "{finding: days, value: 14}", "{finding: calf_pain, value: 14}", `when.all[3]: finding "calf_pain" is yes_no: only a number`},
		{"number as presence", clot, "of: [leg_pain, statin]", "of: [leg_pain, days]", `when.all[2].atleast.of[1]: finding "days" is a number: only a yes_no or derived finding can be present`},
		{"age of nobody", sore, "lt: 18", "lt: 0", "derive.all[1]: age from 0 and below 0 holds for nobody"},
		{"unknown pattern", clot, "pattern: new_swelling", "pattern: old_swelling", `redflags/clot.yaml:5: when.all[0]: unknown pattern "old_swelling": add patterns/old_swelling.yaml or correct the id`},
		{"pattern of itself", fresh, "any: [swelling_new,", "any: [swelling_new, {pattern: new_swelling},", "patterns/new_swelling.yaml:3: when: the pattern uses itself: new_swelling → new_swelling"},
		{"derived from itself", sore, "all: [calf_pain,", "all: [sore,", "findings/sore.yaml:6: derive: runs in a circle: sore → sore"},

		{"implies in a circle", "findings/leg_pain.yaml", "effort: 1", "effort: 1\nimplies: [calf_pain]", "implies: runs in a circle: leg_pain → calf_pain → leg_pain"},
		{"implied and excluded", calf, "excludes: [swelling]", "excludes: [leg_pain]", `findings/calf_pain.yaml:9: excludes: "leg_pain" is implied and excluded: keep one`},
		{"implies what excludes it", "findings/leg_pain.yaml", "effort: 1", "effort: 1\nexcludes: [calf_pain]", `findings/calf_pain.yaml:8: implies: implies "leg_pain", which excludes "calf_pain": both cannot hold`},
		{"excludes itself", calf, "excludes: [swelling]", "excludes: [calf_pain]", `findings/calf_pain.yaml:9: excludes: excludes itself`},
		{"confirms itself", "findings/swelling_new.yaml", "confirms: [swelling]", "confirms: [swelling_new]", "confirms: runs in a circle: swelling_new → swelling_new"},
		{"unknown word class", calf, "@pain", "@agony", `findings/calf_pain.yaml:10: phrases.lay: "calf & @agony" uses an unknown word class @agony: add it to lexicon.yaml`},
		{"half a phrase", calf, "calf & @pain", "calf &", `phrases.lay: "calf &" has an empty part`},

		{"tab", calf, "effort: 1", "effort:\n\t1", "findings/calf_pain.yaml:7: indented by a tab: use spaces"},
		{"two documents", calf, "reviewed: null", "reviewed: null\n---\nid: other", "findings/calf_pain.yaml: holds a second document"},
		{"anchor", calf, "group: where", "group: &g where", "findings/calf_pain.yaml:5: group: anchors and aliases are not allowed"},
		{"tag", calf, "group: where", "group: !!str where", "findings/calf_pain.yaml:5: group: tags are not allowed"},
		{"merge key", calf, "group: where", "group: where\n<<: {unit: m}", "is not a field name"},
		{"not a map", "lexicon.yaml", "pain: [pain, ache]", "- pain", "lexicon.yaml:1: found a list, needs a map"},
		{"broken YAML", calf, "group: where", "group: [where", "findings/calf_pain.yaml:6: ',' or ']' must be specified"},
	} {
		t.Run(test.name, func(t *testing.T) { refuses(t, swap(test.file, test.old, test.new), test.want) })
	}
}

// TestLoadRefusesDangling replaces one id by one that does not exist, for every kind
// of reference.
func TestLoadRefusesDangling(t *testing.T) {
	for _, test := range []struct{ file, old, new, want string }{
		{"conditions/cramp.yaml", "  calf_pain: {p", "  nix: {p", `findings.nix: unknown finding "nix": add findings/nix.yaml or correct the id`},
		{"conditions/cramp.yaml", "source: smith2020, status: seen}\nprev", "source: nix, status: seen}\nprev", `findings.swelling: unknown source "nix": add sources/nix.yaml or correct the id`},
		{"conditions/cramp.yaml", "only_with: [statin]", "only_with: [nix]", `only_with: unknown finding "nix"`},
		{"conditions/cramp.yaml", "defining: [calf_pain]", "defining: [nix]", `defining: unknown finding "nix"`},
		{"conditions/cramp.yaml", "opposing: [swelling]", "opposing: [nix]", `opposing: unknown finding "nix"`},
		{"conditions/cramp.yaml", "unit: share, source: smith2020", "unit: share, source: nix", `prevalence[0]: unknown source "nix"`},
		{"conditions/cramp.yaml", "value: 2, estimate: true", "value: 2, source: nix, status: seen", `risk_factors[0]: unknown source "nix"`},
		{"conditions/cramp.yaml", "source: smith2020, status: recalled", "source: nix, status: recalled", `studies[0]: unknown source "nix"`},
		{"conditions/cramp.yaml", "sources: [smith2020]", "sources: [nix]", `sources: unknown source "nix"`},
		{"conditions/cramp.yaml", "sources: [smith2020]", "mimics: [nix]", `mimics: unknown condition "nix"`},
		{"conditions/cramp.yaml", "p90: 900, estimate: true", "p90: 900, source: nix, status: seen", `duration_days.source: unknown source "nix"`},
		{"conditions/cramp.yaml", "range_factor: 3\n  estimate: true", "range_factor: 3\n  source: nix\n  status: seen", `shares.source: unknown source "nix"`},
		{"findings/calf_pain.yaml", "implies: [leg_pain]", "implies: [nix]", `implies: unknown finding "nix"`},
		{"findings/calf_pain.yaml", "excludes: [swelling]", "excludes: [nix]", `excludes: unknown finding "nix"`},
		{"findings/swelling.yaml", "source: smith2020", "source: nix", `background.source: unknown source "nix"`},
		{"findings/swelling_new.yaml", "confirms: [swelling]", "confirms: [nix]", `confirms: unknown finding "nix"`},
		{"findings/swelling_new.yaml", "needs: [swelling]", "needs: [nix]", `only_for.needs: unknown finding "nix"`},
		{"findings/swelling_new.yaml", "analyte: ck", "analyte: nix", `result.analyte: unknown analyte "nix": add labs/nix.yaml`},
		{"findings/days.yaml", "finding: swelling_new", "finding: nix", `links[0].finding: unknown finding "nix"`},
		{"findings/map.yaml", "[calf_pain, leg_pain]", "[calf_pain, nix]", `members: unknown finding "nix"`},
		{"findings/sore.yaml", "all: [calf_pain", "all: [nix", `derive.all[0]: unknown finding "nix"`},
		{"redflags/clot.yaml", "any: [calf_pain", "any: [nix", `when.all[1].any[0]: unknown finding "nix"`},
		{"redflags/clot.yaml", "lte: {finding: days", "lte: {finding: nix", `when.all[3]: unknown finding "nix"`},
		{"redflags/clot.yaml", "for: [cramp]", "for: [nix]", `for: unknown condition "nix": add conditions/nix.yaml`},
		{"redflags/clot.yaml", "sources: [smith2020]", "sources: [nix]", `sources: unknown source "nix"`},
		{"patterns/new_swelling.yaml", "confirm: swelling_new", "confirm: nix", `when.any[1]: unknown finding "nix"`},
		{"medicines/statins.yaml", "findings: [leg_pain]", "findings: [nix]", `drugs[0].findings: unknown finding "nix"`},
		{"medicines/statins.yaml", "asks: [calf_pain]}", "asks: [nix]}", `drugs[0].asks: unknown finding "nix"`},
		{"medicines/statins.yaml", "findings: [statin]", "findings: [nix]", `findings: unknown finding "nix"`},
		{"medicines/statins.yaml", "\nasks: [calf_pain]", "\nasks: [nix]", `asks: unknown finding "nix"`},
		{"medicines/statins.yaml", "source: smith2020", "source: nix", `effects[0].source: unknown source "nix"`},
		{"activities/walk.yaml", "for_causes: [cramp]", "for_causes: [nix]", `for_causes: unknown condition "nix"`},
		{"activities/walk.yaml", "\nsources: [smith2020]", "\nsources: [nix]", `sources: unknown source "nix"`},
		{"activities/walk.yaml", "seed_documents: [seed]", "seed_documents: [nix]", `seed_documents: unknown source "nix"`},
		{"activities/walk.yaml", "when: [swelling]", "when: [nix]", `contraindications[0].when: unknown finding "nix"`},
		{"exercises/stretch2.yaml", "variant_of: stretch", "variant_of: nix", `variant_of: unknown exercise "nix": add exercises/nix.yaml`},
		{"labs/ck.yaml", "high: 200, source: smith2020", "high: 200, source: nix", `reference[0].source: unknown source "nix"`},
		{"labs/ck.yaml", "damage, source: smith2020", "damage, source: nix", `leg_thresholds[0].source: unknown source "nix"`},
		{"labs/ck.yaml", "emergency, source: smith2020", "emergency, source: nix", `critical[0].source: unknown source "nix"`},
		{"labs/ck.yaml", "sources: [smith2020]", "sources: [nix]", `sources: unknown source "nix"`},
		{"instruments/score.yaml", "findings: [sore]", "findings: [nix]", `items[0].findings: unknown finding "nix"`},
		{"instruments/score.yaml", "finding: calf_pain", "finding: nix", `score[0].finding: unknown finding "nix"`},
		{"instruments/score.yaml", "or: [leg_pain]", "or: [nix]", `score[0].or: unknown finding "nix"`},
		{"instruments/score.yaml", "finding: days", "finding: nix", `score[1].finding: unknown finding "nix"`},
		{"instruments/score.yaml", "0.8}, source: smith2020", "0.8}, source: nix", `accuracy[0].source: unknown source "nix"`},
		{"emergency/gb.yaml", "source: smith2020", "source: nix", `source: unknown source "nix"`},
		{"disagreements.yaml", "seed_documents: [seed]", "seed_documents: [nix]", `[0].seed_documents: unknown source "nix"`},
		{"disagreements.yaml", "sources: [smith2020]", "sources: [nix]", `[0].sources: unknown source "nix"`},
		{"disagreements.yaml", "activities: [walk, stretch]", "activities: [nix]", `[0].activities: unknown activity or exercise "nix"`},
		{"disagreements.yaml", "conditions: [cramp]", "conditions: [nix]", `[0].conditions: unknown condition "nix"`},
		{"care.yaml", "{muscle_pain: [cramp]}", "{muscle_pain: [nix]}", `effects.muscle_pain: unknown condition "nix"`},
		{"care.yaml", "{conditions: [cramp]", "{conditions: [nix]", `withhold[0].conditions: unknown condition "nix"`},
		{"care.yaml", "exercises: [stretch]", "exercises: [nix]", `routines[0].exercises: unknown exercise "nix"`},
		{"care.yaml", "findings: [swelling, leg_pain]", "findings: [swelling, nix]", `prechecks[0].findings: unknown finding "nix"`},
		{"care.yaml", "activity: walk, from", "activity: nix, from", `bookable[0].activity: unknown activity "nix"`},
		{"cramp.yaml", "after: [walk]", "after: [nix]", `after: unknown activity or exercise "nix"`},
		{"cramp.yaml", "exercise: stretch", "exercise: nix", `muscles[0].exercise: unknown exercise "nix"`},
		{"medicines/statins.yaml", "taken_when: statin", "taken_when: nix", `taken_when: unknown finding "nix"`},
		{"conditions/cramp.yaml", "labs: [ck]", "labs: [nix]", `labs: unknown analyte "nix"`},
		{"comparisons.yaml", "source: smith2020", "source: nix", `[0].source: unknown source "nix"`},
	} {
		changes := swap(test.file, test.old, test.new)
		before, _, _ := strings.Cut(string(changes[test.file]), "nix")
		want := fmt.Sprintf("%s:%d: %s", test.file, 1+strings.Count(before, "\n"), test.want)
		t.Run(want, func(t *testing.T) { refuses(t, changes, want) })
	}
}

// TestLoadRefusesFiles replaces a whole file.
func TestLoadRefusesFiles(t *testing.T) {
	const file = "findings/calf_pain.yaml"
	laughs := "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"
	for _, test := range []struct {
		name string
		text []byte
		want string
	}{
		{"empty", []byte{}, "the file is empty"},
		{"blank", []byte(" \n\n"), "the file is empty"},
		{"only a comment", []byte("# later\n"), "the file is empty"},
		{"byte order mark", []byte("\ufeff" + tiny[file]), "the file starts with a byte order mark"},
		{"invalid UTF-8", []byte("id: calf\xff\n"), "the file is not valid UTF-8"},
		{"2 MB", bytes.Repeat([]byte("# more\n"), 300_000), "the file is larger than 262144 bytes"},
		{"a line of 20,000 bytes", bytes.Repeat([]byte("a: "), 7_000), file + ":1: the line is longer than 16384 bytes: break it"},
		{"10,000 brackets", bytes.Repeat([]byte("["), 10_000), file + ":1: nested deeper than 60 levels"},
		{"5,000 dashes", bytes.Repeat([]byte("- "), 5_000), file + ":1: nested deeper than 60 levels"},
		{"5,000 question marks", bytes.Repeat([]byte("? "), 5_000), file + ":1: nested deeper than 60 levels"},
		{"deep indentation", append(bytes.Repeat([]byte(" "), 10_000), "a: b"...), file + ":1: nested deeper than 60 levels"},
		{"billion laughs", []byte(laughs), file + ":1: a: unknown field"},
		{"missing", nil, `unknown finding "calf_pain": add findings/calf_pain.yaml`},
	} {
		t.Run(test.name, func(t *testing.T) { refuses(t, map[string][]byte{file: test.text}, test.want) })
	}
	refuses(t, map[string][]byte{"lexicon.yaml": []byte(laughs)}, "lexicon.yaml:1: a: anchors and aliases are not allowed: write the value out")
	refuses(t, map[string][]byte{"patterns/new_swelling.yaml": nil}, "patterns: no entries: the folder is missing")
	refuses(t, map[string][]byte{"model.yaml": nil}, "model.yaml: the file is missing")
}

// TestLoadRefusesGrowth doubles a pattern forty times.
func TestLoadRefusesGrowth(t *testing.T) {
	changes := map[string][]byte{}
	last := "new_swelling"
	for i := range 40 {
		id := "p" + strings.Repeat("x", i)
		changes["patterns/"+id+".yaml"] = []byte("id: " + id + "\ndescribe: more\nwhen: {any: [{pattern: " + last + "}, {pattern: " + last + "}]}\n")
		last = id
	}
	refuses(t, changes, "when: opens to more than 5000 parts: simplify it")
}

// TestLoadReportsOnce checks that a broken file is not also called missing.
func TestLoadReportsOnce(t *testing.T) {
	_, err := kb.Load(folder(swap("findings/calf_pain.yaml", "kind: yes_no", "kind: [")))
	var problems kb.Problems
	if !errors.As(err, &problems) || len(problems) != 1 {
		t.Errorf("Load: %v; want one problem", err)
	}
}

func refuses(t *testing.T, changes map[string][]byte, want string) {
	t.Helper()
	base, err := kb.Load(folder(changes))
	var problems kb.Problems
	if base != nil || !errors.As(err, &problems) {
		t.Fatalf("Load = %v, %v; want problems", base != nil, err)
	}
	for _, p := range problems {
		if strings.Contains(p.String(), want) {
			return
		}
	}
	t.Errorf("Load says\n%v\nwant\n%s", err, want)
}
