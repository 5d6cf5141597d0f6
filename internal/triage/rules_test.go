package triage_test

import (
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/triage"
)

func ptr(v float64) *float64 { return &v }

// withRules is the real base with other rules.
func withRules(rules ...*kb.RedFlag) *kb.Base {
	b := *base()
	b.RedFlags = rules
	return &b
}

func TestVerifyFindsARuleThatCanNeverFire(t *testing.T) {
	impossible := &kb.RedFlag{ID: "impossible", Level: clinical.Soon, When: kb.Expr{All: []kb.Expr{
		{Age: &kb.AgeRange{GTE: ptr(10)}}, {Age: &kb.AgeRange{LT: ptr(5)}}, {Finding: "fever"},
	}}}
	rep := triage.Compile(withRules(impossible)).Verify(nil)
	if got := strings.Join(rep.NeverFired, " "); got != "impossible" {
		t.Errorf("never fired %q, want the impossible rule", got)
	}
	if rep.OK() {
		t.Error("a rule that can never fire must not pass")
	}
}

func TestExpressions(t *testing.T) {
	fever := kb.Expr{Finding: "fever"}
	hot := kb.Expr{GTE: &kb.Compare{Finding: "body_temperature", Value: 38}}
	short := kb.Expr{LTE: &kb.Compare{Finding: "duration_days", Value: 14}}
	confirm := kb.Expr{Unconfirmed: &kb.Unconfirmed{Finding: "chest_pain", Confirm: "chest_pain_now"}}
	old := clinical.Person{Age: ptr(70)}
	yes := true
	for _, c := range []struct {
		name   string
		when   kb.Expr
		person clinical.Person
		ev     clinical.Evidence
		want   bool
	}{
		{"present", fever, old, clinical.Evidence{"fever": clinical.Yes}, true},
		{"absent", fever, old, clinical.Evidence{"fever": clinical.No}, false},
		{"unknown", fever, old, clinical.Evidence{"fever": {Presence: clinical.NotKnown}}, false},
		{"unsaid", fever, old, nil, false},
		{"number reaches bound", hot, old, clinical.Evidence{"body_temperature": clinical.Number(38)}, true},
		{"number below bound", hot, old, clinical.Evidence{"body_temperature": clinical.Number(37.9)}, false},
		{"number unknown", hot, old, nil, false},
		{"short enough", short, old, clinical.Evidence{"duration_days": clinical.Number(14)}, true},
		{"too long", short, old, clinical.Evidence{"duration_days": clinical.Number(15)}, false},
		{"duration unknown", short, old, nil, false},
		{"all", kb.Expr{All: []kb.Expr{fever, hot}}, old, clinical.Evidence{"fever": clinical.Yes}, false},
		{"any", kb.Expr{Any: []kb.Expr{fever, hot}}, old, clinical.Evidence{"fever": clinical.Yes}, true},
		{"at least two of three", kb.Expr{AtLeast: &kb.AtLeast{N: 2, Of: []kb.Expr{fever, hot, {Finding: "confusion"}}}}, old,
			clinical.Evidence{"fever": clinical.Yes, "confusion": clinical.Yes}, true},
		{"at least two, one given", kb.Expr{AtLeast: &kb.AtLeast{N: 2, Of: []kb.Expr{fever, hot}}}, old, clinical.Evidence{"fever": clinical.Yes}, false},
		{"age within", kb.Expr{Age: &kb.AgeRange{GTE: ptr(65)}}, old, nil, true},
		{"age upper bound is exclusive", kb.Expr{Age: &kb.AgeRange{LT: ptr(70)}}, old, nil, false},
		{"age unknown", kb.Expr{Age: &kb.AgeRange{GTE: ptr(0)}}, clinical.Person{}, nil, false},
		{"pregnant person", kb.Expr{Maternal: true}, clinical.Person{Pregnant: &yes}, nil, true},
		{"gave birth", kb.Expr{Maternal: true}, old, clinical.Evidence{"recently_gave_birth": clinical.Yes}, true},
		{"unconfirmed alarm holds", confirm, old, clinical.Evidence{"chest_pain": clinical.Yes}, true},
		{"confirmation unknown holds", confirm, old, clinical.Evidence{"chest_pain": clinical.Yes, "chest_pain_now": {Presence: clinical.NotKnown}}, true},
		{"denied alarm does not", confirm, old, clinical.Evidence{"chest_pain": clinical.Yes, "chest_pain_now": clinical.No}, false},
		{"pattern is opened", kb.Expr{Pattern: "fever"}, old, clinical.Evidence{"body_temperature": clinical.Number(39), "fever": clinical.Yes}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := triage.Compile(withRules(&kb.RedFlag{ID: "r", Level: clinical.SameDay, When: c.when}))
			got := r.Floor(r.State(c.person, c.ev)) == clinical.SameDay
			if got != c.want {
				t.Errorf("holds = %v, want %v", got, c.want)
			}
		})
	}
}

func TestFireNamesTheFindingsAndSortsByLevel(t *testing.T) {
	r := triage.Compile(withRules(
		&kb.RedFlag{ID: "a_low", Level: clinical.Soon, When: kb.Expr{Finding: "fever"}},
		&kb.RedFlag{ID: "b_high", Level: clinical.Emergency, When: kb.Expr{Any: []kb.Expr{{Finding: "confusion"}, {Finding: "fever"}}}},
	))
	fired := r.Fire(r.State(clinical.Person{}, clinical.Evidence{"fever": clinical.Yes, "confusion": clinical.Yes}))
	if len(fired) != 2 || fired[0].Rule.ID != "b_high" || fired[1].Rule.ID != "a_low" {
		t.Fatalf("fired %v, want b_high before a_low", fired)
	}
	if got := strings.Join(fired[0].Findings, " "); got != "confusion fever" {
		t.Errorf("findings %q, want both, sorted", got)
	}
}
