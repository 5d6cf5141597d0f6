package cli

import (
	"context"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/knowledge"
)

// checkMail signs in at the mail server and sends nothing.
func checkMail(ctx context.Context, p *patient) {
	if p.cmd.Mail.Host == "" {
		p.say(notice, "mail", "set --mail-host and the rest, if people want reminders by mail", "there is no mail server")
		return
	}
	base, err := p.serve.baseURL()
	if err != nil {
		return // told already
	}
	channel, err := p.serve.mail(base)
	if err != nil {
		p.say(ailment, "mail", "see \"legible help serve\"", "%v", err)
		return
	}
	if err := channel.Greet(ctx); err != nil {
		p.say(ailment, "mail", "check host, port, TLS, user and password; see that this machine may reach the server", "the server does not let us in: %v", err)
		return
	}
	p.say(well, "mail", "", "the server lets us in")
}

// checkPush looks at what browsers need before they can be pushed to.
func checkPush(_ context.Context, p *patient) {
	base, err := p.serve.baseURL()
	switch {
	case err != nil:
	case base == "":
		p.say(notice, "push", "set --url to where people open the pages", "no notifications: the address of the pages is not set")
	case !strings.HasPrefix(base, "https://") && !strings.HasPrefix(base, "http://localhost"):
		p.say(ailment, "push", "serve the pages over HTTPS (--tls-cert, or a proxy) and set --url to it", "browsers take notifications and passkeys over HTTPS only")
	default:
		p.say(well, "push", "", "browsers can be pushed to from %s", base)
	}
}

// checkContent looks whether the medical content is due to be read again.
func checkContent(_ context.Context, p *patient) {
	base, err := kb.Open(knowledge.FS)
	if err != nil {
		p.say(ailment, "content", "use a program that was built whole", "%v", err)
		return
	}
	articles, err := base.Articles()
	if err != nil {
		p.say(ailment, "content", "use a program that was built whole", "%v", err)
		return
	}
	late := 0
	for _, a := range articles {
		if a.NextReview < p.now.UTC().Format(time.DateOnly) {
			late++
		}
	}
	if late > 0 {
		p.say(notice, "content", "see \"legible kb lint\" for which, and take a newer release", "%d articles were to be read again by now", late)
		return
	}
	p.say(well, "content", "", "version %s, no article is overdue", base.Version)
}
