package guide

import (
	"slices"
	"strconv"
)

// Weeks of a pregnancy that people name alone: "28 weeks and my calves cramp". Fewer weeks
// are mostly how long a trouble has lasted.
const (
	firstWeek = 12
	lastWeek  = 42
)

// expecting adds the word behind the week of a pregnancy that a question tells without it.
func expecting(question string) string {
	tokens := tokenize(question)
	word := func(i int) string {
		if i < 0 || i >= len(tokens) {
			return ""
		}
		return tokens[i].text
	}
	for i := range tokens {
		n, err := strconv.Atoi(word(i))
		if err == nil && n >= firstWeek && n <= lastWeek && slices.Contains(weekWords, word(i+1)) && !lasted[word(i-1)] && !past[word(i+2)] {
			end := tokens[i+1].end
			return question[:end] + " pregnant" + question[end:]
		}
	}
	return question
}

var weekWords = []string{"week", "weeks", "wk", "wks"}

// Words before and behind a number of weeks that is a stretch of time.
var (
	lasted = set("for past last since in every over after within under next by than of about around another")
	past   = set("ago old later back since of post after in without straight running")
)
