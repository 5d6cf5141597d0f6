package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/app"
)

func TestAnswersOfTheGuideFitTheirSchema(t *testing.T) {
	h := newAPI(t, service(t))
	c := newContract(t, h)
	media := []string{"paths", "/api/v1/ask", "post", "responses", "200", "content", "application/json"}
	example, err := json.Marshal(c.at(t, append(media, "examples", "dose", "value")...))
	if err != nil {
		t.Fatal(err)
	}
	c.check(t, "example", example, append(media, "schema")...)
	for _, q := range []string{"restless legs in the evening", "how much iron", "can I stop my statin", "capital of France", "¿Por qué me duelen las piernas por la noche?", "chest pain and one swollen leg"} {
		body, err := json.Marshal(app.AskRequest{Question: q, Country: "GB"})
		if err != nil {
			t.Fatal(err)
		}
		w := send(h, "POST", "/api/v1/ask", string(body))
		if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("ask %q: status %d, %s", q, w.Code, w.Header())
		}
		c.check(t, q, w.Body.Bytes(), append(media, "schema")...)
		w = send(h, "GET", "/api/v1/guide?limit=5&q="+url.QueryEscape(q), "")
		c.check(t, "guide "+q, w.Body.Bytes(), "paths", "/api/v1/guide", "get", "responses", "200", "content", "application/json", "schema")
	}
}

// parrot says the first sentence of each passage again.
type parrot struct{}

func (parrot) Name() string { return "parrot" }

func (parrot) Rephrase(_ context.Context, passages []string) (draft string, err error) {
	for i, p := range passages {
		first, _, _ := strings.Cut(p, ". ")
		draft += fmt.Sprintf("%s [%d]. ", strings.TrimSuffix(first, "."), i+1)
	}
	return draft + "Take 300 mg of it [1].", nil
}

// What a check and a language model add fits the description too.
func TestFullAnswersFitTheirSchema(t *testing.T) {
	svc := service(t)
	svc.RephraseWith(parrot{})
	h := newAPI(t, svc)
	c := newContract(t, h)
	w := send(h, "POST", "/api/v1/ask", `{"question":"Why do my legs cramp at night?","check":{"person":{"age":58,"sex":"female"},"text":"Hard cramps in my calf at night."}}`)
	c.check(t, "answer", w.Body.Bytes(), "paths", "/api/v1/ask", "post", "responses", "200", "content", "application/json", "schema")
	var got app.AskResponse
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || got.Check == nil || len(got.Check.Causes) == 0 || got.Rephrased == nil || len(got.Rephrased.Sentences) == 0 {
		t.Fatalf("%v: %s", err, w.Body)
	}
	if got.Rephrased.Dropped == 0 || strings.Contains(w.Body.String(), "300 mg") {
		t.Errorf("the lie is shown: %+v", got.Rephrased)
	}
	w = send(h, "POST", "/api/v1/ask", `{"question":"Why do my legs cramp at night?","check":null}`)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"check":null`) {
		t.Errorf("no check: status %d, %s", w.Code, w.Body)
	}
}

func TestGuideIsSearched(t *testing.T) {
	h := newAPI(t, service(t))
	for _, test := range []struct{ query, first string }{
		{"q=restless+leg", "restless-legs"},
		{"q=ferritin&kind=lab", "labs/ferritin"},
		{"q=cramp&category=medicine", ""},
		{"q=hamst", "hamstring-cramps"},
	} {
		got := get[app.GuideResponse](t, h, "/api/v1/guide?"+test.query)
		if test.first != "" && (len(got.Items) == 0 || got.Items[0].ID != test.first) {
			t.Errorf("%s: %+v, want %s first", test.query, got.Items, test.first)
		}
		for _, x := range got.Items {
			if strings.Contains(test.query, "category=medicine") && x.Kind != "medicine" {
				t.Errorf("%s finds %s", test.query, x.ID)
			}
		}
	}
	all := get[app.GuideResponse](t, h, "/api/v1/guide?limit=100&kind=article")
	if all.Total != len(all.Items) || all.Total < 20 || all.Items[0].Passage != nil {
		t.Errorf("%d of %d articles", len(all.Items), all.Total)
	}
}

func TestGuideRefuses(t *testing.T) {
	h := newAPI(t, service(t))
	for _, test := range []struct{ method, target, body, location string }{
		{"POST", "/api/v1/ask", `{}`, "body.question"},
		{"POST", "/api/v1/ask", `{"question":"  "}`, "body.question"},
		{"POST", "/api/v1/ask", `{"question":7}`, "body.question"},
		{"POST", "/api/v1/ask", `{"question":"legs","locale":"en"}`, "body.locale"},
		{"POST", "/api/v1/ask", `{"question":"legs","country":"Britain"}`, "body.country"},
		{"POST", "/api/v1/ask", `{"question":"legs","check":{"person":{"age":-1}}}`, "body.check.person.age"},
		{"POST", "/api/v1/ask", `{"question":"legs","check":{"evidence":[{"finding":"no_such","presence":"present"}]}}`, "body.check.evidence[0].finding"},
		{"POST", "/api/v1/ask", `{"question":"legs","check":7}`, "body.check"},
		{"POST", "/api/v1/ask", `{"question":"legs","check":{"check":{}}}`, "body.check.check"},
		{"POST", "/api/v1/ask", `{"question":"` + strings.Repeat("a", app.MaxText+1) + `"}`, "body.question"},
		{"GET", "/api/v1/guide?kind=news", "", "query.kind"},
		{"GET", "/api/v1/guide?category=news", "", "query.category"},
		{"GET", "/api/v1/guide?limit=0", "", "query.limit"},
		{"GET", "/api/v1/guide?limit=many", "", "query.limit"},
		{"GET", "/api/v1/guide?q=a&q=b", "", "query.q"},
		{"GET", "/api/v1/guide?q=" + strings.Repeat("a", app.MaxSearch+1), "", "query.q"},
		{"GET", "/api/v1/guide?q=%ff", "", "query.q"},
		{"GET", "/api/v1/guide?q=", "", "query.q"},
		{"GET", "/api/v1/guide?kind=", "", "query.kind"},
		{"GET", "/api/v1/guide?category=", "", "query.category"},
		{"GET", "/api/v1/guide?tag=", "", "query.tag"},
		{"GET", "/api/v1/guide?limit=", "", "query.limit"},
		{"GET", "/api/v1/guide?%zz", "", "query"},
	} {
		w := send(h, test.method, test.target, test.body)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `"location":"`+test.location) {
			t.Errorf("%s %s %s: status %d %s, want 422 at %s", test.method, test.target, test.body, w.Code, w.Body, test.location)
		}
		if strings.Contains(w.Body.String(), "Britain") || strings.Contains(w.Body.String(), "aaaa") {
			t.Errorf("%s repeats what was sent", test.target)
		}
	}
}
