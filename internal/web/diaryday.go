package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strconv"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/kb"
)

// dayView is one night and its day, as a form.
type dayView struct {
	page
	diaryFrame
	stepView
	Form             dayForm
	Day, DayName     string
	Before, After    string // the days beside it; After is empty on the last
	Kept             bool   // the night has an entry
	Muscles          []box
	Measures         []measureGroup
	Tried            []triedRow
	Medicines        []medRow
	Changes          []string
	Notes            []textRow
	Shoes            []string
	Cautions         []string // of the colours of urine
	Urine            []chip
	Others           []otherRow
	NightOpen        bool
	HabitsOpen       bool
	MedsOpen         bool
	Scale, UrgeScale []chip
}

// measureGroup is a list of measures with a heading.
type measureGroup struct {
	Key      string
	Measures []box
}

type triedRow struct {
	N               int
	Measure, Helped string
}

type medRow struct {
	N            int
	ID, V        string
	Name, Change string
	Label        string
}

type textRow struct {
	N     int
	ID, V string
	Text  string
}

// otherRow is an entry that the form has no fields for; it can be deleted.
type otherRow struct {
	ID, V, Text string
}

var (
	shoeKinds   = []string{"barefoot", "slippers", "flat", "supportive", "heels", "boots", "other"}
	medChanges  = []string{"started", "stopped", "raised", "lowered", "switched", "taken"}
	urineColour = "hydration_urine_colour" // the activity that says what the colours are worth
)

// checkDiary reports what the diary names and the knowledge base lacks.
func checkDiary(base *kb.Base) error {
	for _, a := range base.Activities {
		if a.ID == urineColour {
			return nil
		}
	}
	return fmt.Errorf("web: the diary names the activity %q, which the knowledge base lacks", urineColour)
}

func (t *diaryTurn) dayShow() {
	day, ok := t.day()
	if !ok {
		return
	}
	form, others, err := t.read(day)
	if err != nil {
		t.fail(t.w, t.r, err)
		return
	}
	t.showDay(http.StatusOK, form, day, others, nil)
}

// read puts what is kept of a day into the form; what has no fields there comes apart.
func (t *diaryTurn) read(day diary.Date) (dayForm, []diary.Entry, error) {
	form := dayForm{url.Values{}}
	entries, err := t.book.Entries(t.r.Context(), day, day)
	var others []diary.Entry
	seen := map[diary.Kind]bool{}
	for _, e := range entries {
		switch {
		case e.Kind.OnePerDay() && seen[e.Kind]: // a double: chosen on its own page
		case e.Kind == diary.KindNight, e.Kind == diary.KindHabits, e.Kind == diary.KindMedicine, e.Kind == diary.KindNote:
			form.fill(e)
		default:
			others = append(others, e)
		}
		seen[e.Kind] = true
	}
	return form, others, err
}

// dayForm shows the form as typed, with what is wrong.
func (t *diaryTurn) dayForm(status int, form dayForm, day diary.Date, wrong []problem) {
	_, others, err := t.read(day)
	if err != nil {
		t.fail(t.w, t.r, err)
		return
	}
	t.showDay(status, form, day, others, wrong)
}

func (t *diaryTurn) showDay(status int, form dayForm, day diary.Date, others []diary.Entry, wrong []problem) {
	v := t.site.dayView(t.r, "diary-day", form, day)
	v.diaryFrame = t.frame(nil)
	v.Kept = form.Get("night_v") != "" && form.Get("night_v") != "0"
	v.Picker = t.r.Method == http.MethodGet
	if day < t.today() {
		v.After = (day + 1).String()
	}
	if day > diary.FirstDay {
		v.Before = (day - 1).String()
	}
	for _, x := range wrong {
		v.Problems = append(v.Problems, shownProblem{x.Field, t.p.T(x.Key, x.Args...)})
	}
	if len(wrong) > 0 {
		v.NightOpen, v.HabitsOpen, v.MedsOpen = true, true, true
	}
	for _, e := range others {
		v.Others = append(v.Others, otherRow{e.ID, strconv.Itoa(e.Version), t.entryWords(e)})
	}
	t.site.write(t.w, t.r, status, "diary-day", v)
}

// dayView makes the form of a day from what is in it.
func (s *site) dayView(r *http.Request, name string, form dayForm, day diary.Date) dayView {
	p := s.printer(r)
	for _, kind := range []string{"night", "habits"} {
		if form.Get(kind+"_id") == "" {
			form.Set(kind+"_id", newID())
			form.Set(kind+"_v", "0")
		}
	}
	v := dayView{
		page: s.page(r, name, p.T("diary.day_title")), Form: form, Day: day.String(), DayName: nightName(p, day),
		Measures: s.measures(), Shoes: shoeKinds, Changes: medChanges, Cautions: s.urineCautions(),
	}
	q := s.quick(p, day)
	v.Scale, v.UrgeScale = q.Pains, q.Urges
	for n := 1; n <= 8; n++ {
		v.Urine = append(v.Urine, chip{strconv.Itoa(n), p.T("diary.urine." + strconv.Itoa(n))})
	}
	for _, c := range s.cramps() {
		v.Muscles = append(v.Muscles, box{c.Muscle, c.Name, form.Is("muscles", c.Muscle)})
	}
	v.tried(form)
	v.rows(form)
	v.NightOpen = v.NightOpen || len(form.Values["muscles"])+len(form.Values["tried"]) > 0 || form.Get("side")+form.Get("partner_kicks")+form.Get("partner_note")+form.Get("note") != ""
	v.HabitsOpen = v.HabitsOpen || len(form.habits()) > 0
	v.MedsOpen = v.MedsOpen || len(form.Values["med_name"])+len(form.Values["text_text"]) > 0
	return v
}

// tried adds a row for each measure that was tried, and two empty ones.
func (v *dayView) tried(form dayForm) {
	add := func(measure, helped string) {
		v.Tried = append(v.Tried, triedRow{len(v.Tried) + 1, measure, helped})
	}
	for i, m := range form.Values["tried"] {
		if h := form.Values["helped"]; m != "" && i < maxTried {
			helped := ""
			if i < len(h) {
				helped = h[i]
			}
			add(m, helped)
		}
	}
	add("", "")
	add("", "")
}

// rows adds the medicines and notes, and an empty row of each.
func (v *dayView) rows(form dayForm) {
	blank := func(prefix string) bool { // a new row that came back empty is not shown twice
		n := len(form.Values[prefix+"id"])
		return n > 0 && form.Values[prefix+"v"][n-1] == "0"
	}
	for i, r := range form.rows("med_", "name", "change") {
		name, _ := r.Values["name"].(string)
		change, _ := r.Values["change"].(string)
		v.Medicines = append(v.Medicines, medRow{N: i + 1, ID: r.ID, V: strconv.Itoa(r.Version), Name: name, Change: change})
	}
	if !blank("med_") {
		v.Medicines = append(v.Medicines, medRow{N: len(v.Medicines) + 1, ID: newID(), V: "0"})
	}
	for i, r := range form.rows("text_", "text") {
		text, _ := r.Values["text"].(string)
		v.Notes = append(v.Notes, textRow{i + 1, r.ID, strconv.Itoa(r.Version), text})
	}
	if !blank("text_") {
		v.Notes = append(v.Notes, textRow{len(v.Notes) + 1, newID(), "0", ""})
	}
}

// measures lists what can be tried at night: relief measures, then exercises, by name.
func (s *site) measures() []measureGroup {
	relief, exercises := measureGroup{Key: "diary.measures_relief"}, measureGroup{Key: "diary.measures_exercise"}
	for _, a := range s.base.Activities {
		if a.Section == "tonight" && a.Stance != "avoid" {
			relief.Measures = append(relief.Measures, box{ID: a.ID, Label: a.Name})
		}
	}
	for _, e := range s.base.Exercises {
		exercises.Measures = append(exercises.Measures, box{ID: e.ID, Label: e.Name})
	}
	for _, g := range []measureGroup{relief, exercises} {
		sort.SliceStable(g.Measures, func(i, j int) bool { return g.Measures[i].Label < g.Measures[j].Label })
	}
	return []measureGroup{relief, exercises}
}

// urineCautions is what the knowledge base says against judging by the colour, the limit
// of age first.
func (s *site) urineCautions() (out []string) {
	for _, a := range s.base.Activities {
		if a.ID != urineColour {
			continue
		}
		for _, c := range a.Contraindications {
			out = append(out, c.Text)
		}
		out = append(out, a.StopIf...)
	}
	return slices.Clip(out)
}

// entryWords says what an entry is that the form has no fields for.
func (t *diaryTurn) entryWords(e diary.Entry) string {
	at := ""
	if e.At != nil {
		at = " " + e.At.In(t.book.Zone()).Format("15:04")
	}
	text := t.p.T("diary.kind." + string(e.Kind))
	switch d := e.Data.(type) {
	case *diary.Episode:
		text = t.p.T("diary.sort." + d.Sort)
		if d.Muscle != "" {
			text += ", " + t.muscle(d.Muscle)
		}
		if d.Seconds != nil {
			text += ", " + clock(t.p)(*d.Seconds)
		}
	case *diary.Activity:
		text = t.measure(d.Activity)
	case *diary.Lab:
		text = d.Analyte + " " + string(d.Value) + " " + d.Unit
	case *diary.Drink:
		text += ", " + t.p.T("diary.drink."+d.What)
	}
	return text + at
}

func (s *site) muscle(id string) string {
	for _, c := range s.cramps() {
		if c.Muscle == id {
			return c.Name
		}
	}
	return id
}

// measure is the name of an activity or exercise, or its id when it is gone.
func (s *site) measure(id string) string {
	if e := s.exercises[id]; e != nil {
		return e.Name
	}
	for _, a := range s.base.Activities {
		if a.ID == id {
			return a.Name
		}
	}
	return id
}
