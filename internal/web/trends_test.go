package web

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/trend"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// invented is a diary of so many nights up to last night, with gaps. After days with
// caffeine late there are more cramps.
func invented(nights int) []diary.Entry {
	chance := rand.New(rand.NewPCG(1, 2))
	last := must(diary.ParseDate(lastNight))
	var out []diary.Entry
	id := func(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }
	for i := range nights {
		day := last - diary.Date(nights-1-i)
		if i%9 == 4 {
			continue
		}
		late := chance.IntN(2) == 1
		cramps, pain, urge, wakings := chance.IntN(2), chance.IntN(5), chance.IntN(4), chance.IntN(3)
		if late {
			cramps += 2
		}
		sleep := 5 + float64(chance.IntN(8))/2
		out = append(out,
			diary.Entry{ID: id(2 * i), Kind: diary.KindNight, Day: day, Data: &diary.Night{Cramps: &cramps, Pain: &pain, Urge: &urge, Wakings: &wakings, SleepHours: &sleep}},
			diary.Entry{ID: id(2*i + 1), Kind: diary.KindHabits, Day: day, Data: &diary.Habits{CaffeineLate: &late}})
	}
	return out
}

func (b *shelf) put(entries ...diary.Entry) {
	for _, e := range entries {
		e.Version = 1
		b.stored[e.ID] = diary.Stored{Entry: e}
	}
}

// golden compares with testdata/NAME.golden, which -update rewrites.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		must(0, os.MkdirAll("testdata", 0o755))
		must(0, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run with -update and read the difference", file)
	}
}

// The charts of a small diary, as they stand in the page.
func TestCharts(t *testing.T) {
	re := must(newRenderer())
	p := re.bundle.For("en")
	base := testBase(t)
	rules := &base.Experiments
	days, last := trend.Collect(invented(40)), must(diary.ParseDate(lastNight))
	rule := rules.Outcome("cramps")
	var week trend.Week
	for _, w := range trend.Weeks(days, rules.Trends) {
		if w.Outcome == diary.Cramps {
			week = w
		}
	}
	points := trend.Series(days, last-29, last, rule, rules.Trends)
	for name, view := range map[string]any{
		"raster":   drawRaster(p, trend.Raster(days, last, rasterNights, rules), rules),
		"series":   drawSeries(p, points, rule),
		"weeks":    drawWeeks(p, points, rule),
		"weekdays": drawWeekdays(p, week, rule),
		"span":     drawSpan(-.8, -1.5, -.1),
	} {
		drawn, err := re.part(p, "trends", name, view)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(drawn, []byte("NaN")) || bytes.Contains(drawn, []byte("Inf")) {
			t.Errorf("%s draws no number", name)
		}
		golden(t, "chart-"+name, string(drawn))
	}
}

// What a chart draws is what its table says.
func TestSeriesDrawsWhatTheTableSays(t *testing.T) {
	p := must(newRenderer()).bundle.For("en")
	rules := &testBase(t).Experiments
	days, last := trend.Collect(invented(40)), must(diary.ParseDate(lastNight))
	for _, rule := range rules.Outcomes {
		points := trend.Series(days, last-39, last, &rule, rules.Trends)
		c := drawSeries(p, points, &rule)
		known := 0
		for _, point := range points {
			if point.Known {
				known++
			}
		}
		if len(c.Dots) != known || known == 0 || len(c.Table) < known {
			t.Errorf("%s: %d dots and %d rows for %d nights", rule.ID, len(c.Dots), len(c.Table), known)
		}
		for _, d := range c.Dots {
			var y float64
			must(fmt.Sscan(d.Y, &y))
			if y < seriesTop-.1 || y > seriesTop+seriesHigh+.1 {
				t.Errorf("%s: a dot at %s is outside the chart", rule.ID, d.Y)
			}
		}
	}
}

// The table beside a series tells which night a row is about, also when it spans a year.
func TestSeriesTableNamesEachNight(t *testing.T) {
	p := must(newRenderer()).bundle.For("en")
	rules := &testBase(t).Experiments
	last := must(diary.ParseDate(lastNight))
	for _, nights := range trendRanges {
		c := drawSeries(p, trend.Series(trend.Collect(invented(nights)), last-diary.Date(nights)+1, last, &rules.Outcomes[0], rules.Trends), &rules.Outcomes[0])
		seen := map[string]bool{}
		for _, row := range c.Table {
			if seen[row.Day] {
				t.Fatalf("%d nights: two rows are called %q", nights, row.Day)
			}
			seen[row.Day] = true
		}
		if end := c.Table[len(c.Table)-1].Day; !strings.HasSuffix(end, " Nov") {
			t.Errorf("a night of November is called %q", end)
		}
	}
}

func TestTrendsPage(t *testing.T) {
	h, b := diarySite(t)
	get(t, h, "/trends").want(200, "From three nights on").checkPage()
	b.put(invented(90)...)
	d := get(t, h, "/trends").want(200, "The last 14 nights", "Cramps, night by night", "Goes along with worse nights", "caffeine after midday", "A link is no cause", "90 % interval")
	d.checkPage()
	if n := len(d.all("svg.drawn")); n != 4 {
		t.Errorf("%d charts, want 4", n)
	}
	for _, svg := range d.all("svg.drawn") {
		one := doc{Node: svg, t: t}
		if attr(svg, "role") != "img" || textOf(one.all("title")[0]) == "" || len(textOf(one.one("desc"))) < 20 {
			t.Errorf("a chart without a title or a description: %q", attr(svg, "aria-labelledby"))
		}
	}
	d = post(t, h, "/trends", url.Values{"outcome": {"sleep_hours"}, "nights": {"30"}, "change": {"2026-10-20"}}).want(200, "Sleep, night by night", "Tuesday 20 October", "Before, on")
	d.checkPage()
	if got := d.pressed(""); got != "sleep_hours" {
		t.Errorf("pressed %q", got)
	}
	post(t, h, "/trends", url.Values{"outcome": {"<b>"}, "nights": {"-4"}, "change": {"1900-01-01"}}).want(200, "Choose a day from the year 2000").checkPage()
}

// A diary without any link shows none, and says that it looked.
func TestTrendsWithoutALink(t *testing.T) {
	h, b := diarySite(t)
	entries := invented(90)
	chance := rand.New(rand.NewPCG(3, 4))
	for _, e := range entries {
		if x, ok := e.Data.(*diary.Habits); ok {
			late := chance.IntN(2) == 1
			x.CaffeineLate = &late
		} else {
			cramps := chance.IntN(3)
			e.Data.(*diary.Night).Cramps = &cramps
		}
	}
	b.put(entries...)
	get(t, h, "/trends").want(200, "nothing stands out from chance", "We looked at")
}
