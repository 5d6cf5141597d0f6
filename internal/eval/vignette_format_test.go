package eval_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/legible-health/legible/internal/eval"
)

const vignette = `- id: night-cramp
  person: {age: 60, sex: female, pregnant: false}
  text: My calf cramps at night.
  findings: {cramp_calf: present, fever: absent, duration_days: 30}
  expect: {conditions: [nocturnal_leg_cramps_idiopathic], within: 3, urgency: [self_care, routine], understood: {cramp_calf: present}, not_understood: [fever], fires: [], quiet: [fit_or_seizure], floor_below: same_day}
`

// TestVignetteFormat: a valid case and one mutation each, with the message.
func TestVignetteFormat(t *testing.T) {
	base := open(t).Base()
	for _, test := range []struct {
		name, old, new, want string
	}{
		{"valid", "", "", ""},
		{"unknown field", "within:", "whithin:", "whithin"},
		{"unknown field of the person", "age:", "years:", "years"},
		{"no id", "id: night-cramp", `id: ""`, "id: is missing"},
		{"impossible age", "age: 60", "age: 400", "age must be"},
		{"unknown sex", "sex: female", "sex: f", `sex "f"`},
		{"unknown finding", "fever: absent", "feverish: absent", "findings.feverish: unknown finding"},
		{"wrong presence", "fever: absent", "fever: no-idea", "findings.fever: presence"},
		{"number for yes or no", "fever: absent", "fever: 3", "findings.fever: value"},
		{"word for a number", "duration_days: 30", "duration_days: present", "findings.duration_days: value"},
		{"number out of range", "duration_days: 30", "duration_days: -4", "findings.duration_days: value"},
		{"unknown condition", "nocturnal_leg_cramps_idiopathic", "night_cramp", `unknown id "night_cramp"`},
		{"conditions without a rank", "within: 3, ", "", "expect.within"},
		{"unknown level", "[self_care, routine]", "[urgent]", "expect.urgency"},
		{"unknown floor", "floor_below: same_day", "floor_below: today", "expect.floor_below"},
		{"unknown rule", "fit_or_seizure", "fit", `expect.quiet: unknown id "fit"`},
		{"fires and quiet", "fires: []", "fires: [fit_or_seizure]", "cannot both fire"},
		{"unknown understood", "understood: {cramp_calf", "understood: {cramp", "expect.understood.cramp: unknown finding"},
		{"unknown not understood", "not_understood: [fever]", "not_understood: [fewer]", `unknown id "fewer"`},
		{"listed twice", "[fever]", "[fever, fever]", "listed twice"},
		{"nothing to understand", "text: My calf cramps at night.", `text: ""`, "no text"},
		{"no list", "- id:", "id:", "cases/test.yaml"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := strings.Replace(vignette, test.old, test.new, 1)
			if test.old != "" && text == vignette {
				t.Fatalf("%q is not in the valid case", test.old)
			}
			vs, err := eval.Vignettes(fstest.MapFS{"cases/test.yaml": {Data: []byte(text)}}, base)
			switch {
			case test.want == "" && (err != nil || len(vs) != 1):
				t.Errorf("%d cases, error %v", len(vs), err)
			case test.want != "" && err == nil:
				t.Errorf("accepted, want an error with %q", test.want)
			case test.want != "" && (!strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "cases/test.yaml")):
				t.Errorf("error %q, want one with the file and %q", err, test.want)
			}
		})
	}
}

func TestVignetteIDsAreUnique(t *testing.T) {
	_, err := eval.Vignettes(fstest.MapFS{"cases/a.yaml": {Data: []byte(vignette)}, "cases/b.yaml": {Data: []byte(vignette)}}, open(t).Base())
	if err == nil || !strings.Contains(err.Error(), "also in a.yaml") {
		t.Errorf("error %v, want the repeated id named", err)
	}
}
