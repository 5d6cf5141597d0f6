package web

import (
	"io/fs"
	"sync"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/i18n"
)

// The words of messages come from the catalogue too. They are the same for everybody and
// say nothing about anybody: a push says that there is a question, not what it is.

// spoken is the language of messages, which no browser asks for.
var spoken = sync.OnceValue(func() *i18n.Printer {
	messages, err := fs.Sub(messageFiles, "messages")
	if err != nil {
		panic(err) // embedded files can always be read
	}
	bundle, err := i18n.Load(messages)
	if err != nil {
		panic(err) // the same catalogue as that of the pages, which New has checked
	}
	return bundle.For("")
})

// wordsFor is what a message is called in the catalogue.
func wordsFor(m app.Message) string {
	if m.Sort == app.ReminderMessage {
		return string(m.Kind)
	}
	return string(m.Sort)
}

// Letter words a message as an e-mail. base is the address of the pages without a slash
// at the end.
func Letter(m app.Message, base string) (subject, text string) {
	if m.Sort == app.NoticeMessage {
		return noticeLetter(m, base)
	}
	p, name := spoken(), wordsFor(m)
	subject = p.T("remind.notice." + name)
	text = p.T("remind.letter."+name, "link", base+leadsTo(m.Kind), "code", m.Code)
	if m.Token != "" {
		text += "\n\n" + p.T("remind.letter.stop", "link", base+"/r/"+m.Token)
	}
	return subject, text + "\n\n-- \n" + p.T("remind.letter.why") + "\n"
}

// notice is what the service worker gets and shows.
type notice struct {
	Title   string   `json:"title"`
	Body    string   `json:"body"`
	Tag     string   `json:"tag"`               // replaces an older notice of the same tag
	Open    string   `json:"open"`              // the page that a tap opens
	Message string   `json:"message,omitempty"` // the page where reminders are put off or stopped
	Actions []action `json:"actions,omitempty"`
}

// action is a button of a notice.
type action struct {
	Action string `json:"action"`
	Title  string `json:"title"`
}

// Notification words a message as a push.
func Notification(m app.Message) []byte {
	if m.Sort == app.NoticeMessage {
		return noticePush(m)
	}
	p, name := spoken(), wordsFor(m)
	n := notice{Title: p.T("remind.notice." + name), Body: p.T("remind.body." + name), Tag: name, Open: leadsTo(m.Kind)}
	if m.Sort != app.ReminderMessage {
		n.Open = remindersPath
	} else if m.Token != "" {
		n.Message = "/r/" + m.Token
		n.Actions = []action{{"later", p.T("remind.later")}, {"stop", p.T("remind.stop")}}
	}
	return asJSON(n)
}
