package kb_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

var spring = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)

func TestLintTiny(t *testing.T) {
	var got []string
	for _, w := range load(t, nil).Lint(spring) {
		got = append(got, w.String())
	}
	want := []string{
		"20 of 21 entries are not reviewed by a clinician",
		"1 of 2 probabilities (50.0 %) are estimates",
		"guide/cramps.md: body: 65 words: an article has 600 to 1800",
		"findings/leg_pain.yaml: phrases: has no phrases: it is never understood from text",
		"findings/leg_pain.yaml: why: is missing: say what the answer helps to tell apart",
		"findings/map.yaml: why: is missing: say what the answer helps to tell apart",
		"findings/days.yaml: why: is missing: say what the answer helps to tell apart",
		"findings/statin.yaml: phrases: has no phrases: it is never understood from text",
		"findings/swelling.yaml: phrases: has no phrases: it is never understood from text",
		"findings/swelling.yaml: why: is missing: say what the answer helps to tell apart",
		"findings/swelling_new.yaml: phrases: has no phrases: it is never understood from text",
		"findings/swelling_new.yaml: why: is missing: say what the answer helps to tell apart",
		"findings/which.yaml: why: is missing: say what the answer helps to tell apart",
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("Lint:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestLint changes one thing in a valid base; it must still load.
func TestLint(t *testing.T) {
	for _, test := range []struct {
		name    string
		changes map[string][]byte
		today   time.Time
		want    string
	}{
		{"review overdue", nil, spring.AddDate(1, 0, 0), "findings/swelling.yaml: reviewed.until: the review ended on 2027-01-02: have it read again"},
		{"article overdue", nil, spring.AddDate(1, 0, 0), "guide/cramps.md: next_review: was to be read again by 2027-01-02: read it, correct it and set the next day"},
		{"hard to read", swap("guide/cramps.md", "Walk. {C: smith2020}", "Physiological neuromuscular hyperexcitability characteristically necessitates multidisciplinary rehabilitation. {C: smith2020}"), spring, "guide/cramps.md: body: 1 of 11 texts read above grade 8"},
		{"unused source", added("sources/old.yaml", strings.Replace(tiny["sources/seed.yaml"], "id: seed", "id: old", 1)), spring, "sources/old.yaml: no entry uses this source"},
		{"unused finding", added("findings/odd.yaml", strings.Replace(tiny["findings/leg_pain.yaml"], "id: leg_pain", "id: odd", 1)), spring, "findings/odd.yaml: no condition or rule uses this finding"},
		{"unused pattern", added("patterns/odd.yaml", strings.Replace(tiny["patterns/new_swelling.yaml"], "id: new_swelling", "id: odd", 1)), spring, "patterns/odd.yaml: no rule uses this pattern"},
		{"long question", swap("findings/leg_pain.yaml", "Does your leg hurt?", "Does "+strings.Repeat("very ", 24)+"much hurt?"), spring, "findings/leg_pain.yaml: question: 27 words: say it in 25 or fewer"},
		{"no question about others", swap("findings/leg_pain.yaml", "question_other: Does their leg hurt?\n", ""), spring, "findings/leg_pain.yaml: question_other: is missing: word the question for someone who answers for another"},
		{"another question about others", swap("findings/leg_pain.yaml", "Does their leg hurt?", "Are they feverish today?"), spring, "findings/leg_pain.yaml: question_other: asks something else than the question"},
		{"a reason that speaks to the person", swap("findings/calf_pain.yaml", "why: It tells muscle from nerve.", "why: It tells what you have."), spring, `findings/calf_pain.yaml: why: says "you"`},
		{"no sentence about others", swap("redflags/clot.yaml", "tells: A newly", "tells: Your newly"), spring, "redflags/clot.yaml: tells_other: is missing: word the sentence"},
		{"no label", swap("findings/leg_pain.yaml", "label: Leg\n", ""), spring, `findings/map.yaml: members: "leg_pain" has no label`},
		{"no defining finding", swap("conditions/cramp.yaml", "defining: [calf_pain]", "defining: []"), spring, "conditions/cramp.yaml: defining: no defining findings"},
		{"defining without probability", swap("conditions/cramp.yaml", "defining: [calf_pain]", "defining: [leg_pain]"), spring, `conditions/cramp.yaml: findings: defining or opposing "leg_pain" has no probability`},
		{"not confirmed", swap("findings/swelling_new.yaml", "confirms: [swelling]\n", ""), spring, `patterns/new_swelling.yaml: when.any[1]: "swelling_new" does not list "swelling" under confirms`},
		{"shared name", added("labs/ck2.yaml", strings.Replace(tiny["labs/ck.yaml"], "id: ck", "id: ck2", 1)), spring, `labs/ck2.yaml: names: "CK" is a name of ck too`},
		{"implied choice", swap("findings/calf_pain.yaml", "implies: [leg_pain]", "implies: [which]"), spring, `findings/calf_pain.yaml: implies: implies "which", a choice, which is not present or absent`},
	} {
		t.Run(test.name, func(t *testing.T) {
			all := fmt.Sprintln(load(t, test.changes).Lint(test.today))
			if !strings.Contains(all, test.want) {
				t.Errorf("Lint = %s\nwant %s", all, test.want)
			}
		})
	}
}

func added(name, text string) map[string][]byte { return map[string][]byte{name: []byte(text)} }
