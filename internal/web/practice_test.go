package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/consult"
)

func TestThePracticePageShowsWhatWaits(t *testing.T) {
	w := newWard(t)
	w.dora.get(practicePath).want(200, "Nothing waits for you", "No appointments in the next seven days", "Statistics").checkPage()
	w.inRole(t, "fay", "practitioner").get(practicePath).want(200, "have checked a qualification of yours").checkPage()
	w.anna.get("/account").want(200, "Who may read what I sent")
	w.dora.get("/account").want(200, "What comes next, and what waits for you")
	first := w.sends("")
	w.clock.add(50 * time.Hour)
	second := w.sends("dr-dora")
	w.clock.add(3 * time.Hour)
	back := func() { w.dora.post("/account", url.Values{"name": {"dora"}, "password": {goodPassword}}).want(303) } // sessions of practitioners are short
	back()
	d := w.dora.get(practicePath).want(200, "Waits for 2 days", "Open to any practitioner", "Waits for 3 hours", "Asked of you")
	d.checkPage()
	var links []string
	for _, a := range d.all("a[href]") {
		if to := attr(a, "href"); strings.HasPrefix(to, practiceOnePath) {
			links = append(links, strings.TrimPrefix(to, practiceOnePath))
			w.dora.get(to).want(200)
		}
	}
	if len(links) != 2 || links[0] != first || links[1] != second {
		t.Errorf("the queue leads to %v, want %s, which waits longest, and %s", links, first, second)
	}
	if strings.Contains(d.Raw, "My legs will not lie still") || strings.Contains(d.Raw, "anna") {
		t.Error("the desk shows what a person sent, or who")
	}
	w.clock.add(4 * 24 * time.Hour)
	back()
	w.dora.get(practicePath).want(200, "Soon over")
}

func TestStatisticsOfThePracticeHideSmallCounts(t *testing.T) {
	w := newWard(t)
	w.sends("dr-dora")
	d := w.dora.get(practicePath+"/statistics").want(200, "Asked forhidden", "Fewer than 10: not shown", "since 22 November 2025", "From the request until somebody took it")
	d.checkPage()
	for _, cell := range d.all("td.num") {
		if text := textOf(cell); strings.ContainsAny(text, "0123456789") {
			t.Errorf("a count of one is told: %s", text)
		}
	}
}

func TestFiguresInWords(t *testing.T) {
	p := must(newRenderer()).bundle.For("en")
	for d, want := range map[time.Duration]string{-time.Hour: "0 minutes", time.Minute: "1 minute", 59 * time.Minute: "59 minutes", time.Hour: "1 hour", 47*time.Hour + 59*time.Minute: "47 hours", 48 * time.Hour: "2 days"} {
		if got := span(p, d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
	for _, row := range countRows(p, "practice.consultation.", []string{"asked", "signed"}, []consult.Figure{{N: 12345}, {Hidden: true}}) {
		if row.Hidden == (row.N == "12,345") {
			t.Errorf("%+v", row)
		}
	}
}

func TestThePracticeIsForPractitioners(t *testing.T) {
	w := newWard(t)
	operator := w.inRole(t, "olga", "operator")
	for _, path := range []string{practicePath, practicePath + "/statistics"} {
		for name, b := range map[string]*client{"a person": w.anna, "an operator": operator} {
			if d := b.get(path); d.Status != http.StatusNotFound {
				t.Errorf("%s gets %d at %s", name, d.Status, path)
			}
		}
		if d := w.client().get(path); d.Status != http.StatusSeeOther || d.Header.Get("Location") != "/account?next="+strings.ReplaceAll(path, "/", "%2F") {
			t.Errorf("nobody gets %d at %s", d.Status, path)
		}
	}
}

// practicePages are pages for the tests that look at every page.
func practicePages(t *testing.T) []doc {
	t.Helper()
	w := newWard(t)
	w.sends("dr-dora")
	return []doc{w.dora.get(practicePath), w.dora.get(practicePath + "/statistics"), w.anna.get(consentsPath), w.dora.get("/account")}
}
