package diary_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
)

func TestDecodeTakesAWholeNight(t *testing.T) {
	got, err := diary.Decode([]byte(`{"id":"0190A1B2-C3D4-7e5f-8a9b-0c1d2e3f4a5b","kind":"night","day":"2026-11-20","version":3,
		"at":"2026-11-21T07:30:00+01:00",
		"data":{"cramps":2,"urge":null,"pain":6,"sleep_hours":5.5,"wakings":3,"muscles":["calf"],
		"tried":[{"measure":"heat_after_cramp","helped":"yes"}],"note":" two\r\nlines "}}`), now, berlin)
	if err != nil {
		t.Fatal(err)
	}
	want := diary.Entry{
		ID: id1, Kind: diary.KindNight, Day: diary.DateOf(2026, 11, 20), Version: 3,
		At: ptr(time.Date(2026, 11, 21, 6, 30, 0, 0, time.UTC)),
		Data: &diary.Night{
			Cramps: ptr(2), Pain: ptr(6), SleepHours: ptr(5.5), Wakings: ptr(3), Muscles: []string{"calf"},
			Tried: []diary.Tried{{Measure: "heat_after_cramp", Helped: "yes"}}, Note: "two\nlines",
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeRefuses(t *testing.T) {
	entry := func(kind, day, data string) string {
		return fmt.Sprintf(`{"id":%q,"kind":%q,"day":%q,"data":%s}`, id1, kind, day, data)
	}
	night := func(data string) string { return entry("night", "2026-11-20", data) }
	for _, c := range []struct{ name, raw, want string }{
		{"pain 11", night(`{"pain":11}`), "data.pain: must be a whole number from 0 to 10"},
		{"30 hours of sleep", night(`{"sleep_hours":30}`), "data.sleep_hours: must be a number from 0 to 24"},
		{"tomorrow", entry("night", "2026-11-22", `{"pain":1}`), "day: has not come yet"},
		{"1900", entry("night", "1900-01-01", `{"pain":1}`), "day: is before 2000-01-01"},
		{"1066", entry("night", "1066-10-14", `{"pain":1}`), "day: is not a date"},
		{"no such day", entry("night", "2026-02-30", `{"pain":1}`), "day: is not a date"},
		{"no day", `{"id":"` + id1 + `","kind":"night","data":{"pain":1}}`, "day: is missing"},
		{"half a cramp", night(`{"cramps":1.5}`), "data.cramps: must be a whole number"},
		{"a word for a number", night(`{"pain":"6"}`), "data.pain: must be a whole number"},
		{"a huge number", night(`{"pain":1e300}`), "data.pain: must be a whole number"},
		{"unknown field", night(`{"pian":6}`), "data.pian: is not a field here"},
		{"wrong case", night(`{"Pain":6}`), "is not a field here"},
		{"doubled field", night(`{"pain":6,"pain":2}`), "data.pain: stands twice"},
		{"nothing said", night(`{}`), "data: says nothing"},
		{"no data", `{"id":"` + id1 + `","kind":"night","day":"2026-11-20"}`, "data: is missing"},
		{"unknown kind", entry("dream", "2026-11-20", `{}`), "kind: must be one of night, episode"},
		{"bad id", `{"id":"7","kind":"night","day":"2026-11-20","data":{"pain":1}}`, "id: must be a UUID"},
		{"long note", night(`{"note":"` + strings.Repeat("é", 10_001) + `"}`), "data.note: must have at most 10000 characters"},
		{"5 MB note", night(`{"note":"` + strings.Repeat("x", 5<<20) + `"}`), "is too large"},
		{"control characters", night(`{"note":"a\u0000b"}`), "data.note: holds characters"},
		{"not UTF-8", night("{\"note\":\"\xff\"}"), "is not UTF-8"},
		{"measure named twice", night(`{"tried":[{"measure":"a"},{"measure":"a"}]}`), "data.tried[1].measure: is named twice"},
		{"helped how", night(`{"tried":[{"measure":"a","helped":"a lot"}]}`), "data.tried[0].helped: must be one of yes, no, unsure"},
		{"a null in a list", night(`{"muscles":[null]}`), "data.muscles[0]: is missing"},
		{"a day of 26 hours", entry("habits", "2026-11-20", `{"standing_hours":13,"sitting_hours":13}`), "data.sitting_hours: and standing_hours"},
		{"colour 9", entry("habits", "2026-11-20", `{"urine_colour":9}`), "data.urine_colour: must be a whole number from 1 to 8"},
		{"more steps than there are", entry("routine", "2026-11-20", `{"routine":"r","steps":2,"steps_done":3}`), "data.steps_done: is more than steps"},
		{"a dose", entry("medicine", "2026-11-20", `{"name":"x","change":"started","dose":"5 mg"}`), "data.dose: is not a field here"},
		{"a value that is no number", entry("lab", "2026-11-20", `{"analyte":"ferritin","value":"high","unit":"ug/L"}`), "data.value: must be a number"},
		{"at another day", `{"id":"` + id1 + `","kind":"night","day":"2026-11-10","at":"2026-11-20T22:00:00Z","data":{"pain":1}}`, "at: does not fall on the day"},
		{"at in the future", `{"id":"` + id1 + `","kind":"night","day":"2026-11-21","at":"2026-11-21T23:00:00Z","data":{"pain":1}}`, "at: lies in the future"},
		{"own conflict", `{"id":"` + id1 + `","conflict_of":"` + id1 + `","kind":"night","day":"2026-11-20","data":{"pain":1}}`, "conflict_of: must be the id of another"},
		{"a word for yes", night(`{"partner_kicks":"yes"}`), "data.partner_kicks: must be true or false"},
		{"a word for hours", night(`{"sleep_hours":true}`), "data.sleep_hours: must be a number"},
		{"a number for text", night(`{"note":5}`), "data.note: must be text"},
		{"one for a list", night(`{"muscles":"calf"}`), "data.muscles: must be a list"},
		{"31 muscles", night(`{"muscles":["a"` + strings.Repeat(`,"a"`, 30) + `]}`), "data.muscles: must hold at most 30 items"},
		{"muscle named twice", night(`{"muscles":["calf","calf"]}`), "data.muscles[1]: is named twice"},
		{"a measure without its id", night(`{"tried":[{"helped":"yes"}]}`), "data.tried[0].measure: is missing"},
		{"a number for a day", `{"id":"` + id1 + `","kind":"night","day":20261120,"data":{"pain":1}}`, "day: must be text"},
		{"negative version", `{"id":"` + id1 + `","version":-1,"kind":"night","day":"2026-11-20","data":{"pain":1}}`, "version: must not be negative"},
		{"data that is text", entry("note", "2026-11-20", `"x"`), "data: must be an object"},
		{"an empty note", entry("note", "2026-11-20", `{"text":" "}`), "data.text: is missing"},
		{"no experiment", entry("followed", "2026-11-20", `{"done":"yes"}`), "data.experiment: must be a UUID"},
		{"a list", `[1]`, "must be an object"},
		{"cut off", night(`{"pain":1}`)[:40], "is not valid JSON here"},
		{"two entries", night(`{"pain":1}`) + `,{}`, "expected nothing more"},
		{"deep", strings.Repeat("[", 40), "is nested too deeply"},
		{"empty", ``, "is not valid JSON here"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := diary.Decode([]byte(c.raw), now, berlin)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got error %v, want %q", err, c.want)
			}
			if errs.KindOf(err) != errs.Invalid || !reflect.DeepEqual(got, diary.Entry{}) {
				t.Errorf("kind %v, entry %v: want Invalid and nothing half read", errs.KindOf(err), got)
			}
		})
	}
}

func TestAllFaultsAtOnceAndNoneRepeatsWhatWasSent(t *testing.T) {
	_, err := diary.Decode([]byte(`{"id":"`+id1+`","kind":"night","day":"2026-11-20","data":{"pain":4711,"cramps":4712,"side":"secretword"}}`), now, berlin)
	var list diary.Faults
	if !errors.As(err, &list) || len(list) != 3 {
		t.Fatalf("got %v, want three faults", err)
	}
	for _, sent := range []string{"4711", "4712", "secretword"} {
		if strings.Contains(err.Error(), sent) {
			t.Errorf("%q is repeated in %q", sent, err)
		}
	}
}

func TestCheckRefusesDataOfAnotherKind(t *testing.T) {
	for name, d := range map[string]diary.Data{"none": nil, "a nil pointer": (*diary.Night)(nil), "another": &diary.Note{Text: "x"}} {
		e := diary.Entry{ID: id1, Kind: diary.KindNight, Day: diary.DateOf(2026, 11, 20), Data: d}
		if err := e.Check(now, berlin); err == nil || !strings.Contains(err.Error(), "data: is missing or of another kind") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestManyFaultsAreCutShort(t *testing.T) {
	rows := strings.Repeat("2026-11-01,99\n", 300)
	_, err := diary.ReadCSV(strings.NewReader("day,pain\n"+rows), diary.Import{Now: now, Zone: berlin})
	var list diary.Faults
	if !errors.As(err, &list) || len(list) != 100 || strings.Count(err.Error(), "\n") != 20 || !strings.HasSuffix(err.Error(), "and 80 more") {
		t.Errorf("%d faults: %v", len(list), err)
	}
}

func TestParseRefusesWhatEncodeNeverWrote(t *testing.T) {
	good := string(nightEntry(id1, 1, 5).Encode())
	if _, err := diary.Parse([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{
		"", "null", good + good, strings.Replace(good, `"pain":5`, `"pain":11`, 1), strings.Replace(good, `"pain"`, `"pian"`, 1),
		strings.Replace(good, `"night"`, `"dream"`, 1), strings.Replace(good, `"day":"2026-11-20",`, "", 1), strings.Replace(good, `{"pain":5}`, "null", 1),
	} {
		if e, err := diary.Parse([]byte(bad)); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s is read as %v, %v", bad, e, err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	raw := nightEntry(id1, 1, 5).Encode()
	for b.Loop() {
		if _, err := diary.Parse(raw); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	raw := []byte(`{"id":"` + id1 + `","kind":"night","day":"2026-11-20","data":{"cramps":2,"urge":1,"pain":6,"sleep_hours":5.5,"wakings":3,"muscles":["calf"],"note":"woke at three"}}`)
	for b.Loop() {
		if _, err := diary.Decode(raw, now, berlin); err != nil {
			b.Fatal(err)
		}
	}
}

func TestTheDayFollowsFromTheTime(t *testing.T) {
	for kind, want := range map[string]string{
		`"night","data":{"pain":1}`:        "2026-11-19",
		`"drink","data":{"what":"tea"}`:    "2026-11-19",
		`"episode","data":{"sort":"urge"}`: "2026-11-19",
	} {
		e, err := diary.Decode([]byte(`{"id":"`+id1+`","at":"2026-11-20T02:30:00Z","kind":`+kind+`}`), now, berlin)
		if err != nil || e.Day.String() != want {
			t.Errorf("%s at 3:30 in the morning: day %v, error %v; want %s", kind, e.Day, err, want)
		}
	}
}

func TestEncodeAndParseAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := anyEntry(t)
		if err := e.Check(now, berlin); err != nil {
			t.Fatalf("a drawn entry is refused: %v", err)
		}
		back, err := diary.Parse(e.Encode())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(e, back); diff != "" || !e.Same(back) {
			t.Fatalf("%s", diff)
		}
		e.Version = 7
		if !e.Same(back) || string(e.Encode()) != string(back.Encode()) {
			t.Fatal("the version is part of the content")
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"id":"` + id1 + `","kind":"night","day":"2026-11-20","data":{"pain":6,"tried":[{"measure":"a"}]}}`))
	f.Add([]byte(`{"kind":"lab","data":{"value":1e5}}`))
	f.Add([]byte(`[[[[`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		e, err := diary.Decode(raw, now, berlin)
		if err != nil {
			return
		}
		again, err := diary.Decode(e.Encode(), now, berlin)
		if err != nil || !e.Same(again) {
			t.Errorf("not read back: %v", err)
		}
	})
}
