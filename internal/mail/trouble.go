package mail

import (
	"errors"
	"io"
	"net"
	"net/textproto"

	smtp "github.com/wneessen/go-mail"

	"github.com/legible-health/legible/internal/app"
)

// greeted sorts what went wrong before anything was handed over: nobody there, the wrong
// password, no encryption, a certificate that nobody vouches for.
func greeted(err error) *app.SendError {
	var reply *textproto.Error
	var network net.Error
	switch {
	case errors.As(err, &reply) && reply.Code < 500:
		return &app.SendError{Trouble: app.Busy, Code: reply.Code}
	case errors.As(err, &reply):
		return &app.SendError{Trouble: app.NotSetUp, Code: reply.Code}
	case errors.As(err, &network) || errors.Is(err, io.EOF):
		return &app.SendError{Trouble: app.Unreachable}
	}
	return &app.SendError{Trouble: app.NotSetUp}
}

// answered sorts what went wrong with the letter, by the command and the reply code of
// RFC 5321. Once the last line was written, silence may mean that it was taken.
func answered(err error) *app.SendError {
	var sent *smtp.SendError
	if !errors.As(err, &sent) {
		return &app.SendError{Trouble: app.Unsure}
	}
	code := sent.ErrorCode()
	written := sent.Reason == smtp.ErrWriteContent || sent.Reason == smtp.ErrSMTPDataClose
	switch {
	case code >= 500 && sent.Reason == smtp.ErrSMTPMailFrom:
		return &app.SendError{Trouble: app.NotSetUp, Code: code}
	case code >= 500:
		return &app.SendError{Trouble: app.Refused, Code: code}
	case code >= 400:
		return &app.SendError{Trouble: app.Busy, Code: code}
	case written:
		return &app.SendError{Trouble: app.Unsure}
	}
	return &app.SendError{Trouble: app.Unreachable}
}
