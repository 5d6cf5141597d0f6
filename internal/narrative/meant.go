package narrative

// Words that are true and mean something else than the finding they belong to: weight
// lost on purpose, cans without alcohol, the cold of the weather.

// meantOtherwise reports such a hit.
func meantOtherwise(ts []token, h *hit) bool {
	switch f := h.phrase.finding; {
	case f == "unexplained_weight_loss":
		return meantToLose(ts, h)
	case f == "alcohol_heavy":
		return softDrink(ts, h)
	case f == "dusky_or_blistered_skin":
		return rubbed(ts, h)
	case speaksOf("cold_pale cool_skin painful_cold", f):
		return coldSeason(ts, h) || coldAround(ts, h)
	}
	return nearly(ts, h) || inLaughter(ts, h) || inTightClothes(ts, h)
}

var (
	almost   = set("nearly almost practically")
	laughing = set("laughing laughter giggling")
	clothes  = set("jeans dress bra corset trousers tights leggings girdle spanx skirt")
	spirits  = set("beer lager cider wine vodka whisky whiskey gin rum spirits alcohol booze drunk pints drinker alcoholic")
)

// slimming words say that weight was meant to be lost.
var slimming = set("jab jabs injection injections ozempic wegovy mounjaro diet dieting slimming keto purpose bypass sleeve")

// meantToLose reports a loss of weight that was sought: "three stone on the jabs", not
// "two stone without trying".
func meantToLose(ts []token, h *hit) bool {
	if h.phrase.absent {
		return false
	}
	for i := range ts {
		if ts[i].sentence == ts[h.from].sentence && slimming[ts[i].text] && !before(ts, i, 3, set("without not no never isnt wasnt")) {
			return true
		}
	}
	return false
}

// coldAround reports that the cold is that of the weather or of a floor, not of a limb:
// "toes go white in the cold".
func coldAround(ts []token, h *hit) bool {
	if h.phrase.absent {
		return false
	}
	for i := h.from; i < h.to; i++ {
		if ts[i].text != "cold" {
			continue
		}
		before, _ := neighbour(ts, i, -1)
		after, _ := neighbour(ts, i, 1)
		if hasWord("in out", before) || i > 0 && ts[i-1].text == "with" || hasWord("tiles floor water air weather shower compress pack days", after) {
			return true
		}
	}
	return false
}

var (
	seasons = set("winter winters always usually whenever raynauds raynaud")
	sodas   = set("energy coke cola pepsi monster redbull pop soda fizzy coffee tea water")
)

// coldSeason reports feet that change colour every winter, which is nothing sudden.
func coldSeason(ts []token, h *hit) bool {
	if h.phrase.absent || !speaksOf("cold_pale", h.phrase.finding) {
		return false
	}
	for i := range ts {
		if ts[i].sentence == ts[h.from].sentence && seasons[ts[i].text] {
			return true
		}
	}
	return false
}

// nearly reports what almost happened: "sneezing nearly makes me pass out".
func nearly(ts []token, h *hit) bool {
	return speaksOf("faint bladder_ loss_of_bladder recent_injury minor_injury falls_", h.phrase.finding) && before(ts, h.from, 4, almost)
}

// inLaughter reports "wet myself laughing".
func inLaughter(ts []token, h *hit) bool {
	return speaksOf("bladder_ loss_of_bladder", h.phrase.finding) && behind(ts, h.to, 3, laughing)
}

// inTightClothes reports a breath that only a dress takes away.
func inTightClothes(ts []token, h *hit) bool {
	return speaksOf("breathing_or chest_pain any_breathless sudden_breathless breathless_new", h.phrase.finding) && behind(ts, h.to, 5, clothes)
}

// rubbed reports blisters of shoes.
func rubbed(ts []token, h *hit) bool {
	for i := range ts {
		if ts[i].sentence == ts[h.from].sentence && hasWord("shoe shoes boots trainers heels walk walking hike hiking run running friction rubbing rubbed", ts[i].text) {
			return true
		}
	}
	return false
}

// softDrink reports cans and bottles without alcohol: "four cans of energy drink a day".
func softDrink(ts []token, h *hit) bool {
	if h.says(ts, spirits) {
		return false
	}
	for i := max(h.from-6, 0); i < len(ts) && i < h.to+4; i++ {
		if ts[i].sentence == ts[h.from].sentence && sodas[ts[i].text] {
			return true
		}
	}
	return false
}
