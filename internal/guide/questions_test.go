package guide_test

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/legible-health/legible/internal/guide"
	"github.com/legible-health/legible/internal/kb"
)

var content = sync.OnceValues(func() (*guide.Guide, error) {
	base, err := kb.Load(os.DirFS("../../knowledge"))
	if err != nil {
		return nil, err
	}
	return guide.New(base)
})

func open(t testing.TB) *guide.Guide {
	t.Helper()
	g, err := content()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

type question struct {
	Kind  string   `yaml:"kind"`
	Q     string   `yaml:"q"`
	Pages []string `yaml:"pages"`
}

// questions are the halves of testdata/questions.yaml.
func questions(t testing.TB) map[string][]question {
	t.Helper()
	text, err := os.ReadFile("testdata/questions.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var halves map[string][]question
	if err := yaml.UnmarshalWithOptions(text, &halves, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	return halves
}

// share counts what went as it should.
type share struct{ right, all int }

func (s *share) add(ok bool) {
	s.all++
	if ok {
		s.right++
	}
}

func (s share) percent() float64 { return 100 * float64(s.right) / float64(max(1, s.all)) }

// parts of testdata/questions.yaml, in the order they were written.
var parts = []string{"tune", "held", "fresh", "blind", "last", "voices", "many", "street", "morning", "evening", "final", "closing", "world", "kept", "alarm", "indirect", "callers", "chatty"}

// results are what came of the questions.
type results struct{ first, three, refused, fixed, language share }

// TestQuestions holds the answers to what the guide must show, over all parts, and logs
// each part. Urgent advice is held in package app, which reads the red flags.
func TestQuestions(t *testing.T) {
	if testing.Short() {
		t.Skip("asks hundreds of questions")
	}
	g := open(t)
	halves := questions(t)
	var all results
	n := 0
	for _, part := range parts {
		var r results
		for _, q := range halves[part] {
			n++
			r.ask(t, g, q)
			all.ask(nil, g, q)
		}
		t.Logf("%s: first right %.1f %%, in the first three %.1f %% of %d; refused %.1f %% of %d", part,
			r.first.percent(), r.three.percent(), r.first.all, r.refused.percent(), r.refused.all)
	}
	for _, want := range []struct {
		what  string
		got   share
		least float64
	}{{"first right", all.first, 88}, {"in the first three", all.three, 96}, {"refused", all.refused, 95}, {"fixed answer first", all.fixed, 100}, {"other language", all.language, 100}} {
		t.Logf("%s: %d of %d, %.1f %%", want.what, want.got.right, want.got.all, want.got.percent())
		if want.got.percent() < want.least {
			t.Errorf("%s: %.1f %%, want %v %%", want.what, want.got.percent(), want.least)
		}
	}
	if n < 200 {
		t.Errorf("%d questions, want 200", n)
	}
}

// ask asks one question and counts; with t it logs what went wrong.
func (r *results) ask(t *testing.T, g *guide.Guide, q question) {
	a := g.Ask(q.Q)
	var got []string
	for _, p := range a.Passages {
		got = append(got, p.Page.Slug)
	}
	right := func(n int) bool {
		return slices.ContainsFunc(got[:min(n, len(got))], func(s string) bool { return slices.Contains(q.Pages, s) })
	}
	ok := true
	switch q.Kind {
	case "offtopic":
		ok = !a.Answered()
		r.refused.add(ok)
	case guide.AboutDose, guide.AboutStopping:
		ok = a.Kind == q.Kind && got[0] == "ask"
		r.fixed.add(ok)
	case guide.AnotherLanguage:
		ok = a.Kind == q.Kind
		r.language.add(ok)
	case "danger", "harmless":
	default:
		ok = right(1)
		r.first.add(ok)
		r.three.add(right(guide.MaxQuoted))
	}
	if t != nil && !ok {
		t.Logf("%s: %q: %s %v, want %v", q.Kind, q.Q, a.Kind, got, q.Pages)
	}
}

func TestQuestionsAreWellFormed(t *testing.T) {
	g := open(t)
	for part, list := range questions(t) {
		if !slices.Contains(parts, part) {
			t.Errorf("part %q is not measured", part)
		}
		for _, q := range list {
			answered := slices.Contains([]string{"lay", "typo", "seed", "entry"}, q.Kind)
			if strings.TrimSpace(q.Q) == "" || answered != (len(q.Pages) > 0) {
				t.Errorf("question %+v: wrong form", q)
			}
			for _, p := range q.Pages {
				if g.Page(p) == nil {
					t.Errorf("%q: there is no page %s", q.Q, p)
				}
			}
		}
	}
}
