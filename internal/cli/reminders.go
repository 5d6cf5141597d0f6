package cli

import (
	"context"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/mail"
	"github.com/legible-health/legible/internal/web"
	"github.com/legible-health/legible/internal/webpush"
)

// reminders sets up what the pages offer of reminders: feeds wherever something is kept,
// push and mail where the operator has said what they need.
func (cmd *serveCmd) reminders(ctx context.Context, kept *storage, opts *web.Options) (err error) {
	if opts.BaseURL, err = cmd.baseURL(); err != nil {
		return err
	}
	if kept.keeper == nil {
		return nil
	}
	channels := map[string]app.Channel{}
	if cmd.Mail.Host != "" {
		if channels[app.MailChannel], err = cmd.mail(opts.BaseURL); err != nil {
			return err
		}
	}
	subject, err := cmd.subject(opts.BaseURL)
	if err != nil {
		return err
	}
	if subject != "" {
		push, err := webpush.New(ctx, kept.keeper, webpush.Options{BaseURL: opts.BaseURL, Subject: subject, AllowPrivate: cmd.PushPrivate, Words: web.Notification})
		if err != nil {
			return err
		}
		channels[app.PushChannel], opts.PushKey = push, push.PublicKey()
	}
	opts.Reminders = app.NewReminders(kept.keeper, channels)
	return nil
}

// baseURL is --url without a slash at its end; empty when it is not given.
func (cmd *serveCmd) baseURL() (string, error) {
	base := strings.TrimSuffix(cmd.URL, "/")
	if base == "" {
		return "", nil
	}
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || base != u.Scheme+"://"+u.Host {
		return "", usage("--url: use an address without a path, such as https://legible.example")
	}
	return base, nil
}

// mail is the way to the operator's mail server.
func (cmd *serveCmd) mail(base string) (*mail.Channel, error) {
	switch {
	case base == "":
		return nil, usage("--mail-host needs --url: every mail says where to stop it")
	case cmd.Mail.From == "":
		return nil, usage("--mail-host needs --mail-from, the sender of the mails")
	}
	password, err := cmd.mailPassword()
	if err != nil {
		return nil, err
	}
	m := cmd.Mail
	channel, err := mail.New(mail.Options{Host: m.Host, Port: m.Port, TLS: m.TLS, User: m.User, Password: password, From: m.From, BaseURL: base, Words: web.Letter, Title: web.EventTitle})
	if err != nil {
		return nil, usage("%v", err)
	}
	return channel, nil
}

// mailPassword is never a flag: command lines can be seen by others.
func (cmd *serveCmd) mailPassword() (string, error) {
	if cmd.Mail.PasswordFile == "" {
		return os.Getenv("LEGIBLE_MAIL_PASSWORD"), nil
	}
	text, err := os.ReadFile(cmd.Mail.PasswordFile)
	if err != nil {
		return "", errs.New(errs.Usage, "--mail-password-file: %v", err)
	}
	return strings.TrimRight(string(text), "\r\n"), nil
}

// subject is whom push services may write to; empty where there is nobody, and then
// nothing is pushed.
func (cmd *serveCmd) subject(base string) (string, error) {
	contact := cmd.Contact
	switch {
	case contact == "" && strings.HasPrefix(base, "https://"):
		return base, nil
	case contact == "", strings.HasPrefix(contact, "https://"), strings.HasPrefix(contact, "mailto:"):
		return contact, nil
	case strings.Contains(contact, "@") && !strings.ContainsAny(contact, " <>:"):
		return "mailto:" + contact, nil
	}
	return "", usage("--contact: use a mail address or an https:// address")
}

// remindWhile sends reminders until ctx ends; what it returns is closed when the messages
// under way have had their outcome.
func remindWhile(ctx context.Context, r *app.Reminders, log *slog.Logger) <-chan struct{} {
	ended := make(chan struct{})
	if r == nil {
		close(ended)
		return ended
	}
	go func() {
		defer close(ended)
		r.Run(ctx, time.After, func(err error) { log.Error("reminders", "cause", err) })
	}()
	return ended
}
