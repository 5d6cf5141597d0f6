package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/diary"
)

// bothView lets a person choose where two devices said different things.
type bothView struct {
	page
	diaryFrame
	Pairs []pairView
}

// pairView is two versions of one thing.
type pairView struct {
	N      int
	Title  string
	A, B   entryView
	Rows   []pairRow
	Differ int // rows in which they contradict each other
}

type entryView struct{ ID, V string }

// pairRow is one field of both versions, in words.
type pairRow struct {
	Field, Name, A, B string
	Differ            bool
}

func (t *diaryTurn) bothShow() { t.both(nil) }

func (t *diaryTurn) both(d *done) {
	entries, err := t.book.Entries(t.r.Context(), diary.FirstDay, t.today())
	if err != nil {
		t.fail(t.w, t.r, err)
		return
	}
	v := bothView{page: t.page(t.r, "diary-both", t.p.T("diary.both_title")), diaryFrame: t.frame(d)}
	v.Path, v.Picker = "/diary/both", true
	for i, group := range diary.Doubles(entries) {
		v.Pairs = append(v.Pairs, t.pair(i+1, group[0], group[1]))
	}
	t.site.write(t.w, t.r, http.StatusOK, "diary-both", v)
}

func (t *diaryTurn) pair(n int, a, b diary.Entry) pairView {
	v := pairView{
		N: n, Title: t.p.T("diary.both_of."+string(a.Kind), "day", dayName(t.p, a.Day)),
		A: entryView{a.ID, strconv.Itoa(a.Version)}, B: entryView{b.ID, strconv.Itoa(b.Version)},
	}
	var differ []string
	if a.Kind == b.Kind {
		_, differ = diary.Combine(a, b)
	}
	fa, fb := fieldsOf(a), fieldsOf(b)
	for _, name := range fieldOrder {
		va, vb := t.fieldWords(name, fa[name]), t.fieldWords(name, fb[name])
		if va == "" && vb == "" {
			continue
		}
		r := pairRow{Field: name, Name: t.p.T("diary.field." + name), A: va, B: vb, Differ: oneOf(name, differ...)}
		if r.Differ {
			v.Differ++
		}
		v.Rows = append(v.Rows, r)
	}
	return v
}

// fieldOrder lists the fields of all kinds that can be doubled, as the pages show them.
var fieldOrder = []string{
	"cramps", "urge", "pain", "sleep_hours", "wakings", "sort", "seconds", "muscle", "muscles", "side", "tried", "partner_kicks", "partner_note",
	"caffeine_cups", "caffeine_late", "alcohol_units", "drinks_ml", "urine_colour", "standing_hours", "sitting_hours",
	"exercise_minutes", "stretch_minutes", "shoes", "name", "change", "text", "note",
}

func fieldsOf(e diary.Entry) map[string]any {
	var out map[string]any
	raw, _ := json.Marshal(e.Data) // entries always encode
	_ = json.Unmarshal(raw, &out)
	return out
}

// fieldWords says a value of a field; empty when it was not said.
func (t *diaryTurn) fieldWords(name string, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case bool:
		return t.p.T(map[bool]string{true: "diary.yes", false: "diary.no"}[v])
	case float64:
		if name == "urge" {
			return t.p.T("diary.urge." + decimal(v))
		}
		return decimal(v)
	case []any:
		var words []string
		for _, x := range v {
			words = append(words, t.itemWords(name, x))
		}
		return strings.Join(words, ", ")
	case string:
		for _, prefix := range []string{"diary.side.", "diary.shoes.", "diary.change.", "diary.sort."} {
			if oneOf(name, "side", "shoes", "change", "sort") && t.p.Has(prefix+v) {
				return t.p.T(prefix + v)
			}
		}
		return v
	}
	return fmt.Sprint(v)
}

func (t *diaryTurn) itemWords(name string, x any) string {
	switch x := x.(type) {
	case map[string]any:
		measure, _ := x["measure"].(string)
		if helped, _ := x["helped"].(string); helped != "" {
			return t.measure(measure) + " (" + t.p.T("diary.helped."+helped) + ")"
		}
		return t.measure(measure)
	case string:
		if name == "muscles" {
			return t.muscle(x)
		}
		return x
	}
	return ""
}

// bothPost keeps the version that was chosen, or both joined with a choice for each field
// that differs. The other one is deleted, and can be brought back.
func (t *diaryTurn) bothPost() {
	if !t.parse() {
		return
	}
	form := t.r.PostForm
	a, errA := t.book.Entry(t.r.Context(), form.Get("a"))
	b, errB := t.book.Entry(t.r.Context(), form.Get("b"))
	if errA != nil || errB != nil || a.Kind != b.Kind || a.ID == b.ID {
		t.both(&done{Said: "changed", Day: t.today()})
		return
	}
	if strconv.Itoa(a.Version) != form.Get("av") || strconv.Itoa(b.Version) != form.Get("bv") {
		t.both(&done{Said: "changed", Day: a.Day}) // it was edited since it was shown
		return
	}
	switch form.Get("do") {
	case "a":
		t.choose(a, a, b)
	case "b":
		t.choose(b, b, a)
	case "join":
		joined, err := join(a, b, form)
		if err != nil {
			t.fail(t.w, t.r, err)
			return
		}
		t.choose(joined, a, b)
	default:
		t.both(nil)
	}
}

// choose writes what is kept in the place of one entry and deletes the other.
func (t *diaryTurn) choose(kept, in, other diary.Entry) {
	kept.ID, kept.ConflictOf = in.ID, ""
	t.write("joined", in.Day, []diary.Change{
		{Entry: kept, Base: in.Version},
		{Entry: diary.Entry{ID: other.ID}, Base: other.Version, Delete: true},
	})
}

// join combines two entries; where a field "take.NAME" of the form says b, b's value stands.
func join(a, b diary.Entry, form url.Values) (diary.Entry, error) {
	both, differ := diary.Combine(a, b)
	data, of := fieldsOf(both), fieldsOf(b)
	for _, name := range differ {
		if form.Get("take."+name) == "b" {
			data[name] = of[name]
		}
	}
	both.ConflictOf = ""
	var whole map[string]any
	if err := json.Unmarshal(both.Encode(), &whole); err != nil {
		return both, err
	}
	whole["data"] = data
	return diary.Parse(asJSON(whole))
}
