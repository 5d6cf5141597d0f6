package kb

import (
	"regexp"
	"strings"
)

// Name is the label, or the question where there is none.
func (f *Finding) Name() string {
	if f.Label != "" {
		return f.Label
	}
	return f.Question
}

// Ask is the question to the person, or about somebody else.
func (f *Finding) Ask(other bool) string {
	if other && f.Other != "" {
		return f.Other
	}
	return f.Question
}

// longLabel is the most words of a label.
const longLabel = 6

// secondPerson finds words that speak to the person.
var secondPerson = regexp.MustCompile(`(?i)\b(you|your|yours|yourself)\b`)

// checkWording holds the short and the third-person wording to their form.
func (f *Finding) checkWording(p problems) {
	if n := len(strings.Fields(f.Label)); n > longLabel {
		p.add("label", "%d words: name it in %d or fewer", n, longLabel)
	}
	if secondPerson.MatchString(f.Label) {
		p.add("label", "speaks to the person: a label fits whoever it is about")
	}
	if f.Other != "" && f.Other == f.Question {
		p.add("question_other", "is the question itself: remove it")
	}
}

// strays reports that the third-person question shares less than half of its words with
// the question, as happens when only one of them is reworded.
func (f *Finding) strays() bool {
	asked := map[string]bool{}
	for _, w := range strings.Fields(strings.ToLower(f.Question)) {
		asked[w] = true
	}
	words, known := strings.Fields(strings.ToLower(f.Other)), 0
	for _, w := range words {
		if asked[w] {
			known++
		}
	}
	return 2*known < len(words)
}
