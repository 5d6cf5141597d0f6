package guide

import (
	"regexp"
	"strings"

	"github.com/legible-health/legible/internal/kb"
)

// gradeLetters finds grades in the note of an activity: "C for sleep, D for legs".
var gradeLetters = regexp.MustCompile(`(^|, )([A-D])(-[A-D])?( for | against | \(|,|$)`)

// howSure words the grade of an activity with its note: "Weak evidence for sleep, opinion
// for legs."
func howSure(grades map[string]kb.Grade, grade, note string) string {
	note = strings.TrimSuffix(strings.TrimSpace(note), ".")
	text := note
	if gradeLetters.FindStringIndex(note) == nil {
		text = strings.TrimSuffix(grades[grade].Name+": "+note, ": ")
	}
	for i := 0; i < 2; i++ { // a comma may end one grade and begin the next
		text = gradeLetters.ReplaceAllStringFunc(text, func(s string) string {
			m := gradeLetters.FindStringSubmatch(s)
			out := grades[m[2]].Name
			if m[3] != "" {
				out += " or " + grades[m[3][1:]].Name
			}
			return m[1] + out + m[4]
		})
	}
	return capital(text) + "."
}
