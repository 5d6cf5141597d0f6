package remind

import (
	"errors"
	"slices"
	"time"
)

var errDays = errors.New("names a day that is none; write mo tu we th fr sa su")

// Settings are what one account wants to be reminded of for one person. The zero value
// reminds of nothing.
type Settings struct {
	Morning  Daily  `json:"morning"`
	Movement Hourly `json:"movement"`
	Drink    Hourly `json:"drink"`
	Bedtime  Daily  `json:"bedtime"`
	Quiet    Quiet  `json:"quiet"`
}

// By says which ways a reminder takes.
type By struct {
	Push     bool `json:"push"`
	Mail     bool `json:"mail"`
	Calendar bool `json:"calendar"`
}

// None reports that no way is chosen.
func (b By) None() bool { return !b.Push && !b.Mail && !b.Calendar }

// Daily is a reminder at one time of the chosen days.
type Daily struct {
	On   bool  `json:"on"`
	At   Clock `json:"at"`
	Days Days  `json:"days"`
	By   By    `json:"by"`
}

// Hourly is a reminder that comes again and again within chosen hours: at From, and then
// every so many minutes up to To, which is included. To lies after From on the same day.
type Hourly struct {
	On    bool  `json:"on"`
	From  Clock `json:"from"`
	To    Clock `json:"to"`
	Every int   `json:"every"` // minutes: one of Steps
	Days  Days  `json:"days"`
	By    By    `json:"by"`
}

// Steps are the minutes that may lie between two reminders of one kind.
var Steps = []int{30, 60, 90, 120, 180, 240}

// Quiet are hours in which nothing is said: from From until just before To, across
// midnight when To is the earlier one.
type Quiet struct {
	On   bool  `json:"on"`
	From Clock `json:"from"`
	To   Clock `json:"to"`
}

// Covers reports whether a time of the wall clock lies in the quiet hours.
func (q Quiet) Covers(c Clock) bool {
	switch {
	case !q.On:
		return false
	case q.From < q.To:
		return q.From <= c && c < q.To
	}
	return c >= q.From || c < q.To
}

// Default is what a form shows before anything was saved: nothing on, usual times,
// quiet from ten at night till seven.
func Default() Settings {
	workdays := Every &^ DaysOf(time.Saturday, time.Sunday)
	often, seldom := By{Push: true}, By{Push: true, Mail: true, Calendar: true}
	return Settings{
		Morning:  Daily{At: At(8, 0), Days: Every, By: seldom},
		Movement: Hourly{From: At(9, 0), To: At(17, 0), Every: 60, Days: workdays, By: often},
		Drink:    Hourly{From: At(9, 0), To: At(19, 0), Every: 120, Days: Every, By: often},
		Bedtime:  Daily{At: At(21, 30), Days: Every, By: seldom},
		Quiet:    Quiet{On: true, From: At(22, 0), To: At(7, 0)},
	}
}

// rule is whether a kind is on and which ways it takes; off and none for an unknown kind.
func (s Settings) rule(k Kind) (on bool, by By) {
	switch k {
	case Morning:
		return s.Morning.On, s.Morning.By
	case Movement:
		return s.Movement.On, s.Movement.By
	case Drink:
		return s.Drink.On, s.Drink.By
	case Bedtime:
		return s.Bedtime.On, s.Bedtime.By
	}
	return false, By{}
}

// By returns which ways a kind takes; none for an unknown kind.
func (s Settings) By(k Kind) By {
	_, by := s.rule(k)
	return by
}

// On reports whether a kind is on; false for an unknown one.
func (s Settings) On(k Kind) bool {
	on, _ := s.rule(k)
	return on
}

// Any reports whether anything is on.
func (s Settings) Any() bool { return slices.ContainsFunc(Kinds, s.On) }

// Only returns the settings with those kinds on alone whose ways keep says yes to.
func (s Settings) Only(keep func(By) bool) Settings {
	s.Morning.On = s.Morning.On && keep(s.Morning.By)
	s.Movement.On = s.Movement.On && keep(s.Movement.By)
	s.Drink.On = s.Drink.On && keep(s.Drink.By)
	s.Bedtime.On = s.Bedtime.On && keep(s.Bedtime.By)
	return s
}
