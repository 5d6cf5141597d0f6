package web

import (
	"slices"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
)

// An emergency stops before the page of what was understood, so the result shows the
// words it rests on, with the way to correct them.
func TestEmergencyShowsTheWordsItRestsOn(t *testing.T) {
	h := realSite(t)
	form := begin(t, h)
	form.Set("text", "My left foot suddenly turned cold and pale an hour ago and hurts badly.")
	d := post(t, h, "/check", form).want(200, "Get help now", "We read this in your words", "was read as:")
	d.checkPage()
	if got := textOf(d.one("section.read")); !strings.Contains(got, "cold and pale") {
		t.Errorf("the words are not quoted: %s", got)
	}
	words := post(t, h, "/check", d.form("words")).want(200, "What was understood")
	form = words.form("understood")
	fields := 0
	for name := range form {
		if strings.HasPrefix(name, "u.") && form.Get(name) == "present" {
			form.Set(name, "absent")
			fields++
		}
	}
	if fields == 0 {
		t.Fatal("nothing can be corrected")
	}
	if d = post(t, h, "/check", form).want(200); d.shows("result") && strings.Contains(d.text(), "Get help now") {
		t.Error("still an emergency after everything was corrected")
	}
}

// A tick is the person's own answer: nothing is said to have been read.
func TestTickedEmergencyQuotesNothing(t *testing.T) {
	h := realSite(t)
	form := begin(t, h)
	form.Set("alarm", "chest")
	form.Set("text", "My calf hurts.")
	d := post(t, h, "/check", form).want(200, "Get help now")
	if n := len(d.all("section.read")); n != 0 {
		t.Error("words are quoted that the emergency does not rest on")
	}
}

// Of many reasons, those for less than the level are folded, and none is lost.
func TestLesserReasonsAreFolded(t *testing.T) {
	reasons := []app.Reason{
		{Level: clinical.SameDay, Text: "A reason for today."}, {Level: clinical.SameDay, Text: "Another for today."},
		{Level: clinical.Soon, Text: "A reason for two weeks."}, {Level: clinical.Routine, Text: "A reason for a visit."},
	}
	for _, c := range []struct {
		n     int
		lists []int
	}{{4, []int{2, 2}}, {3, []int{3}}} {
		h, f := testSite(t)
		f.level = func(u *app.Urgency) { u.Level, u.Reasons = clinical.SameDay, reasons[:c.n] }
		q := post(t, h, "/check", begin(t, h))
		d := post(t, h, "/check", q.form("result")).want(200, "Why we say this", "A reason for today.", "A reason for two weeks.")
		d.checkPage()
		var in []int // how many reasons each list has
		for _, list := range d.all("ul.reasons") {
			in = append(in, len(doc{Node: list, t: t}.all("li")))
		}
		if want := c.lists; !slices.Equal(in, want) {
			t.Errorf("of %d reasons the lists have %v, want %v", c.n, in, want)
		}
	}
}

// Someone whose first candidate is the feared one reads its terms once.
func TestFearedTermsStandOnce(t *testing.T) {
	h := realSite(t)
	form := begin(t, h)
	form.Set("text", "My knee was replaced three weeks ago. My left calf is swollen, warm and sore to press since Friday.")
	form.Set("age", "66")
	d := post(t, h, "/check", form)
	d = post(t, h, "/check", d.form("understood"))
	d = post(t, h, "/check", d.form("result")).want(200, "Is it something bad?")
	if first := textOf(doc{Node: d.one("article.first"), t: t}.one("h3")); !strings.Contains(first, "clot") {
		t.Fatalf("the first candidate is %q", first)
	}
	feared := doc{Node: d.one("section[aria-labelledby=feared-h]"), t: t}
	if n := len(feared.all("ul.terms")); n != 0 {
		t.Errorf("%d lists of terms are said twice", n)
	}
}

func TestNumbersReadInWordsAreRounded(t *testing.T) {
	for _, c := range []struct {
		v    float64
		unit string
		want string
	}{{182.88, "metres", "183"}, {60.8, "days", "61"}, {0.5, "days", "0.5"}, {1.5, "minutes", "1.5"}} {
		if got := rounded(&c.v, c.unit); got != c.want {
			t.Errorf("rounded(%v %s) = %q, want %q", c.v, c.unit, got, c.want)
		}
	}
}
