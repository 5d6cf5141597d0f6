package guide

import (
	"fmt"
	"strings"

	"github.com/legible-health/legible/internal/kb"
)

// articlePage cuts an article into passages: each paragraph, each list with the
// sentence that leads into it, each question with its answer, and the takeaways.
func articlePage(a *kb.Article) *Page {
	p := &Page{Kind: KindArticle, ID: a.ID, Slug: a.Slug(), Title: a.Title, Summary: a.Summary, Category: a.Category, Tags: a.Tags,
		Date: a.Updated, Reviewed: a.Reviewed, Article: a, Minutes: a.Minutes(), Sources: a.Sources(), asked: a.AskedAs, about: aboutKeys(a.About)}
	p.URL = "/guide/" + p.Slug
	for _, s := range a.Sections {
		p.section(s)
	}
	for i, q := range a.FAQ {
		p.Passages = append(p.Passages, &Passage{Anchor: fmt.Sprintf("faq-%d", i+1), Heading: q.Question, Text: q.Answer.Text.Plain(),
			Marker: q.Answer.Marker, FAQ: true, asked: q.AskedAs})
	}
	if len(a.Takeaways) > 0 {
		x := &Passage{Anchor: "takeaways-1", Heading: a.Title, Marker: a.Takeaways[0].Marker}
		for _, c := range a.Takeaways {
			x.Items = append(x.Items, c.Text.Plain())
		}
		p.Passages = append(p.Passages, x)
	}
	return p
}

func (p *Page) section(s kb.Section) {
	id := s.ID
	if id == "" {
		id = "lead"
	}
	n := 0
	add := func(x *Passage) {
		n++
		x.Anchor, x.Heading = fmt.Sprintf("%s-%d", id, n), s.Heading
		p.Passages = append(p.Passages, x)
	}
	intro := ""
	for _, b := range s.Blocks {
		text := b.Claim.Text.Plain()
		switch b.Kind {
		case kb.ParagraphBlock:
			if b.Claim.Marker.Grade == "" { // leads into what follows
				intro = text
				continue
			}
			add(&Passage{Text: text, Marker: b.Claim.Marker})
		case kb.TableBlock:
			add(&Passage{Text: intro, Items: rows(b), Marker: b.Claim.Marker})
		default:
			x := &Passage{Text: intro, Marker: b.Items[0].Marker}
			for _, c := range b.Items {
				x.Items = append(x.Items, c.Text.Plain())
			}
			add(x)
		}
		intro = ""
	}
}

// rows writes the rows of a table as items: "Walk: slowly; twice a day".
func rows(b kb.Block) []string {
	out := make([]string, len(b.Rows))
	for i, row := range b.Rows {
		cells := make([]string, len(row))
		for k, c := range row {
			cells[k] = c.Plain()
		}
		out[i] = cells[0]
		if rest := strings.Join(cells[1:], "; "); rest != "" {
			out[i] += ": " + rest
		}
	}
	return out
}

func aboutKeys(a kb.About) (keys []string) {
	for _, list := range []struct {
		kind string
		ids  []string
	}{{KindCondition, a.Conditions}, {KindActivity, a.Activities}, {KindExercise, a.Exercises}, {KindMedicine, a.Medicines}, {KindLab, a.Labs}} {
		for _, id := range list.ids {
			keys = append(keys, list.kind+"/"+id)
		}
	}
	return keys
}
