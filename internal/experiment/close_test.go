package experiment_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/experiment"
	_ "github.com/legible-health/legible/internal/rapidtest" // fixed seed
)

// closed keeps the end and reads it back, as a store does.
func closed(t interface{ Fatal(...any) }, p experiment.Protocol, r experiment.Report, today diary.Date) experiment.Protocol {
	p, over := p.Close(r, today)
	if !over {
		t.Fatal("the experiment is not over")
	}
	raw, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	back, err := experiment.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(p, back); d != "" {
		t.Fatal("the end is not read as it was written", d)
	}
	return back
}

// However the nights were and whatever becomes of them later, an end that was told stays.
func TestAnEndThatWasToldStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := agreed("bedtime_stretch", diary.Cramps, rapid.Uint64().Draw(t, "seed"))
		entries := live(p, p.Last(2), func(_ diary.Date, with bool) float64 {
			most := 4
			if with {
				most = rapid.SampledFrom([]int{1, 4}).Draw(t, "most")
			}
			return float64(rapid.IntRange(0, most).Draw(t, "cramps"))
		})
		if rapid.Bool().Draw(t, "ended early") {
			day := p.Start + diary.Date(rapid.IntRange(0, p.Nights(2)).Draw(t, "ended"))
			p.Ended = &day
		}
		today := p.Last(2) + 1
		r := p.Report(entries, today)
		c := closed(t, p, r, today)
		if c.Changed(entries) {
			t.Fatal("nothing changed, and it says so")
		}
		i := rapid.IntRange(0, len(entries)-1).Draw(t, "edited")
		edited := slices.Clone(entries)
		edited[i].Data = &diary.Night{Cramps: new(40)}
		if d := cmp.Diff(r, c.Report(edited, today+9)); d != "" {
			t.Fatalf("an edit changed what was told (-was +is):\n%s", d)
		}
		if _, again := c.Close(c.Report(edited, today+9), today+9); again {
			t.Fatal("it was closed twice")
		}
		if r.Result == nil {
			return
		}
		// It says so when the night counts: the tables of an open one then differ.
		was, is := p.Report(entries, today), p.Report(edited, today)
		if differs := is.Result != nil && is.Stop == nil && was.Stop == nil && is.Until == was.Until && !slices.Equal(was.Result.Pairs, is.Result.Pairs); differs && !c.Changed(edited) {
			t.Fatalf("a counted night was edited, and it does not say so")
		}
	})
}

func TestOnlyAnEndIsClosed(t *testing.T) {
	p := agreed("bedtime_stretch", diary.Cramps, 3)
	for _, today := range []diary.Date{p.Start - 1, p.Start, p.Last(0)} {
		if _, over := p.Close(p.Report(nil, today), today); over {
			t.Errorf("on %s it was closed", today)
		}
	}
	c := closed(t, p, p.Report(nil, p.Last(2)+9), p.Last(2)+9)
	raw, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	for old, bad := range map[string]string{`"state":"finished"`: `"state":"stopped"`, `"last"`: `"lost"`} {
		text := strings.Replace(string(raw), old, bad, 1)
		if _, err := experiment.Parse([]byte(text)); text == string(raw) || errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
