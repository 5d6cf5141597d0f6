package diary

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
)

// Stored is the state of one id in the store.
type Stored struct {
	Entry   Entry // Version is the current one, from 1
	Deleted bool
}

// Change is what a device wants for one id.
type Change struct {
	Entry  Entry // only ID counts when Delete is set
	Base   int   // the version the device changed; 0 when it made the entry
	Delete bool
}

// Decision is what a change leads to.
type Decision int

// The decisions. No edit is ever lost: at worst it is kept beside the other one.
const (
	Unchanged Decision = iota // nothing to write: it is so already
	Create                    // the id is new
	Replace                   // a new version
	Remove                    // a new version, deleted
	KeepBoth                  // an edit of an older version: it is written as an entry of its own
	Refuse                    // deletion of a version that somebody has changed since
)

func (o Decision) String() string {
	return [...]string{"unchanged", "create", "replace", "remove", "keep both", "refuse"}[o]
}

// Merged is the answer to a change. Write is the entry to write, with its version, for
// Create, Replace, Remove and KeepBoth.
type Merged struct {
	Decision Decision
	Write    Entry
}

// Merge decides what becomes of a change to what is stored; nil is an id not seen yet.
//
// A change to the current version replaces it. A change to an older one meets somebody
// else's: KeepBoth gives it an id of its own, made from the entry and the edit so that a
// second try writes nothing new, and ConflictOf names the entry it belongs to. An edit
// of something deleted brings it back.
func Merge(stored *Stored, c Change) Merged {
	switch {
	case stored == nil && c.Delete:
		return Merged{Decision: Unchanged}
	case stored == nil:
		return Merged{Create, withVersion(c.Entry, 1)}
	case stored.Deleted && c.Delete, !stored.Deleted && !c.Delete && stored.Entry.Same(c.Entry):
		return Merged{Decision: Unchanged, Write: stored.Entry}
	case c.Delete && c.Base != stored.Entry.Version:
		return Merged{Decision: Refuse}
	case c.Delete:
		return Merged{Remove, withVersion(stored.Entry, stored.Entry.Version+1)}
	case stored.Deleted || c.Base == stored.Entry.Version:
		return Merged{Replace, withVersion(c.Entry, stored.Entry.Version+1)}
	}
	other := withVersion(c.Entry, 1)
	other.ConflictOf = stored.Entry.ID
	other.ID = DerivedID("conflict", stored.Entry.ID, string(c.Entry.Encode()))
	return Merged{KeepBoth, other}
}

func withVersion(e Entry, v int) Entry {
	e.Version = v
	return e
}

// DerivedID makes a UUID (version 8) from words: the same words, the same id.
func DerivedID(words ...string) string {
	h := sha256.New()
	for _, w := range words {
		fmt.Fprintf(h, "%d:%s", len(w), w)
	}
	b := h.Sum(nil)[:16]
	b[6], b[8] = b[6]&0x0f|0x80, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// Doubles finds what the person has to choose from: groups of two or more entries that
// stand for one thing, because they are other edits of it or because a day has one entry
// of their kind. entries are live ones. Groups and members come in the order of Sort.
func Doubles(entries []Entry) [][]Entry {
	sorted := slices.Clone(entries)
	Sort(sorted)
	of := map[string]string{} // id → the key of its group
	for _, e := range sorted {
		of[e.ID] = e.ID
		if e.Kind.OnePerDay() {
			of[e.ID] = string(e.Kind) + e.Day.String()
		}
	}
	groups := map[string][]Entry{}
	var order []string
	for _, e := range sorted {
		key := of[e.ID]
		if with, ok := of[e.ConflictOf]; ok && e.ConflictOf != "" {
			key = with
		}
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], e)
	}
	var out [][]Entry
	for _, key := range order {
		if len(groups[key]) > 1 {
			out = append(out, groups[key])
		}
	}
	return out
}

// Sort orders by day, then kind in the order of Kinds, then time, then id.
func Sort(entries []Entry) {
	slices.SortFunc(entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Kind.rank(), b.Kind.rank()), compareAt(a, b), cmp.Compare(a.ID, b.ID))
	})
}

// rank is the place among Kinds.
func (k Kind) rank() int {
	for i := range kinds {
		if kinds[i].kind == k {
			return i
		}
	}
	return len(kinds)
}

// compareAt puts entries without a time first.
func compareAt(a, b Entry) int {
	switch {
	case a.At == nil && b.At == nil:
		return 0
	case a.At == nil:
		return -1
	case b.At == nil:
		return 1
	}
	return a.At.Compare(*b.At)
}
