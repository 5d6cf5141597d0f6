package api_test

import (
	"strings"
	"testing"
)

// secret stands for what a person wrote; no problem may repeat it.
const secret = "Zanzibarr"

func TestAssessRefusesBadInput(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	refuses(t, "/api/v1/assess", []refusal{
		{"empty body", ``, 422, "body"},
		{"only space", " \n\t", 422, "body"},
		{"null", `null`, 422, "body"},
		{"a list", `[]`, 422, "body"},
		{"a string", `"` + secret + `"`, 422, "body"},
		{"a number", `5`, 422, "body"},
		{"cut off", `{"text":"` + secret, 422, "body"},
		{"cut off after a key", `{"text"`, 422, "body"},
		{"cut off in an escape", `{"text":"\`, 422, "body"},
		{"missing colon", `{"text" "x"}`, 422, "body"},
		{"trailing comma", `{"text":"x",}`, 422, "body"},
		{"comma only", `{,}`, 422, "body"},
		{"two values", `{} {}`, 422, "body"},
		{"trailing data", `{}` + secret, 422, "body"},
		{"a comment", `{/*x*/}`, 422, "body"},
		{"single quotes", `{'text':'x'}`, 422, "body"},
		{"a byte order mark", "\ufeff{}", 422, "body"},
		{"a NUL byte", "\x00", 422, "body"},
		{"a control character in a string", "{\"text\":\"a\x01b\"}", 422, "body"},
		{"an unknown escape", `{"text":"\x41"}`, 422, "body"},
		{"half an escape", `{"text":"\u00"}`, 422, "body"},
		{"invalid UTF-8", "{\"text\":\"\xff\"}", 422, "body"},
		{"half a surrogate pair", `{"text":"\ud800x"}`, 422, "body"},
		{"a low surrogate first", `{"text":"\udc00\ud800"}`, 422, "body"},
		{"unknown field", `{"persn":{}}`, 422, "body.persn"},
		{"unknown field below", `{"person":{"name":"` + secret + `"}}`, 422, "body.person.name"},
		{"unknown field in a list", `{"evidence":[{"finding":"x"},{"findin":"y"}]}`, 422, "body.evidence[1].findin"},
		{"a field in another case", `{"Text":"x"}`, 422, "body.Text"},
		{"words as a field", `{"my ` + secret + ` hurts":1}`, 422, "body"},
		{"a doubled key", `{"text":"a","text":"b"}`, 422, "body.text"},
		{"a doubled key, once escaped", `{"text":"a","te\u0078t":"b"}`, 422, "body.text"},
		{"a doubled key below", `{"person":{"age":1,"sex":"male","age":2}}`, 422, "body.person.age"},
		{"a number as text", `{"text":5}`, 422, "body.text"},
		{"a list as text", `{"text":["x"]}`, 422, "body.text"},
		{"null as text", `{"text":null}`, 422, "body.text"},
		{"null as person", `{"person":null}`, 422, "body.person"},
		{"a list as person", `{"person":[]}`, 422, "body.person"},
		{"a string as age", `{"person":{"age":"` + secret + `"}}`, 422, "body.person.age"},
		{"true as age", `{"person":{"age":true}}`, 422, "body.person.age"},
		{"a string as pregnant", `{"person":{"pregnant":"no"}}`, 422, "body.person.pregnant"},
		{"an object as evidence", `{"evidence":{}}`, 422, "body.evidence"},
		{"a string in evidence", `{"evidence":["x"]}`, 422, "body.evidence[0]"},
		{"null in evidence", `{"evidence":[null]}`, 422, "body.evidence[0]"},
		{"true as value", `{"evidence":[{"finding":"x","value":true}]}`, 422, "body.evidence[0].value"},
		{"null as value", `{"evidence":[{"finding":"x","value":null}]}`, 422, "body.evidence[0].value"},
		{"a list of numbers as value", `{"evidence":[{"finding":"x","value":[1]}]}`, 422, "body.evidence[0].value[0]"},
		{"half a question", `{"asked":1.5}`, 422, "body.asked"},
		{"a huge count", `{"asked":99999999999}`, 422, "body.asked"},
		{"an infinite age", `{"person":{"age":1e999}}`, 422, "body.person.age"},
		{"an infinite value", `{"evidence":[{"finding":"x","value":-1e999}]}`, 422, "body.evidence[0].value"},
		{"a number without end", `{"person":{"age":` + strings.Repeat("9", 500) + `}}`, 422, "body.person.age"},
		{"NaN", `{"person":{"age":NaN}}`, 422, "body"},
		{"Infinity", `{"person":{"age":-Infinity}}`, 422, "body"},
		{"a leading zero", `{"person":{"age":062}}`, 422, "body"},
		{"a plus sign", `{"person":{"age":+6}}`, 422, "body"},
		{"a bare point", `{"person":{"age":.5}}`, 422, "body"},
		{"nested too deep", `{"x":` + deep(20) + `}`, 422, "body"},
		{"nested without end", strings.Repeat("[", 100_000), 422, "body"},
		{"objects without end", strings.Repeat(`{"a":`, 20_000), 422, "body"},
		{"too large", `{"text":"` + strings.Repeat("x", 256<<10) + `"}`, 413, "body"},
	})
}

// refusal is a body that is refused, and where the first fault is.
type refusal struct {
	name, body string
	status     int
	location   string
}

// refuses posts each body: nothing is computed, and nothing repeats what was sent.
func refuses(t *testing.T, path string, all []refusal) {
	t.Helper()
	f := &fake{}
	h := newAPI(t, f)
	for _, tt := range all {
		t.Run(tt.name, func(t *testing.T) {
			*f = fake{}
			w := send(h, "POST", path, tt.body)
			raw := w.Body.String()
			p := problem(t, w)
			if w.Code != tt.status || len(p.Errors) == 0 || p.Errors[0].Location != tt.location {
				t.Errorf("status %d, errors %+v, want %d at %s", w.Code, p.Errors, tt.status, tt.location)
			}
			if f.got != nil || f.plan != nil {
				t.Error("something was computed")
			}
			if strings.Contains(raw, secret) {
				t.Errorf("repeats what was sent: %s", raw)
			}
		})
	}
}

func TestAssessRefusesOtherMedia(t *testing.T) {
	h := newAPI(t, &fake{})
	for name, header := range map[string][]string{
		"none":              {"Content-Type", ""},
		"plain text":        {"Content-Type", "text/plain"},
		"a form":            {"Content-Type", "application/x-www-form-urlencoded"},
		"problem":           {"Content-Type", "application/problem+json"},
		"malformed":         {"Content-Type", "application/json; ="},
		"another encoding":  {"Content-Type", "application/json; charset=iso-8859-1"},
		"a compressed body": {"Content-Encoding", "gzip"},
	} {
		w := send(h, "POST", "/api/v1/assess", `{}`, header...)
		if problem(t, w); w.Code != 415 {
			t.Errorf("%s: status %d, want 415", name, w.Code)
		}
	}
}

func TestAllFaultsAreReportedAtOnce(t *testing.T) {
	w := send(newAPI(t, &fake{}), "POST", "/api/v1/assess", `{"person":{"age":"x","sex":1},"evidence":[{"finding":2}],"extra":{"a":[1]}}`)
	var got []string
	for _, e := range problem(t, w).Errors {
		got = append(got, e.Location)
	}
	want := "body.person.age body.person.sex body.evidence[0].finding body.extra"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("locations\n got %s\nwant %s", s, want)
	}
}

func TestNestingUpToTheLimitIsOnlyAnUnknownField(t *testing.T) {
	body := `{"x":` + strings.Repeat("[", 19) + strings.Repeat("]", 19) + `}`
	p := problem(t, send(newAPI(t, &fake{}), "POST", "/api/v1/assess", body))
	if len(p.Errors) != 1 || p.Errors[0].Location != "body.x" {
		t.Errorf("errors %+v, want only the unknown field x", p.Errors)
	}
}
