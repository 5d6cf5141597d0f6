package narrative

// "One of my legs" is one leg, whatever the plural says.

var singular = map[string]string{
	"legs": "leg", "feet": "foot", "calves": "calf", "ankles": "ankle", "knees": "knee", "thighs": "thigh", "hips": "hip", "shins": "shin", "heels": "heel",
}

// oneOfTwo turns the plural in "one of my legs" into the singular.
func oneOfTwo(ts []token, stemOf func(string) string) {
	for i := 0; i+3 < len(ts); i++ {
		if ts[i].text != "one" || ts[i+1].text != "of" || !owners[ts[i+2].text] && ts[i+2].text != "the" {
			continue
		}
		k := i + 3
		for k+1 < len(ts) && (ts[k].text == "lower" || ts[k].text == "upper") {
			k++
		}
		if w, ok := singular[ts[k].text]; ok {
			ts[k].text, ts[k].stem, ts[k].plural = w, stemOf(w), ""
		}
	}
}
