package web

import (
	"slices"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/kb"
)

// The numbers of an entry: each with its source and how it was obtained.

func (pr *prose) prevalence(c *kb.Condition) entrySection {
	s := entrySection{ID: "how-common", Heading: pr.p.T("guide.how_common"), Table: &tableView{Head: pr.head("who", "how_many")}}
	for _, x := range c.Prevalent {
		s.Table.Rows = append(s.Table.Rows, rowView{
			[]string{capitalized(x.Population), pr.amount(x.Value, x.Low, x.High, x.CI, x.Unit)}, pr.basis(statusOf(x.Status, x.Estimate)), pr.cited(some(x.Source)),
		})
	}
	return s
}

func (pr *prose) risks(c *kb.Condition) entrySection {
	s := entrySection{ID: "risk-factors", Heading: pr.p.T("guide.risks"), Text: pr.p.T("guide.risks_text"), Table: &tableView{Head: pr.head("risk", "times")}}
	for _, x := range c.Risks {
		name := strings.ReplaceAll(x.Finding, "_", " ")
		if f := pr.base.Finding(x.Finding); f != nil && f.Label != "" {
			name = f.Label
		}
		span := x.CI
		if len(span) == 0 {
			span = x.Range
		}
		s.Table.Rows = append(s.Table.Rows, rowView{
			[]string{capitalized(name), strings.TrimSpace(x.Measure + " " + pr.amount(x.Value, nil, nil, span, ""))}, pr.basis(statusOf(x.Status, x.Estimate)), pr.cited(some(x.Source)),
		})
	}
	return s
}

func statusOf(status string, estimate bool) string {
	if estimate || status == "" {
		return "estimate"
	}
	return status
}

func some(source string) []string {
	if source == "" {
		return nil
	}
	return []string{source}
}

// amount writes a value with its interval: "5.5 %", "3.9–14.3 %", "27.2 % (24.8–29.7)".
func (pr *prose) amount(value, low, high *float64, interval []float64, unit string) string {
	var b strings.Builder
	switch {
	case value != nil:
		b.WriteString(plainNumber(*value))
	case low != nil && high != nil:
		b.WriteString(plainNumber(*low) + "–" + plainNumber(*high))
	case low != nil:
		b.WriteString(pr.p.T("guide.at_least", "n", plainNumber(*low)))
	case high != nil:
		b.WriteString(pr.p.T("guide.at_most", "n", plainNumber(*high)))
	}
	if unit != "" {
		b.WriteString(" " + pr.unit(unit))
	}
	if len(interval) == 2 {
		b.WriteString(" (" + plainNumber(interval[0]) + "–" + plainNumber(interval[1]) + ")")
	}
	return b.String()
}

func plainNumber(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// unit writes a unit as people do: "µg/L", "%".
func (pr *prose) unit(u string) string {
	switch {
	case u == "percent" || u == "%":
		return "%"
	case strings.HasPrefix(u, "ug/"), strings.HasPrefix(u, "umol/"), strings.HasPrefix(u, "ukat/"):
		return "µ" + u[1:]
	}
	return unit(pr.p, u)
}

func (pr *prose) analyte(v *factsView, a *kb.Analyte) {
	if len(a.Critical) > 0 {
		s := entrySection{ID: "critical", Heading: pr.p.T("guide.critical"), Text: pr.p.T("guide.critical_text"), Warn: true}
		for _, c := range a.Critical {
			text := pr.limit(c.Op, c.Value, nil, c.RelativeTo, a.Unit) + pr.ages(c.AgeMin, c.AgeMax) + ": " + pr.p.T("guide.action."+c.Level)
			s.Items = append(s.Items, itemView{Text: text, Rests: pr.cited(some(c.Source))})
		}
		v.Sections = slices.Insert(v.Sections, 0, s)
	}
	if s := v.section("legs"); s != nil {
		s.Items, s.Table = nil, &tableView{Head: pr.head("result", "means")}
		for _, t := range a.LegThresholds {
			who := t.Means
			if t.AppliesTo != "" {
				who = t.AppliesTo + ": " + t.Means
			}
			s.Table.Rows = append(s.Table.Rows, rowView{
				[]string{pr.limit(t.Op, t.Value, t.ValueHigh, t.RelativeTo, a.Unit) + pr.ages(t.AgeMin, nil), capitalized(who)}, pr.basis(statusOf(t.Status, false)), pr.cited(some(t.Source)),
			})
		}
	}
	v.Sections = append(v.Sections, pr.intervals(a))
	if len(a.Conversions) > 0 {
		s := entrySection{ID: "units", Heading: pr.p.T("guide.units")}
		for _, c := range a.Conversions {
			text := "1 " + pr.unit(c.From) + " = " + plainNumber(c.Factor) + " " + pr.unit(a.Unit)
			if c.Offset != 0 {
				text += pr.p.T("guide.plus", "n", plainNumber(c.Offset))
			}
			s.Items = append(s.Items, itemView{Text: text})
		}
		v.Numbers = append(v.Numbers, s)
	}
}

func (pr *prose) intervals(a *kb.Analyte) entrySection {
	s := entrySection{ID: "interval", Heading: pr.p.T("guide.interval"), Text: pr.p.T("guide.interval_text"), Table: &tableView{Head: pr.head("who", "interval")}}
	for _, x := range a.Reference {
		span := pr.amount(nil, x.Low, x.High, nil, a.Unit)
		if h := x.HighByAge; h != nil {
			span = pr.p.T("guide.by_age", "factor", plainNumber(h.PerYear), "plus", plainNumber(h.Plus)) + " " + pr.unit(a.Unit)
		}
		s.Table.Rows = append(s.Table.Rows, rowView{
			[]string{pr.p.T("guide.sex."+x.Sex) + pr.ages(x.AgeMin, x.AgeMax) + pr.days(x.DayMin, x.DayMax), span}, pr.basis(statusOf(x.Status, false)), pr.cited(some(x.Source)),
		})
	}
	return s
}

// limit words a bound: "below 75 µg/L", "from 75 to 100 µg/L", "above 10 times the upper limit".
func (pr *prose) limit(op string, value float64, high *float64, relative, unit string) string {
	n := plainNumber(value)
	switch relative {
	case "":
		n += " " + pr.unit(unit)
	default:
		n = pr.p.T("guide.relative."+relative, "n", n)
	}
	switch op {
	case "<":
		return pr.p.T("guide.below", "n", n)
	case "<=":
		return pr.p.T("guide.or_less", "n", n)
	case ">":
		return pr.p.T("guide.above", "n", n)
	case ">=":
		return pr.p.T("guide.or_more", "n", n)
	}
	if high != nil && op == "over_to" {
		return pr.p.T("guide.over_to", "low", plainNumber(value), "high", plainNumber(*high)+" "+pr.unit(unit))
	}
	if high != nil {
		return pr.p.T("guide.between", "low", plainNumber(value), "high", plainNumber(*high)+" "+pr.unit(unit))
	}
	return n
}

// ages words a span of years, with a comma before it; empty for all ages.
func (pr *prose) ages(low, high *int) string {
	switch {
	case low != nil && high != nil:
		return pr.p.T("guide.ages_between", "low", *low, "high", *high)
	case low != nil:
		return pr.p.T("guide.ages_from", "low", *low)
	case high != nil:
		return pr.p.T("guide.ages_to", "high", *high)
	}
	return ""
}

// days words days of life, which stand in place of years in the first one.
func (pr *prose) days(low, high *int) string {
	if low == nil || high == nil {
		return ""
	}
	return pr.p.T("guide.days_between", "low", *low, "high", *high)
}

func (pr *prose) instrument(v *factsView, t *kb.Instrument) {
	v.Facts = append(v.Facts, factView{pr.p.T("guide.fact.by"), pr.p.T("guide.by_whom." + t.CompletedBy)})
	if t.Embed == kb.EmbedYes && len(t.Items) > 0 {
		s := entrySection{ID: "items", Heading: pr.p.T("guide.items"), Text: pr.p.T("guide.items_text")}
		for _, i := range t.Items {
			s.Items = append(s.Items, itemView{Text: i.Text})
		}
		v.Sections = append(v.Sections, s)
		v.Sections = append(v.Sections, entrySection{ID: "scoring", Heading: pr.p.T("guide.scoring"), Text: t.Scoring})
	} else if t.Embed != kb.EmbedYes {
		v.Sections = append(v.Sections, entrySection{ID: "licence", Heading: pr.p.T("guide.licence"), Text: pr.p.T("guide.licence_text")})
	}
	s := entrySection{ID: "cut-offs", Heading: pr.p.T("guide.cut_offs"), Table: &tableView{Head: pr.head("points", "means")}}
	for _, c := range t.CutOffs {
		s.Table.Rows = append(s.Table.Rows, rowView{Cells: []string{capitalized(c.Rule), capitalized(c.Meaning)}})
	}
	v.Numbers = append(v.Numbers, s)
}
