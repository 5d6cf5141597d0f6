package narrative

import "strings"

// sense is another meaning that a word of a phrase takes on from the words beside it:
// a "chest infection" is no pain of the chest, the "back of the leg" no back.
type sense struct {
	findings      string // starts of the ids of findings that the word does not speak of then; "" is all
	before, after string // when not empty: words of which one stands right before or right behind it, small words aside
}

// senses are filed under the word as it is written.
var senses = map[string][]sense{
	"chest":    {{findings: "chest_pain", after: "infection infections cold xray x"}, {findings: "chest_pain", before: "rash spots hairs"}},
	"weak":     {{findings: "leg_weakness", after: "pulse pulses"}},
	"cold":     {{findings: "recent_cold", before: "shaking shivering freezing feels"}, {findings: "recent_cold", after: "shivers sweats feet hands water air"}},
	"accident": {{findings: "recent_injury hard_blow", after: "bowels bowel bladder wee pee toilet"}},
	"crushing": {{findings: "prolonged_crush", before: "like cast plaster boot bandage"}},
	"back":     {{findings: "low_back_pain back_", after: "of"}},
	"hand":     {{before: "size"}, {before: "other", findings: "hands_or_arms small_joints"}, {after: "wide"}},
	"fist":     {{before: "size"}},
	"finger":   {{findings: "small_joints hands_or_arms cramp_hands hand_spasm", before: "one a your"}},
	"hot":      {{findings: "warm_red joint_ red_ pain_worse_heat", after: "poker needle needles knife knives wire wires coals coal iron rod"}},
	"red":      {{findings: "warm_red joint_ red_", after: "poker flag flags cross"}},
	"athletes": {{findings: "running endurance training", after: "foot"}},
	"burning":  {{findings: "burning_ sole_or red_hot outer_thigh worse_evening", after: "up"}},
	"bakers":   {{after: "cyst cysts"}},
	"baker":    {{after: "cyst cysts"}},
	"laying":   {{findings: "prolonged_crush", after: "laminate tiles carpet bricks flooring concrete patio slabs turf"}},
	"cramped":  {{after: "seat seats car flight plane room bus coach conditions economy space quarters train flat office cabin position van cockpit desk"}, {before: "seat seats car flight plane room bus coach conditions economy space quarters train flat office cabin position van felt were too very so sat sitting"}},
	"wee":      {{after: "bit one boy girl lad lass while swelling lump drop small tiny"}},
	"inside":   {{findings: "inner_", after: "deep"}, {findings: "inner_", before: "deep from"}},
	"time":     {{findings: "menstrual_link", before: "first last long some any all short"}},
	"stand":    {{findings: "pain_worse_standing relief_hanging prolonged_standing", after: "still and"}},
	"standing": {{findings: "pain_worse_standing relief_hanging prolonged_standing", after: "still"}},
	"trip":     {{findings: "recent_injury"}},
	"trips":    {{findings: "recent_injury"}},
	"tripping": {{findings: "recent_injury"}},
	"out":      {{findings: "little_sunlight", after: "of"}},
	"off":      {{findings: "stopped_opioid", after: "scale scales chart charts"}},
	"eyes":     {{findings: "red_painful", after: "shut closed"}},
	"moved":    {{findings: "relieved_by", after: "to into on over"}},
	"moves":    {{findings: "relieved_by", after: "to into on over from around"}},
	"night":    {{findings: "worse_evening symptoms_gone", before: "day"}, {findings: "worse_evening night_pain_wakes", after: "shift shifts sweats club out duty"}, {findings: "worse_evening", before: "last one that this"}},
	"nights":   {{findings: "worse_evening", before: "few last past couple two three several"}, {findings: "worse_evening", after: "ago"}},
	"evening":  {{findings: "worse_evening pain_worse_evening", before: "this yesterday that last"}},
	"stress":   {{findings: "stress_high", after: "fracture fractures test tests testing reaction reactions injury views incontinence on echo echocardiogram ulcer response radiographs radiograph x-ray view"}, {findings: "stress_high", before: "valgus varus exercise mechanical bone oxidative cardiac anterior posterior collateral repetitive ligament puts put putting heat"}},
	"distress": {{findings: "stress_high", before: "acute respiratory severe moderate obvious visible mild marked significant some considerable"}},
	"position": {{findings: "worse_with", after: "sense"}, {findings: "worse_with", before: "any no joint whatever every"}},
	"touch":    {{findings: "touch_sensitive", after: "sensation sense perception intact reduced decreased diminished impaired absent down base me"}},
	"cut":      {{findings: "skin_break", after: "down back out short off"}},
	"walking":  {{findings: "pain_worse_walking", before: "like"}},
	"knee":     {{findings: "knee_ joint_ swelling_one_place", before: "below under beneath toward towards past"}, {findings: "knee_swelling swelling_one_place", before: "to above"}},
	"wakes":    {{findings: "night_pain_wakes", before: "husband wife partner baby dog cat alarm boyfriend girlfriend bladder"}},
	"cramps":   {{before: "period stomach menstrual abdominal tummy belly uterine bowel"}},
	"cramp":    {{before: "period stomach menstrual abdominal tummy belly uterine writers"}},
	"marathon": {{findings: "endurance running", before: "watched watch watching dance"}, {findings: "endurance", after: "next soon in"}},
	"limp":     {{findings: "antalgic pain_worse limp_child child_limp", after: "noodle noodles arm hand handshake"}, {findings: "antalgic pain_worse limp_child child_limp", before: "hung hangs hanging went arm hand"}},
	"fever":    {{before: "hay scarlet rheumatic glandular yellow cabin"}},
	"quit":     {{findings: "smoking_former", before: "to"}},
	"stop":     {{findings: "smoking_former", before: "to"}},
	"give":     {{findings: "smoking_former", before: "to"}},
	"feel":     {{findings: "numbness_", after: "pulse pulses"}},
	"crawled":  {{findings: "unpleasant_leg"}},
	"legs":     {{findings: "leg_sensory numbness_ whole_leg", before: "between"}},
	"thighs":   {{findings: "leg_sensory numbness_", before: "between"}},
	"knees":    {{findings: "knee_ joint_ swelling_one_place", before: "below under beneath"}},
}

// otherSense reports a word of the hit that means something else here.
func otherSense(ts []token, h *hit) bool {
	for _, w := range h.words {
		for i := w.from; i < w.to; i++ {
			for _, s := range senses[ts[i].text] {
				if speaksOf(s.findings, h.phrase.finding) && (s.before == "" || hasWord(s.before, h.neighbour(ts, i, -1))) && (s.after == "" || hasWord(s.after, h.neighbour(ts, i, 1))) {
					return true
				}
			}
		}
	}
	return putsWeightOn(ts, h) || wokeToday(ts, h) || ofAVein(ts, h) || worseWhen(ts, h) || twoClauses(ts, h)
}

func speaksOf(prefixes, finding string) bool {
	if prefixes == "" {
		return true
	}
	for _, p := range strings.Fields(prefixes) {
		if strings.HasPrefix(finding, p) {
			return true
		}
	}
	return false
}

func hasWord(words, w string) bool {
	return w != "" && strings.Contains(" "+words+" ", " "+w+" ")
}

// articles may stand between a word and the one that gives it its sense.
var articles = set("a an the with on my his her your our its i he she am is of are was were and")

// neighbour is the word beside token i, "" when the phrase asks for that word itself.
func (h *hit) neighbour(ts []token, i, step int) string {
	w, at := neighbour(ts, i, step)
	for _, m := range h.words {
		if m.from <= at && at < m.to {
			return ""
		}
	}
	return w
}

// neighbour is the word before (step −1) or behind (step 1) token i with
// its place, articles aside; "" at a mark.
func neighbour(ts []token, i, step int) (w string, at int) {
	for k := i + step; k >= 0 && k < len(ts); k += step {
		switch {
		case ts[k].mark == '-':
		case ts[k].mark != 0:
			return "", k
		case !articles[ts[k].text] || step > 0 && ts[k].text == "of":
			return ts[k].text, k
		}
	}
	return "", -1
}

// putsWeightOn reports that "put weight on" is standing on a leg, not growing heavier.
func putsWeightOn(ts []token, h *hit) bool {
	if f := h.phrase.finding; f != "weight_gain" && f != "weight_up_2kg_days" && f != "rapid_weight_gain_fluid" && f != "unpleasant_leg_sensations" {
		return false
	}
	for i := max(h.from, 1); i < h.to; i++ {
		if ts[i].text != "weight" || next(ts, i) != "on" {
			continue
		}
		for k := i - 1; k >= 0 && k > i-4; k-- {
			if s := ts[k].stem; s != "put" {
				continue
			}
			if before(ts, k, 4, set("not can could when if to cannot unable hurts")) {
				return true
			}
			after, _ := neighbour(ts, i+1, 1)
			return legWords[after] || hasWord("it that this left right one them", after)
		}
	}
	return false
}

// wokeToday reports that waking is only the hour at which it was found: "woke up this
// morning limping", "he woke up today and his hip hurt".
func wokeToday(ts []token, h *hit) bool {
	if h.phrase.finding != "night_pain_wakes" {
		return false
	}
	for _, w := range h.words {
		if ts[w.from].stem != "wake" {
			continue
		}
		for k := w.to; k < len(ts) && k < w.to+4 && ts[k].mark == 0; k++ {
			if hasWord("today limping refusing feeling unable yesterday", ts[k].text) || ts[k].text == "morning" && ts[k-1].text != "the" || ts[k].text == "one" && next(ts, k) == "morning" {
				return true
			}
		}
		for k := w.from - 1; k >= 0 && k > w.from-6 && ts[k].mark != '.'; k-- {
			if ts[k].text == "today" || ts[k].text == "morning" && ts[k-1].text == "this" {
				return true
			}
		}
	}
	return false
}

var veinWords = set("vein veins varicose rope ropey cord")

// ofAVein reports that what is hard is a vein, not a muscle.
func ofAVein(ts []token, h *hit) bool {
	switch h.phrase.finding {
	case "tense_hard_muscle", "visible_hard_knot", "muscle_stays_hard", "muscle_stiffness":
	default:
		return false
	}
	for i := h.from; i >= 0 && ts[i].sentence == ts[h.from].sentence; i-- {
		if veinWords[ts[i].text] {
			return true
		}
	}
	for i := h.from; i < len(ts) && i < h.to+5 && ts[i].mark != '.'; i++ {
		if veinWords[ts[i].text] {
			return true
		}
	}
	return false
}
