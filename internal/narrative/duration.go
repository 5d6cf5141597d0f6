package narrative

import "strings"

// days per unit of time.
func unitDays(w string) float64 {
	switch w {
	case "hour", "hours", "hr", "hrs", "h", "hourly":
		return 1.0 / 24
	case "day", "days", "d", "dys":
		return 1
	case "night", "nights":
		return 1
	case "week", "weeks", "wk", "wks":
		return 7
	case "fortnight", "fortnights":
		return 14
	case "month", "months", "mo", "mos":
		return 30.4
	case "year", "years", "yr", "yrs", "winters", "summers":
		return 365
	case "decade", "decades":
		return 3650
	}
	return 0
}

// vague spells of time without a number, in days, and how surely they are told of the
// complaint.
var vague = func() []vagueSpell {
	var out []vagueSpell
	for _, v := range []struct {
		phrases string
		days    float64
		score   int
	}{
		{"as long as i can remember, as long as he can remember, as long as she can remember, all life, lifelong, since childhood, since a child, since a kid, since young, ever since school", 7000, 4},
		{"for many years, for years and years, for donkeys years, for decades, decades of", 3000, 3},
		{"for years, years of, for ages, for a long time, going on years", 1500, 3}, {"for yonks, for quite a while", 700, 2},
		{"for months, months of, months now", 120, 3}, {"for weeks, weeks of, weeks now", 25, 3}, {"for days, days of, days now", 4, 3}, {"for a while, for some time", 60, 2},
		{"since last year, for over a year, over the last year, past year", 365, 4}, {"since last month, last month", 30, 2}, {"last few months, past few months, last couple of months", 80, 4},
		{"last few weeks, past few weeks, last couple of weeks, last little while", 18, 4}, {"last few days, past few days, last couple of days, last few nights, past few nights, last couple of nights", 3, 5},
		{"since last week, past week, for the week, all week", 7, 4}, {"last week", 7, 1},
		{"since yesterday, started yesterday, began yesterday, came on yesterday, since last night, started last night, came on last night, since the night before", 1, 6}, {"yesterday evening, yesterday afternoon, yesterday morning", 1, 3},
		{"since this morning, started this morning, started today, since today, began today, started tonight, since tonight, earlier today, earlier tonight, an hour ago, since lunchtime, since teatime, this evening", 0.5, 5}, {"this morning, tonight", 0.5, 2}, {"overnight", 1, 1},
		{"since the weekend, since saturday, since sunday", 4, 5}, {"since monday, since tuesday, since wednesday, since thursday, since friday, started on monday, started on tuesday, started on friday", 4, 5},
		{"the other day, the other night", 3, 2}, {"just the once, one night, a single night, only the one night", 1, 2},
	} {
		for _, p := range strings.Split(v.phrases, ",") {
			out = append(out, vagueSpell{strings.Fields(p), v.days, v.score})
		}
	}
	return out
}()

type vagueSpell struct {
	words []string
	days  float64
	score int
}

// background words: a duration beside them is that of an older illness, a habit or a
// treatment, not of the complaint.
var background = set(`diabetes diabetic hypertension smoke smoking smoked smoker cigarettes pack packs quit stopped married retired diagnosed diagnosis surgery operation operated
replacement medication statin pills alcohol drink drinking drinks died cancer chemotherapy hiv travel travelled flew trip pregnant gestation pregnancy gravida dialysis asthma copd immigrated hyperlipidemia
hypothyroidism disease prescribed treated remission vaccination postpartum sober worked working job occupation vegan haemodialysis hemodialysis machine abstinent gout attacks treatment relief neuropathy retinopathy puberty feet-up drive driving standing sitting shift shifts lists sleep abstinence`)

var complaint = set(`pain painful ache aching hurt cramp swelling swollen weakness weak numbness numb tingling limp symptoms symptom complaint complains problem trouble sensation sensations urge
history presents presented presentation evaluation started began begun onset developed noticed noted worsening worse progressive progressively been having had rash redness sore stiffness discomfort burning fatigue difficulty going lasting it this`)

// units that tell of an attack or an interval more often than of the whole complaint.
var shortUnit = set("hour hours hr hrs h")

var beginning = set("started start starting began begin begun onset since noticed notice developed came come first injury injured fell fall twisted tweaked lifted slipped hurt blew kicked broke woke hit felt happened appeared")

// event words tell of something else that happened then: an operation, an earlier attack.
var event = set(`bypass similar previous same operation surgery scoped scope resection transplant treated stent died divorce moved infection cough bug flu cold throat antibiotic antibiotics tablet tablets
put doubled raised given off out born baby plaster pharyngitis nodes marking fracture cholecystectomy injection completing completed snap thrombosis clot exams finals married taken surfacing debridement escalation`)

// complaintDays returns how long the complaint has lasted, in days: the first spell of
// time that is told of the complaint and not of an older illness, a medicine or an
// attack. drug reports a token that is a medicine.
func complaintDays(ts []token, qs []quantity, drug func(int) bool) (days float64, s span, ok bool) {
	best := 0
	consider := func(d float64, sp span, score int) {
		if score > best {
			best, days, s, ok = score, d, sp, true
		}
	}
	for _, q := range qs {
		unit, end := wordAt(ts, q.to)
		if unit == "full" || unit == "good" || unit == "solid" || unit == "odd" || unit == "or" && end < len(ts) && (ts[end].text == "so" || ts[end].text == "more") {
			unit, end = wordAt(ts, end+btoi(unit == "or"))
		}
		u := unitDays(unit)
		if u == 0 || q.v <= 0 || q.v*u > 36500 {
			continue
		}
		if unit == "nights" || unit == "night" {
			if w, _ := wordAt(ts, end); w != "running" && !before(ts, q.from, 3, set("last past for these")) && w != "ago" && w != "straight" && w != "now" {
				continue
			}
		}
		if score := spellScore(ts, q.from, end, shortUnit[unit], drug); score > 0 {
			consider(q.v*u, span{q.from, end}, score)
		}
	}
	for i := range ts {
		for _, v := range vague {
			k, fit := i, true
			for _, w := range v.words {
				for k < len(ts) && k > i && ts[k].mark == 0 && ts[k].text != w && skipInSpell[ts[k].text] {
					k++
				}
				if k >= len(ts) || ts[k].text != w {
					fit = false
					break
				}
				k++
			}
			if fit && spellScore(ts, i, k, false, drug) > 0 {
				consider(v.days, span{i, k}, v.score)
			}
		}
	}
	return days, s, ok
}

var skipInSpell = set("my the several many his her about around maybe just")

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// spellScore rates a spell of time at tokens from–to: 0 unusable, higher is surer.
func spellScore(ts []token, from, to int, short bool, drug func(int) bool) int {
	w, w2 := "", ""
	if from > 0 {
		w = ts[from-1].text
	}
	if from > 1 {
		w2 = ts[from-2].text
	}
	after, afterTo := wordAt(ts, to)
	switch {
	case after == "old" || after == "later" || after == "apart" || after == "pregnant" || after == "gestation" || after == "every" || after == "after" || after == "before" && w != "nine",
		w == "aged" || w == "age" || w == "every" || w == "each" || w == "within" || w == "per" || w == "after" || w == "lasting" || w == "lasts" || w == "at" || w == "than" && w2 == "less",
		w == "in" && !(w2 == "started" || w2 == "began"), w == "week" || w == "day" || w == "cycle",
		(w == "until" || w == "till") && after != "ago":
		return 0
	}
	if before(ts, from, 6, background) && after != "ago" || behind(ts, to, 4, background) && after != "history" || behind(ts, to, 5, background) && after == "ago" {
		return 0
	}
	for k := max(from-5, 0); k < to+4 && k < len(ts); k++ { // "for nine years on omeprazole", "on tramadol for two years"
		if ts[k].mark == '.' || ts[k].mark == ';' {
			if k >= to {
				break
			}
			continue
		}
		if k >= to+3 || drug == nil || !drug(k) || after == "ago" && k < from {
			continue
		}
		if sameClause(ts, from, k) {
			return 0
		}
	}
	score := 0
	opens := from == 0 || ts[from-1].mark == '.' || ts[from-1].mark == ','
	switch {
	case after == "history":
		score = 6
	case after == "of" && (behind(ts, afterTo, 6, complaint) || anyTrouble(ts, afterTo, 9)):
		score = 6
	case after == "of" && opens:
		score = 4
	case after == "ago" || after == "back" || after == "before" || after == "prior":
		score = 2
		if before(ts, from, 8, beginning) || behind(ts, to, 6, beginning) {
			score = 4
		}
		if before(ts, from, 9, event) || behind(ts, to, 7, event) {
			score = 1
		}
	case after == "now" || after == "running" || after == "straight":
		score = 5
	case w == "for" || w == "past" || w == "last" || w == "since" || w == "sins" || w == "x" || w == "over" || w == "previous" || w == "these":
		score = 4
	case w == "about" || w == "almost" || w == "around" || w == "nearly" || w == "approximately" || w == "the" || w == "maybe" || w == "say":
		score = 3
		if before(ts, from, 4, set("for past last over since previous going been least")) {
			score = 4
		}
	default:
		if before(ts, from, 3, set("for past last over since previous been going")) {
			score = 4
		}
	}
	if short && score < 6 && !(after == "ago" && score > 2) && !(w == "for" && before(ts, from, 5, set("been have"))) {
		return 0
	}
	if score > 0 && (before(ts, from, 9, complaint) || behind(ts, to, 9, complaint) || anyTrouble(ts, max(from-9, 0), 9)) {
		score++
	}
	if score > 0 && from < len(ts)/2 {
		score++ // the complaint is told first
	}
	return score
}

func anyTrouble(ts []token, from, n int) bool {
	for k := from; k < len(ts) && k < from+n; k++ {
		if ts[k].mark == '.' {
			return false
		}
		if troubles[ts[k].stem] {
			return true
		}
	}
	return false
}

func sameClause(ts []token, a, b int) bool {
	for k := min(a, b); k < max(a, b); k++ {
		if ts[k].mark == ',' || ts[k].mark == ';' || ts[k].mark == '.' || ts[k].text == "but" || ts[k].text == "and" {
			return false
		}
	}
	return true
}
