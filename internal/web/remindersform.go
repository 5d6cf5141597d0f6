package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/remind"
)

// reminderRule is one kind of reminder in the form.
type reminderRule struct {
	Kind, Icon   string
	On           bool
	At, From, To string // HH:MM; At of those that come once a day
	Every        []box
	Days, Ways   []box
	// Brief says it all in one line, for a rule that was kept; empty shows the fields.
	Brief string
}

type quietView struct {
	On       bool
	From, To string
}

var ruleIcons = map[remind.Kind]string{remind.Morning: "ask", remind.Movement: "plan-walk", remind.Drink: "plan-cup", remind.Bedtime: "stretch"}

// week is the days as forms name them, Monday first.
var week = []struct {
	id  string
	day time.Weekday
}{{"mo", time.Monday}, {"tu", time.Tuesday}, {"we", time.Wednesday}, {"th", time.Thursday}, {"fr", time.Friday}, {"sa", time.Saturday}, {"su", time.Sunday}}

func (v *remindersView) fillRules(p *i18n.Printer, set remind.Settings) {
	v.Rules = []reminderRule{
		v.daily(p, remind.Morning, set.Morning), v.hourly(p, remind.Movement, set.Movement), v.hourly(p, remind.Drink, set.Drink), v.daily(p, remind.Bedtime, set.Bedtime),
	}
	v.Quiet = quietView{set.Quiet.On, set.Quiet.From.String(), set.Quiet.To.String()}
}

func (v *remindersView) daily(p *i18n.Printer, k remind.Kind, d remind.Daily) reminderRule {
	x := v.rule(p, k, d.On, d.Days, d.By)
	x.At = d.At.String()
	x.brief(p, v, p.T("remind.brief_daily", "at", x.At, "days", daysBrief(p, x.Days)))
	return x
}

func (v *remindersView) hourly(p *i18n.Printer, k remind.Kind, h remind.Hourly) reminderRule {
	x := v.rule(p, k, h.On, h.Days, h.By)
	x.From, x.To = h.From.String(), h.To.String()
	for _, n := range remind.Steps {
		x.Every = append(x.Every, box{strconv.Itoa(n), p.T("remind.every." + strconv.Itoa(n)), n == h.Every})
	}
	if slices.Contains(remind.Steps, h.Every) {
		x.brief(p, v, p.T("remind.brief_hourly", "from", x.From, "to", x.To, "every", p.T("remind.every."+strconv.Itoa(h.Every)), "days", daysBrief(p, x.Days)))
	}
	return x
}

func (v *remindersView) rule(p *i18n.Printer, k remind.Kind, on bool, days remind.Days, by remind.By) reminderRule {
	x := reminderRule{Kind: string(k), Icon: ruleIcons[k], On: on}
	for i, d := range week {
		x.Days = append(x.Days, box{d.id, p.T("calendar.short." + strconv.Itoa(i)), days.Has(d.day)})
	}
	if v.HasPush {
		x.Ways = append(x.Ways, box{"push", p.T("remind.way.push"), by.Push})
	}
	if v.HasMail {
		x.Ways = append(x.Ways, box{"mail", p.T("remind.way.mail"), by.Mail})
	}
	x.Ways = append(x.Ways, box{"calendar", p.T("remind.way.calendar"), by.Calendar})
	return x
}

// brief folds a rule that was kept into one line, with the ways it takes.
func (x *reminderRule) brief(p *i18n.Printer, v *remindersView, text string) {
	if x.On && len(v.Problems) == 0 {
		x.Brief = p.T("remind.brief", "when", text, "ways", labelsOn(x.Ways))
	}
}

// daysBrief names the chosen days, or says that it is all of them.
func daysBrief(p *i18n.Printer, days []box) string {
	if !slices.ContainsFunc(days, func(b box) bool { return !b.On }) {
		return p.T("remind.every_day")
	}
	return labelsOn(days)
}

// labelsOn lists what is ticked.
func labelsOn(list []box) string {
	var on []string
	for _, b := range list {
		if b.On {
			on = append(on, b.Label)
		}
	}
	return strings.Join(on, ", ")
}

// readSettings reads the form. Times and steps that are none become faults, with the same
// names as those of remind.Settings.Check.
func readSettings(form url.Values) (set remind.Settings, faults remind.Faults) {
	clock := func(field string) remind.Clock {
		c, err := remind.ParseClock(form.Get(field))
		if err != nil {
			faults = append(faults, remind.Fault{Field: field, Message: err.Error()})
		}
		return c
	}
	days := func(field string) (d remind.Days) {
		if d.UnmarshalText([]byte(strings.Join(form[field], " "))) != nil {
			faults = append(faults, remind.Fault{Field: field})
		}
		return d
	}
	by := func(field string) remind.By {
		return remind.By{Push: slices.Contains(form[field], "push"), Mail: slices.Contains(form[field], "mail"), Calendar: slices.Contains(form[field], "calendar")}
	}
	daily := func(k string) remind.Daily {
		return remind.Daily{On: form.Has(k + ".on"), At: clock(k + ".at"), Days: days(k + ".days"), By: by(k + ".by")}
	}
	hourly := func(k string) remind.Hourly {
		every, _ := strconv.Atoi(form.Get(k + ".every")) // 0 is none of the steps
		return remind.Hourly{On: form.Has(k + ".on"), From: clock(k + ".from"), To: clock(k + ".to"), Every: every, Days: days(k + ".days"), By: by(k + ".by")}
	}
	set = remind.Settings{
		Morning: daily("morning"), Movement: hourly("movement"), Drink: hourly("drink"), Bedtime: daily("bedtime"),
		Quiet: remind.Quiet{On: form.Has("quiet.on"), From: clock("quiet.from"), To: clock("quiet.to")},
	}
	return set, faults
}

func (s *site) remindersPost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	m, ok := s.reminded(w, r, v)
	if !ok {
		return
	}
	set, faults := readSettings(r.PostForm)
	var err error
	if faults != nil {
		err = faults
	} else {
		err = s.opts.Reminders.Save(r.Context(), v.Account, m.ID, set)
	}
	if errors.As(err, &faults) {
		s.refuseReminder(w, r, v, err, func(_ *remindersView, of *app.ReminderView) { of.Settings, of.Saved = set, true })
		return
	}
	at := "state"
	if of, failed := s.opts.Reminders.Of(r.Context(), v.Account, m.ID); err == nil && failed == nil && unheld(of) {
		at = "ways"
	}
	s.remindersDone(w, r, err, "saved", at)
}

// reminded reads a form and finds whom it is about, and opens that person's pages for
// what is shown next; false after it has answered.
func (s *site) reminded(w http.ResponseWriter, r *http.Request, v *app.Visit) (app.Member, bool) {
	if !s.accountForm(w, r) {
		return app.Member{}, false
	}
	m, ok := s.whose(w, r, v)
	v.Chosen = m
	return m, ok
}

// faultKey is the message for a field: its own, that of its last part, or one for all.
func faultKey(p *i18n.Printer, field string) string {
	for _, key := range []string{"remind.err." + field, "remind.err." + field[strings.LastIndex(field, ".")+1:]} {
		if p.Has(key) {
			return key
		}
	}
	return "remind.err.other"
}
