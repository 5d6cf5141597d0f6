package figure

import "maps"

const (
	mapAlt = "Hips and legs from the front and from the back, and the soles of the feet. From the front, and at the soles, " +
		"the person's right leg is on the left of the picture, as when somebody stands facing you. From the back, " +
		"the right leg is on the right."
	urineAlt = "Eight clear cups in two rows, from nearly clear urine to brown. Each cup has a number and the name of its colour."
)

// words stand inside pictures.
var words = map[string]string{
	"front": "from the front", "back": "from the back", "soles": "soles", "left": "left", "right": "right",
	"urine-1": "nearly clear", "urine-2": "pale straw", "urine-3": "light yellow", "urine-4": "yellow",
	"urine-5": "dark yellow", "urine-6": "amber", "urine-7": "dark amber", "urine-8": "brown",
}

// Words are the words inside pictures in English, by key. Options.Words replaces them.
func Words() map[string]string { return maps.Clone(words) }

func (o Options) word(key string) string {
	if w := o.Words[key]; w != "" {
		return w
	}
	return words[key]
}
