package kb

import (
	"fmt"
	"strings"

	"github.com/legible-health/legible/internal/reading"
)

// What an article should keep to: its length in words, the school grade most of its
// texts are read at, and the share of texts that may be harder.
const (
	leastWords, mostWords = 600, 1800
	plainGrade            = 8
	hardShare             = 0.05
)

// articles warns of articles that are overdue, too long or short, or hard to read.
func (l *linter) articles() {
	all, _ := l.base.Articles() // a damaged compiled form has nothing to look at
	for _, a := range all {
		file := guideFolder + "/" + a.ID + ".md"
		if a.NextReview < l.today {
			l.warn(file, "next_review", "was to be read again by %s: read it, correct it and set the next day", a.NextReview)
		}
		if n := a.Words(); n < leastWords || n > mostWords {
			l.warn(file, "body", "%d words: an article has %d to %d", n, leastWords, mostWords)
		}
		if hard, all := hardTexts(a); float64(len(hard)) > hardShare*float64(all) {
			l.warn(file, "body", "%d of %d texts read above grade %d, such as %s", len(hard), all, plainGrade, hard[0])
		}
	}
}

// hardTexts quotes the beginnings of claims that are harder than plain, the hardest first.
func hardTexts(a *Article) (hard []string, all int) {
	worst := 0.0
	for _, c := range a.Claims() {
		text := c.Text.Plain()
		all++
		grade := reading.Count(text).Grade()
		if grade <= plainGrade {
			continue
		}
		words := strings.Fields(text)
		quote := fmt.Sprintf("“%s …” (grade %.0f)", strings.Join(words[:min(6, len(words))], " "), grade)
		if hard = append(hard, quote); grade > worst {
			worst = grade
			hard[0], hard[len(hard)-1] = quote, hard[0]
		}
	}
	return hard, all
}
