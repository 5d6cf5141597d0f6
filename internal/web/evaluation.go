package web

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
)

// builtIn is the last evaluation, written by "make accuracy". It is {} where none has
// been recorded. No case and no id of a case is in it.
//
//go:embed evaluation.json
var builtIn []byte

// evaluation is what "legible eval --summary" found on several sets of cases.
type evaluation struct {
	Date        string           `json:"date"`    // YYYY-MM-DD
	Program     string           `json:"program"` // version
	Runs        []evaluated      `json:"runs"`
	FalseAlarms []simulatedAlarm `json:"false_alarms"`
}

// evaluated is one set of cases, given to the program in one way: "interview", "text" or
// "given".
type evaluated struct {
	Set         string       `json:"set"`
	Mode        string       `json:"mode"`
	Knowledge   string       `json:"knowledge"`
	N           int          `json:"n"`
	OutOfScope  int          `json:"out_of_scope"`
	Covered     measured     `json:"covered"`
	Top1        measured     `json:"top1"`
	Top3        measured     `json:"top3"`
	Top5        measured     `json:"top5"`
	Triage      triaged      `json:"triage"`
	Emergencies emergencies  `json:"emergencies"`
	Questions   questions    `json:"questions"`
	Brier       float64      `json:"brier"`
	Calibration []calibrated `json:"calibration"`
	Worst       []worst      `json:"worst"`
}

// measured is a share of n cases with its 95 % interval, in [0, 1].
type measured struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	N     int     `json:"n"`
}

// count is how many cases the share is.
func (m measured) count() int { return int(m.Value*float64(m.N) + 0.5) }

type triaged struct {
	Strict   measured `json:"strict"`
	Accepted measured `json:"accepted"`
	Under    measured `json:"under"`
	Over     measured `json:"over"`
}

type emergencies struct {
	Missed measured          `json:"missed"`
	By     []missedEmergency `json:"by"`
}

// missedEmergency is how many emergencies of one diagnosis were told which lesser level.
type missedEmergency struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	Told string `json:"told"`
	N    int    `json:"n"`
}

type questions struct {
	Median float64 `json:"median"`
	P90    float64 `json:"p90"`
}

// calibrated is a group of cases by the probability said of the first candidate.
type calibrated struct {
	From     float64 `json:"from"`
	To       float64 `json:"to"`
	Mean     float64 `json:"mean"`
	Observed float64 `json:"observed"`
	N        int     `json:"n"`
}

// worst is what went wrong with the cases of one diagnosis; Instead are condition ids.
type worst struct {
	Key        string   `json:"key"`
	Name       string   `json:"name"`
	N          int      `json:"n"`
	NotInThree int      `json:"not_in_three"`
	Instead    []string `json:"instead"`
	Under      int      `json:"under"`
	Over       int      `json:"over"`
}

// simulatedAlarm is how many of n simulated people with a harmless condition were told to
// hurry, as shares in [0, 1].
type simulatedAlarm struct {
	Condition string  `json:"condition"`
	N         int     `json:"n"`
	Emergency float64 `json:"emergency"`
	SameDay   float64 `json:"same_day_or_above"`
}

// readEvaluation reads the file strictly. Empty and {} are no evaluation: nil.
func readEvaluation(text []byte) (*evaluation, error) {
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, nil
	}
	var e evaluation
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&e); err != nil {
		return nil, fmt.Errorf("web: evaluation.json: %w; write it with \"make accuracy\"", err)
	}
	if len(e.Runs) == 0 {
		return nil, nil
	}
	for _, r := range e.Runs {
		if r.N == 0 || r.Top3.N == 0 {
			return nil, fmt.Errorf("web: evaluation.json: the run %s %s has no case; write it with \"make accuracy\"", r.Set, r.Mode)
		}
	}
	return &e, nil
}

// run finds a set of cases in a mode; nil without.
func (e *evaluation) run(set, mode string) *evaluated {
	for i := range e.Runs {
		if e.Runs[i].Set == set && e.Runs[i].Mode == mode {
			return &e.Runs[i]
		}
	}
	return nil
}

// sets lists the sets of cases with people's own words first, then by name of the file.
func (e *evaluation) sets() (out []string) {
	for _, r := range e.Runs {
		if !oneOf(r.Set, out...) {
			out = append(out, r.Set)
		}
	}
	for i, set := range out {
		if set == "lay" {
			copy(out[1:i+1], out[:i])
			out[0] = set
		}
	}
	return out
}
