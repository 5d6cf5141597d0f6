package reading_test

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/legible-health/legible/internal/reading"
)

const (
	plainest  = 8.0  // grade: the design asks for about 7, and a short text swings by one
	enough    = 0.95 // share of texts at most that hard
	ceiling   = 10.0 // grade of the rest; what is above is named with a reason
	ownLength = 8    // words: shorter texts are measured together
)

// measured is a text with its grade: one long enough, or the short ones of an entity.
type measured struct {
	Name, Text string
	Kind       string
	Grade      float64
}

// measure grades the texts. Short ones are pooled by entity, and entities with too few
// words by kind.
func measure(list []passage) (out []measured) {
	pools := map[string]*measured{}
	counts := map[string]reading.Counts{}
	pool := func(name, kind, text string, c reading.Counts) {
		if pools[name] == nil {
			pools[name] = &measured{Name: name + " (short texts)", Kind: kind}
		}
		pools[name].Text += text + " | "
		counts[name] = counts[name].Add(c)
	}
	for _, p := range list {
		if c := reading.Count(p.Text); c.Words >= ownLength {
			out = append(out, measured{p.Entity + " " + p.Field, p.Text, p.Kind, c.Grade()})
		} else {
			pool(p.Entity, p.Kind, p.Text, c)
		}
	}
	for _, name := range sortedKeys(pools) {
		if m := pools[name]; counts[name].Words < ownLength {
			delete(pools, name)
			pool(m.Kind, m.Kind, m.Text, counts[name])
		}
	}
	for _, name := range sortedKeys(pools) {
		m := pools[name]
		m.Grade = counts[name].Grade()
		out = append(out, *m)
	}
	return out
}

func sortedKeys[T any](m map[string]T) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// Nearly everything people read is at most as hard as a text for the eighth year of
// school, and nothing is harder than the tenth unless testdata/hard.yaml says why.
func TestPeopleReadPlainWords(t *testing.T) {
	allowed := map[string]string{}
	data, err := os.ReadFile(filepath.Join("testdata", "hard.yaml"))
	if err == nil {
		err = yaml.Unmarshal(data, &allowed)
	}
	if err != nil {
		t.Fatal(err)
	}
	all, plain := map[string]int{}, map[string]int{}
	for _, m := range measure(corpus(t)) {
		all[m.Kind]++
		all["all"]++
		if m.Grade <= plainest {
			plain[m.Kind]++
			plain["all"]++
		}
		if _, known := allowed[m.Name]; m.Grade > ceiling && !known {
			t.Errorf("%s: grade %.1f: %s\n\tsay it in shorter sentences and plainer words, or name it with a reason in testdata/hard.yaml", m.Name, m.Grade, m.Text)
		}
	}
	for _, kind := range sortedKeys(all) {
		t.Logf("%-14s %4d of %4d at most grade %.0f: %.1f %%", kind, plain[kind], all[kind], plainest, 100*share(plain[kind], all[kind]))
	}
	if s := share(plain["all"], all["all"]); s < enough {
		t.Errorf("%.1f %% of the texts are plain enough, want %.0f %%", 100*s, 100*enough)
	}
}

func share(n, of int) float64 { return float64(n) / float64(of) }

// A name in the list that fits no hard text any more is taken out.
func TestHardTextsStillExist(t *testing.T) {
	var allowed map[string]string
	if data, err := os.ReadFile(filepath.Join("testdata", "hard.yaml")); err != nil || yaml.Unmarshal(data, &allowed) != nil {
		t.Fatal("testdata/hard.yaml cannot be read")
	}
	hard := map[string]bool{}
	for _, m := range measure(corpus(t)) {
		if m.Grade > ceiling {
			hard[m.Name] = true
		}
	}
	var gone []string
	for name, reason := range allowed {
		if !hard[name] {
			gone = append(gone, name)
		}
		if len(strings.Fields(reason)) < 2 {
			t.Errorf("%s: %q is no reason", name, reason)
		}
	}
	if len(gone) > 0 {
		sort.Strings(gone)
		t.Errorf("no longer hard or no longer there, take them out:\n%s", fmt.Sprint(strings.Join(gone, "\n")))
	}
}
