package kb

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Article is one text of the guide: knowledge/guide/<id>.md, its front matter and body.
type Article struct {
	ID         string   `yaml:"id" json:"id"`
	Title      string   `yaml:"title" json:"title"`
	Summary    string   `yaml:"summary" json:"summary"`   // at most MaxSummary characters
	Category   string   `yaml:"category" json:"category"` // one of ArticleCategories
	Tags       []string `yaml:"tags" json:"tags,omitempty"`
	Author     string   `yaml:"author" json:"author"`           // never a person
	Published  string   `yaml:"published" json:"published"`     // YYYY-MM-DD
	Updated    string   `yaml:"updated" json:"updated"`         // YYYY-MM-DD, not before Published
	NextReview string   `yaml:"next_review" json:"next_review"` // YYYY-MM-DD, after Updated
	Reviewed   *Review  `yaml:"reviewed" json:"reviewed"`
	About      About    `yaml:"about" json:"about"`
	// AskedAs are lay ways to ask what the article answers; searched, never shown as facts.
	AskedAs   []string   `yaml:"asked_as" json:"asked_as,omitempty"`
	Takeaways []Claim    `yaml:"takeaways" json:"takeaways,omitempty"`
	FAQ       []Question `yaml:"faq" json:"faq,omitempty"`
	// Sections of the body in order; the first holds the lead and has no heading.
	Sections []Section `json:"sections,omitempty"`
}

// About lists the entries of the knowledge base that an article is about, by id.
type About struct {
	Conditions []string `yaml:"conditions,omitempty" json:"conditions,omitempty"`
	Findings   []string `yaml:"findings,omitempty" json:"findings,omitempty"`
	Activities []string `yaml:"activities,omitempty" json:"activities,omitempty"`
	Exercises  []string `yaml:"exercises,omitempty" json:"exercises,omitempty"`
	Medicines  []string `yaml:"medicines,omitempty" json:"medicines,omitempty"`
	Labs       []string `yaml:"labs,omitempty" json:"labs,omitempty"`
}

// Question is one question of an article with its answer.
type Question struct {
	Question string   `yaml:"question" json:"question"`
	Answer   Claim    `yaml:"answer" json:"answer"`
	AskedAs  []string `yaml:"asked_as,omitempty" json:"asked_as,omitempty"` // other wordings
}

// Section is a heading with what stands under it.
type Section struct {
	ID      string  `json:"id"` // of the heading, unique in the article; "" for the lead
	Heading string  `json:"heading,omitempty"`
	Level   int     `json:"level,omitempty"` // 2 or 3; 0 for the lead
	Blocks  []Block `json:"blocks"`
}

// Kinds of blocks.
const (
	ParagraphBlock = "paragraph"
	ListBlock      = "list"
	OrderedBlock   = "ordered" // a numbered list
	TableBlock     = "table"
)

// Block is a paragraph, a list or a table.
type Block struct {
	Kind  string   `json:"kind"`
	Claim Claim    `json:"claim"`           // paragraph; of a table only the marker
	Items []Claim  `json:"items,omitempty"` // lists
	Head  []Text   `json:"head,omitempty"`  // table
	Rows  [][]Text `json:"rows,omitempty"`  // table; as long as Head
}

// ArticleCategories order the guide.
var ArticleCategories = []string{"symptoms", "relief", "daily_life", "people", "care", "related"}

// ArticleAuthor is who writes: never a person who could be taken for a reviewer.
const ArticleAuthor = "Legible contributors"

// Bounds of an article's front matter.
const (
	MaxSummary                   = 200 // characters
	minTakeaways, maxTakeaways   = 3, 6
	minQuestions, maxQuestions   = 3, 10
	minArticleAsk, maxArticleAsk = 5, 50
)

// Slug is the article's name in addresses: /guide/<slug>.
func (a *Article) Slug() string { return strings.ReplaceAll(a.ID, "_", "-") }

// Words counts the words a person reads: title, lead, body, takeaways and questions.
func (a *Article) Words() int {
	n := len(strings.Fields(a.Title + " " + a.Summary))
	for _, c := range a.Claims() {
		n += len(strings.Fields(c.Text.Plain()))
	}
	for _, q := range a.FAQ {
		n += len(strings.Fields(q.Question))
	}
	for _, s := range a.Sections {
		n += len(strings.Fields(s.Heading))
		for _, b := range s.Blocks {
			for _, row := range append(b.Rows[:len(b.Rows):len(b.Rows)], b.Head) {
				for _, cell := range row {
					n += len(strings.Fields(cell.Plain()))
				}
			}
		}
	}
	return n
}

// wordsPerMinute is a calm pace of reading on a screen.
const wordsPerMinute = 200

// Minutes is how long reading takes, at least 1.
func (a *Article) Minutes() int { return max(1, (a.Words()+wordsPerMinute/2)/wordsPerMinute) }

// Claims lists what the article states, in the order it is read; tables are left out.
func (a *Article) Claims() []Claim {
	var out []Claim
	for _, s := range a.Sections {
		for _, b := range s.Blocks {
			if b.Kind == ParagraphBlock {
				out = append(out, b.Claim)
			}
			out = append(out, b.Items...)
		}
	}
	out = append(out, a.Takeaways...)
	for _, q := range a.FAQ {
		out = append(out, q.Answer)
	}
	return out
}

// Sources lists the ids of all sources the article names, each once, in the order of
// first use.
func (a *Article) Sources() []string {
	var ids []string
	add := func(c Claim) {
		for _, id := range c.Marker.Sources {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	for _, c := range a.Claims() {
		add(c)
	}
	for _, s := range a.Sections {
		for _, b := range s.Blocks {
			add(b.Claim)
		}
	}
	return ids
}

// check looks at the front matter; the body is looked at while it is read.
func (a *Article) check(p problems) {
	required(p, "title", a.Title)
	required(p, "summary", a.Summary)
	if n := utf8.RuneCountInString(a.Summary); n > MaxSummary {
		p.add("summary", "%d characters: say it in %d or fewer", n, MaxSummary)
	}
	oneOf(p, "category", a.Category, ArticleCategories...)
	oneOf(p, "author", a.Author, ArticleAuthor)
	a.checkDates(p)
	a.Reviewed.check(p)
	count(p, "takeaways", len(a.Takeaways), minTakeaways, maxTakeaways)
	count(p, "faq", len(a.FAQ), minQuestions, maxQuestions)
	count(p, "asked_as", len(a.AskedAs), minArticleAsk, maxArticleAsk)
	for i := range a.Takeaways {
		a.Takeaways[i].check(p, at("takeaways", i))
	}
	for i := range a.FAQ {
		field := at("faq", i)
		required(p, field+".question", a.FAQ[i].Question)
		a.FAQ[i].Answer.check(p, field+".answer")
	}
}

func (a *Article) checkDates(p problems) {
	for _, d := range []struct{ field, value string }{{"published", a.Published}, {"updated", a.Updated}, {"next_review", a.NextReview}} {
		date(p, d.field, d.value)
	}
	for _, d := range []string{a.Published, a.Updated, a.NextReview} {
		if _, err := time.Parse(time.DateOnly, d); err != nil {
			return
		}
	}
	if a.Updated < a.Published {
		p.add("updated", "is before published: correct one of them")
	}
	if a.NextReview <= a.Updated {
		p.add("next_review", "is not after updated: give the day by which it is to be read again")
	}
}

func count(p problems, field string, n, least, most int) {
	if n < least || n > most {
		p.add(field, "%d entries: give %d to %d", n, least, most)
	}
}

// refer looks at every id the article names: entries, sources and links.
func (a *Article) refer(p problems, refs references) {
	refs.conditions(p, "about.conditions", a.About.Conditions)
	refs.findings(p, "about.findings", a.About.Findings)
	refs.ids(p, "about.activities", "activity", "activities", a.About.Activities)
	refs.ids(p, "about.exercises", "exercise", "exercises", a.About.Exercises)
	refs.ids(p, "about.medicines", "medicine", "medicines", a.About.Medicines)
	refs.ids(p, "about.labs", "analyte", "labs", a.About.Labs)
	for i, c := range a.Takeaways {
		refs.claim(p, at("takeaways", i), c)
	}
	for i, q := range a.FAQ {
		refs.claim(p, at("faq", i)+".answer", q.Answer)
	}
	n := 0
	for _, s := range a.Sections {
		for _, b := range s.Blocks {
			field := at("body", n)
			refs.claim(p, field, b.Claim)
			for i, c := range b.Items {
				refs.claim(p, at(field, i), c)
			}
			for _, row := range append(b.Rows[:len(b.Rows):len(b.Rows)], b.Head) {
				for _, cell := range row {
					refs.links(p, field, cell)
				}
			}
			n++
		}
	}
}

// Article returns the article with that id, or nil; errors are those of Articles.
func (b *Base) Article(id string) (*Article, error) {
	all, err := b.Articles()
	if err != nil {
		return nil, err
	}
	i, ok := slices.BinarySearchFunc(all, id, func(a *Article, id string) int { return strings.Compare(a.ID, id) })
	if !ok {
		return nil, nil
	}
	return all[i], nil
}
