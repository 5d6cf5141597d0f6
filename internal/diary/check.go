package diary

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of what one entry holds. They keep out slips of the finger and files that are
// no diary; none of them says what is healthy.
const (
	MaxNote  = 10_000    // characters of a note
	MaxEntry = 256 << 10 // bytes of one entry as JSON

	maxName = 200 // characters of a name
	maxList = 30  // items of a list
)

// FirstDay is the earliest day an entry can have; before it, a year was mistyped.
var FirstDay = DateOf(2000, 1, 1)

var (
	wordID = regexp.MustCompile(`^[a-z0-9]+([_-][a-z0-9]+)*$`)
	uuid   = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	digits = regexp.MustCompile(`^-?[0-9]{1,12}(\.[0-9]{1,12})?$`)
)

func (p *faults) whole(field string, v *int, low, high int) {
	if v != nil && (*v < low || *v > high) {
		p.add(field, "must be a whole number from %d to %d", low, high)
	}
}

func (p *faults) number(field string, v *float64, low, high float64) {
	if v != nil && (math.IsNaN(*v) || *v < low || *v > high) {
		p.add(field, "must be a number from %v to %v", low, high)
	}
}

// oneOf accepts the empty word as not said.
func (p *faults) oneOf(field, v string, words ...string) {
	if v != "" && !slices.Contains(words, v) {
		p.add(field, "must be one of %s", strings.Join(words, ", "))
	}
}

func (p *faults) needed(field, v string) {
	if strings.TrimSpace(v) == "" {
		p.add(field, "is missing")
	}
}

func (p *faults) id(field, v string) {
	if v != "" && (len(v) > maxName || !wordID.MatchString(v)) {
		p.add(field, "must be an id: lower case words joined by _ or -")
	}
}

func (p *faults) ids(field string, list []string) {
	p.length(field, len(list))
	for i, v := range list {
		name := fmt.Sprintf("%s[%d]", field, i)
		p.needed(name, v)
		p.id(name, v)
		if v != "" && slices.Index(list, v) < i {
			p.add(name, "is named twice")
		}
	}
}

func (p *faults) length(field string, n int) {
	if n > maxList {
		p.add(field, "must hold at most %d items", maxList)
	}
}

func (p *faults) text(field, v string, most int) {
	if utf8.RuneCountInString(v) > most {
		p.add(field, "must have at most %d characters", most)
	}
	if !utf8.ValidString(v) || strings.ContainsFunc(v, control) {
		p.add(field, "holds characters that are not text")
	}
}

func (p *faults) note(v string) { p.text("note", v, MaxNote) }

func (p *faults) decimal(field string, v Decimal) {
	if v != "" && !digits.MatchString(string(v)) {
		p.add(field, "must be a number such as 18 or 4.5")
	}
}

func control(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// clean gives text one kind of line end and no blanks around it.
func clean(s string) string { return strings.TrimSpace(lineEnds.Replace(s)) }
