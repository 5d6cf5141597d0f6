package guide_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/guide"
	"github.com/legible-health/legible/internal/kb"
)

// Every page of a medicine says what it may do in words, with no id among them.
func TestEffectsHaveWords(t *testing.T) {
	n := 0
	for _, p := range open(t).Pages() {
		if p.Kind != guide.KindMedicine {
			continue
		}
		for _, x := range p.Passages {
			if x.Anchor != "legs-1" {
				continue
			}
			for _, item := range x.Items {
				n++
				name, grade, ok := strings.Cut(item, " (")
				if strings.Contains(item, "_") || !ok || name == "" || !strings.HasSuffix(grade, ")") {
					t.Errorf("%s: %q", p.ID, item)
				}
			}
		}
	}
	if n < 80 {
		t.Errorf("%d effects: the test looks in the wrong place", n)
	}
}

// Every section of a page made of an entry has its heading from knowledge/headings.yaml,
// and every heading there stands on some page.
func TestHeadings(t *testing.T) {
	base, err := kb.Load(os.DirFS("../../knowledge"))
	if err != nil {
		t.Fatal(err)
	}
	g, err := guide.New(base)
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, p := range g.Pages() {
		if p.Article != nil {
			continue
		}
		kind := p.Kind
		if kind == guide.KindExercise {
			kind = guide.KindActivity
		}
		for _, x := range p.Passages {
			section := strings.TrimSuffix(x.Anchor, "-1")
			used[kind+"."+section] = true
			if x.Heading == "" || x.Heading != base.Headings[kind][section] {
				t.Errorf("%s is headed %q, want %q", x.ID, x.Heading, base.Headings[kind][section])
			}
		}
	}
	for kind, sections := range base.Headings {
		for section := range sections {
			if !used[kind+"."+section] {
				t.Errorf("no page shows the heading of %s.%s", kind, section)
			}
		}
	}
}

// How sure something is stands in words, whether its note names grades or not.
func TestGradesAreWorded(t *testing.T) {
	letter := regexp.MustCompile(`(^|, )[A-D](-[A-D])?( for | against |,|$)`)
	names, n := regexp.MustCompile(`(?i)(strong|fair|weak) evidence|opinion`), 0
	for _, p := range open(t).Pages() {
		for _, x := range p.Passages {
			if x.Anchor != "how-sure-1" || p.Article != nil {
				continue
			}
			n++
			if letter.MatchString(x.Text) || !names.MatchString(x.Text) {
				t.Errorf("%s: %q", p.ID, x.Text)
			}
		}
	}
	if n < 50 {
		t.Errorf("%d activities: the test looks in the wrong place", n)
	}
}
