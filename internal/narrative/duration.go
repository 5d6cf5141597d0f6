package narrative

// days per unit of time.
func unitDays(w string) float64 {
	switch w {
	case "hour", "hours", "hr", "hrs", "h":
		return 1.0 / 24
	case "day", "days", "d":
		return 1
	case "night", "nights":
		return 1
	case "week", "weeks", "wk", "wks":
		return 7
	case "fortnight":
		return 14
	case "month", "months", "mo", "mos":
		return 30.4
	case "year", "years", "yr", "yrs":
		return 365
	case "decade", "decades":
		return 3650
	}
	return 0
}

// vague spells of time without a number, in days.
var vague = []struct {
	words []string
	days  float64
}{
	{[]string{"for", "years"}, 1500}, {[]string{"for", "many", "years"}, 3000}, {[]string{"years", "of"}, 1500}, {[]string{"all", "life"}, 7000}, {[]string{"lifelong"}, 7000}, {[]string{"decades"}, 5000},
	{[]string{"for", "months"}, 120}, {[]string{"months", "of"}, 120}, {[]string{"for", "weeks"}, 25}, {[]string{"weeks", "of"}, 25}, {[]string{"for", "days"}, 4}, {[]string{"days", "of"}, 4},
	{[]string{"since", "yesterday"}, 1}, {[]string{"since", "last", "night"}, 1}, {[]string{"since", "this", "morning"}, 0.5}, {[]string{"started", "yesterday"}, 1}, {[]string{"started", "today"}, 0.5}, {[]string{"started", "last", "night"}, 1},
	{[]string{"this", "morning"}, 0.5}, {[]string{"earlier", "today"}, 0.5}, {[]string{"since", "childhood"}, 7000}, {[]string{"last", "week"}, 7}, {[]string{"past", "week"}, 7}, {[]string{"last", "few", "days"}, 3}, {[]string{"past", "few", "days"}, 3}, {[]string{"last", "month"}, 30}, {[]string{"past", "month"}, 30}, {[]string{"past", "year"}, 365},
	{[]string{"since", "last", "week"}, 7}, {[]string{"past", "few", "weeks"}, 21}, {[]string{"past", "few", "months"}, 90}, {[]string{"last", "few", "months"}, 90}, {[]string{"last", "few", "weeks"}, 21}, {[]string{"overnight"}, 1},
}

// background words: a duration beside them is that of an older illness, a habit or a
// treatment, not of the complaint.
var background = set(`diabetes diabetic hypertension smoke smoking smoked smoker cigarettes pack packs quit stopped married retired diagnosed diagnosis surgery operation operated
replacement medication statin pills alcohol drink drinking drinks died cancer chemotherapy hiv travel travelled flew trip pregnant gestation pregnancy gravida dialysis asthma copd immigrated hyperlipidemia
hypothyroidism disease prescribed treated remission ago-born vaccination postpartum sober history-of worked working job occupation`)

var complaint = set(`pain painful ache aching hurt cramp swelling swollen weakness weak numbness numb tingling limp symptoms symptom complaint complains problem trouble sensation sensations urge
history presents presented presentation evaluation started began begun onset developed noticed noted worsening worse progressive progressively been having had rash redness sore stiffness discomfort burning fatigue difficulty going lasting it this`)

// complaintDays returns how long the complaint has lasted, in days: the first spell of
// time that is told of the complaint and not of an older illness.
func complaintDays(ts []token, qs []quantity) (days float64, s span, ok bool) {
	best := 0
	consider := func(d float64, sp span, score int) {
		if score > best {
			best, days, s, ok = score, d, sp, true
		}
	}
	for _, q := range qs {
		unit, end := wordAt(ts, q.to)
		u := unitDays(unit)
		if u == 0 || q.v <= 0 || q.v*u > 36500 {
			continue
		}
		if score := spellScore(ts, q.from, end); score > 0 {
			consider(q.v*u, span{q.from, end}, score)
		}
	}
	for i := range ts {
		for _, v := range vague {
			k, fit := i, true
			for _, w := range v.words {
				for k < len(ts) && ts[k].mark == 0 && ts[k].text != w && (ts[k].text == "my" || ts[k].text == "the" || ts[k].text == "several" || ts[k].text == "many" || ts[k].text == "his" || ts[k].text == "her") {
					k++
				}
				if k >= len(ts) || ts[k].text != w {
					fit = false
					break
				}
				k++
			}
			if fit && spellScore(ts, i, k) > 0 {
				consider(v.days, span{i, k}, 2)
			}
		}
	}
	return days, s, ok
}

// spellScore rates a spell of time at tokens from–to: 0 unusable, higher is surer.
func spellScore(ts []token, from, to int) int {
	w := ""
	if from > 0 {
		w = ts[from-1].text
	}
	after, _ := wordAt(ts, to)
	if after == "old" || w == "aged" || w == "age" || w == "every" || w == "each" || w == "after" && after != "of" || after == "later" || after == "apart" || w == "within" || w == "per" || w == "in" {
		return 0
	}
	if before(ts, from, 6, background) || behind(ts, to, 5, background) {
		return 0
	}
	score := 0
	switch {
	case after == "history" || after == "of" && behind(ts, to, 3, complaint):
		score = 5
	case after == "ago":
		score = 3
		if before(ts, from, 8, set("started began begin start onset since noticed developed came first when injury injured fell twisted")) || behind(ts, to, 6, set("started began start begin develop noticed")) {
			score = 4
		}
	case w == "for" || w == "past" || w == "last" || w == "over" || w == "since" || w == "about" || w == "almost" || w == "around" || w == "previous" || w == "nearly" || w == "approximately" || w == "the":
		score = 3
	default:
		if before(ts, from, 3, set("for past last over since previous")) {
			score = 3
		}
	}
	if score > 0 && (before(ts, from, 9, complaint) || behind(ts, to, 9, complaint)) {
		score++
	}
	if score > 0 && from < len(ts)/2 {
		score++ // the complaint is told first
	}
	return score
}
