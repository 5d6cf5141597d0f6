package web

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/legible-health/legible/internal/guide"
	"github.com/legible-health/legible/internal/kb"
)

// articleView is an article as its page shows it.
type articleView struct {
	standing
	Title, Summary string
	Tags           []string
	Lead           []blockView
	Contents       []sectionView // headings of the second level
	Sections       []sectionView
	Takeaways      []claimView
	FAQ            []faqView
	Sources        []sourceView
	Related        []cardView
	Grades         []string // what each grade of evidence means
	Category       way      // Key is its words
}

// sectionView is a heading with what stands under it.
type sectionView struct {
	ID, Heading string
	Level       int
	Blocks      []blockView
}

// blockView is a paragraph, a list or a table. ID is that of the passage, so that an
// answer can lead to it.
type blockView struct {
	ID, Kind string
	Claim    claimView
	Items    []claimView
	Head     []template.HTML
	Label    string // of a table
	Rows     [][]template.HTML
}

type faqView struct {
	ID, Question string
	Answer       claimView
}

func (pr *prose) article(x *guide.Page) articleView {
	a := x.Article
	v := articleView{
		Title: a.Title, Summary: a.Summary, Tags: a.Tags,
		Category: way{"/guide?category=" + a.Category, pr.p.T("guide.category." + a.Category)},
	}
	for i, s := range a.Sections {
		blocks := pr.blocks(s)
		if i == 0 {
			v.Lead = blocks
			continue
		}
		view := sectionView{s.ID, s.Heading, s.Level, blocks}
		if v.Sections = append(v.Sections, view); s.Level == 2 {
			v.Contents = append(v.Contents, view)
		}
	}
	for _, c := range a.Takeaways {
		v.Takeaways = append(v.Takeaways, pr.claim(c))
	}
	for i, q := range a.FAQ {
		v.FAQ = append(v.FAQ, faqView{fmt.Sprintf("faq-%d", i+1), q.Question, pr.claim(q.Answer)})
	}
	return v
}

// blocks words the blocks of a section. Passages are counted as package guide counts
// them: a sentence that leads into a list is part of it.
func (pr *prose) blocks(s kb.Section) (out []blockView) {
	id := s.ID
	if id == "" {
		id = "lead"
	}
	n := 0
	for _, b := range s.Blocks {
		v := blockView{Kind: b.Kind}
		if b.Kind != kb.ParagraphBlock || b.Claim.Marker.Grade != "" {
			n++
			v.ID = fmt.Sprintf("%s-%d", id, n)
		}
		switch b.Kind {
		case kb.ParagraphBlock:
			v.Claim = pr.claim(b.Claim)
		case kb.TableBlock:
			v.Head, v.Label, v.Claim.Rests = pr.cells(b.Head), label(b.Head), pr.rests(b.Claim.Marker)
			for _, row := range b.Rows {
				v.Rows = append(v.Rows, pr.cells(row))
			}
		default:
			for _, c := range b.Items {
				v.Items = append(v.Items, pr.claim(c))
			}
		}
		out = append(out, v)
	}
	return out
}

// label names a table by the words of its head.
func label(head []kb.Text) string {
	var words []string
	for _, h := range head {
		if text := h.Plain(); text != "" {
			words = append(words, text)
		}
	}
	return strings.Join(words, ", ")
}

func (pr *prose) cells(row []kb.Text) (out []template.HTML) {
	for _, c := range row {
		out = append(out, pr.text(c))
	}
	return out
}

// capitalized writes the first letter large.
func capitalized(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
