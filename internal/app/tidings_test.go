package app_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/consult"
)

// Every step out of every state that can be reached tells the other side, and never who
// acted; nobody twice; nothing that is not so. What the steps tell is all there is to tell.
func TestEveryStepTellsTheOtherSide(t *testing.T) {
	now := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	practitioner := func(account string) consult.Actor {
		return consult.Actor{Account: account, Practitioner: true, Consent: true, Standing: true}
	}
	actors := []consult.Actor{{}, {Account: "anna", Person: true}, practitioner("dora"), practitioner("emil")}
	var open []consult.Consultation
	for _, to := range []string{"", "dora"} {
		c, err := consult.Request(consult.Consultation{Sort: consult.Validation, Owner: "anna", To: to, Until: now.AddDate(0, 0, 60)}, now)
		okay(t, err)
		told, untrue := app.Tidings("", "anna", c, c)
		if want := to != ""; (len(told) == 1) != want || len(untrue) > 0 {
			t.Errorf("a request to %q tells %v, untrue %v", to, told, untrue)
		}
		open = append(open, c)
	}
	all, seen, steps := map[string]bool{}, map[consult.Consultation]bool{}, 0
	for len(open) > 0 {
		before := open[0]
		open = open[1:]
		if seen[before] {
			continue
		}
		seen[before] = true
		for _, act := range consult.Acts {
			for _, by := range actors {
				to, at := "", now
				if act == consult.HandOver {
					to = "emil"
					if by.Account == "emil" {
						to = "dora"
					}
				}
				if act == consult.Expire {
					at = before.Due
				}
				after, _, err := before.Step(act, by, to, at)
				if err != nil {
					continue
				}
				steps++
				told, untrue := app.Tidings(act, by.Account, before, after)
				doing := string(before.Stage) + " " + string(act) + " by " + by.Account + " → " + string(after.Stage)
				if len(untrue) > 0 {
					t.Errorf("%s tells %v, which is not so", doing, untrue)
				}
				var whom []string
				for _, x := range told {
					account, what, _ := strings.Cut(x, " ")
					whom = append(whom, account)
					all[what] = true
					if account == by.Account && account != "" {
						t.Errorf("%s tells who did it: %s", doing, what)
					}
					if (account == "anna") != strings.HasPrefix(what, "consultation.") {
						t.Errorf("%s tells %s %s", doing, account, what)
					}
				}
				slices.Sort(whom)
				if len(slices.Compact(slices.Clone(whom))) != len(whom) {
					t.Errorf("%s tells somebody twice: %v", doing, told)
				}
				waits := before.To != "" || before.Holder != ""
				if wants := act != consult.Write && (by.Practitioner || by.Account == "" || waits); wants != (len(told) > 0) {
					t.Errorf("%s tells %v", doing, told)
				}
				if by.Practitioner && act != consult.Write && after.Stage != consult.HandedOver && before.Stage != consult.HandedOver && !slices.Contains(whom, "anna") {
					t.Errorf("%s does not tell the person: %v", doing, told)
				}
				after.Due = after.Until // times are no state of their own
				open = append(open, after)
			}
		}
	}
	if len(seen) < 12 || steps < 40 {
		t.Errorf("only %d states and %d steps were looked at", len(seen), steps)
	}
	all["consulting.requested"] = true
	for _, what := range app.NoticesOfConsultations() {
		if !all[what] && !strings.HasSuffix(what, ".soon") && what != "consulting.consent_ended" {
			t.Errorf("no step tells %s", what)
		}
	}
}
