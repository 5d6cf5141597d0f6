package guide

import "slices"

// Told is what the words of a question tell of somebody's trouble, as package narrative
// understands them and package assess weighs them. The zero value tells nothing.
type Told struct {
	Felt     int      // how many symptoms of the body it tells of
	Findings []string // present, by id
	Causes   []Cause  // what they may come from, the likeliest first
}

// Cause is a condition that may be the cause.
type Cause struct {
	Condition string
	Share     float32 // probability, 0 to 1
}

// told is how much a page is about what a question tells of, above 0 to 1.
type told map[*Page]float32

// How much an article is about a condition or finding that it names.
const (
	toldArticle = 0.9 // of a condition it names among its first
	toldBroad   = 0.4 // of one it names later
	toldFinding = 0.3 // of a finding that no other article names; of others less
)

func (g *Guide) told(t Told) told {
	if len(t.Findings) == 0 && len(t.Causes) == 0 {
		return nil
	}
	out := told{}
	for _, c := range t.Causes {
		key := KindCondition + "/" + c.Condition
		if p := g.byEntry[key]; p != nil {
			out[p] = max(out[p], c.Share)
		}
		for _, p := range g.pages {
			if p.Article == nil {
				break // articles come first
			}
			switch i := slices.Index(p.Article.About.Conditions, c.Condition); {
			case i >= 0 && i < firstCauses:
				out[p] = max(out[p], c.Share*toldArticle)
			case i >= 0:
				out[p] = max(out[p], c.Share*toldBroad)
			}
		}
	}
	for _, f := range t.Findings {
		var about []*Page
		for _, p := range g.pages {
			if p.Article == nil {
				break
			}
			if slices.Contains(p.Article.About.Findings, f) {
				about = append(about, p)
			}
		}
		for _, p := range about {
			out[p] = min(1, out[p]+toldFinding/float32(len(about)))
		}
	}
	return out
}

// How much pages are about a laboratory value that a question gives.
const (
	toldAnalyte = 0.5 // the analyte's own
	toldResults = 0.7 // the article that explains most of them
)

// value adds the pages about a laboratory value, when a question names an analyte with a
// number: "ferritin 11".
func (g *Guide) value(q *query, out told) told {
	if !q.hasNumber() {
		return out
	}
	for _, p := range g.pages {
		if p.Kind != KindLab || !g.named(q, p) {
			continue
		}
		if out == nil {
			out = told{}
		}
		out[p] = max(out[p], toldAnalyte)
		if a := g.explains(p); a != nil {
			out[a] = max(out[a], toldResults)
		}
	}
	return out
}

// explains is the article about an analyte that is about most analytes, or nil.
func (g *Guide) explains(lab *Page) (most *Page) {
	for _, p := range g.pages {
		if p.Article == nil {
			break
		}
		if slices.Contains(p.Article.About.Labs, lab.ID) && (most == nil || len(p.Article.About.Labs) > len(most.Article.About.Labs)) {
			most = p
		}
	}
	return most
}

func (q *query) hasNumber() bool {
	return slices.ContainsFunc(q.said, func(w string) bool { return w[0] >= '0' && w[0] <= '9' })
}
