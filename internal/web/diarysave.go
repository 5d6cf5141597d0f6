package web

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
)

// diaryPost keeps what the short or the long form says about a night and its day. The ids
// stand in the form, so a form that is sent twice is kept once.
func (t *diaryTurn) diaryPost() {
	if !t.parse() {
		return
	}
	form := dayForm{t.r.PostForm}
	form.spread()
	if form.Get("do") == "quiet" { // one tap for a night without trouble
		for _, name := range []string{"cramps", "urge", "pain"} {
			form.Set(name, "0")
		}
	}
	day, err := diary.ParseDate(form.Get("day"))
	if err != nil {
		t.refuseDay(form, t.lastNight(), []problem{{"day", "diary.wrong.day", nil}})
		return
	}
	changes, wrong := t.changes(form, day)
	if len(changes)+len(wrong) == 0 {
		wrong = []problem{{"", "diary.wrong.nothing", nil}}
	}
	if len(wrong) > 0 {
		t.refuseDay(form, day, wrong)
		return
	}
	t.write("kept", day, changes)
}

// write keeps changes and answers with the diary, what was done, and a way to undo it.
func (t *diaryTurn) write(said string, day diary.Date, changes []diary.Change) {
	before := make([]*diary.Entry, len(changes))
	for i, c := range changes {
		if e, err := t.book.Entry(t.r.Context(), c.Entry.ID); err == nil {
			before[i] = &e
		}
	}
	merged, err := t.book.Change(t.r.Context(), changes...)
	if err != nil {
		t.failWrite(err)
		return
	}
	d := done{Said: said, Day: day}
	for i, m := range merged {
		switch m.Decision {
		case diary.KeepBoth:
			d.Said = "both"
		case diary.Refuse:
			d.Said = "changed"
		}
		d.Undo = append(d.Undo, undoOf(before[i], m)...)
	}
	if wantsJSON(t.r) {
		t.answerSync(http.StatusOK, synced{Outcome: d.Said})
		return
	}
	t.home(http.StatusOK, &d)
}

// failWrite tells a person that nothing was kept; a device keeps it and tries again.
func (t *diaryTurn) failWrite(err error) {
	kind := errs.KindOf(err)
	if wantsJSON(t.r) {
		outcome := "later"
		if kind == errs.Invalid || kind == errs.TooLarge {
			outcome = "refused"
		}
		t.answerSync(kind.Status(), synced{Outcome: outcome})
		return
	}
	t.fail(t.w, t.r, err)
}

// changes reads what the form says. An entry that was made empty is deleted.
func (t *diaryTurn) changes(form dayForm, day diary.Date) (out []diary.Change, wrong []problem) {
	add := func(kind diary.Kind, prefix string, r row) {
		switch {
		case len(r.Values) > 0:
			e, faults := t.entry(kind, day, r, prefix)
			out, wrong = append(out, diary.Change{Entry: e, Base: r.Version}), append(wrong, faults...)
		case r.Version > 0:
			out = append(out, diary.Change{Entry: diary.Entry{ID: r.ID}, Base: r.Version, Delete: true})
		}
	}
	one := func(kind diary.Kind, prefix string, values map[string]any) {
		version, _ := strconv.Atoi(form.Get(string(kind) + "_v"))
		add(kind, prefix, row{ID: form.Get(string(kind) + "_id"), Version: version, Values: values})
	}
	if form.Has("night_id") {
		one(diary.KindNight, "", form.night())
	}
	if form.Has("habits_id") {
		one(diary.KindHabits, habitPrefix, form.habits())
	}
	for _, r := range form.rows("med_", "name", "change") {
		if len(r.Values) == 1 && r.Values["change"] != nil { // the list has an answer chosen from the start
			r.Values = nil
		}
		add(diary.KindMedicine, "med_", r)
	}
	for _, r := range form.rows("text_", "text") {
		add(diary.KindNote, "text_", r)
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	return out, nil
}

// entry makes an entry of fields; its faults come as problems beside them.
func (t *diaryTurn) entry(kind diary.Kind, day diary.Date, r row, prefix string) (diary.Entry, []problem) {
	raw, err := json.Marshal(map[string]any{"id": r.ID, "kind": kind, "day": day, "data": r.Values})
	if err != nil {
		return diary.Entry{}, []problem{{"", "problem.state", nil}}
	}
	e, err := diary.Decode(raw, t.now, t.book.Zone())
	var faults diary.Faults
	if errors.As(err, &faults) {
		return e, wordFaults(faults, prefix)
	}
	if r.Version > 0 { // what has no field in the form stays
		if old, err := t.book.Entry(t.r.Context(), r.ID); err == nil {
			e.At, e.ConflictOf = old.At, old.ConflictOf
		}
	}
	return e, nil
}

// wordFaults puts faults beside the fields of the form, one each.
func wordFaults(faults diary.Faults, prefix string) (out []problem) {
	for _, f := range faults {
		name, inData := strings.CutPrefix(f.Field, "data.")
		name, _, _ = strings.Cut(name, "[")
		name, _, _ = strings.Cut(name, ".")
		p := problem{prefix + name, "diary.wrong." + name, nil}
		switch {
		case prefix == "med_": // its two fields share one place
			p.Field = "med_name"
		case !inData && f.Field == "day":
			p.Field = "day"
		case !inData:
			p = problem{"", "problem.state", nil}
		}
		if !slices.ContainsFunc(out, func(q problem) bool { return q.Field == p.Field }) {
			out = append(out, p)
		}
	}
	return out
}

// undone is a change that takes another one back, as it stands in a hidden field.
type undone struct {
	Entry json.RawMessage `json:"entry,omitempty"` // to write; without one the entry is deleted
	ID    string          `json:"id"`
	Base  int             `json:"base"`
}

// undoOf is what takes back a change that was written.
func undoOf(before *diary.Entry, m diary.Merged) (out []undone) {
	u := undone{ID: m.Write.ID, Base: m.Write.Version}
	switch m.Decision {
	case diary.Create, diary.KeepBoth:
	case diary.Replace, diary.Remove:
		if before != nil {
			u.Entry = before.Encode()
		}
	default:
		return nil
	}
	return []undone{u}
}

// Field is the value of the hidden field.
func (u undone) Field() string { return string(asJSON(u)) }

// maxUndo is how many changes one form can make.
const maxUndo = 200

// undoPost takes the last thing back. What stands in the form is checked like any entry.
func (t *diaryTurn) undoPost() {
	if !t.parse() {
		return
	}
	fields := t.r.PostForm["undo"]
	changes := make([]diary.Change, 0, len(fields))
	for _, field := range fields[:min(len(fields), maxUndo)] {
		var u undone
		if json.Unmarshal([]byte(field), &u) != nil {
			t.trouble(t.w, t.r, http.StatusUnprocessableEntity)
			return
		}
		c := diary.Change{Entry: diary.Entry{ID: u.ID}, Base: u.Base, Delete: true}
		if len(u.Entry) > 0 {
			e, err := diary.Decode(u.Entry, t.now, t.book.Zone())
			if err != nil {
				t.trouble(t.w, t.r, http.StatusUnprocessableEntity)
				return
			}
			c = diary.Change{Entry: e, Base: u.Base}
		}
		changes = append(changes, c)
	}
	t.write("undone", t.lastNight(), changes)
}

// deletePost deletes one entry; the answer offers to undo it.
func (t *diaryTurn) deletePost() {
	if !t.parse() {
		return
	}
	e, err := t.book.Entry(t.r.Context(), t.r.PostForm.Get("id"))
	if err != nil {
		t.fail(t.w, t.r, err)
		return
	}
	base, _ := strconv.Atoi(t.r.PostForm.Get("v"))
	t.write("deleted", e.Day, []diary.Change{{Entry: diary.Entry{ID: e.ID}, Base: cmp.Or(base, e.Version), Delete: true}})
}

// synced is the answer to a device that sends what waited there. Outcome is kept, both
// (this and another edit are kept), refused (it can never be kept), later, other (it
// belongs to another person) or nobody (nobody is signed in).
type synced struct {
	Outcome string   `json:"outcome"`
	Wrong   []string `json:"wrong,omitempty"` // what to correct
}

// wantsJSON tells a device's request from a person's.
func wantsJSON(r *http.Request) bool { return r.Header.Get("Accept") == "application/json" }

func answerJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the client may be gone
}

// answerSync answers a device in JSON and a person with a page.
func (t *diaryTurn) answerSync(status int, v synced) {
	if wantsJSON(t.r) {
		answerJSON(t.w, status, v)
		return
	}
	t.trouble(t.w, t.r, status)
}

// refuseDay shows the long form again with what was typed.
func (t *diaryTurn) refuseDay(form dayForm, day diary.Date, wrong []problem) {
	if wantsJSON(t.r) {
		v := synced{Outcome: "refused"}
		for _, x := range wrong {
			v.Wrong = append(v.Wrong, t.p.T(x.Key, x.Args...))
		}
		answerJSON(t.w, http.StatusUnprocessableEntity, v)
		return
	}
	t.dayForm(http.StatusUnprocessableEntity, form, day, wrong)
}
