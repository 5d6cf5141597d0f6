package assess_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/clinical"
)

// TestExplanationsAddUp: pretest odds times all ratios are the posttest odds.
func TestExplanationsAddUp(t *testing.T) {
	e := engine(t)
	for k, st := range stories(t) {
		if testing.Short() && k%10 != 0 {
			continue
		}
		a := e.Assess(st.Case, assess.Options{Explain: 8})
		for _, c := range a.Differential[:8] {
			l := math.Log(c.Pretest/(1-c.Pretest)) + math.Log(c.Rest)
			for _, list := range [][]assess.Term{c.For, c.Against} {
				for _, term := range list {
					l += math.Log(term.Ratio)
				}
			}
			want := c.Posttest / (1 - c.Posttest)
			if got := math.Exp(l); !(math.Abs(got-want) <= 1e-9*max(1, want)) {
				t.Errorf("%s: %s: pretest odds times the ratios are %.12g, posttest odds %.12g", st.id, c.Condition.ID, got, want)
			}
			if !(0 <= c.Low && c.Low <= c.Posttest && c.Posttest <= c.High && c.High <= 1) {
				t.Errorf("%s: %s: range %v to %v does not hold %v", st.id, c.Condition.ID, c.Low, c.High, c.Posttest)
			}
		}
	}
}

// TestTermsSaySomething: every listed answer was given or follows, on the right side.
func TestTermsSaySomething(t *testing.T) {
	e := engine(t)
	for _, st := range stories(t)[:40] {
		a := e.Assess(st.Case, assess.Options{Explain: 8})
		for _, c := range a.Differential[:8] {
			for _, term := range c.For {
				if term.Ratio <= 1 || a.Evidence[term.Finding].Presence != term.Presence {
					t.Errorf("%s: %s: for: %+v", st.id, c.Condition.ID, term)
				}
			}
			for _, term := range c.Against {
				if term.Ratio >= 1 || a.Evidence[term.Finding].Presence != term.Presence {
					t.Errorf("%s: %s: against: %+v", st.id, c.Condition.ID, term)
				}
			}
		}
	}
}

// requests are whole requests made of the first cases, with text and answers.
func requests(t testing.TB) []*app.Request {
	var out []*app.Request
	for _, st := range stories(t)[:60] {
		r := &app.Request{Person: app.Person{Age: st.Person.Age, Sex: string(st.Person.Sex), Pregnant: st.Person.Pregnant}, Country: "GB",
			Text: "My legs ache at night, no fever, and my mother has restless legs."}
		for _, id := range sortedIDs(st.Evidence) {
			a := st.Evidence[id]
			answer := app.Answer{Finding: id, Presence: string(a.Presence)}
			if a.Value != nil {
				answer.Presence, answer.Value = "", json.RawMessage(fmt.Sprint(*a.Value))
			}
			if a.Option == "" {
				r.Evidence = append(r.Evidence, answer)
			}
		}
		out = append(out, r)
	}
	return out
}

func bytesOf(t *testing.T, s *app.Service, r *app.Request) []byte {
	t.Helper()
	out, err := s.Assess(r)
	if err != nil {
		t.Errorf("assess: %v", err)
		return nil
	}
	b, err := json.Marshal(out)
	if err != nil {
		t.Errorf("marshal: %v", err)
	}
	return b
}

// TestSameRequestSameBytes: again, from many goroutines, and from another service.
func TestSameRequestSameBytes(t *testing.T) {
	s := open(t)
	fresh, err := app.New(s.Base())
	if err != nil {
		t.Fatal(err)
	}
	list := requests(t)
	want := make([][]byte, len(list))
	for i, r := range list {
		want[i] = bytesOf(t, s, r)
		if got := bytesOf(t, fresh, r); !bytes.Equal(got, want[i]) {
			t.Errorf("request %d: another service answers otherwise:\n%s", i, cmp.Diff(string(want[i]), string(got)))
		}
	}
	var wg sync.WaitGroup
	for w := range 6 {
		wg.Go(func() {
			for i := range list {
				k := (i*7 + w*11) % len(list) // each goroutine in an order of its own
				if got := bytesOf(t, s, list[k]); !bytes.Equal(got, want[k]) {
					t.Errorf("request %d: other bytes from goroutine %d", k, w)
				}
			}
		})
	}
	wg.Wait()
}

// TestOrderOfAnswersDoesNotMatter shuffles the answers of a request.
func TestOrderOfAnswersDoesNotMatter(t *testing.T) {
	s := open(t)
	rng := rand.New(rand.NewPCG(1, 2))
	for i, r := range requests(t) {
		want := bytesOf(t, s, r)
		for range 3 {
			rng.Shuffle(len(r.Evidence), func(i, j int) { r.Evidence[i], r.Evidence[j] = r.Evidence[j], r.Evidence[i] })
			if got := bytesOf(t, s, r); !bytes.Equal(got, want) {
				t.Errorf("request %d: the order of the answers changes the bytes:\n%s", i, cmp.Diff(string(want), string(got)))
			}
		}
	}
}

// TestCaseIsNotChanged: an assessment leaves the evidence it was given as it was.
func TestCaseIsNotChanged(t *testing.T) {
	e := engine(t)
	for _, st := range stories(t)[:40] {
		before := st.Evidence.Clone()
		e.Assess(st.Case, assess.Options{Next: true, Explain: 8})
		if diff := cmp.Diff(map[string]clinical.Answer(before), map[string]clinical.Answer(st.Evidence)); diff != "" {
			t.Errorf("%s: evidence changed:\n%s", st.id, diff)
		}
	}
}
