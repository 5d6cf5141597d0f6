package web

import (
	"html/template"
	"math"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
)

type candidateView struct {
	Rank                                int
	Name, Clinical, Summary, Frequency  string
	Range                               string
	Width                               int // 0–100 in steps of 5
	Of                                  int // 100 dots
	Tests                               []string
	For, Against                        []termView
	Rows                                template.HTML // of the arithmetic
	Pretest, PretestOdds, Odds, Percent string
	Sources                             []int
	Reviewed, MoreTerms                 bool
}

// termView is what one answer did; Said is empty where the text says it all.
type termView struct {
	Text, Said, Strength string
	Weight               int // 1–4, as bars
	Estimate             bool
	Sources              []int
}

func (wd *wording) candidate(rank int, c app.Candidate) candidateView {
	v := candidateView{
		Rank: rank, Name: c.Name, Summary: c.Summary, Frequency: c.Frequency, Reviewed: c.Reviewed,
		Range: wd.p.T("result.range", "low", hundred(c.Low), "high", hundred(c.High)),
		Width: int(math.Round(c.Posttest*20)) * 5, Of: int(math.Round(c.Posttest * 100)),
		For: wd.terms(c.For[:min(len(c.For), shownTerms)]), Against: wd.terms(c.Against[:min(len(c.Against), shownTerms)]),
		MoreTerms: len(c.For) > shownTerms || len(c.Against) > shownTerms, Sources: wd.cite(c.Sources),
		Pretest: hundred(c.Pretest), Percent: hundred(c.Posttest),
	}
	if k := wd.base.Condition(c.Condition); k != nil {
		v.Tests = k.Tests
	}
	if c.Clinical != c.Name {
		v.Clinical = c.Clinical
	}
	v.PretestOdds, v.Rows, v.Odds = sums(c, wd.p.T("result.neutral"))
	return v
}

// sums is the arithmetic of a candidate: the odds before, a row for each answer and one,
// named neutral, for those that count alike for all, and the odds after. The rows are
// written here because they are most of what varies on the page.
func sums(c app.Candidate, neutral string) (before string, rows template.HTML, after string) {
	odds := c.Pretest / (1 - c.Pretest)
	before = short(odds)
	var b strings.Builder
	row := func(text string, ratio float64) {
		odds *= ratio
		b.WriteString(`<tr><th scope="row">` + template.HTMLEscapeString(text) + `</th><td class="num">× ` + short(ratio) +
			`</td><td class="num">` + short(odds) + "</td></tr>\n")
	}
	for _, t := range append(c.For[:len(c.For):len(c.For)], c.Against...) {
		row(t.Text, t.Ratio)
	}
	if c.Neutral != 0 {
		row(neutral, c.Neutral)
	}
	return before, template.HTML(b.String()), short(odds) //nolint:gosec // texts are escaped, the rest are numbers
}

// terms words what the answers did: the finding in a few words where it has a label, and
// the answer after it.
func (wd *wording) terms(terms []app.Term) (out []termView) {
	for _, t := range terms {
		text, said := t.Text, ""
		if f := wd.base.Finding(t.Finding); f != nil {
			for _, ask := range []string{f.Question, f.Other} {
				if rest, ok := strings.CutPrefix(t.Text, ask+" "); ok && ask != "" {
					if text, said = f.Name(), capital(rest); f.Label != "" && t.Presence == clinical.Present && t.Value == nil {
						said = "" // the label alone says that it is so
					}
					break
				}
			}
		}
		s := strength(t.Ratio)
		out = append(out, termView{text, said, wd.p.T("strength." + s), weights[s], t.Estimate, wd.cite(t.Sources)})
	}
	return out
}

// weights are the bars of a strength.
var weights = map[string]int{"little": 1, "some": 2, "clear": 3, "strong": 4}

// strength words a likelihood ratio; the steps 2, 5 and 10 are the usual ones of
// evidence-based medicine.
func strength(ratio float64) string {
	if ratio > 0 && ratio < 1 {
		ratio = 1 / ratio
	}
	switch {
	case ratio >= 10:
		return "strong"
	case ratio >= 5:
		return "clear"
	case ratio >= 2:
		return "some"
	}
	return "little"
}

// hundred says a probability as a number of 100 people.
func hundred(p float64) string {
	switch n := math.Round(p * 100); {
	case p > 0 && n < 1:
		return "<1"
	case p < 1 && n >= 100:
		return ">99"
	default:
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
}

// short writes a number with three significant digits, without an exponent.
func short(v float64) string {
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	digits := max(0, min(8, 2-int(math.Floor(math.Log10(math.Abs(v))))))
	s := strconv.FormatFloat(v, 'f', digits, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}
