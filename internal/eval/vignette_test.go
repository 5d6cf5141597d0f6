package eval_test

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/eval"
)

func vignettes(t testing.TB) []eval.Vignette {
	t.Helper()
	vs, err := eval.Vignettes(os.DirFS(folder), open(t).Base())
	if err != nil {
		t.Fatalf("knowledge/cases:\n%v", err)
	}
	return vs
}

// TestVignettes runs every case of knowledge/cases.
func TestVignettes(t *testing.T) {
	s := open(t)
	for _, v := range vignettes(t) {
		t.Run(v.ID, func(t *testing.T) {
			for _, fault := range faults(s, &v) {
				t.Error(fault)
			}
		})
	}
}

// faults lists what does not hold for a vignette: red flags, what was understood, and,
// with its findings given, the urgency and the differential.
func faults(s *app.Service, v *eval.Vignette) []string {
	out := misread(s, v)
	if len(v.Findings) > 0 {
		a := s.Engine().Assess(assess.Case{Person: v.Person, Evidence: v.Findings}, assess.Options{})
		out = append(out, rules(v, a)...)
		out = append(out, conclusion(v, a)...)
	} else if len(v.Expect.Conditions)+len(v.Expect.Urgency) > 0 {
		out = append(out, conclusion(v, fromText(s, v))...)
	}
	return out
}

func fromText(s *app.Service, v *eval.Vignette) *assess.Assessment {
	u := s.Parser().Parse(v.Text)
	p := v.Person
	if p.Age == nil {
		p.Age = u.Person.Age
	}
	if p.Sex == clinical.Unknown {
		p.Sex = u.Person.Sex
	}
	return s.Engine().Assess(assess.Case{Person: p, Evidence: u.Evidence()}, assess.Options{})
}

func rules(v *eval.Vignette, a *assess.Assessment) (out []string) {
	var fired []string
	for _, f := range a.Urgency.Fired {
		fired = append(fired, f.Rule.ID)
	}
	for _, id := range v.Expect.Fires {
		if !slices.Contains(fired, id) {
			out = append(out, fmt.Sprintf("red flag %s is quiet, want it to fire; fired: %v", id, fired))
		}
	}
	for _, id := range v.Expect.Quiet {
		if slices.Contains(fired, id) {
			out = append(out, fmt.Sprintf("red flag %s fires, want it quiet", id))
		}
	}
	if b := v.Expect.FloorBelow; b != nil && a.Urgency.Floor >= *b {
		out = append(out, fmt.Sprintf("floor %s, want below %s; fired: %v", a.Urgency.Floor, *b, fired))
	}
	return out
}

func conclusion(v *eval.Vignette, a *assess.Assessment) (out []string) {
	if len(v.Expect.Urgency) > 0 && !slices.Contains(v.Expect.Urgency, a.Urgency.Level) {
		var why []string
		for _, f := range a.Urgency.Fired {
			if f.Rule.Level == a.Urgency.Level {
				why = append(why, f.Rule.ID)
			}
		}
		out = append(out, fmt.Sprintf("urgency %s (floor %s, harm %s, %v), want one of %v; first: %s", a.Urgency.Level, a.Urgency.Floor, a.Urgency.Harm, why, v.Expect.Urgency, leading(a)))
	}
	if len(v.Expect.Conditions) > 0 {
		rank := slices.IndexFunc(a.Differential, func(c assess.Candidate) bool { return slices.Contains(v.Expect.Conditions, c.Condition.ID) }) + 1
		if rank > v.Expect.Within {
			out = append(out, fmt.Sprintf("%v is at rank %d, want within %d; first: %s", v.Expect.Conditions, rank, v.Expect.Within, leading(a)))
		}
	}
	return out
}

// leading writes the first five candidates.
func leading(a *assess.Assessment) string {
	var b strings.Builder
	for _, c := range a.Differential[:5] {
		fmt.Fprintf(&b, "%s %.2f  ", c.Condition.ID, c.Posttest)
	}
	return strings.TrimSpace(b.String())
}

// misread compares what the parser made of the text with what it says.
func misread(s *app.Service, v *eval.Vignette) (out []string) {
	if v.Text == "" {
		return nil
	}
	got := s.Parser().Parse(v.Text).Evidence()
	for _, id := range keys(v.Expect.Understood) {
		want := v.Expect.Understood[id]
		switch g := got[id]; {
		case g.Presence != want.Presence || g.Option != want.Option:
			out = append(out, fmt.Sprintf("understood %s as %q %s, want %q %s", id, g.Presence, g.Option, want.Presence, want.Option))
		case want.Value != nil && (g.Value == nil || !near(*g.Value, *want.Value)):
			out = append(out, fmt.Sprintf("understood %s as %s, want %v", id, number(g), *want.Value))
		}
	}
	for _, id := range v.Expect.NotUnderstood {
		if got.Present(id) {
			out = append(out, fmt.Sprintf("understood %s as present, want not", id))
		}
	}
	return out
}

// near allows what rounding of converted units and of "a month" makes: 2 %.
func near(got, want float64) bool { return math.Abs(got-want) <= 0.02*math.Abs(want)+1e-9 }

func number(a clinical.Answer) string {
	if a.Value == nil {
		return "no number"
	}
	return fmt.Sprint(*a.Value)
}

func keys(ev clinical.Evidence) []string {
	var ids []string
	for id := range ev {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// TestVignettesFromText reports how many cases also hold when only their own words are
// given. It fails on none: the given findings are the standard.
func TestVignettesFromText(t *testing.T) {
	s := open(t)
	n, ranked, urgent := 0, 0, 0
	for _, v := range vignettes(t) {
		if v.Text == "" || len(v.Expect.Conditions) == 0 {
			continue
		}
		n++
		a := fromText(s, &v)
		only := func(e eval.Expectation) bool {
			w := v
			w.Expect = e
			return len(conclusion(&w, a)) == 0
		}
		if only(eval.Expectation{Conditions: v.Expect.Conditions, Within: v.Expect.Within}) {
			ranked++
		}
		if only(eval.Expectation{Urgency: v.Expect.Urgency}) {
			urgent++
		}
	}
	t.Logf("from own words alone: condition within its rank in %d of %d, accepted urgency in %d of %d", ranked, n, urgent, n)
}

// TestVignettesCover: every condition is expected at least once; every red flag has a
// case that fires it and a near miss that does not.
func TestVignettesCover(t *testing.T) {
	base := open(t).Base()
	seen, fires, quiet := map[string]bool{}, map[string]bool{}, map[string]bool{}
	mark := func(set map[string]bool, ids []string) {
		for _, id := range ids {
			set[id] = true
		}
	}
	vs := vignettes(t)
	for _, v := range vs {
		mark(seen, v.Expect.Conditions)
		mark(fires, v.Expect.Fires)
		mark(quiet, v.Expect.Quiet)
	}
	if len(vs) < 150 {
		t.Errorf("%d cases, want at least 150", len(vs))
	}
	for _, c := range base.Conditions {
		if !seen[c.ID] {
			t.Errorf("no case expects condition %s", c.ID)
		}
	}
	for _, r := range base.RedFlags {
		if !fires[r.ID] {
			t.Errorf("no case fires red flag %s", r.ID)
		}
		if !quiet[r.ID] {
			t.Errorf("no near miss for red flag %s", r.ID)
		}
	}
}
