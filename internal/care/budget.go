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

// afford spends the minutes of a day: the routine first, then what is done in the evening
// and in the week, best first. Stretches are part of the routine. Of the week one activity
// a day is counted, the longest, since they can be done on different days.
func (v *visit) afford(tonight, week []Item) (_, _ []Item) {
	if v.pref.Minutes == 0 {
		return tonight, week
	}
	left := v.pref.Minutes - int(math.Ceil(float64(v.plan.Routine.Seconds)/60))
	longest := 0 // of the week so far; its minutes are spent
	all, out := slices.Concat(tonight, week), map[string]bool{}
	v.order(all)
	for _, x := range all {
		m := v.byID[x.ID]
		if m.Minutes == nil || m.Category == "stretch" && v.plan.Routine.Seconds > 0 {
			continue
		}
		cost := m.Minutes.Min
		if m.Section == "week" {
			cost = max(0, cost-longest)
		}
		if out[x.ID] = cost > left; out[x.ID] {
			v.leaveOut(m, OutTime, "It does not fit into the minutes you have.", nil)
			continue
		}
		left -= cost
		if m.Section == "week" {
			longest += cost
		}
	}
	drop := func(x Item) bool { return out[x.ID] }
	return slices.DeleteFunc(tonight, drop), slices.DeleteFunc(week, drop)
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
