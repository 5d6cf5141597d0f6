package narrative

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

// background words: a duration beside them is that of an older illness, a habit or a
// treatment, not of the complaint.
var background = set(`diabetes diabetic hypertension smoke smoking smoked smoker cigarettes pack packs quit type married retired diagnosed diagnosis surgery operation operated
replacement medication statin pills alcohol drink drinking drinks died cancer chemotherapy hiv travel travelled flew pregnant gestation pregnancy gravida dialysis asthma copd immigrated hyperlipidemia
hypothyroidism disease prescribed treated remission vaccination postpartum sober worked working job occupation vegan haemodialysis hemodialysis machine abstinent gout attacks treatment relief neuropathy retinopathy drive driving standing sitting rested rehab therapy shift shifts lists abstinence donor younger spans varicose hospital admitted sugar steroid steroids inhaler hrt ms sclerosis parkinsons lupus fibromyalgia crohns colitis epilepsy stretches physio physiotherapy yoga`)

// fixed words: how long something was worn or stayed away, when they stand before it.
var fixed = set("plaster cast boot periods")

var (
	// habitually words tell how long it stays each time: "it remains sore for two days".
	habitually = set("remains stays wearing worn wore")
	met        = set("seen saw visited checked")
	mended     = set("gallbladder appendix hysterectomy tonsils done replaced operated scoped fixed removed stripped")
	swallowed  = set("taken taking take took")
)

// onIt reports how long a medicine is taken that is named before: "I've been on that for
// years".
func onIt(ts []token, i int) bool {
	for k := i - 1; k > 0 && k > i-4; k-- {
		if hasWord("it that them these those this", ts[k].text) {
			return hasWord("on taking take takes took", ts[k-1].text)
		}
	}
	return false
}

// trade reports how long somebody has been what they are: "been a postman for 22 years".
func trade(ts []token, i int) bool {
	for k := i - 1; k > 1 && k > i-6 && ts[k].mark == 0; k-- {
		if (ts[k-1].text == "a" || ts[k-1].text == "an") && ts[k-2].text == "been" {
			return !troubles[ts[k].stem] && !complaint[ts[k].text] && !hasWord("nightmare bother long while misery nuisance struggle issue constant bit real thing bad sufferer dull sharp slow good", ts[k].text)
		}
	}
	return false
}

// sentenceStart is the first token of the sentence of token i.
func sentenceStart(ts []token, i int) int {
	k := i
	for k > 0 && ts[k-1].sentence == ts[i].sentence {
		k--
	}
	return k
}

// lastTime reports the day of an earlier attack: "the last time was ten years ago".
func lastTime(ts []token, i int) bool {
	for k := i - 1; k > 0 && k > i-9 && ts[k].mark != '.'; k-- {
		if ts[k].text == "time" && (ts[k-1].text == "last" || ts[k-1].text == "only" || ts[k-1].text == "other") {
			return true
		}
	}
	return false
}

// dosed reports a medicine in the eight words before token i.
func dosed(ts []token, i int, drug func(int) bool) bool {
	for k := i - 1; k >= 0 && k > i-9 && ts[k].mark != '.'; k-- {
		if drug != nil && drug(k) {
			return true
		}
	}
	return false
}

var complaint = set(`pain painful ache aching hurt cramp swelling swollen weakness weak numbness numb tingling limp symptoms symptom complaint complains problem trouble sensation sensations urge
history presents presented presentation evaluation started began begun onset developed noticed noted worsening worse progressive progressively been having had rash redness sore stiffness discomfort burning fatigue difficulty going lasting it this`)

// outings last a while that says nothing of the complaint.
var outings = set("trip drive journey flight holiday visit")

// units that tell of an attack or an interval more often than of the whole complaint.
var shortUnit = set("hour hours hr hrs h")

var beginning = set("started start starting began begin begun onset since noticed notice developed came come first injury injured fell fall twisted tweaked lifted slipped hurt blew kicked broke woke hit felt happened appeared went turned swelled suddenly")

// event words tell of something else that happened then: an operation, an earlier attack.
var event = set(`bypass similar previous same operation surgery scoped scope resection transplant treated stent died divorce moved infection cough bug flu throat antibiotic antibiotics tablet tablets
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
		if unit == "full" || unit == "good" || unit == "solid" || unit == "odd" {
			unit, end = wordAt(ts, end)
		}
		if q.from > 0 && ts[q.from].text == "a" && rates[ts[q.from-1].text] { // "4x a week" tells how often
			continue
		}
		u := unitDays(unit)
		if u == 0 || q.v <= 0 || q.v*u > 36500 || u == 7 && gestation(ts, q.from, end) {
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
			if fit && behind(ts, k, 2, idle) { // "after weeks of rest"
				continue
			}
			if fit && v.score <= 3 && (deed(ts, i) || posture(ts, i) || v.words[0] == "one" && k < len(ts) && hasWord("when while i we he she", ts[k].text)) {
				continue
			}
			if fit && spellScore(ts, i, k, false, drug) >= 0 {
				consider(v.days, span{i, k}, v.score)
			}
		}
	}
	if d, sp := diaryDays(ts); d > 0 {
		consider(d, sp, 6)
	}
	if d, sp := weekdays(ts); d > 0 {
		consider(d, sp, 4)
	}
	return days, s, ok
}

// rates stand before "a week" when it tells how often.
var rates = set("x times once twice days nights evenings hours units drinks pints miles km shifts")

// idle words behind "weeks of" tell how long somebody rested or was treated.
var idle = set("rest resting physio physical therapy treatment antibiotics training leave waiting")

var skipInSpell = set("last my the several many his her about around maybe just")

// spellScore rates a spell of time at tokens from–to: −1 not of the complaint, 0
// nothing says so, higher is surer.
func spellScore(ts []token, from, to int, short bool, drug func(int) bool) int {
	w, w2 := "", ""
	if from > 0 {
		w = ts[from-1].text
	}
	if from > 1 {
		w2 = ts[from-2].text
	}
	after, afterTo := wordAt(ts, to)
	if more := wordOf(ts, afterTo); after == "or" && (more == "more" || more == "so") { // "six months or more now"
		_, to = wordAt(ts, afterTo)
		after, afterTo = wordAt(ts, to)
	}
	switch {
	case after == "old" || after == "later" || after == "apart" || after == "pregnant" || after == "gestation" || after == "every" || after == "after" || after == "afterwards" || after == "afterward" || after == "into" || after == "before" && w != "nine",
		w == "aged" || w == "age" || w == "every" || w == "each" || w == "within" || w == "per" || w == "after" || w == "lasting" || w == "lasts" || w == "at" || w == "than" && w2 == "less",
		after == "a" && unitDays(wordOf(ts, afterTo)) > 0, w == "next" || w == "first" || w == "following",
		w == "in" && !(w2 == "started" || w2 == "began"), w == "week" || w == "day" || w == "cycle",
		(w == "until" || w == "till") && after != "ago":
		return -1
	}
	if after == "history" && behind(ts, afterTo, 4, background) && !anyTrouble(ts, afterTo, 4) {
		return -1
	}
	if after == "ago" && (lastTime(ts, from) || before(ts, from, 6, mended) && !before(ts, from, 6, beginning)) {
		return -1
	}
	if onIt(ts, from) || trade(ts, from) || formerly(ts, sentenceStart(ts, from), to) || before(ts, from, 5, fixed) || behind(ts, to, 2, outings) || before(ts, from, 5, habitually) || (w == "since" || ts[from].text == "since") && before(ts, from, 4, met) {
		return -1
	}
	if before(ts, from, 8, swallowed) && dosed(ts, from, drug) {
		return -1
	}
	if before(ts, from, 6, background) && after != "ago" && !ofTrouble(ts, after, afterTo) || behind(ts, to, 4, background) && after != "history" || behind(ts, to, 5, background) && after == "ago" {
		return -1
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
			return -1
		}
	}
	if after != "ago" && after != "now" && before(ts, from, 12, set("ago")) && !before(ts, from, 3, set("last past")) && !startedAgo(ts, from) {
		return -1 // "two years ago I lost sight in one eye for three weeks"
	}
	if after == "ago" && (yearsSince(ts, from, to) || curedSince(ts, from, to)) || paused(ts, from) || ofAnAilment(ts, from, to) || after == "ago" && (before(ts, from, 3, onceBefore) || before(ts, from, 2, alikeBefore)) {
		return -1
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
	case opens && !short && (to >= len(ts) || ts[to].mark == '.') && (from == 0 || ts[from-1].mark == '.'): // "Hot, red and flat. Two weeks."
		score = 3
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
	case opens && !short && (from == 0 || ts[from-1].mark == '.') && (after == "my" || after == "the" || after == "his" || after == "her"), // "Two days my knee has been hot"
		opens && !short && (from == 0 || ts[from-1].mark == '.') && (after == "sciatica" || anyTrouble(ts, to, 2)), // "One month sciatica"
		w == "it" && (w2 == "had" || w2 == "have"),
		w == "from" && after != "to" && after != "after":
		score = 4
	case w == "for" || w == "past" || w == "last" || w == "since" || w == "sins" || w == "x" || w == "over" || w == "previous" || w == "these":
		score = 4
	case w == "about" || w == "almost" || w == "around" || w == "nearly" || w == "approximately" || w == "the" || w == "maybe" || w == "say":
		score = 3
		if before(ts, from, 4, set("for past last over since previous going been least")) {
			score = 4
		}
	default:
		if before(ts, from, 4, set("for past last over since previous been going")) {
			score = 4
		}
	}
	if short && score < 6 && !(after == "ago" && score > 2) && !(w == "for" && before(ts, from, 5, set("been have"))) && !((w == "last" || w == "past" || w == "since") && score > 3) {
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
