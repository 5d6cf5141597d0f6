package narrative

// Sides told by number alone, and legs that only the examiner speaks of.

// singles are parts that people name in the singular when only one side is sick.
var singles = set("leg calf foot knee thigh ankle shin hip heel buttock groin hamstring sole kneecap achilles hallux limb toe")

// ownSingle reports a complaint of the one part at token i: "my calf is sore", "pain in
// her knee", but not "a leg cramp" or "foot pain", which leave open how many.
func ownSingle(ts []token, i int) bool {
	k := i - 1
	for n := 0; n < 2 && k >= 0 && placing[ts[k].text]; n++ {
		k--
	}
	if k < 0 || !owners[ts[k].text] || ts[k].text == "both" {
		return false
	}
	if i+1 < len(ts) && (compounds[ts[i+1].stem] || ts[i+1].mark == '-') {
		return false
	}
	return (complaintBeside(ts, i) || before(ts, i, 7, troubles) || before(ts, i, 7, harmed) || behind(ts, i+1, 5, harmed)) && !posed(ts, i) && !before(ts, i, 8, alternating) && !behind(ts, i+1, 8, alternating)
}

var (
	placing     = set("outside inside back behind lower upper whole entire big great inner outer front back poor bad sore swollen painful affected lateral medial posterior anterior distal proximal little small middle top side tight")
	compounds   = map[string]bool{stem("cramps"): true, stem("muscles"): true, stem("joint"): true, stem("cramping"): true}
	harmed      = set("twisted injured hurt broke broken tore torn fractured sprained banged hit kicked cut lump blister wound ulcer red hot white blue purple fire patch killing agony bruised locks locked gives gave buckled buckles feels went gone stung bitten affected popped fell stiff numbness weakness wrong trouble puffy itches itch size huge balloon scratched grazed scraped nicked")
	alternating = set("either another sometimes other swap swaps switch switches alternate alternates")
	posing      = set("crossed crossing cross crosses between shave shaved shaving under spread")
)

// posed reports legs that are only put somewhere: "I crossed my legs".
func posed(ts []token, i int) bool {
	return i > 0 && (posing[ts[i-1].text] || i > 1 && posing[ts[i-2].text])
}

// signs are what an examiner looks for; beside a word of health they tell nothing of
// which leg is sick: "pulses palpable in both feet".
var (
	signs   = set("range movement movements motion pulse pulses reflexes reflex power strength sensation sensory tone girth circumference temperature perfusion refill jerks dorsiflexion toes plantars slr raise pinprick vibration")
	healthy = set("normal intact palpable present preserved fine ok okay unremarkable full equal symmetrical symmetric same soft negative nontender good")
)

// examined reports that the clause of a leg tells only that the examination was normal.
func examined(ts []token, at span) bool {
	from, to := clause(ts, &hit{span: at})
	sign, well := false, false
	for k := from; k < to; k++ {
		t := &ts[k]
		if troubles[t.stem] && !(k > from && (ts[k-1].text == "no" || ts[k-1].text == "non" || ts[k-1].mark == '-')) || t.text == "not" || t.stem == "weak" || t.stem == "absent" || t.stem == "reduc" {
			return false
		}
		sign = sign || signs[t.text]
		well = well || healthy[t.text] && t.text != "same" || t.text == "same" && k+1 < to && (ts[k+1].text == "size" || ts[k+1].text == "girth")
	}
	return well && sign
}
