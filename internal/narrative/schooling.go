package narrative

// The age of a child whose story gives no number: where a child spends the day tells it
// within some years, and the middle of these years is taken.

// stages are words for the years of childhood with the middle of these years.
var stages = map[string]float64{
	"toddler": 2, "toddlers": 2, "nursery": 3, "daycare": 3, "creche": 3, "playgroup": 4, "preschool": 4, "preschooler": 4, "kindergarten": 5,
	"pediatrician": 8, "paediatrician": 8, "pediatric": 8, "paediatric": 8, "school": 10, "schoolboy": 10, "schoolgirl": 10, "playground": 8, "homework": 10, "pe": 10,
	"teenager": 15, "teenage": 15, "teen": 15,
}

var (
	// schools before "school" narrow it down.
	schools = map[string]float64{"primary": 8, "elementary": 8, "infant": 6, "junior": 9, "middle": 12, "secondary": 14, "high": 16, "pre": 4}
	grades  = map[string]float64{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
		"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "6th": 6, "7th": 7, "8th": 8, "9th": 9, "10th": 10, "11th": 11, "12th": 12}
	// grownUp words say of him or her that they are no child any more, whosever they are.
	grownUp = set("married wife husband works job university uni college retired pension divorced colleagues engineer teacher nurse beer drives pregnant kids girlfriend boyfriend")
	theirs  = set("his her our their")
)

// startsSchool is the age in years at which the first grade begins, in the middle.
const startsSchool = 6

// schoolAge is the age of the child a story is about, from its nursery, school or grade. A
// grade is surer than a kind of school, and that than "school" or a children's doctor.
func schoolAge(ts []token, who teller) (years float64, ok bool) {
	child := children[who.patient]
	if who.first || firstLimps(ts) || grown(ts) || who.patient != "" && !child || !child && !pronouns(ts) {
		return 0, false
	}
	best := 0
	for i := range ts {
		w := ts[i].text
		v, sure := stage(ts, i)
		if !child && !(i > 0 && theirs[ts[i-1].text]) && !(sure == 4 && before(ts, i, 4, heOrShe)) && !(w == "kindergarten" || w == "nursery" || w == "preschool") {
			continue // "a school" may be anybody's where no child is named
		}
		if sure > best && v > 0 {
			best, years = sure, v
		}
	}
	return years, best > 0
}

// grown reports a son or daughter who is grown up: "his wife", "my son is a teacher".
func grown(ts []token) bool {
	for i := range ts {
		if !grownUp[ts[i].text] || i == 0 {
			continue
		}
		switch ts[i].text {
		case "teacher", "nurse", "engineer":
			if ts[i-1].text == "a" && before(ts, i, 5, them) || ts[i-1].text == "an" && before(ts, i, 5, them) {
				return true
			}
		case "wife", "husband", "kids", "girlfriend", "boyfriend", "job", "colleagues", "pension":
			if hasWord("his her", ts[i-1].text) {
				return true
			}
		default:
			if before(ts, i, 3, them) {
				return true
			}
		}
	}
	return false
}

var heOrShe = set("he she")

var them = set("he she son daughter who boy girl lad")

// firstLimps reports a writer with a trouble of an own body: "I limped to the pediatrician".
func firstLimps(ts []token) bool {
	for i := range ts {
		if ts[i].text == "i" && (troubles[stem(next(ts, i))] || next(ts, i) == "limped" || next(ts, i) == "limp") {
			return true
		}
		if ts[i].text == "my" && i+1 < len(ts) && firstPersonBody[ts[i+1].text] {
			return true
		}
	}
	return false
}

// stage is the age that token i tells, and how surely.
func stage(ts []token, i int) (years float64, sure int) {
	w := ts[i].text
	prev := ""
	if i > 0 {
		prev = ts[i-1].text
	}
	switch {
	case (w == "grade" || w == "grader") && grades[prev] > 0:
		return grades[prev] + startsSchool, 4
	case w == "school" && before(ts, i-1, 2, bygone): // "since high school"
		return 0, 0
	case w == "school" && schools[prev] > 0:
		return schools[prev], 3
	case w == "school" && hasWord("teacher friend friends", next(ts, i)), w == "school" && hasWord("old medical law night ski driving", prev), w == "teen" && prev == "pre":
		return 0, 0
	case stages[w] == 0:
		return 0, 0
	case w == "school" || stages[w] == 8 || w == "homework" || w == "pe":
		return stages[w], 1
	}
	return stages[w], 2
}

// bygone words before a school say that it is over.
var bygone = set("since from was left finished")

// limps reads a limp of a child, where nothing but the story says that it is one. Of a
// grown-up it is dropped again.
func (r *reading) limps(cues []negation, who teller) {
	const limp = "limp_child"
	if _, said := r.best[limp]; said || r.p.kind[limp] != "yes_no" || who.first {
		return
	}
	for i := range r.ts {
		if s := r.ts[i].stem; s != "limp" && s != "hobbl" {
			continue
		}
		at := span{i, i + 1}
		h := &hit{phrase: &phrase{finding: limp}, span: at, words: []span{at}}
		if !negated(h, cues) && !who.family(r.ts, h) && !who.writers(r.ts, h) && !over(r.ts, h) && !fearedBefore(r.ts, h) && !cueBefore(r.ts, h, conditional, 25) {
			r.keep(limp, present, nil, at, weak)
			return
		}
	}
}
