package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/guide"
	"github.com/legible-health/legible/internal/i18n"
)

// glossaryView lists every word the guide explains, from A to Z.
type glossaryView struct {
	page
	Letters []letterView
	Total   int
}

type letterView struct {
	ID, Letter string
	Terms      []wordTerm
}

// wordTerm is a word with what it means, or with the page that goes by another name.
type wordTerm struct {
	Name, Href, Kind string
	Text             string // what it means
	See              string // the title of the page where it stands
}

// ownTerms are words of the program itself, glossary.term.NAME in the catalogue.
var ownTerms = []string{"red_flag", "grade", "estimate", "likelihood_ratio", "probability", "urgency", "candidate", "source"}

func (s *site) glossary(w http.ResponseWriter, r *http.Request) {
	g, err := s.svc.Guide()
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.writeSame(w, r, "glossary", func(p *i18n.Printer) (any, error) {
		v := glossaryView{page: s.page(r, "glossary", p.T("glossary.title"))}
		v.Description = p.T("glossary.lead")
		terms := glossaryTerms(p, g)
		v.Total = len(terms)
		for _, t := range terms {
			l := letter(t.Name)
			if n := len(v.Letters); n == 0 || v.Letters[n-1].Letter != l {
				id := "letter-" + l
				if l == "#" {
					id = "letter-0"
				}
				v.Letters = append(v.Letters, letterView{ID: id, Letter: l})
			}
			last := &v.Letters[len(v.Letters)-1]
			last.Terms = append(last.Terms, t)
		}
		return v, nil
	})
}

// glossaryTerms lists titles and other names, and the program's own words, in order.
func glossaryTerms(p *i18n.Printer, g *guide.Guide) (out []wordTerm) {
	for _, x := range g.Pages() {
		if x.Kind == guide.KindArticle {
			continue
		}
		kind := p.T("guide.kind." + x.Kind)
		out = append(out, wordTerm{Name: capitalized(x.Title), Href: x.URL, Kind: kind, Text: firstSentence(description(x))})
		if x.Kind == guide.KindMedicine {
			continue // hundreds of brands; the search knows them
		}
		for _, n := range termNames(x) {
			out = append(out, wordTerm{Name: capitalized(n), Href: x.URL, Kind: kind, See: x.Title})
		}
	}
	for _, id := range ownTerms {
		out = append(out, wordTerm{Name: p.T("glossary.term." + id + ".name"), Text: p.T("glossary.term." + id + ".text"), Kind: p.T("glossary.own")})
	}
	slices.SortStableFunc(out, func(a, b wordTerm) int {
		return cmp.Or(cmp.Compare(shelfOf(a.Name), shelfOf(b.Name)), cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)))
	})
	return out
}

// mostNames is how many other names of a page stand in the glossary; the search knows all.
const mostNames = 3

// termNames leaves out spellings that differ by signs and digits alone.
func termNames(x *guide.Page) (out []string) {
	for _, n := range otherNames(x) {
		if len(out) < mostNames && letter(n) != "#" && !strings.ContainsAny(n, "0123456789(+") && !strings.Contains(strings.ToLower(x.Title), strings.ToLower(n)) {
			out = append(out, n)
		}
	}
	return out
}

// letter is the first letter of a name, or # for a digit or sign.
func letter(name string) string {
	r, _ := utf8.DecodeRuneInString(name)
	if r = unicode.ToUpper(r); r >= 'A' && r <= 'Z' {
		return string(r)
	}
	return "#"
}

// shelfOf orders letters, with digits and signs at the end.
func shelfOf(name string) string {
	if l := letter(name); l != "#" {
		return l
	}
	return "~"
}

// firstSentence is the text up to the end of its first sentence.
func firstSentence(text string) string {
	if i := strings.Index(text, ". "); i >= 0 {
		return text[:i+1]
	}
	return text
}
