package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/app"
)

// FuzzAssessBody sends any bytes: the answer is 200, 413 or 422, a problem never repeats
// a long piece of the body, and what is accepted means the same to encoding/json.
func FuzzAssessBody(f *testing.F) {
	fuzzBody(f, "/api/v1/assess", func(f *fake) **app.Request { return &f.got }, []string{
		`{}`,
		`{"person":{"age":62,"sex":"female","pregnant":false},"text":"my calf hurts","evidence":[{"finding":"urge_to_move_legs",` +
			`"presence":"absent"},{"finding":"pain_score_0_10","value":6}],"locale":"en","country":"GB","asked":2}`,
		`{"evidence":[{"finding":"x","value":"y"},{"finding":"x","presence":"unknown"}]}`,
		` {"te\u0078t" : "caf\u00e9 \ud83d\ude00\n" } `,
		``, `null`, `[]`, `"x"`, `{`, `{"a":`, `{"text":"`, `{"text":"\`, `{"text":"\u`, `{"text":"\ud800"}`, "{\"text\":\"\xff\"}",
		`{"text":"a","text":"b"}`, `{"TEXT":"a"}`, `{} {}`, `{"person":{"age":1e999}}`, `{"person":{"age":-0.0}}`, `{"asked":1e1}`,
		`{"asked":-1}`, `{"person":{"age":00}}`, `[[[[[[[[[[[[[[[[[[[[[[[[[[`, `{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":`,
		`{"evidence":[{"finding":"x","value":[{}]}]}`, "\ufeff{}", "{\"text\":\"\x00\"}", `{"":1}`, `{"__proto__":1}`,
	})
}

// FuzzPlanBody is the same for plans, whose request holds lists in an object.
func FuzzPlanBody(f *testing.F) {
	fuzzBody(f, planPath, func(f *fake) **app.PlanRequest { return &f.plan }, []string{
		`{}`,
		`{"person":{"age":62},"text":"my calf hurts","evidence":[{"finding":"x","presence":"absent"}],"country":"GB","about":"other",` +
			`"preferences":{"minutes":10,"places":["bed"],"equipment":[],"preset":"gentle","wishes":["massage"],"not_wanted":["food"]}}`,
		`{"preferences":{"minutes":null,"places":null}}`, `{"preferences":{"places":[null]}}`, `{"preferences":{"minutes":1e1}}`,
		`{"preferences":{"wishes":["a","a"],"wishes":[]}}`, `{"preferences":[]}`, `{"preferences":{"preferences":{}}}`, `{"asked":1}`,
		`{"preferences":{"equipment":[[[[[[[[[[[[[[[[[[[[`, ``, `null`, "{\"preferences\":{\"preset\":\"\xff\"}}",
	})
}

// fuzzBody sends bodies to a path; got is where the fake keeps what reached it.
func fuzzBody[Q any](f *testing.F, path string, got func(*fake) **Q, seeds []string) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	as := &fake{}
	h, request := newAPI(f, as), got(as)
	f.Fuzz(func(t *testing.T, body []byte) {
		*request = nil
		w := send(h, "POST", path, string(body))
		switch w.Code {
		case http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
			if *request != nil {
				t.Error("refused and computed")
			}
			if !json.Valid(w.Body.Bytes()) {
				t.Errorf("problem is not JSON: %s", w.Body)
			}
			return
		case http.StatusOK:
		default:
			t.Fatalf("status %d: %s", w.Code, w.Body)
		}
		if !utf8.Valid(body) || !json.Valid(body) {
			t.Fatalf("accepted broken JSON %q", body)
		}
		dec := json.NewDecoder(bytes.NewReader(body))
		dec.DisallowUnknownFields()
		again := **request
		if err := dec.Decode(&again); err != nil {
			t.Fatalf("accepted what encoding/json refuses: %v", err)
		}
		a, _ := json.Marshal(*request)
		b, _ := json.Marshal(again)
		if !bytes.Equal(a, b) {
			t.Errorf("means two things: %s and %s", a, b)
		}
	})
}
