package experiment

import (
	"fmt"
	"slices"

	"github.com/legible-health/legible/internal/diary"
)

// Closing is the end of an experiment as it was first told.
type Closing struct {
	On     diary.Date `json:"on"`   // day on which it was told
	Last   diary.Date `json:"last"` // last night that it rests on
	Report Report     `json:"report"`
}

// Close freezes the end that a report tells on the day today: from then on Report gives
// it back, whatever becomes of the diary. A night that is edited by somebody who knows the
// result would otherwise be a second chance to get another one. False, and the protocol
// as it was, when the experiment goes on or is closed already.
func (p Protocol) Close(r Report, today diary.Date) (Protocol, bool) {
	if p.Closed != nil || r.State != Finished && r.State != Stopped {
		return p, false
	}
	last := r.Until
	switch {
	case r.Stop != nil:
		last = r.Stop.Day
	case p.Ended != nil:
		last = min(last, *p.Ended)
	}
	p.Closed = &Closing{On: today, Last: last, Report: r}
	return p, true
}

// Changed reports whether the nights that a closed experiment rests on have been edited,
// added or deleted since.
func (p Protocol) Changed(entries []diary.Entry) bool {
	if p.Closed == nil || p.Closed.Report.Result == nil {
		return false
	}
	was := p.Closed.Report.Result.Pairs
	return !slices.Equal(was, p.tally(p.read(entries), len(was), p.Closed.Last))
}

// sound refuses what Close cannot have written.
func (c *Closing) sound() error {
	switch {
	case c == nil:
		return nil
	case c.Report.State == Stopped && c.Report.Stop != nil, c.Report.State == Finished && c.Report.Stop == nil:
		return nil
	}
	return fmt.Errorf("has an impossible end")
}
