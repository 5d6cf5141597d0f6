package guide_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/kb"
)

// gradesAt are the markers under a heading and its sub-headings, of the whole article
// for section "".
func gradesAt(a *kb.Article, section string) (grades []string, found bool) {
	level := 0
	for _, s := range a.Sections {
		switch {
		case section == "" || s.ID == section:
			found, level = true, s.Level
		case !found || s.Level <= level:
			if found {
				return grades, true
			}
			continue
		}
		for _, b := range s.Blocks {
			grades = append(grades, b.Claim.Marker.Grade)
			for _, item := range b.Items {
				grades = append(grades, item.Marker.Grade)
			}
		}
	}
	if section == "" {
		for _, q := range a.FAQ {
			grades = append(grades, q.Answer.Marker.Grade)
		}
		for _, c := range a.Takeaways {
			grades = append(grades, c.Marker.Grade)
		}
	}
	return grades, found
}

// Every statement of the seed articles has its place in the guide, with the certainty
// that the table in the documentation tells, or says why not.
func TestSeedClaims(t *testing.T) {
	table, err := os.ReadFile("../../docs/seed-claims.md")
	if err != nil {
		t.Fatal(err)
	}
	articles := map[string]*kb.Article{}
	for _, p := range open(t).Pages() {
		if p.Article != nil {
			articles[p.Article.ID] = p.Article
		}
	}
	id := regexp.MustCompile(`^s[01]-\d{3}$`)
	grade := regexp.MustCompile(`\b(A to D|A|B|C|D|fact|advice)\b`)
	seen := map[string]bool{}
	for _, line := range strings.Split(string(table), "\n") {
		cells := strings.Split(line, "|")
		if len(cells) != 7 || !id.MatchString(strings.TrimSpace(cells[1])) {
			continue
		}
		claim, place, certainty, instead := strings.TrimSpace(cells[1]), strings.TrimSpace(cells[3]), cells[4], strings.TrimSpace(cells[5])
		if seen[claim] {
			t.Errorf("%s stands twice", claim)
		}
		seen[claim] = true
		if place == "–" {
			if instead == "" {
				t.Errorf("%s has no place in the guide and no reason", claim)
			}
			continue
		}
		article, section, _ := strings.Cut(place, "#")
		a := articles[article]
		if a == nil {
			t.Errorf("%s: no article %q", claim, article)
			continue
		}
		have, found := gradesAt(a, section)
		if !found {
			t.Errorf("%s: %s has no section %q", claim, article, section)
		}
		for _, want := range grade.FindAllString(certainty, -1) {
			if want != "A to D" && !slices.Contains(have, want) {
				t.Errorf("%s: grade %s is not at %s, which has %v", claim, want, place, have)
			}
		}
	}
	if len(seen) < 213 {
		t.Errorf("%d statements, want all 213 of the two seeds", len(seen))
	}
}
