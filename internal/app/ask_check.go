package app

import (
	"slices"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/guide"
	"github.com/legible-health/legible/internal/kb"
)

// AskCheck tells how a person's check was used for an answer.
type AskCheck struct {
	Level  clinical.Urgency `json:"level"`  // of the check
	Action string           `json:"action"` // who and how soon
	Causes []AskCause       `json:"causes"` // the likeliest of the check, whose passages are preferred
	Text   string           `json:"text"`   // says that the check was used
}

// AskCause is one of the likeliest causes of a check.
type AskCause struct {
	Condition string `json:"condition"`
	Name      string `json:"name"`
	URL       string `json:"url"` // its page in the guide
}

// Causes of a check that an answer prefers.
const (
	mostPreferred  = 3
	leastPreferred = 0.1 // posttest probability
)

// askedCheck is a check that came with a question, assessed.
type askedCheck struct {
	*assess.Assessment
	country *kb.Country
	other   bool
	causes  []string // ids, the likeliest first
}

// assessAsked reads a check and assesses it; nil when none came. Errors are errs.Invalid
// and name the field under check.
func (s *Service) assessAsked(r *Request) (*askedCheck, error) {
	if r == nil {
		return nil, nil
	}
	in, err := s.read(r)
	if err != nil {
		return nil, prefix("check", err)
	}
	c := &askedCheck{Assessment: s.Engine().Assess(in.Case, assess.Options{}), country: in.country, other: in.other}
	for _, d := range c.Differential {
		if len(c.causes) == mostPreferred || d.Posttest < leastPreferred {
			break
		}
		c.causes = append(c.causes, d.Condition.ID)
	}
	return c, nil
}

// used says what an answer took from a check.
func (s *Service) used(g *guide.Guide, c *askedCheck) *AskCheck {
	if c == nil {
		return nil
	}
	out := &AskCheck{Level: c.Urgency.Level, Action: s.base.Action(c.Urgency.Level).For(c.other).Action, Causes: []AskCause{},
		Text: s.base.Asking.WithCheck}
	for _, id := range c.causes {
		cause := AskCause{Condition: id, Name: s.base.Condition(id).PlainName}
		if p := g.Entry(guide.KindCondition, id); p != nil {
			cause.URL = p.URL
		}
		out.Causes = append(out.Causes, cause)
	}
	return out
}

// withCheck puts what is urgent in a check to what is urgent in the question.
func (s *Service) withCheck(u *AskUrgency, c *askedCheck, country *kb.Country) *AskUrgency {
	if c == nil || c.Urgency.Level < clinical.SameDay {
		return u
	}
	found := s.urgency(c.Assessment, country, c.other)
	if u == nil {
		u = &AskUrgency{Reasons: []Reason{}}
	}
	for _, r := range found.Reasons {
		if r.Level >= clinical.SameDay && !slices.ContainsFunc(u.Reasons, func(x Reason) bool { return x.Rule == r.Rule }) {
			u.Reasons = append(u.Reasons, r)
		}
	}
	slices.SortStableFunc(u.Reasons, func(a, b Reason) int { return int(b.Level) - int(a.Level) })
	if found.Level > u.Level {
		u.Level, u.Action, u.Meanwhile, u.Call = found.Level, found.Action, found.Meanwhile, found.Call
	}
	return u
}
