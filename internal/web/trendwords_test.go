package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/reading"
	"github.com/legible-health/legible/internal/trend"
)

// What is said about a link has its counts, its interval and chance in it, plainly.
func TestLinkWords(t *testing.T) {
	p, base := english(t), testBase(t)
	late := trend.Association{Factor: "caffeine_late", Outcome: diary.Cramps, With: 20, Without: 25, Nights: 45, MeanWith: 2.5, MeanWithout: 0.5, Effect: 2, Low: 1.5, High: 2.5}
	standing := late
	standing.Factor, standing.Step, standing.Lag, standing.Effect, standing.Low = "standing_hours", 1, 1, -0.5, -0.9
	all := chanceWords(p, trend.Associations{Tested: []trend.Association{late, standing}, Rate: 0.1})
	for _, x := range []struct {
		words string
		want  []string
	}{
		{linkWords(p, late, base), []string{"On 20 days with caffeine after midday: 2.5 cramps a night on average in the night that followed; on 25 days without: 0.5.",
			"Compared with nights close by: 2.0 more cramps a night (90 % interval: 1.5 more cramps a night to 2.5 more cramps a night)."}},
		{linkWords(p, standing, base), []string{"On 20 days with more than usual (hours standing)", "in the night after that; on the other 25 days: 0.5.",
			"For each hour more, compared with nights close by: 0.5 fewer cramps a night"}},
		{all, []string{"2 pairs", "by chance alone", "about 10 of 100", "A link is no cause", "An experiment can tell."}},
	} {
		for _, want := range x.want {
			if !strings.Contains(x.words, want) {
				t.Errorf("%q does not say %q", x.words, want)
			}
		}
		if strings.ContainsAny(x.words, "[{") {
			t.Errorf("%q has a gap", x.words)
		}
	}
	if grade := reading.Count(linkWords(p, late, base) + " " + all).Grade(); grade > 9 {
		t.Errorf("the words are of grade %.1f, want at most 9", grade)
	}
}

func TestComparisonWords(t *testing.T) {
	p, base := english(t), testBase(t)
	c := trend.Comparison{Outcome: diary.Pain, Before: 20, After: 12, MeanBefore: 5, MeanAfter: 3, Effect: -2, Low: -3, High: -1, Enough: true}
	unsure, few := c, c
	unsure.High, few.Enough = 0.5, false
	for words, want := range map[string]string{
		comparisonWords(p, c, base):      "Before, on 20 nights: 5.0 points of pain, on a scale of 0 to 10 on average. After, on 12 nights: 3.0. The change: 2.0 points less pain",
		comparisonWords(p, unsure, base): "This may well be chance.",
		comparisonWords(p, few, base):    "Too early to compare: 20 nights before and 12 after are known, and each side needs 7.",
	} {
		if !strings.Contains(words, want) || strings.ContainsAny(words, "[{") {
			t.Errorf("%q does not say %q", words, want)
		}
	}
}

// Trends and experiments are told here, from the catalogue: the packages that compute them
// hold no sentence, so that another language needs no change of them.
func TestTrendsAndExperimentsHoldNoSentence(t *testing.T) {
	seen := 0
	for _, folder := range []string{"trend", "experiment"} {
		for _, name := range must(filepath.Glob(filepath.Join("..", folder, "*.go"))) {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			seen++
			ast.Inspect(must(parser.ParseFile(token.NewFileSet(), name, nil, 0)), func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					if f, ok := call.Fun.(*ast.SelectorExpr); ok && (f.Sel.Name == "Errorf" || f.Sel.Name == "Field") {
						return false // for programs
					}
				}
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if text, err := strconv.Unquote(lit.Value); err == nil && strings.Count(text, " ") > 2 && !strings.HasPrefix(lit.Value, "`") {
						t.Errorf("%s says %q", name, text)
					}
				}
				return true
			})
		}
	}
	if seen < 10 {
		t.Errorf("only %d files were read", seen)
	}
}
