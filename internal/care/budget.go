package care

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// order sorts items: wishes, relevance, grade, id.
func (v *visit) order(items []Item) {
	wish := func(x *Item) bool { return len(x.Why) > 0 && x.Why[0].Kind == WhyWish }
	slices.SortFunc(items, func(a, b Item) int {
		return cmp.Or(-compareBool(wish(&a), wish(&b)), -cmp.Compare(a.Relevance, b.Relevance),
			strings.Compare(a.Grade, b.Grade), strings.Compare(a.ID, b.ID))
	})
}

// afford spends the minutes of an evening: the routine first, then items in their
// order. Stretches are part of the routine.
func (v *visit) afford(items []Item) []Item {
	if v.pref.Minutes == 0 {
		return items
	}
	left := v.pref.Minutes - int(math.Ceil(float64(v.plan.Routine.Seconds)/60))
	var out []Item
	for _, x := range items {
		m := v.byID[x.ID]
		switch {
		case m.Minutes == nil || m.Category == "stretch" && v.plan.Routine.Seconds > 0:
		case m.Minutes.Min > left:
			v.leaveOut(m, OutTime, "It does not fit into the minutes you have.", nil)
			continue
		default:
			left -= m.Minutes.Min
		}
		out = append(out, x)
	}
	return out
}

// most keeps the first n items and mentions the others.
func (v *visit) most(items []Item, n int) []Item {
	for _, x := range items[min(n, len(items)):] {
		v.plan.More = append(v.plan.More, Mention{ID: x.ID, Kind: x.Kind, Name: x.Name})
	}
	return items[:min(n, len(items))]
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
