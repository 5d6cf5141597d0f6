package web

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/experiment"
)

// trying is a site whose clock the test moves, evening by evening.
func trying(t testing.TB) (http.Handler, *shelf, *testClock) {
	t.Helper()
	b, clock := newShelf(), &testClock{now: morning.Add(12 * time.Hour)}
	h, err := newSite(&fake{base: testBase(t)}, testBase(t), Options{
		Country: "GB", Version: "test", Now: clock.time, Chance: rand.NewChaCha8([32]byte{1}), Diary: func(*http.Request) (Book, error) { return b, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return h, b, clock
}

// begun starts the first measure for cramps, from today.
func begun(t testing.TB, h http.Handler) doc {
	t.Helper()
	measure := testBase(t).Experiments.Measures[0].ID
	return post(t, h, "/experiments", url.Values{"measure": {measure}, "outcome": {"cramps"}, "from": {"today"}, "none": {"1"}})
}

// night puts a night of the evening into the diary.
func (b *shelf) night(day diary.Date, cramps int) {
	b.put(diary.Entry{ID: newID(), Kind: diary.KindNight, Day: day, Data: &diary.Night{Cramps: &cramps}})
}

// live through nights until the page has a verdict, following every instruction. cramps
// tells how many there are on a night with the measure and without.
func live(t *testing.T, h http.Handler, b *shelf, clock *testClock, cramps func(with bool, n int) int) (d doc, nights int) {
	t.Helper()
	m := testBase(t).Experiments.Measures[0]
	for d = get(t, h, "/experiments"); len(d.all(".today")) == 1; d = get(t, h, "/experiments") {
		do := textOf(doc{Node: d.one(".today"), t: t}.one("p.do"))
		if do != m.With && do != m.Without {
			t.Fatalf("the instruction is %q", do)
		}
		if nights++; nights > 400 {
			t.Fatal("the experiment never ends")
		}
		if n := len(d.all("table")); n != 0 || strings.Contains(d.text(), "interval") {
			t.Fatalf("night %d tells results: %s", nights, d.text())
		}
		b.night(diary.DayOf(clock.time(), time.UTC), cramps(do == m.With, nights))
		clock.add(24 * time.Hour)
	}
	return d, nights
}

func TestExperimentFromStartToVerdict(t *testing.T) {
	h, b, clock := trying(t)
	d := get(t, h, "/experiments").want(200, "Choose one thing to try", "Do not start one while something is new", "Not for you if one of these is true")
	d.checkPage()
	if len(d.all(".offer")) != len(testBase(t).Experiments.Measures) {
		t.Errorf("%d measures are offered", len(d.all(".offer")))
	}
	begun(t, h).want(200, "Night 1 of", "The result stays hidden until the end").checkPage()
	if len(b.items) != 1 || b.items[0].Kind != "experiment" {
		t.Fatalf("kept %d items", len(b.items))
	}
	d, nights := live(t, h, b, clock, func(with bool, n int) int {
		if with {
			return n % 2
		}
		return 2 + n%2
	})
	d.want(200, "probably helps", "fewer cramps a night", "90 % interval", "it can still be chance", "Choose one thing to try").checkPage()
	p := must(experiment.Parse(b.items[0].Data))
	if nights < p.Nights(0) {
		t.Errorf("the verdict came after %d nights, before the first look at %d", nights, p.Nights(0))
	}
	if got := len(d.all(".pairs-table")); got != 1 {
		t.Errorf("%d tables of pairs", got)
	}
}

func TestExperimentThatDoesNothing(t *testing.T) {
	h, b, clock := trying(t)
	begun(t, h)
	seen := false
	d, _ := live(t, h, b, clock, func(_ bool, n int) int {
		seen = seen || strings.Contains(get(t, h, "/experiments").text(), "Cannot tell yet")
		return (n * n / 3) % 3
	})
	if strings.Contains(d.text(), "probably") {
		t.Errorf("a measure without effect: %s", d.text())
	}
	t.Logf("undecided on the way: %v", seen)
}

func TestExperimentAsksFirst(t *testing.T) {
	h, b, _ := trying(t)
	m := testBase(t).Experiments.Measures[0]
	for name, c := range map[string]struct {
		form url.Values
		said string
	}{
		"not read":        {url.Values{"measure": {m.ID}, "outcome": {"cramps"}}, "Nothing was begun"},
		"unknown measure": {url.Values{"measure": {"quinine"}, "outcome": {"cramps"}, "none": {"1"}}, "Nothing was begun"},
		"other outcome":   {url.Values{"measure": {m.ID}, "outcome": {"sleep_hours"}, "none": {"1"}}, "Nothing was begun"},
	} {
		post(t, h, "/experiments", c.form).want(422, c.said).checkPage()
		if len(b.items) != 0 {
			t.Errorf("%s: an experiment was kept", name)
		}
	}
	begun(t, h)
	post(t, h, "/experiments", url.Values{"measure": {m.ID}, "outcome": {"cramps"}, "none": {"1"}}).want(409, "One thing at a time")
	if len(b.items) != 1 {
		t.Error("two experiments at once")
	}
}

// A harm ends it at once, with the advice first and nothing said about the effect.
func TestExperimentStopsForHarm(t *testing.T) {
	h, b, clock := trying(t)
	begun(t, h)
	clock.add(12 * time.Hour) // the next morning
	d := get(t, h, "/experiments").want(200, "How did it go on Sunday 22 November?")
	form := url.Values{}
	for _, in := range (doc{Node: d.one("form.day"), t: t}).all("input[type=hidden]") {
		form.Set(attr(in, "name"), attr(in, "value"))
	}
	post(t, h, "/experiments/followed", form).want(422, "Nothing was kept").checkPage()
	harm := testBase(t).Experiments.Measures[0].Harms[0]
	form.Set("harms", harm.ID)
	d = post(t, h, "/experiments/followed", form).want(200, harm.Stop, "Nothing is said about whether it helps")
	d.checkPage()
	if strings.Contains(d.text(), "How did it go") {
		t.Error("it goes on asking")
	}
	f := b.live()[0].Data.(*diary.Followed)
	if f.Done != "partly" || len(f.Harms) != 1 {
		raw, _ := json.Marshal(f)
		t.Errorf("kept %s", raw)
	}
}

func TestExperimentAnswersAndEnds(t *testing.T) {
	h, b, clock := trying(t)
	begun(t, h)
	clock.add(24 * time.Hour)
	form := url.Values{}
	d := get(t, h, "/experiments")
	for _, in := range (doc{Node: d.one("form.day"), t: t}).all("input[type=hidden]") {
		form.Set(attr(in, "name"), attr(in, "value"))
	}
	form.Set("done", "yes")
	for range 2 { // sent twice, kept once
		post(t, h, "/experiments/followed", form).want(200, "Done already, or did something go wrong?")
	}
	if len(b.live()) != 1 {
		t.Errorf("%d answers", len(b.live()))
	}
	end := url.Values{"experiment": form["experiment"]}
	for range 2 {
		post(t, h, "/experiments/end", end).want(200, "You ended it before there was anything to compare", "Choose one thing to try").checkPage()
	}
	if b.items[0].Version != 3 { // begun, ended, told
		t.Errorf("version %d after ending twice", b.items[0].Version)
	}
	if d := post(t, h, "/experiments/end", url.Values{"experiment": {newID()}}); d.Status != 404 {
		t.Errorf("ending what is not there: %d", d.Status)
	}
}
