package diary_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/diary"
)

func nightEntry(id string, version, pain int) diary.Entry {
	return diary.Entry{ID: id, Kind: diary.KindNight, Day: diary.DateOf(2026, 11, 20), Version: version, Data: &diary.Night{Pain: &pain}}
}

func TestMerge(t *testing.T) {
	v3 := &diary.Stored{Entry: nightEntry(id1, 3, 5)}
	gone := &diary.Stored{Entry: nightEntry(id1, 3, 5), Deleted: true}
	for _, c := range []struct {
		name    string
		stored  *diary.Stored
		change  diary.Change
		want    diary.Decision
		version int
	}{
		{"new", nil, diary.Change{Entry: nightEntry(id1, 0, 5)}, diary.Create, 1},
		{"deletion of what is not there", nil, diary.Change{Entry: diary.Entry{ID: id1}, Delete: true}, diary.Unchanged, 0},
		{"sent again", v3, diary.Change{Entry: nightEntry(id1, 0, 5)}, diary.Unchanged, 3},
		{"edit of the current version", v3, diary.Change{Entry: nightEntry(id1, 3, 6), Base: 3}, diary.Replace, 4},
		{"edit of an older version", v3, diary.Change{Entry: nightEntry(id1, 2, 6), Base: 2}, diary.KeepBoth, 1},
		{"made twice with one id", v3, diary.Change{Entry: nightEntry(id1, 0, 6)}, diary.KeepBoth, 1},
		{"deletion of the current version", v3, diary.Change{Entry: diary.Entry{ID: id1}, Base: 3, Delete: true}, diary.Remove, 4},
		{"deletion of an older version", v3, diary.Change{Entry: diary.Entry{ID: id1}, Base: 2, Delete: true}, diary.Refuse, 0},
		{"deleted twice", gone, diary.Change{Entry: diary.Entry{ID: id1}, Base: 2, Delete: true}, diary.Unchanged, 3},
		{"edit of what was deleted", gone, diary.Change{Entry: nightEntry(id1, 2, 6), Base: 2}, diary.Replace, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := diary.Merge(c.stored, c.change)
			if got.Decision != c.want || got.Write.Version != c.version {
				t.Errorf("got %v with version %d, want %v with %d", got.Decision, got.Write.Version, c.want, c.version)
			}
		})
	}
}

func TestSyncingAConflictTwiceKeepsTwoEntries(t *testing.T) {
	stored := &diary.Stored{Entry: nightEntry(id1, 2, 5)}
	late := diary.Change{Entry: nightEntry(id1, 1, 7), Base: 1}
	first, second := diary.Merge(stored, late), diary.Merge(stored, late)
	if first.Decision != diary.KeepBoth || first.Write.ID == id1 || first.Write.ConflictOf != id1 || !first.Write.Same(second.Write) {
		t.Fatalf("got %+v, then %+v", first, second)
	}
	if err := first.Write.Check(now, berlin); err != nil {
		t.Errorf("the second entry is not valid: %v", err)
	}
	again := diary.Merge(&diary.Stored{Entry: first.Write}, diary.Change{Entry: second.Write})
	if again.Decision != diary.Unchanged {
		t.Errorf("writing it again: %v", again.Decision)
	}
	groups := diary.Doubles([]diary.Entry{first.Write, stored.Entry})
	if len(groups) != 1 || len(groups[0]) != 2 {
		t.Errorf("to choose from: %v", groups)
	}
}

// TestNoEditIsLost: whatever two devices do in whatever order, every edit that was not
// built upon or deleted with knowledge of it is still live.
func TestNoEditIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		store := map[string]*diary.Stored{}
		apply := func(c diary.Change) diary.Merged {
			m := diary.Merge(store[c.Entry.ID], c)
			switch m.Decision {
			case diary.Create, diary.Replace, diary.KeepBoth:
				store[m.Write.ID] = &diary.Stored{Entry: m.Write}
			case diary.Remove:
				store[m.Write.ID] = &diary.Stored{Entry: m.Write, Deleted: true}
			}
			return m
		}
		seen := [2]int{} // version each device knows
		for i := range rapid.IntRange(1, 8).Draw(t, "changes") {
			device := rapid.IntRange(0, 1).Draw(t, "device")
			pain := i // every edit is different
			if rapid.Bool().Draw(t, "look first") && store[id1] != nil {
				seen[device] = store[id1].Entry.Version
			}
			m := apply(diary.Change{Entry: nightEntry(id1, 0, pain), Base: seen[device], Delete: i > 0 && rapid.IntRange(0, 3).Draw(t, "delete") == 0})
			if m.Decision == diary.Replace || m.Decision == diary.Create {
				seen[device] = m.Write.Version
			}
			if m.Decision == diary.Replace || m.Decision == diary.Create || m.Decision == diary.KeepBoth {
				if s := store[m.Write.ID]; s.Deleted || *s.Entry.Data.(*diary.Night).Pain != pain {
					t.Fatal("the edit is not there")
				}
			}
		}
		for id, s := range store {
			if id != id1 && (s.Deleted || s.Entry.ConflictOf != id1) {
				t.Fatalf("a kept edit is gone: %+v", s)
			}
		}
	})
}

func TestDoubles(t *testing.T) {
	a, b := nightEntry(id1, 1, 5), nightEntry(id2, 1, 6)
	note := diary.Entry{ID: "00000000-0000-7000-8000-000000000001", Kind: diary.KindNote, Day: a.Day, Data: &diary.Note{Text: "x"}}
	other := note
	other.ID = "00000000-0000-7000-8000-000000000002"
	if got := diary.Doubles([]diary.Entry{note, b, other, a}); len(got) != 1 || got[0][0].ID != id1 || got[0][1].ID != id2 {
		t.Errorf("two nights of a day and two notes: %v", got)
	}
	other.ConflictOf = note.ID
	if got := diary.Doubles([]diary.Entry{note, other}); len(got) != 1 {
		t.Errorf("two edits of a note: %v", got)
	}
	b.Day++
	if got := diary.Doubles([]diary.Entry{a, b}); got != nil {
		t.Errorf("two days: %v", got)
	}
}

func TestCombine(t *testing.T) {
	a, b := nightEntry(id1, 1, 5), nightEntry(id2, 1, 6)
	a.Data = &diary.Night{Pain: ptr(5), Cramps: ptr(1), Muscles: []string{"calf"}, Tried: []diary.Tried{{Measure: "heat", Helped: "yes"}}}
	b.Data = &diary.Night{Pain: ptr(6), Cramps: ptr(1), Wakings: ptr(2), Muscles: []string{"foot", "calf"}, Tried: []diary.Tried{{Measure: "heat", Helped: "no"}, {Measure: "walk"}}}
	both, differ := diary.Combine(a, b)
	want := &diary.Night{
		Pain: ptr(5), Cramps: ptr(1), Wakings: ptr(2), Muscles: []string{"calf", "foot"},
		Tried: []diary.Tried{{Measure: "heat", Helped: "yes"}, {Measure: "walk"}},
	}
	if diff := cmp.Diff(diary.Data(want), both.Data) + cmp.Diff([]string{"pain", "tried"}, differ); diff != "" || both.ID != id1 {
		t.Error(diff)
	}
}
