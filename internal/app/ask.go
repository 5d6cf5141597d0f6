package app

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/guide"
	"github.com/legible-health/legible/internal/kb"
)

// AskRequest is a question to the guide. It is the JSON body of POST /api/v1/ask.
type AskRequest struct {
	Question string `json:"question"`
	Country  string `json:"country,omitempty"` // for the numbers to ring
	// Check is the asker's own check, given only by who wants it used: what may be the
	// cause and how urgent it is then lead the answer. nil uses none.
	Check *Request `json:"check,omitempty"`
}

// AskResponse is an answer made only of passages of the guide, word for word. Where a
// language model put them in other words, these stand beside them.
type AskResponse struct {
	Knowledge Knowledge       `json:"knowledge"`
	Answered  bool            `json:"answered"`
	Kind      string          `json:"kind"`     // passages, dose, stop, nothing, language
	Answer    []Quote         `json:"answer"`   // best first, at most guide.MaxQuoted
	Passages  []QuotedPassage `json:"passages"` // where each quote stands, in the same order
	Urgent    *AskUrgency     `json:"urgent"`   // to be said first; null when no word of the question is alarming
	Message   string          `json:"message,omitempty"`
	ReadAs    []Mending       `json:"read_as"` // words taken for slips of the keyboard
	// Rephrased is the answer in other words; null unless the operator has set up a
	// language model and the passages support what it says.
	Rephrased *Rephrasing `json:"rephrased"`
	Check     *AskCheck   `json:"check"` // how the check was used; null when none was given
}

// Quote is the text of a passage.
type Quote struct {
	Text    string `json:"text"`
	Passage string `json:"passage"` // its id
}

// QuotedPassage says where a quote stands and how far it has been checked.
type QuotedPassage struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`   // of the page
	Heading  string   `json:"heading"` // above the passage; may be empty
	URL      string   `json:"url"`
	Kind     string   `json:"kind"`     // of the page: one of guide.Kinds, or fixed
	Date     string   `json:"date"`     // last update, or last check of the sources; may be empty
	Reviewed bool     `json:"reviewed"` // by a clinician
	Grade    string   `json:"grade"`    // A–D, fact or advice
	Sources  []string `json:"sources"`
}

// AskUrgency is the advice that stands before any answer when the words of a question
// tell of danger.
type AskUrgency struct {
	Level      clinical.Urgency `json:"level"` // emergency, same_day or soon
	Reasons    []Reason         `json:"reasons"`
	Action     string           `json:"action"`
	Meanwhile  string           `json:"meanwhile"`
	Call       string           `json:"call,omitempty"`        // the country's ambulance, for an emergency
	CrisisLine string           `json:"crisis_line,omitempty"` // the country's, where somebody may harm themselves
}

// Mending is a word of the question and the word it was read as.
type Mending struct {
	Word string `json:"word"`
	As   string `json:"as"`
}

// Guide returns the reading side. It is built when first asked for.
func (s *Service) Guide() (*guide.Guide, error) { return s.reading() }

// Ask answers a question from the passages of the guide. The same question gives the
// same answer, but for what a language model may add; that one is given up when the
// context ends. Errors are errs.Invalid and name the field.
func (s *Service) Ask(ctx context.Context, r *AskRequest) (*AskResponse, error) {
	if err := checkQuestion(r.Question); err != nil {
		return nil, err
	}
	country, err := s.country(r.Country)
	if err != nil {
		return nil, err
	}
	check, err := s.assessAsked(r.Check)
	if err != nil {
		return nil, err
	}
	g, err := s.Guide()
	if err != nil {
		return nil, err
	}
	var causes []string
	if check != nil {
		causes = check.causes
		country = cmp.Or(country, check.country)
	}
	heard := s.hear(r.Question)
	a := g.AskTelling(r.Question, causes, heard.told)
	out := &AskResponse{Knowledge: Knowledge{s.base.Version}, Answered: a.Answered(), Kind: a.Kind, Message: a.Message,
		Answer: []Quote{}, Passages: []QuotedPassage{}, ReadAs: []Mending{}}
	for _, p := range a.Passages {
		out.Answer = append(out.Answer, Quote{p.Quote(), p.ID})
		out.Passages = append(out.Passages, quoted(p))
	}
	for word, as := range a.Mended {
		out.ReadAs = append(out.ReadAs, Mending{word, as})
	}
	slices.SortFunc(out.ReadAs, func(a, b Mending) int { return strings.Compare(a.Word, b.Word) })
	out.Urgent = s.withCheck(s.alarming(g, r.Question, heard, country), check, country)
	out.Check = s.used(g, check)
	out.Rephrased = s.rephrase(ctx, g, r.Question, a, out.Urgent != nil)
	return out, nil
}

func quoted(p *guide.Passage) QuotedPassage {
	return QuotedPassage{ID: p.ID, Title: p.Page.Title, Heading: p.Heading, URL: p.URL(), Kind: p.Page.Kind, Date: p.Page.Date,
		Reviewed: p.Page.Reviewed != nil, Grade: p.Marker.Grade, Sources: list(p.Marker.Sources)}
}

func checkQuestion(text string) error {
	switch n := utf8.RuneCountInString(text); {
	case !utf8.ValidString(text):
		return errs.Field("question", "is not valid UTF-8")
	case n > MaxText:
		return errs.Field("question", "has %d characters; at most %d are read. Ask in a sentence or two", n, MaxText)
	case strings.TrimSpace(text) == "":
		return errs.Field("question", "is empty: ask in a sentence, such as “Why do my legs ache at night?”")
	}
	return nil
}

// alarming looks for danger in the words of a question: red flags among the findings it
// tells of, and the emergencies of the guide. nil when there is none.
func (s *Service) alarming(g *guide.Guide, question string, heard *heard, country *kb.Country) *AskUrgency {
	danger := g.Danger(question)
	u := &AskUrgency{Reasons: []Reason{}}
	for _, e := range danger.Alarms {
		u.Level = max(u.Level, e.Level)
		u.Reasons = append(u.Reasons, Reason{Rule: "ask_" + e.ID, Level: e.Level, Findings: []string{}, Text: e.Text})
		if e.Crisis && country != nil {
			u.CrisisLine = country.CrisisLine
		}
	}
	for _, f := range s.Engine().RedFlags(heard.Case) {
		if s.leads(f.Rule) && !danger.TakesBack(f.Rule) {
			u.Level = max(u.Level, f.Rule.Level)
			u.Reasons = append(u.Reasons, Reason{Rule: f.Rule.ID, Level: f.Rule.Level, Findings: list(f.Findings), Text: f.Rule.Tells, Why: f.Rule.Why, Sources: list(f.Rule.Sources)})
		}
	}
	if len(u.Reasons) == 0 {
		return nil
	}
	slices.SortStableFunc(u.Reasons, func(a, b Reason) int { return int(b.Level) - int(a.Level) })
	do := s.base.Action(u.Level)
	u.Action, u.Meanwhile = do.Action, do.Meanwhile
	if u.Level == clinical.Emergency && country != nil {
		u.Call = country.Ambulance
	}
	return u
}

// leads reports whether a red flag is said before the answer to a question.
func (s *Service) leads(f *kb.RedFlag) bool {
	return f.Level >= clinical.SameDay || slices.Contains(s.base.Asking.Leading, f.ID)
}
