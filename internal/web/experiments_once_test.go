package web

import (
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/experiment"
)

// meeting is a source of chance at which two requests wait for each other, so that both
// have seen what was kept before either writes.
type meeting struct {
	mu    sync.Mutex
	come  int
	met   chan struct{}
	bytes *rand.ChaCha8
}

func newMeeting() *meeting {
	return &meeting{met: make(chan struct{}), bytes: rand.NewChaCha8([32]byte{1})}
}

// arrive counts one more who is there, or who will not come any more.
func (m *meeting) arrive() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.come++; m.come == 2 {
		close(m.met)
	}
}

func (m *meeting) Read(p []byte) (int, error) {
	m.arrive()
	<-m.met
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.bytes.Read(p)
}

// Two devices that begin at the same moment begin one experiment: the other is told that
// something is being tried.
func TestTwoDevicesBeginOneExperiment(t *testing.T) {
	k := keptSite(t)
	chance := newMeeting()
	f := &fake{base: testBase(t)}
	k.h = must(newSite(f, f.base, Options{Country: "GB", Version: "test", Keeper: k.keeper, Users: k.users, Now: k.clock.time, Chance: chance}))
	phone := k.signUp(t, "anna")
	laptop := k.client()
	laptop.post("/account", url.Values{"name": {"anna"}, "password": {goodPassword}})
	measures := f.base.Experiments.Measures
	var answers [2]doc
	var both sync.WaitGroup
	for i, b := range []*client{phone, laptop} {
		both.Go(func() {
			m := measures[i] // another one on each device
			answers[i] = b.post("/experiments", url.Values{"measure": {m.ID}, "outcome": {m.Outcomes[0]}, "none": {"1"}})
			chance.arrive()
		})
	}
	both.Wait()
	v := k.visit(phone)
	items := must(must(k.keeper.Book(t.Context(), v.Account, v.Chosen.ID)).Items(t.Context(), experimentItem))
	if len(items) != 1 {
		t.Fatalf("%d experiments run at once", len(items))
	}
	begun := must(experiment.Parse(items[0].Data))
	if answers[0].Status+answers[1].Status != http.StatusOK+http.StatusConflict {
		t.Errorf("statuses %d and %d, want one 200 and one 409", answers[0].Status, answers[1].Status)
	}
	for _, d := range answers {
		if d.Status == http.StatusConflict {
			d.want(409, "One thing at a time").checkPage()
		}
		d.want(d.Status, begun.Name)
	}
	for _, b := range []*client{phone, laptop} { // and after its end the next can begin
		b.post("/experiments/end", url.Values{"experiment": {begun.ID}})
	}
	phone.post("/experiments", url.Values{"measure": {measures[2].ID}, "outcome": {measures[2].Outcomes[0]}, "none": {"1"}}).want(200, measures[2].Name, "Night 1 of")
}

// A verdict stays as it was told when a night it rests on is edited afterwards, and the
// page says so.
func TestAVerdictStaysWhenANightIsEditedLater(t *testing.T) {
	h, b, clock := trying(t)
	begun(t, h)
	d, _ := live(t, h, b, clock, func(with bool, n int) int {
		if with {
			return n % 2
		}
		return 2 + n%2
	})
	verdict := textOf(doc{Node: d.one(".verdict"), t: t}.one("p.do"))
	if !strings.Contains(verdict, "probably helps") {
		t.Fatalf("the verdict is %q", verdict)
	}
	const changed = "Nights of this experiment were changed"
	if strings.Contains(get(t, h, "/experiments").text(), changed) {
		t.Error("nights are said to have changed that have not")
	}
	told := clock.time()
	clock.add(30 * 24 * time.Hour)
	p := must(experiment.Parse(b.items[0].Data))
	for _, e := range b.nights() { // now every night was the same
		if e.Day >= p.Start {
			cramps := 1
			e.Data = &diary.Night{Cramps: &cramps}
			b.put(e)
		}
	}
	d = get(t, h, "/experiments").want(200, changed, dayFull(must(newRenderer()).bundle.For("en"), diary.DayOf(told, time.UTC)))
	d.checkPage()
	if now := textOf(doc{Node: d.one(".verdict"), t: t}.one("p.do")); now != verdict {
		t.Errorf("the verdict was %q and is %q", verdict, now)
	}
}

// Before its end nothing is frozen: a night that is corrected counts as it is now.
func TestAnEditBeforeTheEndCounts(t *testing.T) {
	h, b, clock := trying(t)
	begun(t, h)
	p := must(experiment.Parse(b.items[0].Data))
	for day := p.Start; day <= p.Last(0); day++ {
		get(t, h, "/experiments")
		b.night(day, 1)
		clock.add(24 * time.Hour)
	}
	if b.items[0].Version != 1 {
		t.Fatalf("version %d before anything was told", b.items[0].Version)
	}
	order := map[diary.Date]bool{}
	for day := p.Start; day <= p.Last(0); day++ {
		order[day] = p.Today(experiment.Report{State: experiment.Running}, day).With
	}
	for _, e := range b.nights() {
		cramps := 4
		if order[e.Day] {
			cramps = 0
		}
		e.Data = &diary.Night{Cramps: &cramps}
		b.put(e)
	}
	get(t, h, "/experiments").want(200, "probably helps: 4.0 fewer")
}
