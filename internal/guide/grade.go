package guide

import (
	"regexp"
	"strings"
)

// gradeWords are the grades of evidence in words.
var gradeWords = map[string]string{"A": "strong evidence", "B": "fair evidence", "C": "weak evidence", "D": "opinion, without a study"}

// gradeLetters finds grades in the note of an activity: "C for sleep, D for legs".
var gradeLetters = regexp.MustCompile(`(^|, )([A-D])(-[A-D])?( for | against | \(|,|$)`)

// howSure words the grade of an activity with its note: "Weak evidence for sleep, opinion,
// without a study for legs."
func howSure(grade, note string) string {
	note = strings.TrimSuffix(strings.TrimSpace(note), ".")
	text := note
	if gradeLetters.FindStringIndex(note) == nil {
		text = strings.TrimSuffix(gradeWords[grade]+": "+note, ": ")
	}
	for i := 0; i < 2; i++ { // a comma may end one grade and begin the next
		text = gradeLetters.ReplaceAllStringFunc(text, func(s string) string {
			m := gradeLetters.FindStringSubmatch(s)
			out := gradeWords[m[2]]
			if m[3] != "" {
				out += " or " + gradeWords[m[3][1:]]
			}
			return m[1] + out + m[4]
		})
	}
	return capital(text) + "."
}
