package web

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/i18n"
)

// wordsView shows the own words with what was understood marked in them.
type wordsView struct {
	page
	stepView
	Segments  []segment
	Items     []item
	Conflicts []string
	Age       string
	Sexes     []box
	Add       string // what was added but could not be taken
	Missed    bool   // what was added told nothing new
	Ready     bool   // nothing is open and a long list follows, so that one can go on above it
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
	Label, Answer                  string // the row while it is folded
	Alarm, Open                    bool   // Open where a mistake would matter, or something does not fit
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
	v.fold(resp, p)
	v.added(t, resp)
	v.Ready = v.ready(wrong)
	t.write(t.w, t.r, status, "words", v)
}

// longList is the number of rows from which the way on stands above the list as well.
const longList = 6

// ready reports that nothing on the page needs a look: age and sex are known, no row is open.
func (v *wordsView) ready(wrong []problem) bool {
	known := v.Age != "" && slices.ContainsFunc(v.Sexes, func(b box) bool { return b.On })
	open := slices.ContainsFunc(v.Items, func(it item) bool { return it.Open })
	return len(wrong) == 0 && len(v.Items) >= longList && known && !open && !v.Missed
}

// added shows what could not be taken again, and says so where what was added told nothing.
func (v *wordsView) added(t *turn, resp *app.Response) {
	add := plainText(strings.TrimSpace(t.r.PostForm.Get("add")))
	if v.Err("add") != "" {
		v.Add = strings.ToValidUTF8(add, "\uFFFD")
		return
	}
	from := utf8.RuneCountInString(t.st.Text) - utf8.RuneCountInString(add)
	v.Missed = add != ""
	for _, u := range resp.Understood {
		v.Missed = v.Missed && u.End <= from
	}
}

// fold leaves open only the rows that need a look: alarm signs that are there, answers
// not sure of, answers that do not fit together, and fields with a problem.
func (v *wordsView) fold(resp *app.Response, p *i18n.Printer) {
	odd := map[string]bool{}
	for _, c := range resp.Conflicts {
		for _, id := range c.Findings {
			odd[id] = true
		}
	}
	for i := range v.Items {
		it := &v.Items[i]
		it.Open = it.Alarm || odd[it.Finding] || it.Presence == "unknown" || v.Err("u."+it.Finding) != ""
		switch {
		case it.Kind == "number" && it.Value != "":
			it.Answer = strings.TrimSpace(it.Value + " " + it.Unit)
		case it.Kind == "yes_no" && it.Presence != "":
			it.Answer = p.T("answer." + it.Presence)
		}
	}
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
		it.Label = f.Name()
		if a, ok := t.st.get(u.Finding); ok {
			it.Presence, it.Value = a.Presence, a.Value
		}
		if typed, ok := t.r.PostForm["u."+u.Finding]; ok && f.Kind == "number" {
			it.Value = typed[0]
		}
		it.Alarm = (f.Alarm == "emergency" || f.Alarm == "same_day") && it.Presence == "present"
		out = append(out, it)
	}
	return out
}

// rounded writes a number that was read in words; "two months" are 61 days, not 60.8, and 200 yards are 183 metres, not 182.8.
func rounded(v *float64, unit string) string {
	if v != nil && (unit == "days" && *v >= 2 || *v >= 100) {
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
