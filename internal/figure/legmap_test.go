package figure_test

import (
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/figure"
)

// The places of the check, as the page lists them.
var places = []string{"hip", "hip_outer", "buttock", "thigh_front", "thigh_back", "thigh_inner", "knee_front", "knee_back",
	"shin", "calf", "ankle", "heel", "foot", "sole", "ball", "toe", "back", "whole"}

func TestLegMapHasEveryPlaceOnBothSides(t *testing.T) {
	got := map[string]int{}
	for _, e := range elements(t, figure.LegMap, draw(t, figure.LegMap, figure.Options{})) {
		if p := attr(e, "data-place"); p != "" {
			got[p+" "+attr(e, "data-side")]++
		}
	}
	for _, p := range places {
		for _, side := range []string{"left", "right"} {
			if got[p+" "+side] == 0 {
				t.Errorf("no area for %s, %s", p, side)
			}
			delete(got, p+" "+side)
		}
	}
	if len(got) > 0 {
		t.Errorf("areas that the check does not know: %v", got)
	}
}

// Whoever faces you has the right leg on your left; whoever turns their back has it on
// your right.
func TestLeftAndRightAreTheirs(t *testing.T) {
	middle := map[string]float64{"front": 64, "back": 176, "soles": 120}
	for _, e := range elements(t, figure.LegMap, draw(t, figure.LegMap, figure.Options{})) {
		view := attr(e, "data-view")
		if view == "" {
			continue
		}
		b := box{1e9, 1e9, -1e9, -1e9}
		if err := walk(attr(e, "d"), b.add); err != nil {
			t.Fatal(err)
		}
		onLeft := b.x1 <= middle[view]+.2
		if !onLeft && b.x0 < middle[view]-.2 {
			t.Errorf("%s crosses the middle of the view %s", attr(e, "data-place"), view)
		}
		if want := map[bool]string{true: "right", false: "left"}[onLeft == (view != "back")]; attr(e, "data-side") != want {
			t.Errorf("%s in the view %s says %s, want %s", attr(e, "data-place"), view, attr(e, "data-side"), want)
		}
	}
	for _, word := range []string{"right leg is on the left of the picture", "From the back, the right leg is on the right"} {
		if !strings.Contains(figure.Alt(figure.LegMap), word) {
			t.Errorf("the words do not say %q", word)
		}
	}
}

func TestWordsInsideCanBeReplaced(t *testing.T) {
	svg := draw(t, figure.LegMap, figure.Options{Words: map[string]string{"front": "von vorn <&>"}})
	if !strings.Contains(svg, ">von vorn &lt;&amp;&gt;</text>") || strings.Contains(svg, ">from the front<") {
		t.Error("the word for the front view is not replaced")
	}
	if !strings.Contains(svg, ">"+figure.Words()["back"]+"<") {
		t.Error("a word that is not replaced is missing")
	}
}

func TestEightColoursWithWords(t *testing.T) {
	svg := draw(t, figure.Urine, figure.Options{})
	for i, key := range []string{"urine-1", "urine-2", "urine-3", "urine-4", "urine-5", "urine-6", "urine-7", "urine-8"} {
		if n := strings.Count(svg, `class="fig-`+key+`"`); n != 1 {
			t.Errorf("colour %d is drawn %d times", i+1, n)
		}
		if w := figure.Words()[key]; w == "" || !strings.Contains(svg, ">"+w+"<") {
			t.Errorf("colour %d has no word", i+1)
		}
	}
}
