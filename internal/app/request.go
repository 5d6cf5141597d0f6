package app

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/kb"
)

// Limits of a request.
const (
	MaxText     = 10000 // Unicode code points of own words
	MaxEvidence = 600   // entries
)

// Request asks for an assessment. It is the JSON body of POST /api/v1/assess.
type Request struct {
	Person   Person   `json:"person"`
	Text     string   `json:"text,omitempty"`
	Evidence []Answer `json:"evidence,omitempty"`
	Locale   string   `json:"locale,omitempty"`  // "en"; other languages fall back to it
	Country  string   `json:"country,omitempty"` // ISO 3166-1 alpha-2, for the emergency number
	// Asked is how many questions have been put; nil counts the entries of Evidence.
	Asked *int `json:"asked,omitempty"`
	// About is self, or other when the answers are given about somebody else: questions
	// then say they and their. Left out, the text decides ("my son"), or an age below that
	// of somebody who asks alone; without either it is self.
	About string `json:"about,omitempty"`
	// Changes asks what open answers would change the advice; it costs time.
	Changes bool `json:"changes,omitempty"`
}

// mostChanges is how many open answers are named at most.
const mostChanges = 5

func (r *Request) changes() int {
	if r.Changes {
		return mostChanges
	}
	return 0
}

// about is whom a request is about.
func about(other bool) string {
	if other {
		return "other"
	}
	return "self"
}

// asksAlone is the age in years from which somebody may be asking about themselves.
const asksAlone = 10

// other reports that the request is about somebody else than the one who answers. told
// says that its text is.
func (r *Request) other(told bool) (bool, error) {
	switch r.About {
	case "":
		return told || r.Person.Age != nil && *r.Person.Age < asksAlone, nil
	case "self":
		return false, nil
	case "other":
		return true, nil
	}
	return false, errs.Field("about", "use self or other")
}

// Person is whom the request is about; nil and empty mean not known.
type Person struct {
	Age      *float64 `json:"age,omitempty"` // years, 0–120
	Sex      string   `json:"sex,omitempty"` // female, male, intersex, unknown
	Pregnant *bool    `json:"pregnant,omitempty"`
}

// Answer is one entry of evidence: a presence, or a value (number or option).
type Answer struct {
	Finding  string          `json:"finding"`
	Presence string          `json:"presence,omitempty"` // present, absent, unknown
	Value    json.RawMessage `json:"value,omitempty"`    // a number in the finding's unit, or an option
}

// person checks the person of a request.
func (r *Request) person() (clinical.Person, error) {
	sex, err := clinical.ParseSex(r.Person.Sex)
	if err != nil {
		return clinical.Person{}, errs.Field("person.sex", "use female, male, intersex or unknown")
	}
	p := clinical.Person{Age: r.Person.Age, Sex: sex, Pregnant: r.Person.Pregnant}
	if err := p.Check(); err != nil {
		return p, errs.Field("person.age", "must be a number of years from %d to %d", clinical.MinAge, clinical.MaxAge)
	}
	if p.Pregnant != nil && *p.Pregnant && sex == clinical.Male {
		return p, errs.Field("person.pregnant", "contradicts sex male: correct one of them")
	}
	return p, nil
}

// checkText refuses text that is too long or not UTF-8.
func checkText(text string) error {
	if !utf8.ValidString(text) {
		return errs.Field("text", "is not valid UTF-8")
	}
	if n := utf8.RuneCountInString(text); n > MaxText {
		return errs.Field("text", "has %d characters; at most %d are read. Shorten it to what matters most", n, MaxText)
	}
	return nil
}

// evidence checks the answers of a request against the knowledge base.
func (r *Request) evidence(base *kb.Base) (clinical.Evidence, error) {
	if len(r.Evidence) > MaxEvidence {
		return nil, errs.Field("evidence", "has %d entries; at most %d are read", len(r.Evidence), MaxEvidence)
	}
	ev := make(clinical.Evidence, len(r.Evidence))
	first := map[string]int{}
	for i, a := range r.Evidence {
		field := fmt.Sprintf("evidence[%d]", i)
		f := base.Finding(a.Finding)
		if f == nil {
			return nil, errs.Field(field+".finding", "is not a finding of the knowledge base; GET /api/v1/knowledge/findings lists them")
		}
		answer, err := r.answer(base, f, a)
		if err != nil {
			return nil, prefix(field, err)
		}
		if j, again := first[a.Finding]; again && !same(ev[a.Finding], answer) {
			return nil, errs.Field(field, "contradicts evidence[%d], which answers the same finding differently; keep one", j)
		} else if !again {
			first[a.Finding] = i
		}
		ev[a.Finding] = answer
	}
	return ev, nil
}

// answer reads one entry. A multi or body_map question is answered with the list of
// members that were ticked; spread applies it once the text has been read.
func (r *Request) answer(base *kb.Base, f *kb.Finding, a Answer) (clinical.Answer, error) {
	if len(f.Members) == 0 || a.Presence == string(clinical.NotKnown) {
		return ParseAnswer(f, a.Presence, a.Value)
	}
	var ticked []string
	if a.Presence != "" || json.Unmarshal(a.Value, &ticked) != nil || ticked == nil { // null is no answer
		return clinical.Answer{}, errs.Field("value", "must be the list of what was ticked, for example [%q]; an empty list for none", f.Members[0])
	}
	for _, id := range ticked {
		if !contains(f.Members, id) {
			return clinical.Answer{}, errs.Field("value", "lists something that this question does not offer")
		}
	}
	return clinical.Answer{Presence: clinical.Present, Option: strings.Join(ticked, " ")}, nil
}

// spread gives the members of multi questions their answers: ticked is present; not
// ticked is absent, unless another answer or the own words say otherwise; after "don't
// know" they are not known.
func spread(base *kb.Base, ev clinical.Evidence) {
	for _, f := range base.Findings {
		if len(f.Members) == 0 {
			continue
		}
		a, ok := ev[f.ID]
		if !ok {
			continue
		}
		if a.Presence == clinical.NotKnown { // asked and open: not to be asked one by one
			for _, id := range f.Members {
				if ev[id].Presence == clinical.Unsaid {
					ev[id] = clinical.Answer{Presence: clinical.NotKnown}
				}
			}
			continue
		}
		ticked := strings.Fields(a.Option)
		for _, id := range f.Members {
			if contains(ticked, id) {
				ev[id] = clinical.Yes
			} else if ev[id].Presence == clinical.Unsaid {
				ev[id] = clinical.No
			}
		}
	}
}

func prefix(field string, err error) error {
	e, ok := err.(*errs.Error)
	if !ok {
		return err
	}
	return &errs.Error{Kind: e.Kind, Field: field + "." + e.Field, Message: e.Message}
}

func same(a, b clinical.Answer) bool {
	return a.Presence == b.Presence && a.Option == b.Option && (a.Value == nil) == (b.Value == nil) && (a.Value == nil || *a.Value == *b.Value)
}

// ParseAnswer reads one answer to a finding: a presence word, a number within the
// finding's limits, or one of its options. Exactly one of presence and value is given;
// {"presence":"unknown"} is always allowed.
func ParseAnswer(f *kb.Finding, presence string, value json.RawMessage) (clinical.Answer, error) {
	hasValue := len(value) > 0 && string(value) != "null"
	switch {
	case presence != "" && hasValue && presence != string(clinical.Present):
		return clinical.Answer{}, errs.Field("presence", "give a presence or a value, not both")
	case presence == "" && !hasValue:
		return clinical.Answer{}, errs.Field("presence", "is missing: use present, absent or unknown, or give a value")
	case presence == string(clinical.NotKnown):
		return clinical.Answer{Presence: clinical.NotKnown}, nil
	}
	switch f.Kind {
	case "number":
		if !hasValue {
			return clinical.Answer{}, errs.Field("value", "is missing: this finding is a number in %s", f.Unit)
		}
		var v float64
		if err := json.Unmarshal(value, &v); err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return clinical.Answer{}, errs.Field("value", "must be a number in %s", f.Unit)
		}
		if v < *f.Min || v > *f.Max {
			return clinical.Answer{}, errs.Field("value", "must be from %v to %v %s", *f.Min, *f.Max, f.Unit)
		}
		return clinical.Number(v), nil
	case "choice":
		var option string
		if !hasValue || json.Unmarshal(value, &option) != nil || !contains(f.Options, option) {
			return clinical.Answer{}, errs.Field("value", "must be one of %s", strings.Join(f.Options, ", "))
		}
		return clinical.Answer{Presence: clinical.Present, Option: option}, nil
	case "multi", "body_map":
		return clinical.Answer{}, errs.Field("finding", "is a question with several answers; answer its members")
	case "derived":
		return clinical.Answer{}, errs.Field("finding", "is worked out from other answers and cannot be given")
	}
	if hasValue {
		return clinical.Answer{}, errs.Field("value", "this finding is answered with a presence: present, absent or unknown")
	}
	switch clinical.Presence(presence) {
	case clinical.Present:
		return clinical.Yes, nil
	case clinical.Absent:
		return clinical.No, nil
	}
	return clinical.Answer{}, errs.Field("presence", "use present, absent or unknown")
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
