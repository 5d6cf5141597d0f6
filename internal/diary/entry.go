package diary

import (
	"bytes"
	"encoding/json"
	"reflect"
	"time"
)

// Entry is one thing a person recorded.
type Entry struct {
	ID         string     `json:"id"` // UUID, lower case
	Kind       Kind       `json:"kind"`
	Day        Date       `json:"day"`                   // for nights and episodes the date of the evening
	At         *time.Time `json:"at,omitempty"`          // when it happened, UTC; nil when not said
	Version    int        `json:"version,omitempty"`     // from 1, counted by the store; 0 is new
	ConflictOf string     `json:"conflict_of,omitempty"` // id of the entry of which this is another device's edit
	Data       Data       `json:"data"`
}

// ahead is how far a device's clock may be ahead of ours.
const ahead = 5 * time.Minute

// Check reports, as Faults, everything that is wrong with an entry at the time now in
// the person's zone: fields out of range, a day that has not come or lies before
// FirstDay, a time that does not belong to the day.
func (e Entry) Check(now time.Time, zone *time.Location) error {
	p := &faults{}
	e.check(p)
	e.checkTimes(p, now, zone)
	return p.err()
}

// check looks at everything that needs no clock.
func (e Entry) check(p *faults) {
	if !uuid.MatchString(e.ID) {
		p.add("id", "must be a UUID in lower case")
	}
	if e.ConflictOf != "" && (!uuid.MatchString(e.ConflictOf) || e.ConflictOf == e.ID) {
		p.add("conflict_of", "must be the id of another entry")
	}
	if e.Version < 0 {
		p.add("version", "must not be negative")
	}
	if !e.Kind.Valid() {
		p.add("kind", "must be one of %s", kindNames())
		return
	}
	if nothing(e.Data) || e.Data.Kind() != e.Kind {
		p.add("data", "is missing or of another kind")
		return
	}
	before := p.prefix
	p.prefix += "data."
	e.Data.check(p)
	p.prefix = before
}

func (e Entry) checkTimes(p *faults, now time.Time, zone *time.Location) {
	switch latest := e.Kind.DayOf(now.Add(ahead), zone); {
	case e.Day < FirstDay:
		p.add("day", "is before %s: check the year", FirstDay)
	case e.Day > latest:
		p.add("day", "has not come yet")
	}
	if e.At == nil {
		return
	}
	switch off := e.Kind.DayOf(*e.At, zone) - e.Day; {
	case e.At.After(now.Add(ahead)):
		p.add("at", "lies in the future")
	case off < -1 || off > 1: // one day is left for people who travel
		p.add("at", "does not fall on the day")
	}
}

// Encode is the entry as canonical JSON without its version: same content, same bytes.
// It is what a store seals; Parse reads it back.
func (e Entry) Encode() []byte {
	e.Version = 0
	text, err := json.Marshal(e)
	if err != nil {
		panic("diary: an entry does not encode: " + err.Error()) // NaN, which check refuses
	}
	return text
}

// Same reports whether two entries are equal but for their versions.
func (e Entry) Same(f Entry) bool { return bytes.Equal(e.Encode(), f.Encode()) }

// nothing reports a missing value, also a nil pointer in the interface.
func nothing(d Data) bool { return d == nil || reflect.ValueOf(d).IsNil() }

// empty reports whether no field is set.
func empty(d Data) bool { return reflect.ValueOf(d).Elem().IsZero() }

func kindNames() string {
	var b bytes.Buffer
	for i, k := range kinds {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(k.kind))
	}
	return b.String()
}
