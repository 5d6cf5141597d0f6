package kb

// Standing says how firm the content is.
type Standing struct {
	Entries, Reviewed      int // entries of the kinds that clinicians read; those that one has read
	Probabilities          int // of findings in conditions: what the reasoning is made of
	Estimates              int // of them, ours
	SeenNumbers            int // read in their source
	RecalledNumbers        int // remembered from it, to be checked
	SourcesSeen, SourceAll int
}

// Standing counts how firm the content is.
func (b *Base) Standing() Standing {
	s := Standing{SourceAll: len(b.Sources)}
	for _, e := range b.entries() {
		if !e.review {
			continue
		}
		if s.Entries++; e.reviewed != nil {
			s.Reviewed++
		}
	}
	for _, c := range b.Conditions {
		for _, q := range c.Findings {
			s.Probabilities++
			switch {
			case q.Estimate:
				s.Estimates++
			case q.Status == "seen":
				s.SeenNumbers++
			default:
				s.RecalledNumbers++
			}
		}
	}
	for _, x := range b.Sources {
		if x.Seen {
			s.SourcesSeen++
		}
	}
	return s
}
