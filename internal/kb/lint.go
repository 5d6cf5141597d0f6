package kb

import (
	"fmt"
	"sort"
	"strings"
	"time"
)

// longQuestion is the number of words a question may have; people read it tired.
const longQuestion = 25

// Warning is something of a sound knowledge base that an editor should look at. It
// never stops a load: Load's Problems do.
type Warning struct {
	File    string // path inside the knowledge folder; empty for the base as a whole
	Field   string // may be empty
	Message string
}

func (w Warning) String() string {
	s := ""
	for _, part := range []string{w.File, w.Field} {
		if part != "" {
			s += part + ": "
		}
	}
	return s + w.Message
}

// Lint looks at a loaded base on a day. It returns the warnings about the whole base
// first, then the others sorted by file and field; none is nil.
func (b *Base) Lint(today time.Time) []Warning {
	l := &linter{base: b, today: today.Format(time.DateOnly), used: b.uses(b.entries())}
	l.reviews()
	l.estimates()
	l.sources()
	l.findings()
	l.questions()
	l.sentences()
	l.conditions()
	l.confirmations()
	l.patterns()
	l.analytes()
	l.articles()
	sort.SliceStable(l.warnings, func(i, j int) bool {
		a, b := l.warnings[i], l.warnings[j]
		if a.File != b.File {
			return a.File < b.File
		}
		return a.Field < b.Field
	})
	return l.warnings
}

type linter struct {
	base     *Base
	today    string          // YYYY-MM-DD
	used     map[string]bool // "folder/id" that any entry names
	warnings []Warning
}

func (l *linter) warn(file, field, format string, args ...any) {
	l.warnings = append(l.warnings, Warning{file, field, fmt.Sprintf(format, args...)})
}

// entry is any entry of the base with its file.
type entry struct {
	file     string
	reviewed *Review
	review   bool // this kind is reviewed at all
	value    any
}

// entries lists all entries, folder by folder.
func (b *Base) entries() (out []entry) {
	add := func(folder, id string, r *Review, review bool, v any) {
		out = append(out, entry{folder + "/" + id + ".yaml", r, review, v})
	}
	for _, x := range b.Activities {
		add("activities", x.ID, x.Reviewed, true, x)
	}
	for _, x := range b.Conditions {
		add("conditions", x.ID, x.Reviewed, true, x)
	}
	for _, x := range b.Countries {
		add("emergency", strings.ToLower(x.Code), x.Reviewed, true, x)
	}
	for _, x := range b.Exercises {
		add("exercises", x.ID, x.Reviewed, true, x)
	}
	for _, x := range b.Findings {
		add("findings", x.ID, x.Reviewed, true, x)
	}
	for _, x := range b.Instruments {
		add("instruments", x.ID, x.Reviewed, true, x)
	}
	for _, x := range b.Analytes {
		add("labs", x.ID, x.Reviewed, true, x)
	}
	for _, x := range b.Medicines {
		add("medicines", x.ID, x.Reviewed, true, x)
	}
	for _, x := range b.Patterns {
		add("patterns", x.ID, nil, false, x)
	}
	for _, x := range b.RedFlags {
		add("redflags", x.ID, x.Reviewed, true, x)
	}
	articles, _ := b.Articles() // whoever shows the guide meets the error
	for _, x := range articles {
		out = append(out, entry{guideFolder + "/" + x.ID + ".md", x.Reviewed, true, x})
	}
	for _, x := range b.Disagreements {
		out = append(out, entry{"disagreements.yaml", nil, false, x})
	}
	for _, x := range b.Comparisons {
		out = append(out, entry{"comparisons.yaml", nil, false, x})
	}
	return append(out, entry{"care.yaml", nil, false, &b.Care}, entry{"cramp.yaml", nil, false, &b.Cramps},
		entry{"ask.yaml", b.Asking.Reviewed, true, &b.Asking},
		entry{"experiments.yaml", b.Experiments.review(), true, &b.Experiments})
}

// uses collects "folder/id" of every id that the entries name.
func (b *Base) uses(entries []entry) map[string]bool {
	refs := references{base: b, used: map[string]bool{}}
	for _, e := range entries {
		if r, ok := e.value.(referring); ok {
			r.refer(silent{}, refs)
		}
	}
	return refs.used
}

// silent swallows problems; those of a loaded base were reported by Load.
type silent struct{}

func (silent) add(string, string, ...any) {}
