package app

import (
	"context"

	"github.com/legible-health/legible/internal/guide"
)

// Rephraser is a language model that puts passages of the guide in other words. It is
// given passages and nothing else: no question, no check, nothing about anybody. What it
// makes of them is held against them and is never believed; see guide.Check.
type Rephraser interface {
	// Rephrase returns a draft with marks, [1] for the first passage. It comes back soon,
	// also when the model does not, and an error says no word of what was sent or answered.
	Rephrase(ctx context.Context, passages []string) (draft string, err error)
	// Name is the model's, as the operator calls it.
	Name() string
}

// Rephrasing is an answer in other words, beside the passages that it comes from.
type Rephrasing struct {
	Model     string              `json:"model"`     // as the operator calls it
	Sentences []RephrasedSentence `json:"sentences"` // at least one; each is supported by its passage
	Dropped   int                 `json:"dropped"`   // sentences of the model that no passage supports
}

// RephrasedSentence is one sentence of a language model.
type RephrasedSentence struct {
	Text      string `json:"text"`
	Passage   string `json:"passage"`   // id of the one that supports it
	Rephrased bool   `json:"rephrased"` // false: it stands word for word in the passage
}

// RephraseWith lets a language model put answers in other words. Without it, the default,
// there are passages only. To be called before anything is asked; nil turns it off.
func (s *Service) RephraseWith(r Rephraser) { s.rephraser = r }

// rephrase asks the model, if there is one and the answer allows it: never where something
// is urgent, where no passage answers or a fixed answer does, or where the question talks
// to a program. nil is the plain answer.
func (s *Service) rephrase(ctx context.Context, g *guide.Guide, question string, a *guide.Answer, urgent bool) *Rephrasing {
	if s.rephraser == nil || urgent || a.Kind != guide.FromPassages || len(a.Passages) == 0 || guide.Instructs(question) {
		return nil
	}
	texts := make([]string, len(a.Passages))
	for i, p := range a.Passages {
		texts[i] = p.Quote()
	}
	draft, err := s.rephraser.Rephrase(ctx, texts)
	if err != nil { // the rephraser has told the operator
		return nil
	}
	checked := g.Check(draft, a.Passages)
	if len(checked.Sentences) == 0 {
		return nil
	}
	out := &Rephrasing{Model: s.rephraser.Name(), Dropped: checked.Dropped}
	for _, x := range checked.Sentences {
		out.Sentences = append(out.Sentences, RephrasedSentence{x.Text, x.Passage.ID, x.Changed})
	}
	return out
}
