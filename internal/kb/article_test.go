package kb_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/kb"
)

const cramps = "guide/cramps.md"

// TestArticle reads the tiny article: claims with their markers, blocks in sections, text
// with its looks.
func TestArticle(t *testing.T) {
	a, err := load(t, nil).Article("cramps")
	if err != nil || a == nil {
		t.Fatalf("Article(cramps) = %v, %v", a, err)
	}
	study := kb.Marker{Grade: "C", Sources: []string{"smith2020"}}
	fact := kb.Marker{Grade: kb.MarkFact, Sources: []string{"smith2020"}}
	word := func(s string) kb.Text { return kb.Text{{Text: s}} }
	want := []kb.Section{
		{Blocks: []kb.Block{{Kind: kb.ParagraphBlock, Claim: kb.Claim{
			Text: kb.Text{{Text: "A cramp is a "}, {Text: "tight", Strong: true}, {Text: " muscle."}}, Marker: fact}}}},
		{ID: "what-to-do", Heading: "What to do", Level: 2, Blocks: []kb.Block{
			{Kind: kb.ParagraphBlock, Claim: kb.Claim{Text: word("Try one of these:")}},
			{Kind: kb.ListBlock, Items: []kb.Claim{
				{Text: word("Walk."), Marker: study},
				{Text: kb.Text{{Text: "See the "}, {Text: "page", Link: "page:/now"}, {Text: "."}}, Marker: kb.Marker{Grade: kb.MarkAdvice}},
			}},
			{Kind: kb.TableBlock, Claim: kb.Claim{Marker: kb.Marker{Grade: "C", Sources: []string{"smith2020", "seed"}}},
				Head: []kb.Text{word("What"), word("How")}, Rows: [][]kb.Text{{word("Walk"), word("Slowly")}}},
		}},
		{ID: "what-to-do-2", Heading: "What to do", Level: 3, Blocks: []kb.Block{
			{Kind: kb.OrderedBlock, Items: []kb.Claim{{Text: word("Stand."), Marker: kb.Marker{Grade: "D"}}}}}},
	}
	if diff := cmp.Diff(want, a.Sections); diff != "" {
		t.Errorf("sections (-want +got):\n%s", diff)
	}
	if got := a.FAQ[2].Answer.Text.Plain(); got != "Many people get a cramp." {
		t.Errorf("third answer %q", got)
	}
	if got := a.Takeaways[1]; got.Text.Plain() != "Get help: some do not." || got.Marker.Grade != kb.MarkAdvice {
		t.Errorf("second takeaway %+v", got)
	}
	if got := a.Sources(); !slices.Equal(got, []string{"smith2020", "seed"}) || a.Slug() != "cramps" || a.Minutes() != 1 {
		t.Errorf("sources %v, slug %s, %d minutes", got, a.Slug(), a.Minutes())
	}
	if none, err := load(t, nil).Article("nothing"); none != nil || err != nil {
		t.Errorf("Article(nothing) = %v, %v", none, err)
	}
}

// TestArticleRefuses changes one thing in the tiny article each time.
func TestArticleRefuses(t *testing.T) {
	for _, test := range []struct{ old, new, want string }{
		{"title: Cramps", "titel: Cramps", `:3: titel: unknown field "titel"`},
		{"id: cramps", "id: cramp", `:2: id: "cramp" differs from the file name "cramps"`},
		{"summary: What a cramp is.", "summary: " + strings.Repeat("Word ", 41), ":4: summary: 204 characters: say it in 200 or fewer"},
		{"category: symptoms", "category: news", `:5: category: "news" is not one of symptoms, relief`},
		{"author: Legible contributors", "author: Dr Nobody", `:7: author: "Dr Nobody" is not one of Legible contributors`},
		{"published: 2026-01-02", "published: soon", `:8: published: "soon" is not a date`},
		{"updated: 2026-01-02", "updated: 2025-01-02", ":9: updated: is before published"},
		{"next_review: 2027-01-02", "next_review: 2026-01-02", ":10: next_review: is not after updated"},
		{"reviewed: null", "reviewed: {by: '', credentials: GP, on: 2026-01-02, until: 2027-01-02}", ":11: reviewed.by: is missing"},
		{"[cramp]\n", "[nix]\n", `:13: about.conditions: unknown condition "nix"`},
		{", spasm]", "]", ":14: asked_as: 4 entries: give 5 to 50"},
		{"  - A stretch may help. {D}\n", "", ":15: takeaways: 2 entries: give 3 to 6"},
		{"Most cramps pass. {C: smith2020}", "Most cramps pass.", ":16: takeaways[0]: has no marker"},
		{"Most cramps pass. {C: smith2020}", "Most cramps pass. {C}", ":16: takeaways[0]: {C} needs a source"},
		{"Most cramps pass. {C: smith2020}", "Most cramps pass. {E: smith2020}", ":16: takeaways[0]: unknown marker {E}"},
		{"Most cramps pass. {C: smith2020}", "Most cramps pass. {C: jones1999}", `:16: takeaways[0]: unknown source "jones1999"`},
		{"A stretch may help. {D}", "A stretch helps 9 in 10. {D}", ":18: takeaways[2]: holds a number with a bare {D}"},
		{"(condition:cramp)", "(condition:nix)", `:21: faq[0].answer: unknown condition "nix"`},
		{"(condition:cramp)", "(https://example.org)", `:21: faq[0].answer: link "https://example.org": use activity:id`},
		{"some do not. {advice}", "some do not. {advice: smith2020}", ":17: takeaways[1]: {advice} asserts nothing"},
		{"**tight** muscle. {fact: smith2020}", "**tight** muscle.", ":30: body[0]: has no marker"},
		{"A cramp is a **tight** muscle. {fact: smith2020}", "", ":1: the body has no lead"},
		{"A cramp is a", "A {C: smith2020} cramp is a", ":30: body[0]: holds { or }"},
		{"A cramp is", "A <b>cramp</b> is", ":30: rawhtml is not allowed inside a text"},
		{"A cramp is", "![A cramp](a.png) is", ":30: image is not allowed inside a text"},
		{"A cramp is", "A `cramp` is", ":30: codespan is not allowed inside a text"},
		{"## What to do\n\nTry", "# What to do\n\nTry", ":32: heading of level 1"},
		{"Try one of these:\n", "<div>\n", ":34: htmlblock is not allowed"},
		{"Try one of these:\n", "> Try\n", ":34: blockquote is not allowed"},
		{"Try one of these:", "Try one of these.", ":34: body[1]: has no marker"},
		{"- Walk. {C: smith2020}\n", "- Walk. {C: smith2020}\n  - Run. {D}\n", ":36: a list item must be one plain text"},
		{"(page:/now)", "(page:/nowhere)", `:37: body[2][1]: links to "/nowhere", which is no page`},
		{"(page:/now)", "(guide:nix)", `:37: body[2][1]: unknown guide "nix": add guide/nix.md`},
		{"\n{C: smith2020, seed}\n", "", ":39: body[3]: the table has no marker"},
		{"A cramp is a", strings.Repeat("[[[[[[[[\n", 1821) + "A cramp is a", ":1850: more than 16384 bytes without an empty line"},
		{"1. Stand. {D}", "", ":45: heading[2]: nothing stands under"},
		{"---\nid", "id", ":1: has no front matter"},
	} {
		changes := swap(cramps, test.old, test.new)
		t.Run(test.want, func(t *testing.T) { refuses(t, changes, cramps+test.want) })
	}
}

// FuzzArticle puts anything into the tiny article, as front matter and as body: it loads,
// and then compiles and can be looked at, or the problem says where.
func FuzzArticle(f *testing.F) {
	front, body, _ := strings.Cut(tiny[cramps], "\n---\n")
	front += "\n---\n"
	for _, s := range []string{body, "", "a\n\n## b", "- a\n  - b {D}\n", "| a |\n|---|\n", "[a](guide:b) {C: x}", "&#x0; {D}", "\\{D}", "*a **b* c** {D}", "![", "1. \n", "- \n\n  \n"} {
		f.Add(front, s)
	}
	f.Add("---\nid: [\n---\n", body)
	f.Fuzz(func(t *testing.T, front, body string) {
		base, err := kb.Load(folder(map[string][]byte{cramps: []byte(front + body)}))
		if err != nil {
			for _, p := range err.(kb.Problems) { //nolint:errorlint // Load says so
				if p.File == "" || p.Message == "" || p.Line < 0 {
					t.Errorf("problem %+v does not say where and what", p)
				}
			}
			return
		}
		if _, err := base.Compile(); err != nil {
			t.Errorf("loads but does not compile: %v", err)
		}
		fmt.Fprint(&strings.Builder{}, base.Lint(time.Time{}))
	})
}
