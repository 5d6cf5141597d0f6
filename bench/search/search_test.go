package search

import (
	"database/sql"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/goccy/go-yaml"
	_ "modernc.org/sqlite"

	"github.com/legible-health/legible/internal/guide"
	"github.com/legible-health/legible/internal/kb"
)

// engine finds up to ten passages and gives the slugs of their pages, best first.
type engine struct {
	name   string
	search func(q string) []string
}

type question struct {
	Kind  string   `yaml:"kind"`
	Q     string   `yaml:"q"`
	Pages []string `yaml:"pages"`
}

var load = sync.OnceValues(func() (*guide.Guide, error) {
	base, err := kb.Open(os.DirFS("../../knowledge"))
	if err != nil {
		return nil, err
	}
	return guide.New(base)
})

func questions(t testing.TB) (all []question) {
	t.Helper()
	text, err := os.ReadFile("../../internal/guide/testdata/questions.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var parts map[string][]question
	if err := yaml.Unmarshal(text, &parts); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"tune", "held", "fresh", "blind", "last"} {
		for _, q := range parts[name] {
			if len(q.Pages) > 0 {
				all = append(all, q)
			}
		}
	}
	return all
}

func engines(t testing.TB) []engine {
	t.Helper()
	g, err := load()
	if err != nil {
		t.Fatal(err)
	}
	var all []*guide.Passage
	for _, p := range g.Pages() {
		all = append(all, p.Passages...)
	}
	return []engine{
		{"guide", func(q string) (out []string) {
			hits, _ := g.Search(q, guide.Filter{}, 10)
			for _, h := range hits {
				out = append(out, h.Page.Slug)
			}
			return out
		}},
		{"ask", func(q string) (out []string) {
			for _, p := range g.Ask(q).Passages {
				out = append(out, p.Page.Slug)
			}
			return out
		}},
		{"fts5", fts(t, all)},
		{"bleve", bleves(t, all)},
	}
}

// terms are the words of a question without marks, for query languages that have some.
func terms(q string) []string {
	return strings.FieldsFunc(strings.ToLower(q), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
}

func fts(t testing.TB, all []*guide.Passage) func(string) []string {
	t.Helper()
	db, err := sql.Open("sqlite", "file::memory:?cache=shared")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	exec := func(q string, args ...any) {
		if _, err := db.Exec(q, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec("DROP TABLE IF EXISTS passage")
	exec("CREATE VIRTUAL TABLE passage USING fts5(title, heading, body, slug UNINDEXED, tokenize = 'porter unicode61')")
	exec("BEGIN")
	for _, p := range all {
		exec("INSERT INTO passage VALUES (?, ?, ?, ?)", p.Page.Title, p.Heading, p.Quote(), p.Page.Slug)
	}
	exec("COMMIT")
	find, err := db.Prepare("SELECT slug FROM passage WHERE passage MATCH ? ORDER BY bm25(passage, 3.0, 1.5, 1.0) LIMIT 10")
	if err != nil {
		t.Fatal(err)
	}
	return func(q string) (out []string) {
		rows, err := find.Query(`"` + strings.Join(terms(q), `" OR "`) + `"`)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var slug string
			if err := rows.Scan(&slug); err != nil {
				t.Fatal(err)
			}
			out = append(out, slug)
		}
		return out
	}
}

func bleves(t testing.TB, all []*guide.Passage) func(string) []string {
	t.Helper()
	mapping := bleve.NewIndexMapping()
	mapping.DefaultAnalyzer = en.AnalyzerName
	index, err := bleve.NewMemOnly(mapping)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { index.Close() })
	batch := index.NewBatch()
	for i, p := range all {
		if err := batch.Index(fmt.Sprint(i), map[string]string{"title": p.Page.Title, "heading": p.Heading, "body": p.Quote()}); err != nil {
			t.Fatal(err)
		}
	}
	if err := index.Batch(batch); err != nil {
		t.Fatal(err)
	}
	return func(q string) (out []string) {
		title, heading, body := bleve.NewMatchQuery(q), bleve.NewMatchQuery(q), bleve.NewMatchQuery(q)
		title.SetField("title")
		title.SetBoost(3)
		heading.SetField("heading")
		heading.SetBoost(1.5)
		body.SetField("body")
		found, err := index.Search(bleve.NewSearchRequestOptions(bleve.NewDisjunctionQuery(title, heading, body), 10, 0, false))
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range found.Hits {
			var i int
			fmt.Sscan(h.ID, &i)
			out = append(out, all[i].Page.Slug)
		}
		return out
	}
}

// TestRight counts how often a right page is first, and among the first three.
func TestRight(t *testing.T) {
	all := questions(t)
	for _, e := range engines(t) {
		first, three := 0, 0
		for _, q := range all {
			got := pagesOf(e.search(q.Q))
			for i, slug := range got[:min(3, len(got))] {
				if slices.Contains(q.Pages, slug) {
					if i == 0 {
						first++
					}
					three++
					break
				}
			}
		}
		t.Logf("%-6s right at first %5.1f %%, in the first three %5.1f %% of %d", e.name, 100*float64(first)/float64(len(all)), 100*float64(three)/float64(len(all)), len(all))
	}
}

// pagesOf keeps the first of each page.
func pagesOf(slugs []string) (out []string) {
	for _, s := range slugs {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func BenchmarkSearch(b *testing.B) {
	all := questions(b)
	for _, e := range engines(b) {
		b.Run(e.name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				e.search(all[i%len(all)].Q)
			}
		})
	}
}
