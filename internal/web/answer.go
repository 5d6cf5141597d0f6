package web

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/kb"
)

// answer is one entry of the evidence. Either Presence or Value is set.
type answer struct {
	From, Finding, Presence, Value string
}

// String is the hidden field: "q calf_pain present", "q duration_days =60" or
// "q how_it_feels =tingling,burning_pain".
func (a answer) String() string {
	if a.Value != "" {
		return a.From + " " + a.Finding + " =" + a.Value
	}
	return a.From + " " + a.Finding + " " + a.Presence
}

// errState is what a tampered or broken hidden field gives.
var errState = errs.Field("state", "a hidden field of the form cannot be read")

func readAnswer(field string, base *kb.Base) (answer, error) {
	part := strings.SplitN(field, " ", 3)
	if len(part) != 3 || !strings.Contains(fromWhere+fromText+fromQuestion+fromChange, part[0]) || len(part[0]) != 1 {
		return answer{}, errState
	}
	a := answer{From: part[0], Finding: part[1]}
	if v, ok := strings.CutPrefix(part[2], "="); ok {
		a.Value = v
	} else {
		a.Presence = part[2]
	}
	f := base.Finding(a.Finding)
	if f == nil {
		return a, errState
	}
	return a, a.check(f)
}

// none is the value of a question with several boxes of which none was ticked.
const none = "-"

// check reports an answer that does not belong to its finding.
func (a answer) check(f *kb.Finding) error {
	if len(f.Members) == 0 || a.Value == "" {
		_, err := app.ParseAnswer(f, a.Presence, a.json(f))
		return err
	}
	for _, id := range a.ticked() {
		if !oneOf(id, f.Members...) {
			return errState
		}
	}
	return nil
}

// ticked lists the members of a question with several boxes.
func (a answer) ticked() []string {
	if a.Value == "" || a.Value == none {
		return []string{}
	}
	return strings.Split(a.Value, ",")
}

// json is the value as the contract writes it; nil without one.
func (a answer) json(f *kb.Finding) json.RawMessage {
	switch {
	case a.Value == "":
		return nil
	case len(f.Members) > 0:
		b, _ := json.Marshal(a.ticked()) // strings always encode
		return b
	case f.Kind == "number":
		v, ok := number(a.Value)
		if !ok {
			return json.RawMessage(`"` + "not a number" + `"`)
		}
		return json.RawMessage(strconv.FormatFloat(v, 'f', -1, 64))
	}
	b, _ := json.Marshal(a.Value) // a string always encodes
	return b
}

// number reads what people type: "62", "0.5", "0,5".
func number(s string) (float64, bool) {
	v, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(s), ",", ".", 1), 64)
	return v, err == nil && !math.IsNaN(v) && !math.IsInf(v, 0)
}
