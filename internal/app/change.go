package app

import "github.com/legible-health/legible/internal/assess"

// changes words the open answers that would change the advice.
func (s *Service) changes(a *assess.Assessment, other bool) []Change {
	out := make([]Change, 0, len(a.Changes))
	for _, c := range a.Changes {
		out = append(out, Change{
			Finding: c.Finding.ID, Text: c.Finding.Ask(other), Label: c.Finding.Name(), Presence: c.Presence,
			Level: c.Level, First: c.First.ID, Name: c.First.PlainName,
		})
	}
	return out
}
