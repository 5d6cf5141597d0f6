package narrative

import (
	"strconv"
)

// numberWords are the numbers people spell out.
var numberWords = map[string]float64{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
	"seventy": 70, "eighty": 80, "ninety": 90, "a": 1, "an": 1, "couple": 2, "few": 3, "several": 4, "half": 0.5, "dozen": 12, "once": 1, "twice": 2,
}

// value reads a number at token i: digits, words ("twenty five"), "a couple of".
// n is the number of tokens used, 0 if there is none.
func value(ts []token, i int) (v float64, n int) {
	if i >= len(ts) || ts[i].mark != 0 {
		return 0, 0
	}
	if ts[i].number {
		v, err := strconv.ParseFloat(ts[i].text, 64)
		if err != nil {
			return 0, 0
		}
		return v, 1
	}
	v, ok := numberWords[ts[i].text]
	if !ok {
		return 0, 0
	}
	n = 1
	if next := i + 1; next < len(ts) && v >= 20 && v <= 90 {
		k := next
		if ts[k].mark == '-' {
			k++
		}
		if k < len(ts) {
			if u, ok := numberWords[ts[k].text]; ok && u >= 1 && u < 10 && ts[k].text != "a" {
				return v + u, k + 1 - i
			}
		}
	}
	if (ts[i].text == "a" || ts[i].text == "the" || ts[i].text == "an") && i+1 < len(ts) {
		if u, ok := numberWords[ts[i+1].text]; ok && ts[i+1].text != "a" {
			v, n = u, 2
		}
	}
	if i+n < len(ts) && ts[i+n].text == "of" {
		if ts[i+n-1].text == "couple" {
			n++
		}
	}
	return v, n
}

// quantity is a number, or the middle of a range, with its unit word.
type quantity struct {
	v        float64
	from, to int // tokens, unit not included
	bound    byte
}

// quantities finds every number of the text; "3-4" and "3 to 4" become their mean.
func quantities(ts []token) []quantity {
	var out []quantity
	for i := 0; i < len(ts); {
		v, n := value(ts, i)
		if n == 0 {
			i++
			continue
		}
		q := quantity{v: v, from: i, to: i + n}
		if i > 0 && (ts[i-1].mark == '<' || ts[i-1].mark == '>') {
			q.bound = ts[i-1].mark
		}
		if k := q.to; k < len(ts) && (ts[k].mark == '-' || ts[k].text == "to" || ts[k].text == "or" || ts[k].mark == ';') {
			if w, m := value(ts, k+1); m > 0 && w > v && w <= 20*v+10 && (ts[k+1].number || ts[k+1].text != "a") {
				q.v, q.to = (v+w)/2, k+1+m
			}
		}
		out = append(out, q)
		i = q.to
	}
	return out
}

// wordAt returns the word at token i, hyphens skipped, with the position behind it.
func wordAt(ts []token, i int) (string, int) {
	for i < len(ts) && ts[i].mark == '-' {
		i++
	}
	if i >= len(ts) || ts[i].mark != 0 {
		return "", i
	}
	return ts[i].text, i + 1
}

// before reports that one of the words stands within n words before token i, which may lie
// behind the end.
func before(ts []token, i, n int, words map[string]bool) bool {
	for k := min(i, len(ts)) - 1; k >= 0 && n > 0; k-- {
		if ts[k].mark == '.' {
			return false
		}
		if ts[k].mark != 0 {
			continue
		}
		if words[ts[k].text] || words[ts[k].stem] {
			return true
		}
		n--
	}
	return false
}

func behind(ts []token, i, n int, words map[string]bool) bool {
	for k := i; k < len(ts) && n > 0; k++ {
		if ts[k].mark == '.' {
			return false
		}
		if ts[k].mark != 0 {
			continue
		}
		if words[ts[k].text] || words[ts[k].stem] {
			return true
		}
		n--
	}
	return false
}
