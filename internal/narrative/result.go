package narrative

import (
	"math"
	"strings"
	"unicode"

	"github.com/legible-health/legible/internal/kb"
)

// laboratory understands results written as text: "ferritin 18", "K+ 2.6 mmol/L".
type laboratory struct {
	names    map[string][]analyteName // first word → names
	findings map[string][]*kb.Finding // analyte id → findings a value settles
}

type analyteName struct {
	words   []string
	charged bool // an ion: a plus sign follows
	analyte *kb.Analyte
}

func newLaboratory(base *kb.Base) *laboratory {
	l := &laboratory{names: map[string][]analyteName{}, findings: map[string][]*kb.Finding{}}
	for _, a := range base.Analytes {
		for _, name := range a.Names {
			var words []string
			for _, t := range tokenize(name, stem) {
				if t.mark == 0 {
					words = append(words, t.text)
				}
			}
			charged := strings.HasSuffix(name, "+")
			if len(words) > 0 && (len(words) > 1 || len(words[0]) > 1 || charged) { // "K" alone is too little
				l.names[words[0]] = append(l.names[words[0]], analyteName{words, charged, a})
			}
		}
	}
	for _, f := range base.Findings {
		if f.Result != nil {
			l.findings[f.Result.Analyte] = append(l.findings[f.Result.Analyte], f)
		}
	}
	return l
}

// result is an analyte with its value in the analyte's own unit.
type result struct {
	analyte *kb.Analyte
	value   float64
	bound   byte // '<' or '>' when the report says so
	span
}

// results finds analytes followed closely by a number.
func (l *laboratory) results(text string, ts []token, qs []quantity) []result {
	var out []result
	for i := 0; i < len(ts); i++ {
		if ts[i].mark != 0 {
			continue
		}
		name, end := l.nameAt(ts, i)
		if name == nil || foreign(ts, i, end) {
			continue
		}
		if q, ok := valueAfter(ts, qs, end); ok {
			unit, to := unitAfter(text, ts, q.to)
			if strayUnit(name.analyte, ts, q.to, unit) {
				continue
			}
			out = append(out, result{name.analyte, convert(name.analyte, q.v, unit), q.bound, span{i, to}})
			i = q.to - 1
		}
	}
	return out
}

// otherFluids are samples and kinds whose values are not those of blood: "synovial fluid
// white cells 45,000", "glycated haemoglobin 7 %".
var otherFluids = set("synovial joint fluid aspirate aspiration arthrocentesis csf cerebrospinal urine urinary urinalysis dipstick effusion pleural ascitic glycated glycosylated glycosilated fetal foetal sickle corpuscular plasma-free pus swab stool")

// foreign reports that the analyte named at tokens i–end is a unit ("50 mg") or was not
// measured in blood.
func foreign(ts []token, i, end int) bool {
	if i > 0 && ts[i-1].number && ts[i].text == "mg" {
		return true
	}
	for k := i - 1; k >= 0 && k > i-9 && ts[k].mark != '.' && ts[k].mark != ';'; k-- {
		if otherFluids[ts[k].text] {
			return true
		}
	}
	return end+3 < len(ts) && (ts[end].text == "in" || ts[end].text == "per") && behind(ts, end, 4, otherFluids)
}

// strayUnit reports a unit that cannot belong to the analyte: years, or percent of what
// is not told in percent.
func strayUnit(a *kb.Analyte, ts []token, at int, unit string) bool {
	if w, _ := wordAt(ts, at); unitDays(w) > 0 || w == "pg" || w == "fl" && a.Unit != "fL" {
		return true
	}
	if unit != "%" && !(at < len(ts) && ts[at].mark == '%') {
		return false
	}
	if sameUnit("%", a.Unit) {
		return false
	}
	for _, c := range a.Conversions {
		if sameUnit("%", c.From) {
			return false
		}
	}
	return true
}

func (l *laboratory) nameAt(ts []token, i int) (*analyteName, int) {
	var best *analyteName
	end := 0
	for k := range l.names[ts[i].text] {
		n := &l.names[ts[i].text][k]
		j, ok := i, true
		for _, w := range n.words {
			for j < len(ts) && j > i && ts[j].mark == '-' {
				j++
			}
			if j >= len(ts) || ts[j].text != w {
				ok = false
				break
			}
			j++
		}
		if ok && n.charged {
			if ok = j < len(ts) && ts[j].mark == '+'; ok {
				j++
			}
		}
		if ok && (best == nil || len(n.words) > len(best.words)) {
			best, end = n, j
		}
	}
	return best, end
}

// between may stand between the name of a test and its value.
var between = set("is was of at level levels count serum result came back total + found to be measured today fasting a value concentration only just about")

func valueAfter(ts []token, qs []quantity, from int) (quantity, bool) {
	for _, q := range qs {
		if q.from < from {
			continue
		}
		for k := from; k < q.from; k++ {
			switch {
			case ts[k].mark == '.', ts[k].mark == 0 && !between[ts[k].text], k > from+6:
				return quantity{}, false
			}
		}
		return q, ts[q.from].number
	}
	return quantity{}, false
}

// unitAfter reads the unit written behind a number, from the original text because
// slashes and powers matter in it.
func unitAfter(text string, ts []token, to int) (unit string, end int) {
	if to == 0 || to > len(ts) {
		return "", to
	}
	rest := strings.TrimLeft(text[ts[to-1].end:], " ×x*")
	n := strings.IndexFunc(rest, func(r rune) bool {
		return !(unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("/%^µμ²³*", r))
	})
	if n < 0 {
		n = len(rest)
	}
	unit = rest[:n]
	if unit == "" || !strings.ContainsAny(unit, "/%") && !isUnitWord(unit) {
		return "", to
	}
	start := len(text) - len(rest)
	for end = to; end < len(ts) && ts[end].start < start+n; end++ {
	}
	return unit, end
}

func isUnitWord(u string) bool {
	switch strings.ToLower(u) {
	case "fl", "u", "mm":
		return true
	}
	return false
}

// convert brings a value into the analyte's unit. Without a unit, or with one that is
// not known, the reading nearest to the reference interval is taken: a person who
// writes "creatinine 2.1" means mg/dL.
func convert(a *kb.Analyte, v float64, unit string) float64 {
	if sameUnit(unit, a.Unit) || unit != "" && sameUnit(unit, a.UCUM) {
		return v
	}
	for _, c := range a.Conversions {
		if unit != "" && sameUnit(unit, c.From) {
			return v*c.Factor + c.Offset
		}
	}
	best, bestGap := v, gap(a, v)
	for _, c := range a.Conversions {
		if w := v*c.Factor + c.Offset; gap(a, w) < bestGap-0.7 { // clearly nearer, by a factor of two
			best, bestGap = w, gap(a, w)
		}
	}
	return best
}

func sameUnit(a, b string) bool {
	norm := func(s string) string {
		s = strings.ToLower(s)
		return strings.NewReplacer("µ", "u", "μ", "u", "mcg", "ug", " ", "", "³", "3", "^", "*", "x10", "10", "cumm", "mm3").Replace(s)
	}
	return a != "" && norm(a) == norm(b)
}

// gap is how far, in log units, a value lies from the middle of the reference interval.
func gap(a *kb.Analyte, v float64) float64 {
	if len(a.Reference) == 0 || v <= 0 {
		return math.Inf(1)
	}
	r := a.Reference[0]
	switch {
	case r.Low != nil && r.High != nil && *r.Low > 0:
		return math.Abs(math.Log(v / math.Sqrt(*r.Low**r.High)))
	case r.High != nil && *r.High > 0:
		return math.Abs(math.Log(v / *r.High))
	case r.Low != nil && *r.Low > 0:
		return math.Abs(math.Log(v / *r.Low))
	}
	return math.Inf(1)
}
