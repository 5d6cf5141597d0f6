package guide_test

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/guide"
	"github.com/legible-health/legible/internal/kb"
)

func TestPages(t *testing.T) {
	g := open(t)
	slugs, ids := map[string]bool{}, map[string]bool{}
	for _, p := range g.Pages() {
		if slugs[p.Slug] || g.Page(p.Slug) != p || g.Entry(p.Kind, p.ID) != p || p.Title == "" || p.URL != "/guide/"+p.Slug {
			t.Errorf("page %s of %s %s: not unique, without title, or not found again", p.Slug, p.Kind, p.ID)
		}
		slugs[p.Slug] = true
		if len(p.Passages) == 0 {
			t.Errorf("%s has no passage", p.Slug)
		}
		if _, err := time.Parse(time.DateOnly, p.Date); err != nil {
			t.Errorf("%s: date %q", p.Slug, p.Date)
		}
		for _, x := range p.Passages {
			if ids[x.ID] || g.Passage(x.ID) != x || x.ID != p.Slug+"#"+x.Anchor || strings.TrimSpace(x.Quote()) == "" || x.Page != p {
				t.Errorf("passage %s: not unique, empty, or not found again", x.ID)
			}
			ids[x.ID] = true
		}
	}
	for _, kind := range guide.Kinds {
		if !slices.ContainsFunc(g.Pages(), func(p *guide.Page) bool { return p.Kind == kind }) {
			t.Errorf("no page of kind %s", kind)
		}
	}
}

func TestSearch(t *testing.T) {
	g := open(t)
	for _, test := range []struct {
		name, query string
		filter      guide.Filter
		first       string
	}{
		{"stem", "stretches before bed", guide.Filter{}, "stretching-before-bed"},
		{"lay to clinical", "blood clot in leg", guide.Filter{Kind: guide.KindCondition}, "conditions/deep-vein-thrombosis"},
		{"clinical to lay", "DVT", guide.Filter{Kind: guide.KindCondition}, "conditions/deep-vein-thrombosis"},
		{"brand", "Lipitor", guide.Filter{}, "medicines/statins"},
		{"slip", "restles legs", guide.Filter{Kind: guide.KindArticle}, "restless-legs"},
		{"swapped letters", "cramsp at night", guide.Filter{Kind: guide.KindArticle}, "cramps-at-night"},
		{"unfinished word", "hamstring cra", guide.Filter{}, "hamstring-cramps"},
		{"kind", "ferritin", guide.Filter{Kind: guide.KindLab}, "labs/ferritin"},
		{"category", "legs up", guide.Filter{Category: "elevation"}, "activities/leg-elevation"},
	} {
		hits, total := g.Search(test.query, test.filter, 5)
		if len(hits) == 0 || hits[0].Page.Slug != test.first {
			t.Errorf("%s: %q finds %v, want %s first", test.name, test.query, slugsOf(hits), test.first)
		}
		if total < len(hits) || len(hits) > 5 {
			t.Errorf("%s: %d hits of %d", test.name, len(hits), total)
		}
		for i, h := range hits {
			if test.filter.Kind != "" && h.Page.Kind != test.filter.Kind || test.filter.Category != "" && h.Page.Category != test.filter.Category {
				t.Errorf("%s: finds %s", test.name, h.Page.Slug)
			}
			if i > 0 && h.Score > hits[i-1].Score {
				t.Errorf("%s: hit %d scores more than the one before", test.name, i+1)
			}
		}
	}
	if hits, total := g.Search("zxqv", guide.Filter{}, 5); len(hits) != 0 || total != 0 {
		t.Errorf("a word nobody writes finds %v", slugsOf(hits))
	}
}

// A slip in a word that carries no topic changes nothing about what is found.
func TestASlipInASmallWord(t *testing.T) {
	g := open(t)
	for slip, right := range map[string]string{
		"abuot DVT in the thigh": "about DVT in the thigh", "everyboby says RLS": "everybody says RLS", "pleese explain PAD": "please explain PAD", "woudl ACE inhibitors": "would ACE inhibitors",
		"shoudl I wear flight socks": "should I wear flight socks", "anithing against Charley horse": "anything against Charley horse",
	} {
		got, _ := g.Search(slip, guide.Filter{}, 10)
		want, _ := g.Search(right, guide.Filter{}, 10)
		if !slices.Equal(slugsOf(got), slugsOf(want)) {
			t.Errorf("%q finds %v, want %v", slip, slugsOf(got), slugsOf(want))
		}
	}
}

func TestSearchWithoutWordsLists(t *testing.T) {
	g := open(t)
	tag := ""
	for _, p := range g.Pages() {
		if len(p.Tags) > 0 {
			tag = p.Tags[0]
		}
	}
	hits, total := g.Search(" ", guide.Filter{Tag: strings.ToUpper(tag)}, 1000)
	if total == 0 || total != len(hits) {
		t.Fatalf("tag %q: %d of %d", tag, len(hits), total)
	}
	for _, h := range hits {
		if !slices.Contains(h.Page.Tags, tag) {
			t.Errorf("tag %q lists %s", tag, h.Page.Slug)
		}
	}
}

// TestMarks wants marks inside the snippet, on the words searched for or their synonyms.
func TestMarks(t *testing.T) {
	g := open(t)
	hits, _ := g.Search("stretching the calf", guide.Filter{}, 10)
	marked := 0
	for _, h := range hits {
		runes := []rune(h.Snippet)
		for i, m := range h.Marks {
			if m.Start < 0 || m.Start >= m.End || m.End > len(runes) || i > 0 && m.Start < h.Marks[i-1].End {
				t.Fatalf("%s: marks %v of %d characters", h.Page.Slug, h.Marks, len(runes))
			}
			w := strings.ToLower(string(runes[m.Start:m.End]))
			if strings.HasPrefix(w, "stretch") || strings.HasPrefix(w, "cal") {
				marked++
			}
		}
	}
	if marked == 0 {
		t.Error("no word is marked")
	}
	if got := g.Marks("calf", "Both calves, each calf."); !reflect.DeepEqual(got, []guide.Mark{{Start: 5, End: 11}, {Start: 18, End: 22}}) {
		t.Errorf("marks %v", got)
	}
}

// A passage with a word longer than a snippet is cut too.
func TestSnippetOfALongWord(t *testing.T) {
	base, err := kb.Load(os.DirFS("../../knowledge"))
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("y", 500)
	base.Conditions[0].Summary = "It is rare: " + long + " zyzzogeton. " + long
	base.Conditions[1].Summary = long + long
	g, err := guide.New(base)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ query, slug string }{{"zyzzogeton", base.Conditions[0].ID}, {base.Conditions[1].PlainName, base.Conditions[1].ID}} {
		hits, _ := g.Search(x.query, guide.Filter{Kind: guide.KindCondition}, 3)
		if len(hits) == 0 || hits[0].Page.ID != x.slug {
			t.Fatalf("%q finds %v", x.query, slugsOf(hits))
		}
		if n := utf8.RuneCountInString(hits[0].Snippet); n > 210 {
			t.Errorf("%q: a snippet of %d characters", x.query, n)
		}
	}
}

func TestRelated(t *testing.T) {
	g := open(t)
	for _, p := range g.Pages() {
		related := g.Related(p, 5)
		if len(related) == 0 || len(related) > 5 || slices.Contains(related, p) {
			t.Fatalf("%s: %d related pages, or itself among them", p.Slug, len(related))
		}
	}
	p := g.Page("restless-legs")
	if p == nil {
		t.Fatal("no article about restless legs")
	}
	if !slices.ContainsFunc(g.Related(p, 6), func(o *guide.Page) bool {
		return strings.Contains(o.Slug, "rls") || strings.Contains(o.Slug, "restless")
	}) {
		t.Errorf("restless legs: related are not about them")
	}
}

// TestDeterministic builds the guide twice.
func TestDeterministic(t *testing.T) {
	a := open(t)
	b, err := guide.New(a.Base())
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range questions(t) {
		for i, q := range list {
			if testing.Short() && i%10 != 0 {
				continue
			}
			if x, y := shown(a, q.Q), shown(b, q.Q); x != y {
				t.Errorf("%q:\n%s\nand\n%s", q.Q, x, y)
			}
		}
	}
}

func shown(g *guide.Guide, q string) string {
	var b strings.Builder
	for _, p := range g.Ask(q).Passages {
		b.WriteString(p.ID + "\n")
	}
	hits, _ := g.Search(q, guide.Filter{}, 10)
	for _, h := range hits {
		b.WriteString(h.Page.Slug + " " + h.Snippet + "\n")
	}
	return b.String()
}

func TestLongQuestionIsReadByWhatItAsks(t *testing.T) {
	g := open(t)
	story := strings.Repeat("We moved house last spring and the garden took all our time, the neighbours were kind and the weather fine. ", 8)
	a := g.Ask(story + "Why do my legs ache at night? " + story)
	if !a.Answered() || a.Passages[0].Page.Slug != "aching-legs-at-night" {
		t.Errorf("a story with a question gets %s", a.Kind)
	}
}

// FuzzAsk asks anything: what is quoted is in the guide, and nothing is quoted without
// its page.
func FuzzAsk(f *testing.F) {
	for _, q := range []string{"", "why do my legs ache?", "how much magnesium", "stop my statin", "\xff\x00", "¿qué?", "<b>leg</b>", strings.Repeat("a ", 500), "’'s", "leg…leg"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, q string) {
		g := open(t)
		a := g.Ask(q)
		if a.Answered() == (a.Message != "") || len(a.Passages) > guide.MaxQuoted {
			t.Errorf("%q: %+v", q, a)
		}
		for _, p := range a.Passages {
			if p.Page == nil || p.Quote() == "" || p.Page.Slug != "ask" && g.Passage(p.ID) != p {
				t.Errorf("%q quotes %+v", q, p)
			}
		}
		hits, _ := g.Search(q, guide.Filter{}, 5)
		for _, h := range hits {
			if !utf8.ValidString(h.Snippet) {
				t.Errorf("%q: snippet of %s is cut inside a character", q, h.Page.Slug)
			}
		}
		g.Danger(q)
	})
}

func slugsOf(hits []guide.Hit) (out []string) {
	for _, h := range hits {
		out = append(out, h.Page.Slug)
	}
	return out
}
