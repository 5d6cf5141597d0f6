package web

import (
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/experiment"
	"github.com/legible-health/legible/internal/reading"
)

// agreed is an experiment from Monday, 5 January 2026.
func agreed(t *testing.T, measure string, o diary.Outcome) experiment.Protocol {
	t.Helper()
	return must(experiment.New(newID(), measure, o, must(diary.ParseDate("2026-01-05")), 1, testBase(t)))
}

// Every verdict has its words: what they must say, and that they are plain.
func TestTrialWords(t *testing.T) {
	cramps, sleep := agreed(t, "bedtime_stretch", diary.Cramps), agreed(t, "wind_down", diary.SleepHours)
	start := cramps.Start
	result := func(v experiment.Verdict, effect, low, high float64) experiment.Report {
		return experiment.Report{State: experiment.Finished, Result: &experiment.Result{
			Verdict: v, Effect: effect, Low: low, High: high, Used: 8, With: 24, Without: 23, MeanWith: 1.1, MeanWithout: 1.9, P: 0.0156, Level: 0.024,
		}}
	}
	var all []string
	for _, c := range []struct {
		p    experiment.Protocol
		r    experiment.Report
		want []string
	}{
		{cramps, result(experiment.Helps, -0.8, -1.5, -0.1), []string{"probably helps: 0.8 fewer cramps a night (90 % interval 0.1–1.5).", "on 24 nights: 1.1 cramps a night", "on 23 nights: 1.9", "1.6 of 100", "can still be chance"}},
		{cramps, result(experiment.Worse, 0.8, 0.1, 1.5), []string{"probably makes it worse: 0.8 more cramps a night (90 % interval 0.1–1.5)."}},
		{sleep, result(experiment.Helps, 0.8, 0.1, 1.5), []string{"probably helps: 0.8 hours more sleep (90 % interval 0.1–1.5)."}},
		{sleep, result(experiment.Worse, -0.8, -1.5, -0.1), []string{"worse: 0.8 hours less sleep (90 % interval 0.1–1.5)."}},
		{cramps, result(experiment.CannotTell, -0.2, -0.9, 0.4), []string{"Cannot tell", "anything from 0.9 fewer cramps a night to 0.4 more cramps a night (90 % interval)"}},
		{cramps, result(experiment.NoDifference, 0, -0.3, 0.4), []string{"no difference that you would notice"}},
		{cramps, result(experiment.TooFew, 0, 0, 0), []string{"Too few nights"}},
		{cramps, result(experiment.EndedEarly, 0, -1, 1), []string{"nothing is claimed"}},
		{cramps, experiment.Report{State: experiment.Finished}, []string{"before there was anything to compare"}},
		{cramps, experiment.Report{State: experiment.Undecided, MoreWeeks: 2, Recorded: 20, Due: 24}, []string{"Cannot tell yet: two weeks more may tell.", "20 of 24"}},
		{cramps, experiment.Report{State: experiment.Running, Night: 3, Of: 48, Missing: []diary.Date{start}, Recorded: 1, Due: 2}, []string{"Night 3 of 48", "hidden until the end", "fill in 5 January 2026"}},
		{cramps, experiment.Report{State: experiment.Undecided, MoreWeeks: 12, Recorded: 20, Due: 24, Missing: []diary.Date{start, start + 1}}, []string{"12 weeks more", "fill in the 2 that are missing"}},
		{cramps, experiment.Report{State: experiment.Undecided, MoreWeeks: 1}, []string{"Cannot tell yet: one week more may tell."}},
		{cramps, experiment.Report{State: experiment.Stopped, Stop: &experiment.Stop{Harm: experiment.WorseNights, Text: "Stop."}, Result: &experiment.Result{MeanWith: 3.25, MeanWithout: 1}}, []string{"there were 3.2 cramps a night, without it 1.0."}},
		{cramps, experiment.Report{State: experiment.Finished, Result: &experiment.Result{Verdict: experiment.EndedEarly, Used: 1}}, []string{"So far: nothing to compare yet."}},
		{cramps, experiment.Report{State: experiment.Finished, Result: &experiment.Result{Verdict: experiment.CannotTell, Used: 8, With: 1, Without: 2, P: 0.001, Level: 0.02, Followed: 1, Asked: 9, CarryOver: experiment.CarryOver{Suspected: true}}},
			[]string{"on 1 night:", "less than 1 of 100", "You did it on 1 of the 9 days", "last into the nights without it"}},
		{cramps, experiment.Report{State: experiment.Planned, Of: 48}, []string{"Begins on 5 January 2026 and lasts 48 nights"}},
		{cramps, experiment.Report{State: experiment.Stopped, Stop: &experiment.Stop{Harm: "fall", Text: "Stop."}}, []string{"Stop.", "Nothing is said about whether it helps"}},
	} {
		words := strings.Join(trialWords(english(t), c.p, c.r), " ")
		all = append(all, words)
		for _, want := range c.want {
			if !strings.Contains(words, want) {
				t.Errorf("%s: %q does not say %q", c.r.State, words, want)
			}
		}
		for _, never := range []string{"proves", "significant", "cure", "-", "[", "{"} {
			if strings.Contains(words, never) {
				t.Errorf("%q says %q", words, never)
			}
		}
	}
	if grade := reading.Count(strings.Join(all, " ")).Grade(); grade > 8 {
		t.Errorf("the words are of grade %.1f, want at most 8", grade)
	}
}
