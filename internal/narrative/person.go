package narrative

import "github.com/legible-health/legible/internal/clinical"

// age finds the age in years of the person the story is about, with its place.
func age(ts []token, qs []quantity, who teller) (years float64, s span, ok bool) {
	best := 0
	consider := func(v float64, sp span, score int) {
		if v >= 0 && v <= clinical.MaxAge && score > best {
			best, years, s, ok = score, v, sp, true
		}
	}
	for _, q := range qs {
		if q.bound != 0 || q.v != float64(int(q.v*10))/10 {
			continue
		}
		unit, end := wordAt(ts, q.to)
		next, end2 := wordAt(ts, end)
		prev := ""
		if q.from > 0 {
			prev = ts[q.from-1].text
		}
		scale := 0.0
		switch unit {
		case "year", "years", "yr", "yrs":
			scale = 1
		case "month", "months":
			scale = 1.0 / 12
		case "week", "weeks":
			scale = 7.0 / 365
		}
		switch {
		case scale > 0 && (next == "old" || next == "olds" || next == "age" || next == "of" && wordOf(ts, end2) == "age") && !relativesAge(ts, q.from, end2, who) && !ownChild(ts, q.from, who):
			consider(q.v*scale, span{q.from, end2}, 9)
		case unit == "yo" || unit == "y" && (next == "o" || slashO(ts, end)) || unit == "yr" && nouns[next] || unit == "yrs" && nouns[next]:
			consider(q.v, span{q.from, end}, 9)
		case (nouns[unit] && unit != "child" && unit != "infant" && unit != "patient" && unit != "boy" && unit != "girl" && unit != "toddler" || unit == "year" && nouns[next]) && ts[q.from].number && q.v > 12 && q.v < 100 && !before(ts, q.from, 3, set("temp temperature fever running")):
			consider(q.v, span{q.from, q.to}, 7)
		case scale == 1 && sexWord[next] && q.v >= 12, // "I am 45 years female"
			scale == 1 && q.v >= 12 && prev == "am" && q.from > 1 && ts[q.from-2].text == "i" && (next == "" || next == "and"),
			(scale == 0 && plainAge(ts, q) || scale == 1) && prev == "is" && q.from > 1 && ts[q.from-2].text == "age": // "my age is 45"
			consider(q.v, span{q.from, q.to}, 8)
		case prev == "aged" && before(ts, q.from-1, 3, set("have like feel has")):
		case prev == "of" && q.from > 1 && (nouns[ts[q.from-2].text] || ts[q.from-2].text == "lady" || ts[q.from-2].text == "gentleman") && q.v >= 12 && ts[q.from].number && scale != 1.0/12:
			consider(q.v, span{q.from, q.to}, 7)
		case scale != 1.0/12 && scale != 7.0/365 && q.from > 0 && prev != "" && prev == who.patient && ts[q.from].number && q.v < 105 && (scale == 1 || plainAge(ts, q)): // "my husband 51", "daughter 4yrs"
			consider(q.v, span{q.from, q.to}, 6)
		case soon[prev] && q.from > 2 && relativeOrWho(ts, q.from-1) && ts[q.from-2].mark == ',' && plainAge(ts, q): // "my granddaughter, nearly 3"
			consider(q.v, span{q.from, q.to}, 6)
		case (prev == "aged" || prev == "age" || (prev == "turned" || prev == "turning") && ts[q.from].number) && scale != 1.0/12:
			consider(q.v, span{q.from, q.to}, 8)
		case unit == "" && q.to+1 < len(ts) && ts[q.to].mark == '/' && (ts[q.to+1].text == "m" || ts[q.to+1].text == "f") && q.v < 110: // "55/M"
			consider(q.v, span{q.from, q.to + 2}, 8)
		case scale > 0 && scale < 1 && prev == "is" && q.from > 1 && children[ts[q.from-2].text] && !who.first:
			consider(q.v*scale, span{q.from, end}, 7)
		case scale == 1 && q.v >= 16 && (q.from == 0 || ts[q.from-1].mark == '.') && (end == len(ts) || ts[end].mark == '.'): // "40 yrs."
			consider(q.v, span{q.from, end}, 3)
		case prev == "of" && before(ts, q.from, 2, set("age")):
			consider(q.v, span{q.from, q.to}, 6)
		case !childBefore(ts, q.from, who) && (prev == "am" || prev == "is" || prev == "f" || prev == "im") && scale == 0 && plainAge(ts, q) && (before(ts, q.from, 3, set("i he she who im")) || relativeBefore(ts, q.from)):
			consider(q.v, span{q.from, q.to}, 7)
		case q.from > 1 && ts[q.from-1].mark == ',' && relativeOrWho(ts, q.from) && plainAge(ts, q):
			consider(q.v, span{q.from, q.to}, 6)
		case q.from == 0 && plainAge(ts, q) && q.v > 3 && q.v < 100:
			consider(q.v, span{q.from, q.to}, 5)
		case unit == "" && q.to-q.from == 1 && plainAge(ts, q) && q.v >= 12 && q.to < len(ts) && ts[q.to].mark == ',' && q.from > 0 && ts[q.from-1].mark == '.': // "It wakes me. 63, ex miner."
			consider(q.v, span{q.from, q.to}, 3)
		case unit == "" && q.to-q.from == 1 && plainAge(ts, q) && q.to+1 < len(ts) && ts[q.to].mark == ',' && q.from > 0 && ts[q.from-1].mark != 0 && sexWord[ts[q.to+1].text]: // "I sit all day, 44, female"
			consider(q.v, span{q.from, q.to}, 6)
		case unit == "" && q.to-q.from == 1 && plainAge(ts, q) && alone(ts, q) && q.v >= 12: // "Any ideas? 69."
			consider(q.v, span{q.from, q.to}, 3)
		case unit == "" && q.from > 3 && ts[q.from-1].mark == ',' && ts[q.from-3].text == "am" && ts[q.from-4].text == "i" && plainAge(ts, q) && q.v >= 12: // "I'm Priya, 30"
			consider(q.v, span{q.from, q.to}, 6)
		case prev == "at" && q.from > 0 && unit == "i" && plainAge(ts, q) && q.v > 12: // "At 70 I can't walk far"
			consider(q.v, span{q.from, q.to}, 4)
		case children[prev] && plainAge(ts, q) && q.v <= 17 && !childBefore(ts, q.from-1, who): // "daughter 10 has a sore knee"
			consider(q.v, span{q.from, q.to}, 6)
		case children[unit] && scale == 0 && q.v <= 17 && ts[q.from].number:
			consider(q.v, span{q.from, q.to}, 4)
		}
	}
	for i := range ts {
		if v, ok := letterAge(ts[i].text); ok && i < 12 { // "M24, roofer"
			consider(v, span{i, i + 1}, 8)
		}
	}
	for i := range ts { // "in her 60s", "late forties", "4th birthday"
		if d := decade(ts[i].text); d > 0 && before(ts, i, 3, set("my her his their early mid late mid-")) && !before(ts, i, 4, set("since ago was when during")) {
			v := d + 5
			if i > 0 {
				switch ts[i-1].text {
				case "early":
					v = d + 2
				case "late":
					v = d + 8
				}
			}
			consider(v, span{i, i + 1}, 5)
		}
		if n := numberWords[ts[i].text]; n >= 2 && n <= 17 && i > 1 && ts[i-1].text == "is" && hasWord("he she", ts[i-2].text) && (i+1 == len(ts) || ts[i+1].mark != 0 && ts[i+1].mark != '-' || next(ts, i) == "and") { // "he's three"
			consider(n, span{i, i + 1}, 6)
		}
		if next(ts, i) == "birthday" {
			if v, ok := ordinal(ts[i].text); ok {
				consider(v, span{i, i + 2}, 5)
			}
		}
	}
	return years, s, ok
}

var sexWord = set("female male woman man f m")

var soon = set("nearly almost just about only")

// letterAge reads "M24" and "F33".
func letterAge(w string) (float64, bool) {
	if len(w) != 3 || w[0] != 'm' && w[0] != 'f' || w[1] < '1' || w[1] > '9' || w[2] < '0' || w[2] > '9' {
		return 0, false
	}
	return float64(w[1]-'0')*10 + float64(w[2]-'0'), true
}

// alone reports a number that is a sentence of its own, as at the end of "hurts
// to hop on it. 23."
func alone(ts []token, q quantity) bool {
	return (q.from == 0 || ts[q.from-1].mark == '.') && (q.to == len(ts) || ts[q.to].mark == '.')
}

func wordOf(ts []token, i int) string { w, _ := wordAt(ts, i); return w }

// ownChild reports "my 4 month old" in a story of the writer's own.
func ownChild(ts []token, from int, who teller) bool {
	return who.first && from > 0 && (ts[from-1].text == "my" || ts[from-1].text == "our")
}

// childBefore reports "the baby, who is 2" in a story about somebody else.
func childBefore(ts []token, i int, who teller) bool {
	for k := i - 1; k >= 0 && k > i-6 && ts[k].mark != '.'; k-- {
		if _, rel := relatives[ts[k].text]; rel && ts[k].text != who.patient {
			return true
		}
	}
	return false
}

func slashO(ts []token, i int) bool {
	return i+1 < len(ts) && ts[i].mark == '/' && ts[i+1].text == "o"
}

// relativesAge reports that the age is that of somebody else: "my father was 60 years old".
func relativesAge(ts []token, from, to int, who teller) bool {
	for k := from - 1; k >= 0 && k > from-5; k-- {
		if ts[k].mark == '.' || ts[k].mark == ',' {
			return false
		}
		if _, rel := relatives[ts[k].text]; rel && ts[k].text != who.patient && (!children[ts[k].text] || who.first && who.patient == "") {
			return true
		}
	}
	return false
}

func plainAge(ts []token, q quantity) bool {
	if !ts[q.from].number || q.to-q.from != 1 || q.v < 1 || q.v > 105 || q.v != float64(int(q.v)) {
		return false
	}
	w, _ := wordAt(ts, q.to)
	if unitDays(w) > 0 || distance(w) > 0 && w != "m" {
		return false
	}
	switch w {
	case "kg", "lbs", "pounds", "cm", "stone", "mg", "st", "c", "f", "percent", "out", "times", "minutes", "weeks", "units":
		return false
	}
	return q.to >= len(ts) || ts[q.to].mark != '/' && ts[q.to].mark != '%'
}

func relativeBefore(ts []token, i int) bool {
	for k := i - 1; k >= 0 && k > i-4; k-- {
		if _, rel := relatives[ts[k].text]; rel {
			return true
		}
	}
	return false
}

func relativeOrWho(ts []token, i int) bool {
	if i < 2 {
		return false
	}
	_, rel := relatives[ts[i-2].text]
	return rel || maleWords[ts[i-2].text] || femaleWords[ts[i-2].text]
}

func decade(w string) float64 {
	switch w {
	case "20s", "twenties":
		return 20
	case "30s", "thirties":
		return 30
	case "40s", "forties":
		return 40
	case "50s", "fifties":
		return 50
	case "60s", "sixties":
		return 60
	case "70s", "seventies":
		return 70
	case "80s", "eighties":
		return 80
	case "90s", "nineties":
		return 90
	case "teens":
		return 10
	}
	return 0
}

func ordinal(w string) (float64, bool) {
	v := 0.0
	n := 0
	for n < len(w) && w[n] >= '0' && w[n] <= '9' {
		v = v*10 + float64(w[n]-'0')
		n++
	}
	if n > 0 && n < len(w) {
		return v, true
	}
	switch w {
	case "first":
		return 1, true
	case "second":
		return 2, true
	case "third":
		return 3, true
	case "fourth":
		return 4, true
	case "fifth":
		return 5, true
	case "sixth":
		return 6, true
	}
	return 0, false
}
