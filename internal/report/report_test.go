package report_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/experiment"
	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/labs"
	_ "github.com/legible-health/legible/internal/rapidtest" // fixed seed
	"github.com/legible-health/legible/internal/report"
)

var update = flag.Bool("update", false, "rewrite the golden files")

type world struct {
	base    *kb.Base
	engine  *assess.Engine
	planner *care.Planner
	labs    *labs.Interpreter
	words   *i18n.Printer
}

var theWorld = sync.OnceValues(func() (*world, error) {
	base, err := kb.Load(os.DirFS("../../knowledge"))
	if err != nil {
		return nil, err
	}
	engine, err := assess.New(base)
	if err != nil {
		return nil, err
	}
	words, err := i18n.Load(os.DirFS("../web/messages"))
	if err != nil {
		return nil, err
	}
	return &world{base, engine, care.New(base), labs.New(base), words.For("en")}, nil
})

func open(t testing.TB) *world {
	t.Helper()
	w, err := theWorld()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

const today diary.Date = 20_750 // a day in October 2026

func ptr[T any](v T) *T { return &v }

// restless is a person with restless nights, a diary, results and a question.
func restless(t testing.TB, w *world) report.Input {
	t.Helper()
	person := clinical.Person{Age: ptr(58.0), Sex: clinical.Female}
	said := clinical.Evidence{
		"urge_to_move_legs": clinical.Yes, "worse_at_rest": clinical.Yes, "worse_evening_night": clinical.Yes, "relieved_by_movement": {Presence: clinical.NotKnown},
		"fever": clinical.No, "chest_pain": clinical.No, "takes_ssri_snri": clinical.Yes,
	}
	for id := range said {
		if w.base.Finding(id) == nil {
			delete(said, id)
		}
	}
	a := w.engine.Assess(assess.Case{Person: person, Evidence: said}, assess.Options{Explain: 8})
	found, err := w.labs.Interpret(person, said, []labs.Result{{Analyte: "ferritin", Value: "18", Unit: "ug/L", Low: "15", High: "150", Confirmed: true}})
	if err != nil {
		t.Fatal(err)
	}
	return report.Input{
		Base: w.base, Day: today, Name: "A. Person", Person: person, Text: "My legs will not lie still.\nI walk at night.",
		Said: said, Assessment: a, Plan: w.planner.Plan(&care.Case{Person: person, Assessment: a}),
		Diary: true, Entries: nights(t), Labs: []report.Result{{Day: today - 20, Reading: found.Readings[0]}},
		Questions: []string{"Could it be my iron?"}, Suggested: []string{"Which test would tell?"},
	}
}

// nights are nine of the last fourteen, and what was done.
func nights(t testing.TB) (out []diary.Entry) {
	t.Helper()
	add := func(i int, kind diary.Kind, day diary.Date, data diary.Data) {
		out = append(out, diary.Entry{ID: fmt.Sprintf("0190a5c4-0000-7000-8000-%012d", i), Kind: kind, Day: day, Data: data})
	}
	for i := range 9 {
		add(i, diary.KindNight, today-10+diary.Date(i), &diary.Night{Cramps: ptr(i % 3), Urge: ptr(i % 4), Tried: []diary.Tried{{Measure: "massage", Helped: []string{"yes", "no", "unsure"}[i%3]}}})
	}
	add(20, diary.KindMedicine, today-30, &diary.Medicine{Name: "the new water tablet", Change: "started"})
	return out
}

// fixed is a report whose numbers stand here, so that an edit of the content changes
// nothing about its words.
func fixed(t testing.TB, w *world) *report.Report {
	t.Helper()
	r := report.New(report.Input{Base: w.base, Day: today, Diary: true, Entries: nights(t)})
	r.Name, r.Person, r.OwnWords = "A. Person", clinical.Person{Age: ptr(58.0), Sex: clinical.Female}, "My legs will not lie still.\nI walk at night."
	r.Checked, r.Urgency = true, report.Urgency{Level: clinical.Soon, Action: "See a doctor within two weeks.", Reasons: []string{"It spoils your sleep."}}
	r.Candidates = []report.Candidate{
		{Name: "Restless legs", Clinical: "Restless legs syndrome", Pretest: 0.04, Posttest: 0.294, Low: 0.2, High: 0.45, Rest: 1, Terms: []report.Term{
			{Label: "Strong need to move", Presence: clinical.Present, Ratio: 5}, {Label: "How long", Presence: clinical.Present, Value: "91 days", Ratio: 2.5, Estimate: true},
			{Label: "Calf cramps", Presence: clinical.Absent, Ratio: 0.8}}},
		{Name: "Low iron", Clinical: "Low iron", Pretest: 0.02, Posttest: 0.02, Low: 0.001, High: 0.1, Rest: 1, Reviewed: true},
	}
	r.Feared = []report.Feared{{Name: "A clot", Posttest: 0.002}}
	r.Criteria = []report.Criteria{
		{Instrument: "four", Name: "Four criteria", Label: "not all met", Items: []report.Item{
			{Label: "Urge", State: report.Met}, {Label: "At rest", State: report.NotMet}, {Label: "At night", State: report.Open}, {Label: "Eased by walking", State: report.NotAsked}}},
		{Instrument: "scale", Name: "Pain 0–10", Label: "moderate", Score: 4, Scale: true},
	}
	r.RedFlags = report.RedFlags{Present: []string{"Night sweats"}, Absent: []string{"Fever", "Chest pain"}, Open: []string{"Weight loss"}, Unasked: 40}
	r.Medicines = []report.Medicine{{Name: "SSRI antidepressants", Effects: []string{"restless legs", "low sodium"}, Grade: "B"}}
	r.Tests = []report.Test{{Name: "Ferritin", Why: "It looks for low iron."}, {Name: "Creatinine"}}
	r.Labs = []report.Lab{
		{Day: today - 20, Name: "Ferritin", Value: "18", Unit: "µg/L", Low: "15", High: "150", Flag: labs.Normal, ForLegs: []string{"low for restless legs"}},
		{Day: today - 20, Name: "Potassium", Value: "6.9", Unit: "mmol/L", High: "5.1", Flag: labs.CriticalHigh, Critical: "emergency care now"},
		{Day: today - 20, Name: "Sodium", Value: "9", Unit: "mmol/L", Flag: labs.Indeterminate, Open: true},
	}
	r.Trials = []report.Experiment{{Name: "Stretching", Start: today - 90, State: experiment.Finished, Verdict: experiment.Helps, Less: "fewer cramps a night", More: "more cramps a night", Effect: -0.8, Low: -1.5, High: -0.1, Share: 0.9}}
	r.Written = []report.Note{{Day: today - 2, By: "a practice", Text: "Ferritin repeated."}}
	r.Tonight, r.Week = []string{"A warm bath"}, []string{"A daily walk"}
	r.Answers = []report.Answer{{Label: "Urge", Presence: clinical.Present}, {Label: "Fever", Presence: clinical.Absent}, {Label: "Weight loss", Presence: clinical.NotKnown}, {Label: "Pain", Presence: clinical.Present, Value: "4"}}
	r.Questions, r.Suggested = []string{"Could it be my iron?"}, []string{"Which test would tell?"}
	return r
}

func TestGolden(t *testing.T) {
	w := open(t)
	for name, r := range map[string]*report.Report{
		"restless":   fixed(t, w),
		"empty":      report.New(report.Input{Base: w.base, Day: today}),
		"diary_only": report.New(report.Input{Base: w.base, Day: today, Diary: true, Entries: nights(t)}),
	} {
		t.Run(name, func(t *testing.T) {
			d := r.Document(w.words, report.Steps[2])
			d.Foot = "" // the version of the content changes with every edit of it
			got := d.Text()
			path := "testdata/" + name + ".golden"
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("-want +got, rewrite with -update:\n%s", diff)
			}
		})
	}
}

func TestWhatWasNotAskedIsNeverNo(t *testing.T) {
	w := open(t)
	r := report.New(restless(t, w))
	asked := map[string]bool{}
	for _, a := range r.Answers {
		if a.Presence == clinical.Absent {
			asked[a.Label] = true
		}
	}
	if len(r.RedFlags.Absent) == 0 || r.RedFlags.Unasked == 0 {
		t.Fatalf("want negative and unasked alarm signs, got %+v", r.RedFlags)
	}
	for _, label := range r.RedFlags.Absent {
		if !asked[label] {
			t.Errorf("%q is told as asked and negative, and nobody answered it", label)
		}
	}
	states := map[string]report.State{}
	for _, c := range r.Criteria {
		for _, x := range c.Items {
			states[x.Finding] = x.State
		}
	}
	if got := states["relieved_by_movement"]; got != report.Open {
		t.Errorf("a don't know is %q, want %q", got, report.Open)
	}
}

func TestTermsMultiplyToThePosttest(t *testing.T) {
	r := report.New(restless(t, open(t)))
	if len(r.Candidates) < 3 {
		t.Fatalf("%d candidates", len(r.Candidates))
	}
	for _, c := range r.Candidates {
		odds := c.Pretest / (1 - c.Pretest) * c.Rest
		for _, x := range c.Terms {
			odds *= x.Ratio
		}
		if got := odds / (1 + odds); got < c.Posttest-1e-6 || got > c.Posttest+1e-6 {
			t.Errorf("%s: the terms give %v, the report says %v", c.Condition, got, c.Posttest)
		}
	}
}

func TestEverySectionHasAVoiceAndNoneIsADiagnosis(t *testing.T) {
	w := open(t)
	in := restless(t, w)
	in.Written = []report.Note{{Day: today, By: "a practice", Text: "Ferritin repeated."}}
	d := report.New(in).Document(w.words, report.Steps[0])
	voices := map[report.Voice]bool{}
	for _, s := range append(d.First, d.Rest...) {
		if d.Words.Voices[s.Voice] == "" || s.Heading == "" {
			t.Errorf("section %q: voice %q, heading %q", s.ID, s.Voice, s.Heading)
		}
		voices[s.Voice] = true
	}
	if len(voices) != 3 {
		t.Errorf("voices %v, want all three", voices)
	}
	for _, phrase := range []string{"you have restless", "diagnosis:", "diagnosed"} {
		if strings.Contains(strings.ToLower(d.Text()), phrase) {
			t.Errorf("the report says %q", phrase)
		}
	}
}

func TestACriticalResultRaisesTheUrgency(t *testing.T) {
	w := open(t)
	in := restless(t, w)
	found, err := w.labs.Interpret(in.Person, in.Said, []labs.Result{{Analyte: "potassium", Value: "7.2", Unit: "mmol/L", Confirmed: true}})
	if err != nil || found.Floor < clinical.SameDay {
		t.Fatalf("potassium 7.2 asks for %v, %v", found.Floor, err)
	}
	in.Labs = append(in.Labs, report.Result{Day: today - 200, Reading: found.Readings[0]})
	r := report.New(in)
	if r.Urgency.Level != found.Floor || !strings.Contains(r.Urgency.Reasons[0], "7.2") {
		t.Errorf("urgency %+v, want %v because of the potassium", r.Urgency, found.Floor)
	}
	for _, l := range report.Steps {
		first := r.Document(w.words, l).First
		if first[0].ID != "urgency" || !first[0].Alarm || first[1].ID != "labs" || !first[1].Alarm {
			t.Errorf("page one begins with %s and %s, want the urgency and the result", first[0].ID, first[1].ID)
		}
	}
	in.Said, in.Assessment, in.Plan = nil, nil, nil
	if r := report.New(in); r.Urgency.Level != found.Floor || r.Urgency.Action == "" {
		t.Errorf("without a check the urgency is %+v", r.Urgency)
	}
}

// A comparator may leave open whether a value is critical; the report does not settle it.
func TestAResultThatMayBeCriticalIsNotSaidToBe(t *testing.T) {
	w := open(t)
	in := restless(t, w)
	found, err := w.labs.Interpret(in.Person, in.Said, []labs.Result{{Analyte: "potassium", Value: ">6.0", Unit: "mmol/L", Confirmed: true}})
	if err != nil {
		t.Fatal(err)
	}
	in.Labs = []report.Result{{Day: today - 2, Reading: found.Readings[0]}}
	u := report.New(in).Urgency
	if u.Level != clinical.Emergency || !strings.Contains(u.Reasons[0], "may be critical") {
		t.Errorf("urgency %v because %q", u.Level, u.Reasons)
	}
}

func TestNothingOfARunningExperimentIsTold(t *testing.T) {
	w := open(t)
	m := w.base.Experiments.Measures[0]
	p, err := experiment.New("0190a5c4-0000-7000-8000-00000000abcd", m.ID, diary.Outcome(m.Outcomes[0]), today-4, 7, w.base)
	if err != nil {
		t.Fatal(err)
	}
	in := restless(t, w)
	in.Protocols = []experiment.Protocol{p}
	got := report.New(in).Trials
	want := report.Experiment{Name: m.Name, Start: today - 4, State: experiment.Running, Less: p.Outcome.Less, More: p.Outcome.More, Share: p.Rules.Interval}
	if diff := cmp.Diff([]report.Experiment{want}, got); diff != "" {
		t.Error(diff)
	}
}

func TestTighterLimitsNeverShowMore(t *testing.T) {
	w := open(t)
	in := restless(t, w)
	rapid.Check(t, func(t *rapid.T) {
		in.Text = rapid.StringN(0, 3000, -1).Draw(t, "text")
		in.Questions = rapid.SliceOfN(rapid.StringN(1, 200, -1), 0, 15).Draw(t, "questions")
		r := report.New(in)
		last := 1 << 30
		for i, l := range report.Steps {
			d := r.Document(w.words, l)
			n := 0
			for _, s := range d.First {
				raw, err := json.Marshal(s.Blocks)
				if err != nil {
					t.Fatal(err)
				}
				n += utf8.RuneCount(raw)
			}
			if n > last {
				t.Fatalf("step %d shows %d characters, the one before %d", i, n, last)
			}
			last = n
		}
	})
}

func TestDocumentIsTheSameEachTime(t *testing.T) {
	w := open(t)
	in := restless(t, w)
	first := report.New(in).Document(w.words, report.Steps[1]).Text()
	for range 5 {
		if again := report.New(in).Document(w.words, report.Steps[1]).Text(); again != first {
			t.Fatal(cmp.Diff(first, again))
		}
	}
}

func TestTextIsNoWiderThanAScreen(t *testing.T) {
	for i, line := range strings.Split(report.New(restless(t, open(t))).Document(open(t).words, report.Steps[0]).Text(), "\n") {
		if utf8.RuneCountInString(line) > 80 {
			t.Errorf("line %d has %d characters: %s", i+1, utf8.RuneCountInString(line), line)
		}
	}
}
