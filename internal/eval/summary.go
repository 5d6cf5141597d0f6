package eval

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

// Summary is a report without its cases: no id and no word of a case is in it, so it can
// be shown to anyone. The pages render it as "How wrong it is".
type Summary struct {
	Set string `json:"set"` // name of the case files, without folder and ending
	Scores
	Emergencies MissedEmergencies `json:"emergencies"`
	Questions   Questions         `json:"questions"`
	Brier       float64           `json:"brier"`
	Calibration []Bin             `json:"calibration"`
	Worst       []Wrong           `json:"worst"` // most first, ties by key
}

// MissedEmergencies counts emergency cases that ended under, by diagnosis.
type MissedEmergencies struct {
	Missed Rate     `json:"missed"`
	By     []Missed `json:"by"` // most first, ties by key; never nil
}

// Missed is how many emergencies of one diagnosis were told which lesser level.
type Missed struct {
	Key  string           `json:"key"`
	Name string           `json:"name"` // in words
	Told clinical.Urgency `json:"told"`
	N    int              `json:"n"`
}

// Wrong is what went wrong with the cases of one diagnosis.
type Wrong struct {
	Key        string   `json:"key"`
	Name       string   `json:"name"` // in words
	N          int      `json:"n"`
	NotInThree int      `json:"not_in_three"`
	Instead    []string `json:"instead"` // condition ids that stood first in those, most often first
	Under      int      `json:"under"`
	Over       int      `json:"over"`
}

// Summary leaves out the cases. Diagnosis keys are worded by the plain name of the one
// condition that accepted maps them to; with none or several, by the key itself.
func (rep *Report) Summary(set string, accepted map[string][]string, base *kb.Base) *Summary {
	s := &Summary{
		Set: set, Scores: rep.Scores,
		Questions: rep.Questions, Brier: rep.Brier, Calibration: append([]Bin{}, rep.Calibration...), Worst: []Wrong{},
	}
	name := func(key string) string { return diagnosisName(key, accepted, base) }
	for _, m := range rep.misses() {
		s.Worst = append(s.Worst, Wrong{m.truth, name(m.truth), m.n, m.notInThree, m.insteadIDs(), m.under, m.over})
	}
	s.Emergencies = MissedEmergencies{rate(len(rep.Emergencies.Missed), rep.Emergencies.N), rep.missedBy(name)}
	return s
}

func (rep *Report) missedBy(name func(string) string) []Missed {
	counts := map[Missed]int{}
	for i := range rep.Cases {
		if c := &rep.Cases[i]; slices.Contains(rep.Emergencies.Missed, c.ID) {
			counts[Missed{Key: c.Truth, Name: name(c.Truth), Told: c.Urgency}]++
		}
	}
	by := []Missed{}
	for m, n := range counts {
		m.N = n
		by = append(by, m)
	}
	slices.SortFunc(by, func(a, b Missed) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Key, b.Key), cmp.Compare(a.Told, b.Told))
	})
	return by
}

func diagnosisName(key string, accepted map[string][]string, base *kb.Base) string {
	ids, mapped := accepted[key]
	if !mapped {
		ids = []string{key}
	}
	if len(ids) == 1 {
		if c := base.Condition(ids[0]); c != nil {
			return c.PlainName
		}
	}
	words := strings.ReplaceAll(key, "_", " ")
	return strings.ToUpper(words[:min(1, len(words))]) + words[min(1, len(words)):]
}

// insteadIDs lists the conditions that stood first instead, most often first, ties by id.
func (m *miss) insteadIDs() []string {
	ids := []string{}
	for id := range m.instead {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool {
		if m.instead[ids[i]] != m.instead[ids[j]] {
			return m.instead[ids[i]] > m.instead[ids[j]]
		}
		return ids[i] < ids[j]
	})
	return ids
}
