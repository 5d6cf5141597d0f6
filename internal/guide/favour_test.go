package guide_test

import (
	"slices"
	"testing"

	"github.com/legible-health/legible/internal/guide"
)

// A known trouble brings the passages about it to the front.
func TestWhatMayBeTheCauseLeads(t *testing.T) {
	g := open(t)
	about := func(p string, ids ...string) bool { return slices.Contains(ids, p) }
	for _, test := range []struct {
		question, cause string
		lead            []string // one of these pages
	}{
		{"what can I do about it", "rls_adult", []string{"restless-legs", "conditions/rls-adult"}},
		{"is this serious?", "nocturnal_leg_cramps_idiopathic", nil},
		{"what should I do?", "nocturnal_leg_cramps_idiopathic", nil},
	} {
		a := g.AskAbout(test.question, []string{test.cause})
		if !a.Answered() {
			t.Errorf("%q with %s is not answered", test.question, test.cause)
			continue
		}
		if got := a.Passages[0].Page.Slug; test.lead != nil && !about(got, test.lead...) {
			t.Errorf("%q with %s is led by %s", test.question, test.cause, got)
		} else if key := "condition/" + test.cause; g.Entry("condition", test.cause) == nil {
			t.Errorf("no page for %s", key)
		}
	}
}

// Who asks why reads of the likely cause among the first three, whatever else answers.
func TestWhySpeaksOfTheCause(t *testing.T) {
	g := open(t)
	for _, cause := range []string{"rls_adult", "nocturnal_leg_cramps_idiopathic", "deep_vein_thrombosis"} {
		page := g.Entry("condition", cause)
		a := g.AskAbout("why do my legs bother me at night", []string{cause})
		if !slices.ContainsFunc(a.Passages, func(p *guide.Passage) bool {
			return p.Page == page || p.Page.Article != nil && slices.Index(p.Page.Article.About.Conditions, cause)&^1 == 0
		}) || len(a.Passages) > guide.MaxQuoted {
			t.Errorf("with %s the answer says nothing of it", cause)
		}
	}
}

// What the guide does not cover stays refused whatever the trouble is, and what says
// nothing about the trouble changes nothing.
func TestCausesAnswerNothingElse(t *testing.T) {
	g := open(t)
	for _, q := range slices.Concat(questions(t)["held"], questions(t)["fresh"], questions(t)["blind"]) {
		if q.Kind == "offtopic" && !g.Ask(q.Q).Answered() && g.AskAbout(q.Q, []string{"rls_adult"}).Answered() {
			t.Errorf("%q is answered because of a check", q.Q)
		}
	}
	for _, q := range []string{"what is the meaning of life", "who are you", "tell me a joke", "what is the capital of France", "write a poem about it"} {
		if a := g.AskAbout(q, []string{"rls_adult"}); a.Answered() {
			t.Errorf("%q is answered from %s", q, a.Passages[0].ID)
		}
	}
	if a := g.AskAbout("what can I do about it", nil); a.Answered() {
		t.Error("nothing is known, and yet it is answered")
	}
	if a := g.AskAbout("what can I do about it", []string{"no_such_condition"}); a.Answered() {
		t.Error("a condition that does not exist answers")
	}
}
