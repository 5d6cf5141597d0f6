package web

import (
	"context"
	"net/http"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/i18n"
)

// statusView is the page that says how this instance fares, for everybody.
type statusView struct {
	page
	Well      bool // nothing is wrong
	Rows      []statusRow
	Incidents []incidentView
}

// statusRow is one thing that is looked at.
type statusRow struct {
	Name, Text, Hint string
	Bad              bool
}

type incidentView struct {
	When, Text string
	Over       bool
}

// statusTimeout bounds how long the page waits for the database.
const statusTimeout = 3 * time.Second

// lateBackup is how long after it was due a backup may be missing before the page says
// that it is late.
const lateBackup = time.Hour

func (s *site) statusShow(w http.ResponseWriter, r *http.Request) {
	p := s.printer(r)
	v := statusView{page: s.page(r, "status", p.T("status.title"))}
	now := s.now()
	if u := s.opts.Upkeep; u != nil {
		ctx, cancel := context.WithTimeout(r.Context(), statusTimeout)
		defer cancel()
		c := u.Condition(ctx)
		now = c.Now
		v.Rows = append(v.Rows, runningRow(p, c), databaseRow(p, c), backupRow(p, c))
		v.Incidents = incidentViews(p, c.Incidents)
	} else {
		v.Rows = append(v.Rows, statusRow{Name: p.T("status.database"), Text: p.T("status.keeps_nothing")})
	}
	v.Rows = append(v.Rows, s.evaluatedRow(p), s.contentRow(p, now), s.reviewedRow(p))
	v.Well = true
	for _, row := range v.Rows {
		v.Well = v.Well && !row.Bad
	}
	for _, x := range v.Incidents {
		v.Well = v.Well && x.Over
	}
	w.Header().Set("Cache-Control", "no-store")
	s.write(w, r, http.StatusOK, "status", v)
}

// now is the clock of the pages.
func (s *site) now() time.Time {
	if s.opts.Now != nil {
		return s.opts.Now()
	}
	return time.Now()
}

func runningRow(p *i18n.Printer, c app.Condition) statusRow {
	row := statusRow{Name: p.T("status.running"), Text: p.T("status.since", "when", moment(p, c.Started, time.UTC))}
	if days := int(c.Now.Sub(c.Started).Hours() / 24); days > 0 {
		row.Hint = p.T("status.days", "n", days)
	}
	return row
}

func databaseRow(p *i18n.Printer, c app.Condition) statusRow {
	if c.Database != nil {
		return statusRow{Name: p.T("status.database"), Text: p.T("status.database_down"), Bad: true}
	}
	return statusRow{Name: p.T("status.database"), Text: p.T("status.database_up")}
}

func backupRow(p *i18n.Printer, c app.Condition) statusRow {
	row := statusRow{Name: p.T("status.backup")}
	switch b := c.Backup; {
	case c.Database != nil:
		row.Text = p.T("status.unknown")
	case b == nil:
		row.Text, row.Hint = p.T("status.no_backup"), p.T("status.no_backup_hint")
	case b.OKAt == nil:
		row.Text, row.Bad = p.T("status.never_backup"), true
	default:
		row.Text = p.T("status.backup_at", "when", moment(p, *b.OKAt, time.UTC))
		if row.Bad = b.Note != "" || c.Now.Sub(b.NextAt) > lateBackup; row.Bad {
			row.Hint = p.T("status.backup_late")
		}
	}
	return row
}

func (s *site) evaluatedRow(p *i18n.Printer) statusRow {
	row := statusRow{Name: p.T("status.evaluated"), Text: p.T("status.never_evaluated")}
	if s.evaluation != nil {
		row.Text = dateWords(p, s.evaluation.Date)
	}
	return row
}

// contentRow counts the articles whose day to be read again is over.
func (s *site) contentRow(p *i18n.Printer, now time.Time) statusRow {
	today, late := now.UTC().Format(time.DateOnly), 0
	articles, err := s.base.Articles()
	if err != nil {
		return statusRow{Name: p.T("status.content"), Text: p.T("status.unknown"), Bad: true}
	}
	for _, a := range articles {
		if a.NextReview < today {
			late++
		}
	}
	text := p.T("status.content_fresh")
	if late > 0 {
		text = p.T("status.content_late", "n", late)
	}
	return statusRow{Name: p.T("status.content"), Text: text, Bad: late > 0}
}

// reviewedRow says what a clinician has read.
func (s *site) reviewedRow(p *i18n.Printer) statusRow {
	n := 0
	for _, c := range s.base.Conditions {
		if c.Reviewed != nil {
			n++
		}
	}
	return statusRow{Name: p.T("status.reviewed"), Text: p.T("status.reviewed_of", "n", p.Number(n), "of", p.Number(len(s.base.Conditions)))}
}

func incidentViews(p *i18n.Printer, list []app.Incident) (out []incidentView) {
	for _, x := range list {
		v := incidentView{Text: x.Text, When: p.T("status.lasting", "when", moment(p, x.BeganAt, time.UTC))}
		if x.EndedAt != nil {
			v.Over, v.When = true, p.T("status.over", "from", moment(p, x.BeganAt, time.UTC), "to", moment(p, *x.EndedAt, time.UTC))
		}
		out = append(out, v)
	}
	return out
}
