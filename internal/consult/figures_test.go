package consult_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/consult"
)

// said writes figures as a page would: a dash for a hidden one.
func said(list []consult.Figure) string {
	out := ""
	for _, f := range list {
		if f.Hidden {
			out += "- "
		} else {
			out += fmt.Sprint(f.N, " ")
		}
	}
	return out
}

func TestFiguresUnderTenAreHidden(t *testing.T) {
	for _, x := range []struct {
		whole, n, part int
		want           string
	}{
		{40, 25, 12, "25 "},
		{40, 40, 40, "40 "},
		{40, 9, 0, "- "},
		{40, 35, 12, "- "}, // five fewer than all
		{40, 20, 15, "- "}, // five more than the part
		{40, 30, 20, "30 "},
		{40, 10, 0, "10 "},
	} {
		if got := said([]consult.Figure{consult.Between(x.whole, x.n, x.part)}); got != x.want {
			t.Errorf("%d between %d and %d: %s, want %s", x.n, x.part, x.whole, got, x.want)
		}
	}
	for _, x := range []struct {
		parts []int
		want  string
	}{
		{[]int{40, 25, 12}, "40 25 12 "},
		{[]int{40, 25, 3}, "40 - - "}, // 3 is the rest of the whole
		{[]int{40, 4, 3}, "40 - - "},
		{[]int{40, 9, 9}, "- - - "}, // 18 is twice the most that two hidden ones can be
		{[]int{40, 0, 25}, "40 - 25 "},
		{[]int{3}, "- "},
		{nil, ""},
	} {
		if got := said(consult.Parts(x.parts...)); got != x.want {
			t.Errorf("the parts %v: %s, want %s", x.parts, got, x.want)
		}
	}
}

// Whoever knows the whole, what is shown and how it is hidden finds another set of parts
// behind the same page, unless what is hidden is nobody.
func TestHiddenPartsCannotBeWorkedOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.IntRange(0, 22), 3, 3).Draw(t, "parts")
		page, whole := said(consult.Parts(parts...)), parts[0]+parts[1]+parts[2]
		for _, f := range consult.Parts(parts...) {
			if f.N > 0 && f.N < consult.Least {
				t.Fatalf("%v shows %s", parts, page)
			}
		}
		behind := map[int][]int{} // by place, the counts that may stand there
		for a := range whole + 1 {
			for b := range whole - a + 1 {
				other := []int{a, b, whole - a - b}
				if said(consult.Parts(other...)) == page {
					for i, n := range other {
						if !slices.Contains(behind[i], n) {
							behind[i] = append(behind[i], n)
						}
					}
				}
			}
		}
		for i, n := range parts {
			if n > 0 && n < consult.Least && len(behind[i]) < 2 {
				t.Fatalf("%v: the page %s of %d tells that part %d is %d", parts, page, whole, i, n)
			}
		}
	})
}

func TestWaited(t *testing.T) {
	took := make([]time.Duration, 0, 20)
	for i := range 20 {
		took = append(took, time.Duration(20-i)*time.Hour)
		want := consult.Wait{}
		switch len(took) {
		case 10: // 11 to 20
			want = consult.Wait{Median: 15 * time.Hour, Most: 19 * time.Hour, N: 10, Shown: true}
		case 20: // 1 to 20
			want = consult.Wait{Median: 10 * time.Hour, Most: 18 * time.Hour, N: 20, Shown: true}
		default:
			if len(took) > 10 {
				continue
			}
		}
		if d := cmp.Diff(want, consult.Waited(took)); d != "" {
			t.Errorf("of %d (-want +got):\n%s", len(took), d)
		}
	}
	if took[0] != 20*time.Hour {
		t.Error("the argument was sorted")
	}
}
