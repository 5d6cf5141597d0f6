package web

import (
	"math"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/kb"
)

// stepView is what the pages of the check share.
type stepView struct {
	Step     int // 1–3
	Hidden   []field
	Problems []shownProblem // beside their fields, and in a summary on top
}

type shownProblem struct{ Field, Text string }

// Err is the message beside a field; empty without one.
func (v stepView) Err(field string) string {
	for _, p := range v.Problems {
		if p.Field == field {
			return p.Text
		}
	}
	return ""
}

// stepView words the problems and carries the state, except the fields in shown.
func (t *turn) stepView(step int, wrong []problem, shown ...string) stepView {
	v := stepView{Step: step, Hidden: t.st.hidden(shown...)}
	for _, w := range wrong {
		v.Problems = append(v.Problems, shownProblem{w.Field, t.printer(t.r).T(w.Key, w.Args...)})
	}
	return v
}

// box is a checkbox, a radio button or an option of a list.
type box struct {
	ID, Label string
	On        bool
}

// whereView is step 1: alarm signs, place, own words, whom it is about.
type whereView struct {
	page
	stepView
	Alarms, Places, Sides, Who, Sexes, Pregnant, Countries []box
	NoneOfThese, NoPain                                    bool
	Text, Age                                              string
	MaxText                                                int
}

func (t *turn) where(status int, wrong []problem) {
	p, st := t.printer(t.r), t.st
	boxes := func(prefix string, on func(string) bool, ids ...string) (out []box) {
		for _, id := range ids {
			out = append(out, box{id, p.T(prefix + "." + id), on(id)})
		}
		return out
	}
	is := func(chosen string) func(string) bool { return func(id string) bool { return id == chosen } }
	v := whereView{
		page:        t.page(t.r, "where", p.T("where.title")),
		stepView:    t.stepView(1, wrong, "who", "text", "age", "sex", "pregnant", "country", "side", "alarm", "place", "nopain"),
		Who:         boxes("who", is(st.Who), "self", "other"),
		Sexes:       boxes("sex", is(st.Sex), "female", "male", "intersex", "unknown"),
		Pregnant:    boxes("pregnant", is(st.Pregnant), "no", "yes", "unknown"),
		NoneOfThese: st.Alarms["none"], NoPain: st.NoPain, MaxText: app.MaxText,
		Text: strings.ToValidUTF8(st.Text, "\uFFFD"), Age: strings.ToValidUTF8(st.Age, "\uFFFD"),
	}
	for _, a := range alarms {
		v.Alarms = append(v.Alarms, box{a.ID, p.T("alarm." + a.ID), st.Alarms[a.ID]})
	}
	for _, pl := range places {
		v.Places = append(v.Places, box{pl.ID, p.T("place." + pl.ID), st.Places[pl.ID]})
	}
	for _, sd := range sides {
		v.Sides = append(v.Sides, box{sd.ID, p.T("side." + sd.ID), st.Side == sd.ID})
	}
	for _, c := range t.countries {
		v.Countries = append(v.Countries, box{c.Code, c.Name, c.Code == st.Country})
	}
	if len(wrong) > 0 {
		v.Title = p.T("problem.title", "title", v.Title)
	}
	t.write(t.w, t.r, status, "where", v)
}

func (s *site) country(code string) *kb.Country {
	for _, c := range s.countries {
		if c.Code == code {
			return c
		}
	}
	return nil
}

// wordsView shows the own words with what was understood marked in them.
type wordsView struct {
	page
	stepView
	Segments  []segment
	Items     []item
	Conflicts []string
	Age       string
	Sexes     []box
}

// segment is a stretch of the text. A marked one was understood; Ends are the items
// whose words end with it, so that each number stands once.
type segment struct {
	Text   string
	Marked bool
	Ends   []item
}

// item is one understood finding, to be confirmed or corrected.
type item struct {
	Nr                             int
	Finding, Question, Quote, Kind string
	Presence                       string // the answer shown as chosen
	Value, Unit                    string // numbers
}

func (t *turn) showWords(status int, resp *app.Response, wrong []problem) {
	p := t.printer(t.r)
	v := wordsView{
		page:     t.page(t.r, "words", p.T("words.title")),
		stepView: t.stepView(1, wrong, "age", "sex"),
		Items:    t.items(resp.Understood), Age: strings.ToValidUTF8(t.st.Age, "\uFFFD"),
	}
	v.Segments = segments(t.st.Text, resp.Understood, v.Items)
	if v.Age == "" && resp.Person.Age != nil {
		v.Age = bound(resp.Person.Age)
	}
	sex := t.st.Sex
	if said := resp.Person.Sex; (sex == "" || sex == "unknown") && said != "" && said != "unknown" {
		sex = said
	}
	for _, id := range []string{"female", "male", "intersex", "unknown"} {
		v.Sexes = append(v.Sexes, box{id, p.T("sex." + id), sex == id})
	}
	for _, c := range resp.Conflicts {
		v.Conflicts = append(v.Conflicts, c.Text)
	}
	t.write(t.w, t.r, status, "words", v)
}

// items lists each understood finding once, in the order of the text.
func (t *turn) items(understood []app.Understood) []item {
	var out []item
	seen := map[string]bool{}
	for _, u := range understood {
		f := t.base.Finding(u.Finding)
		if f == nil || seen[u.Finding] {
			continue
		}
		seen[u.Finding] = true
		it := item{
			Nr: len(out) + 1, Finding: u.Finding, Question: u.Question, Quote: u.Text, Kind: f.Kind,
			Presence: string(u.Presence), Value: rounded(u.Value, f.Unit), Unit: unit(t.printer(t.r), f.Unit),
		}
		if it.Question == "" {
			it.Question = f.Question
		}
		if a, ok := t.st.get(u.Finding); ok {
			it.Presence, it.Value = a.Presence, a.Value
		}
		if typed, ok := t.r.PostForm["u."+u.Finding]; ok && f.Kind == "number" {
			it.Value = typed[0]
		}
		out = append(out, it)
	}
	return out
}

// rounded writes a number that was read in words; "two months" are 61 days, not 60.8.
func rounded(v *float64, unit string) string {
	if v != nil && unit == "days" && *v >= 2 {
		whole := math.Round(*v)
		v = &whole
	}
	return bound(v)
}

// segments cuts the text at the code points where understood spans begin and end.
// Spans may overlap; a span outside the text is left out.
func segments(text string, understood []app.Understood, items []item) []segment {
	runes := []rune(strings.ToValidUTF8(text, "\uFFFD"))
	byFinding := map[string]item{}
	for _, it := range items {
		byFinding[it.Finding] = it
	}
	cut, marked := make([]bool, len(runes)+1), make([]bool, len(runes)+1)
	ends := map[int][]item{}
	for _, u := range understood {
		it, ok := byFinding[u.Finding]
		if !ok || u.Start < 0 || u.End > len(runes) || u.Start >= u.End {
			continue
		}
		delete(byFinding, u.Finding) // the same finding said twice is marked once
		cut[u.Start], cut[u.End] = true, true
		ends[u.End] = append(ends[u.End], it)
		for i := u.Start; i < u.End; i++ {
			marked[i] = true
		}
	}
	var out []segment
	for i, from := 1, 0; i <= len(runes); i++ {
		// a cut inside marked text matters only where an item ends
		if i == len(runes) || cut[i] && (marked[i-1] != marked[i] || len(ends[i]) > 0) {
			out = append(out, segment{string(runes[from:i]), marked[from], ends[i]})
			from = i
		}
	}
	return out
}
