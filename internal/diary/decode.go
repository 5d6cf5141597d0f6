package diary

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"sync"
	"time"
)

// Decode reads one entry from outside, strictly: an unknown or doubled field, a wrong
// type, a value out of range or an impossible date is a fault. All are reported at once,
// as Faults. The day may be left out when at is given. The zone is the person's.
func Decode(raw []byte, now time.Time, zone *time.Location) (Entry, error) {
	return decode(raw, func(n *node, p *faults) Entry {
		e, dated := readEntry(n, p)
		e.settle(p, dated, zone)
		if len(p.list) == 0 {
			e.check(p)
			e.checkTimes(p, now, zone)
		}
		return e
	})
}

// Parse reads what Encode wrote, such as an entry from the store: fields and ranges are
// checked, dates are not. It is several times faster than Decode, which is for texts from
// outside: it does not see a doubled field and names no field in its faults about types.
func Parse(raw []byte) (Entry, error) {
	kind := writtenKind(raw)
	x := struct {
		ID         string     `json:"id"`
		Kind       Kind       `json:"kind"`
		Day        *Date      `json:"day"`
		At         *time.Time `json:"at"`
		Version    int        `json:"version"`
		ConflictOf string     `json:"conflict_of"`
		Data       Data       `json:"data"` // of its kind beforehand, so that one pass reads all
	}{Data: New(kind)}
	if x.Data == nil {
		return Entry{}, Faults{{Message: "is not an entry"}}
	}
	if err := exactly(raw, &x); err != nil || x.Day == nil {
		return Entry{}, Faults{{Message: "is not an entry"}}
	}
	e := Entry{x.ID, x.Kind, *x.Day, x.At, x.Version, x.ConflictOf, x.Data}
	p := &faults{}
	e.check(p)
	if err := p.err(); err != nil {
		return Entry{}, err
	}
	return e, nil
}

// writtenKind finds the kind in what Encode wrote, where it stands second; what it finds
// in anything else is refused by whoever reads on.
func writtenKind(raw []byte) Kind {
	_, rest, _ := bytes.Cut(raw, []byte(`,"kind":"`))
	kind, _, _ := bytes.Cut(rest, []byte(`"`))
	return Kind(kind)
}

// stream decodes one text after another: a decoder takes a kilobyte, and a year has
// hundreds of entries.
type stream struct {
	in      bytes.Reader
	decoder *json.Decoder
}

var streams = sync.Pool{New: func() any {
	s := &stream{}
	s.decoder = json.NewDecoder(&s.in)
	s.decoder.DisallowUnknownFields()
	return s
}}

// exactly decodes one value with known fields only, and nothing behind it.
func exactly(raw []byte, v any) error {
	s := streams.Get().(*stream)
	s.in.Reset(raw)
	begun := s.decoder.InputOffset()
	if err := s.decoder.Decode(v); err != nil {
		return err // this stream is spoilt
	}
	if s.decoder.InputOffset()-begun != int64(len(raw)) {
		return errors.New("more than one value")
	}
	s.in.Reset(nil)
	streams.Put(s)
	return nil
}

func decode(raw []byte, read func(*node, *faults) Entry) (Entry, error) {
	if len(raw) > MaxEntry {
		return Entry{}, Faults{{Message: "is too large for an entry"}}
	}
	root, fault := parseTree(raw)
	if fault != nil {
		return Entry{}, Faults{*fault}
	}
	p := &faults{}
	e := read(root, p)
	located(p.list, raw, false)
	if err := p.err(); err != nil {
		return Entry{}, err
	}
	return e, nil
}

// envelope is an entry whose data is not read yet.
type envelope struct {
	ID         string     `json:"id"`
	Kind       string     `json:"kind"`
	Day        *Date      `json:"day"`
	At         *time.Time `json:"at"`
	Version    int        `json:"version"`
	ConflictOf string     `json:"conflict_of"`
	Data       *raw       `json:"data"`
}

// raw takes any value and leaves it to the kind.
type raw struct{}

// readEntry fills an entry and says whether it names a day.
func readEntry(n *node, p *faults) (e Entry, dated bool) {
	var x envelope
	data := n.get("data")
	filler{p}.structure(withoutData(n), reflect.ValueOf(&x).Elem(), "")
	e = Entry{
		ID: strings.ToLower(x.ID), Kind: Kind(x.Kind), At: x.At, Version: x.Version,
		ConflictOf: strings.ToLower(x.ConflictOf), Data: New(Kind(x.Kind)),
	}
	if x.Day != nil {
		e.Day = *x.Day
	}
	switch {
	case e.Data == nil:
		p.add("kind", "must be one of %s", kindNames())
	case data == nil || data.sort == 'n':
		p.add("data", "is missing")
	default:
		filler{p}.structure(data, reflect.ValueOf(e.Data).Elem(), "data")
	}
	return e, x.Day != nil
}

// withoutData hides the value of the first data field, which the kind reads.
func withoutData(n *node) *node {
	c := *n
	c.fields = append([]member(nil), n.fields...)
	for i, m := range c.fields {
		if m.name == "data" {
			c.fields[i].value = &node{start: m.value.start, sort: 'n'}
			break
		}
	}
	return &c
}

// settle finds the day of an entry that only says when it happened.
func (e *Entry) settle(p *faults, dated bool, zone *time.Location) {
	switch {
	case dated:
	case e.At == nil:
		p.add("day", "is missing")
	default:
		e.Day = e.Kind.DayOf(*e.At, zone)
	}
}
