package app

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/guide"
	"github.com/legible-health/legible/internal/kb"
)

// Limits of a search in the guide.
const (
	MaxSearch    = 200 // characters of the words searched for
	MaxFound     = 100 // pages in one answer
	DefaultFound = 20
)

// GuideRequest searches the guide; without words it lists the pages.
type GuideRequest struct {
	Query    string
	Kind     string // one of guide.Kinds, or empty
	Category string // of a page, or empty
	Tag      string // of an article, or empty
	Limit    int    // 1 to MaxFound
}

// GuideResponse is the answer of GET /api/v1/guide.
type GuideResponse struct {
	Knowledge Knowledge   `json:"knowledge"`
	Items     []GuideItem `json:"items"` // best first; without a query in the order of the guide
	Total     int         `json:"total"`
}

// GuideItem is one page that was found.
type GuideItem struct {
	ID       string        `json:"id"` // slug of the page
	Kind     string        `json:"kind"`
	Entry    string        `json:"entry"` // id in the knowledge base
	Title    string        `json:"title"`
	URL      string        `json:"url"`
	Summary  string        `json:"summary"`
	Category string        `json:"category"`
	Tags     []string      `json:"tags"`
	Date     string        `json:"date"`
	Reviewed bool          `json:"reviewed"`
	Minutes  int           `json:"minutes"` // to read an article; 0 for other kinds
	Passage  *GuideSnippet `json:"passage"` // the best one; null without a query
}

// GuideSnippet is a stretch of the best passage with the words that were searched for.
type GuideSnippet struct {
	ID      string      `json:"id"`
	Heading string      `json:"heading"`
	URL     string      `json:"url"`
	Text    string      `json:"text"`
	Marks   []GuideMark `json:"marks"`
}

// GuideMark is a stretch of a text in Unicode code points, End exclusive.
type GuideMark struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// SearchGuide finds pages of the guide. Errors are errs.Invalid and name the field.
func (s *Service) SearchGuide(r *GuideRequest) (*GuideResponse, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	g, err := s.Guide()
	if err != nil {
		return nil, err
	}
	hits, total := g.Search(r.Query, guide.Filter{Kind: r.Kind, Category: r.Category, Tag: r.Tag}, r.Limit)
	out := &GuideResponse{Knowledge: Knowledge{s.base.Version}, Items: make([]GuideItem, 0, len(hits)), Total: total}
	for _, h := range hits {
		out.Items = append(out.Items, guideItem(h, strings.TrimSpace(r.Query) != ""))
	}
	return out, nil
}

func guideItem(h guide.Hit, searched bool) GuideItem {
	p := h.Page
	x := GuideItem{ID: p.Slug, Kind: p.Kind, Entry: p.ID, Title: p.Title, URL: p.URL, Summary: p.Summary, Category: p.Category,
		Tags: list(p.Tags), Date: p.Date, Reviewed: p.Reviewed != nil}
	if p.Article != nil {
		x.Minutes = p.Minutes
	}
	if h.Passage != nil && searched {
		x.Passage = &GuideSnippet{ID: h.Passage.ID, Heading: h.Passage.Heading, URL: h.Passage.URL(), Text: h.Snippet, Marks: []GuideMark{}}
		for _, m := range h.Marks {
			x.Passage.Marks = append(x.Passage.Marks, GuideMark(m))
		}
	}
	return x
}

func (r *GuideRequest) check() error {
	switch {
	case !utf8.ValidString(r.Query):
		return errs.Field("q", "is not valid UTF-8")
	case utf8.RuneCountInString(r.Query) > MaxSearch:
		return errs.Field("q", "has more than %d characters; search for a few words, or ask a question instead", MaxSearch)
	case r.Kind != "" && !slices.Contains(guide.Kinds, r.Kind):
		return errs.Field("kind", "use one of %s", strings.Join(guide.Kinds, ", "))
	case r.Category != "" && !slices.Contains(GuideCategories(), r.Category):
		return errs.Field("category", "is no category of a page")
	case utf8.RuneCountInString(r.Tag) > MaxSearch || !utf8.ValidString(r.Tag):
		return errs.Field("tag", "is no tag of an article")
	case r.Limit < 1 || r.Limit > MaxFound:
		return errs.Field("limit", "must be a whole number from 1 to %d", MaxFound)
	}
	return nil
}

// GuideCategories lists the categories of pages: of articles, of activities and
// exercises, and the other kinds, which have one each.
func GuideCategories() []string {
	out := slices.Clone(kb.ArticleCategories)
	for _, c := range slices.Concat(kb.ActivityCategories, []string{guide.KindCondition, guide.KindMedicine, guide.KindLab, guide.KindInstrument}) {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}
