package diary

import (
	"fmt"
	"io"
	"time"
)

// Import says how entries are read from a file.
type Import struct {
	Now        time.Time
	Zone       *time.Location // of the person
	MaxBytes   int64          // 0: 20 million
	MaxEntries int            // 0: 50,000
}

// mostFaults stops reading a file that is no diary.
const mostFaults = 100

func (o Import) readAll(r io.Reader) ([]byte, error) {
	most := o.MaxBytes
	if most == 0 {
		most = 20_000_000
	}
	text, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, fmt.Errorf("read the diary file: %w", err)
	}
	if int64(len(text)) > most {
		return nil, Faults{{Message: fmt.Sprintf("the file is larger than %d bytes", most)}}
	}
	return text, nil
}

func (o Import) most() int {
	if o.MaxEntries == 0 {
		return 50_000
	}
	return o.MaxEntries
}

// names gives ids to entries that came without and finds ids that stand twice.
type names struct {
	line  map[string]int // of an id
	count map[string]int // entries without an id, of a kind and day
	night map[string]int // line of an entry without an id of which a day has one
}

func newNames() *names {
	return &names{line: map[string]int{}, count: map[string]int{}, night: map[string]int{}}
}

// name makes the id from kind, day and how many of these came before, so that the same
// file gives the same ids again.
func (n *names) name(e *Entry, line int, p *faults) {
	day := string(e.Kind) + " " + e.Day.String()
	if e.ID == "" {
		if e.Kind.OnePerDay() {
			if first, twice := n.night[day]; twice {
				p.add("day", "stands on line %d too: a day has one %s", first, e.Kind)
				return
			}
			n.night[day] = line
		}
		e.ID = DerivedID("import", day, fmt.Sprint(n.count[day]))
		n.count[day]++
	}
	if first, twice := n.line[e.ID]; twice {
		p.add("id", "stands on line %d too", first)
		return
	}
	n.line[e.ID] = line
}
