package mail

import (
	"cmp"
	"context"
	"crypto/tls"
	"net"

	smtp "github.com/wneessen/go-mail"
)

// dialler is go-mail's client for one letter. It remembers the connection, since go-mail
// leaves one open when the server refuses the sign-in.
type dialler struct {
	*smtp.Client
	open net.Conn
}

// hangUp closes what is still open.
func (d *dialler) hangUp() {
	if d.open != nil {
		d.open.Close()
	}
}

// dialler makes one by the operator's settings.
func (c *Channel) dialler() (*dialler, error) {
	d := &dialler{}
	o, port, policy := c.opts, 0, smtp.TLSMandatory
	secure := &tls.Config{ServerName: o.Host, RootCAs: o.Roots, MinVersion: tls.VersionTLS12}
	dial := (&net.Dialer{}).DialContext
	switch cmp.Or(o.TLS, StartTLS) {
	case StartTLS:
		port = smtp.DefaultPortTLS
	case TLS:
		// The connection is encrypted when go-mail gets it; it then sees that by itself.
		port, policy = smtp.DefaultPortSSL, smtp.TLSOpportunistic
		dial = (&tls.Dialer{Config: secure}).DialContext
	case None:
		port, policy = smtp.DefaultPort, smtp.NoTLS
	default:
		return nil, unknown(o.TLS)
	}
	set := []smtp.Option{
		smtp.WithPort(cmp.Or(o.Port, port)), smtp.WithTimeout(patience), smtp.WithoutNoop(), smtp.WithTLSPolicy(policy), smtp.WithTLSConfig(secure),
		smtp.WithDialContextFunc(func(ctx context.Context, network, address string) (conn net.Conn, err error) {
			conn, err = dial(ctx, network, address)
			if err == nil {
				d.open = conn
			}
			return conn, err
		}),
	}
	if o.User != "" {
		set = append(set, smtp.WithSMTPAuth(auth(o.TLS)), smtp.WithUsername(o.User), smtp.WithPassword(o.Password))
	}
	var err error
	d.Client, err = smtp.NewClient(o.Host, set...)
	return d, err
}

// auth never sends a password in the clear, unless the operator chose a way without
// encryption.
func auth(security string) smtp.SMTPAuthType {
	if security == None {
		return smtp.SMTPAuthPlainNoEnc
	}
	return smtp.SMTPAuthAutoDiscover
}
