package app_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/guide"
)

// tally counts what went as it should.
type tally struct{ right, all int }

func (s *tally) add(ok bool) {
	s.all++
	if ok {
		s.right++
	}
}

func (s tally) percent() float64 { return 100 * float64(s.right) / float64(max(1, s.all)) }

// asking is what came of the questions of one part.
type asking struct{ first, three, refused, urgent, calm tally }

// TestQuestions measures answers as people get them, what the words of the question tell
// of symptoms included, and holds them to what the guide must show.
func TestQuestions(t *testing.T) {
	if testing.Short() {
		t.Skip("asks hundreds of questions")
	}
	s := service()
	var all asking
	for _, part := range questionParts {
		var r asking
		for _, q := range questionsOf(t, part) {
			a, err := s.Ask(context.Background(), &app.AskRequest{Question: q.Q, Country: "GB"})
			if err != nil {
				t.Fatal(err)
			}
			if got, ok := r.count(q, a); !ok {
				t.Logf("%s: %s: %q: %v, want %v", part, q.Kind, q.Q, got, q.Pages)
			}
			all.count(q, a)
		}
		t.Logf("%s: first right %.1f %%, in the first three %.1f %% of %d; refused %.1f %% of %d; urgent %.1f %% of %d", part,
			r.first.percent(), r.three.percent(), r.first.all, r.refused.percent(), r.refused.all, r.urgent.percent(), r.urgent.all)
	}
	for _, want := range []struct {
		what  string
		got   tally
		least float64
	}{{"first right", all.first, 88}, {"in the first three", all.three, 96}, {"refused", all.refused, 95}, {"led by urgent advice", all.urgent, 100}, {"not led by it when harmless", all.calm, 90}} {
		t.Logf("%s: %d of %d, %.1f %%", want.what, want.got.right, want.got.all, want.got.percent())
		if want.got.percent() < want.least {
			t.Errorf("%s: %.1f %%, want %v %%", want.what, want.got.percent(), want.least)
		}
	}
}

// count adds one answer; got are the pages it quotes.
func (r *asking) count(q asked, a *app.AskResponse) (got []string, ok bool) {
	for _, p := range a.Passages {
		slug, _, _ := strings.Cut(p.ID, "#")
		got = append(got, slug)
	}
	right := func(n int) bool {
		return slices.ContainsFunc(got[:min(n, len(got))], func(s string) bool { return slices.Contains(q.Pages, s) })
	}
	switch q.Kind {
	case "offtopic":
		ok = !a.Answered
		r.refused.add(ok)
	case "danger":
		ok = a.Urgent != nil
		r.urgent.add(ok)
	case "harmless":
		ok = a.Urgent == nil
		r.calm.add(ok)
	case guide.AboutDose, guide.AboutStopping, guide.AnotherLanguage:
		ok = a.Kind == q.Kind
	default:
		ok = right(1)
		r.first.add(ok)
		r.three.add(right(guide.MaxQuoted))
	}
	return got, ok
}
