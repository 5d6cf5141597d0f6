package config

// Reach says how people are reached with reminders. All of it is for "legible serve" with
// stored data; calendar feeds need none of it.
type Reach struct {
	// URL is where people open the pages, as https://HOST. Links in mails begin with it.
	// Environment: LEGIBLE_URL.
	URL string `name:"url" env:"LEGIBLE_URL" placeholder:"URL" help:"Where people open the pages, such as https://legible.example. Reminders by push and by mail need it."`

	// Contact is who runs this, for push services that want to know: a mail address or an
	// https address. The default is URL. Environment: LEGIBLE_CONTACT.
	Contact string `env:"LEGIBLE_CONTACT" placeholder:"ADDRESS" help:"Whom push services may write to (default --url)."`

	// PushPrivate lets push services be on this machine or on private networks, for those
	// who run one of their own. Without it nobody can make this server knock at doors
	// inside its network. Environment: LEGIBLE_PUSH_PRIVATE.
	PushPrivate bool `env:"LEGIBLE_PUSH_PRIVATE" help:"Push also to services on private networks."`

	Mail Mail `embed:"" prefix:"mail-"`
}

// Mail is the server that takes mails. Without Host none are sent. The password comes
// from the environment, LEGIBLE_MAIL_PASSWORD, or from PasswordFile.
type Mail struct {
	// Environment: LEGIBLE_MAIL_HOST, _PORT, _TLS, _USER, _FROM, _PASSWORD_FILE.
	Host         string `env:"LEGIBLE_MAIL_HOST" placeholder:"HOST" help:"Mail server (SMTP) for reminders by mail."`
	Port         int    `env:"LEGIBLE_MAIL_PORT" placeholder:"N" help:"Its port (default 587, 465 with tls, 25 with none)."`
	TLS          string `name:"tls" env:"LEGIBLE_MAIL_TLS" enum:"starttls,tls,none" default:"starttls" placeholder:"HOW" help:"starttls, tls, or none for a server on this machine (default starttls)."`
	User         string `env:"LEGIBLE_MAIL_USER" placeholder:"NAME" help:"Name to sign in with; the password is in LEGIBLE_MAIL_PASSWORD."`
	PasswordFile string `env:"LEGIBLE_MAIL_PASSWORD_FILE" placeholder:"FILE" help:"File that holds the password, instead of LEGIBLE_MAIL_PASSWORD."`
	From         string `env:"LEGIBLE_MAIL_FROM" placeholder:"ADDRESS" help:"Sender, such as \"Legible <legible@example.org>\"."`
}
