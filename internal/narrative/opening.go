package narrative

// Where one statement ends and the next begins without a mark: "my back aches and my
// legs go heavy". A phrase read across such a place is put together from two.

// opening says what kind of statement begins behind a joining word.
type opening uint8

const (
	goesOn  opening = iota // nothing begins here
	sameOne                // the person goes on: "… and I limp"
	another                // somebody or something else is spoken of: "… and my foot went numb"
)

// openingCost is how many words another statement between two parts of a phrase counts for.
const openingCost = 4

var (
	joining = set("and so but because cos cuz then while although though yet plus whereas")
	// turning words may stand between the joining word and its statement.
	turning  = set("now then so also today lately recently tonight sometimes even just still yesterday suddenly")
	speakers = set("i im he she we they")
	heading  = set("my his her the their both our one")
	// asserting are verbs that make a statement of the words before them.
	asserting = set(`is are was were has have had do does did feel feels felt hurts hurt aches ache go goes went gone get gets got keep keeps start starts
started can cannot could will would swell swells swelled looks look seem seems came come comes burns cramps tingles throbs jumps turned turns gave gives wakes woke returned returns flick flicks jerk jerks kick kicks twitch twitches drop drops run runs`)
)

// likewise behind a verb says that the statement goes on: "my foot does too".
var likewise = set("too as also likewise")

// openings marks every joining word behind which a statement begins.
func openings(ts []token) {
	for i := range ts {
		if ts[i].mark == ',' && (anew(ts, i+1) || next(ts, i) == "if") { // "standing makes it worse, if I sit it's fine"
			ts[i].opens = another
		}
		if ts[i].mark != 0 || !joining[ts[i].text] {
			continue
		}
		k := i + 1
		for k < len(ts) && k < i+3 && turning[ts[k].text] {
			k++
		}
		switch {
		case ts[i].text == "but" || ts[i].text == "whereas" || ts[i].text == "although":
			ts[i].opens = another
		case k >= len(ts) || ts[k].mark != 0:
		case speakers[ts[k].text]:
			ts[i].opens = sameOne
		case heading[ts[k].text] && asserts(ts, k+1) && (k > i+1 || asserted(ts, i)):
			ts[i].opens = another
		}
	}
}

// anew reports a statement about somebody's part right behind a mark: "he drops off, his
// feet flick up", not an item of a list.
func anew(ts []token, k int) bool {
	return k+2 < len(ts) && hasWord("my his her", ts[k].text) && ts[k+1].mark == 0 && asserts(ts, k+1)
}

// asserted reports a verb between the last mark and token i: without one, "my calves and
// my feet burn" is a single statement.
func asserted(ts []token, i int) bool {
	for k := i - 1; k >= 0 && k > i-12 && ts[k].mark == 0; k-- {
		if asserting[ts[k].text] {
			return true
		}
	}
	return false
}

// asserts reports a verb within the few words that name what is spoken of.
func asserts(ts []token, from int) bool {
	for k := from; k < len(ts) && k < from+4 && ts[k].mark == 0; k++ {
		if joining[ts[k].text] {
			return false
		}
		if k > from && asserting[ts[k].text] && !likewise[next(ts, k)] {
			return true
		}
	}
	return false
}
