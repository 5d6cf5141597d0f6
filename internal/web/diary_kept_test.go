package web

import (
	"net/url"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/diary"
)

// The diary on a real store, from signing up to an experiment.
func TestDiaryOnARealStore(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	form := b.get("/diary").want(200, "How was last night?").form("save")
	form.Set("cramps", "2")
	form.Set("pain", "4")
	for range 2 {
		b.post("/diary", form).want(200, "Kept: Saturday 21 November", "2 cramps").checkPage()
	}
	b.get("/diary/month").want(200, "1 night kept")
	day := b.get("/diary/"+lastNight).want(200, "Delete this night").form("day")
	day.Set("note", "kestrel")
	d := b.post("/diary", day).want(200, "with a note")
	undo := url.Values{"undo": {attr(d.one("input[name=undo]"), "value")}}
	if got := b.post("/diary/undo", undo).want(200, "Undone").text(); strings.Contains(got, "with a note") {
		t.Error("undo left the note")
	}
	d = b.post("/diary/delete", url.Values{"id": form["night_id"]}).want(200, "Deleted")
	b.post("/diary/undo", url.Values{"undo": {attr(d.one("input[name=undo]"), "value")}}).want(200, "pain 4 of 10")
	b.get("/trends").want(200, "From three nights on")

	measure := testBase(t).Experiments.Measures[0].ID
	d = b.post("/experiments", url.Values{"measure": {measure}, "outcome": {"cramps"}, "none": {"1"}}).want(200, "Night 1 of")
	id := attr(doc{Node: d.one("form[action=/experiments/end]"), t: t}.one("input[name=experiment]"), "value")
	b.post("/experiments/end", url.Values{"experiment": {id}}).want(200, "You ended it before")

	// Another account finds nothing of it, whatever it names.
	other := k.signUp(t, "ben")
	person := k.visit(b).Chosen.ID
	form.Set("person", person)
	if d := other.post("/diary", form); d.Status != 404 {
		t.Errorf("writing into another's diary: %d", d.Status)
	}
	other.post("/diary/delete", url.Values{"id": form["night_id"]}).want(404)
	other.get("/diary").want(200, "How was last night?")
	other.get("/experiments").want(200, "Choose one thing to try")
	if n := len(must(must(k.keeper.Book(t.Context(), k.visit(b).Account, person)).Entries(t.Context(), diary.FirstDay, diary.FirstDay+20000))); n != 1 {
		t.Errorf("%d entries at the end, want the night", n)
	}
}
