package web

import (
	"strings"
	"time"

	"github.com/legible-health/legible/internal/app"
)

// Notices say when something is and where to see more; neither with whom nor what for.

// noticeLetter words a notice as an e-mail.
func noticeLetter(m app.Message, base string) (subject, text string) {
	p := spoken()
	subject = p.T("notice.subject." + m.Notice)
	text = p.T("notice.letter."+m.Notice, "when", noticeTime(m), "link", base+m.Link)
	word, _, _ := strings.Cut(m.Notice, ".")
	stop := "notice.stop"
	if m.Guest {
		word, stop = "guest", "notice.stop_guest"
	}
	if m.Token != "" {
		text += "\n\n" + p.T(stop, "link", base+"/r/"+m.Token)
	}
	return subject, text + "\n\n-- \n" + p.T("notice.why."+word) + "\n"
}

// noticePush words a notice as a push.
func noticePush(m app.Message) []byte {
	p := spoken()
	n := notice{Title: p.T("notice.subject." + m.Notice), Body: noticeTime(m), Tag: "notice-" + m.Key, Open: m.Link}
	if body := "notice.body." + m.Notice; p.Has(body) {
		n.Body = p.T(body, "when", noticeTime(m))
	}
	if m.Token != "" {
		n.Message, n.Actions = "/r/"+m.Token, []action{{"stop", p.T("remind.stop")}}
	}
	return asJSON(n)
}

// noticeTime is the time that a notice speaks of, with the zone of its wall.
func noticeTime(m app.Message) string {
	if m.When.IsZero() {
		return ""
	}
	zone := m.Zone
	if zone == nil {
		zone = time.UTC
	}
	return spoken().T("notice.when", "when", moment(spoken(), m.When, zone), "zone", zone.String())
}

// EventTitle is what an appointment is called in calendars.
func EventTitle(app.Message) string { return spoken().T("notice.event") }
