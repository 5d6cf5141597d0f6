package app

import (
	"context"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
)

// A code that shows that an address is read by who gave it.
const (
	codeWorth = time.Hour
	codeTries = 5
)

// SetMail sets the address that mails go to, and sends it a code; nothing else goes
// there before ConfirmMail. One that is confirmed already stays so. An empty address
// removes it. errs.Invalid with the field mail; errs.Conflict when this program sends no
// mail; TooMany; a *SendError when the code was not taken: the address is kept then and
// shown as failing.
func (r *Reminders) SetMail(ctx context.Context, a Account, person, address string) error {
	address = strings.TrimSpace(address)
	if address == "" {
		return r.change(ctx, a, person, func(x *openedReminder) error {
			x.Mail = nil
			return nil
		})
	}
	if err := r.check(MailChannel, Target{Mail: address}); err != nil {
		return err
	}
	x, err := r.k.orFreshReminder(ctx, a.ID, person)
	if err != nil {
		return err
	}
	if x.Mail != nil && x.Mail.Address == address && x.Mail.ConfirmedAt != nil {
		return nil
	}
	if err := r.k.attempt(ctx, account.MailCodeByAccount, a.ID); err != nil {
		return err
	}
	if err := r.k.attempt(ctx, account.MailCodeByAddress, strings.ToLower(address)); err != nil {
		return err
	}
	return r.sendCode(ctx, a, person, address)
}

// sendCode keeps an address with a fresh code and sends it there.
func (r *Reminders) sendCode(ctx context.Context, a Account, person, address string) error {
	code, err := r.k.newCode()
	if err != nil {
		return err
	}
	id, err := r.k.newID()
	if err != nil {
		return err
	}
	now := r.k.now()
	if err := r.change(ctx, a, person, func(x *openedReminder) error {
		x.Mail = &keptMail{Address: address, Code: code, CodeAt: now}
		return nil
	}); err != nil {
		return err
	}
	outcome := r.hand(ctx, MailChannel, Target{Mail: address},
		Message{Sort: ConfirmMessage, Code: code, Key: messageKey(diary.DerivedID(id)), At: now, Until: now.Add(codeWorth)})
	return r.noted(ctx, a, person, "", outcome)
}

// newCode makes six digits. The bias of the division is below one in four thousand.
func (k *Keeper) newCode() (string, error) {
	var b [4]byte
	if _, err := io.ReadFull(k.rand, b[:]); err != nil {
		return "", fmt.Errorf("make a code: %w", err)
	}
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(b[:])%1_000_000), nil
}

// ConfirmMail takes the code, with or without spaces. errs.Invalid with the field code
// when it is wrong, too old, or was guessed at too often; errs.NotFound without an address
// that waits for one.
func (r *Reminders) ConfirmMail(ctx context.Context, a Account, person, code string) error {
	code = strings.Join(strings.Fields(code), "")
	var refused error
	err := r.change(ctx, a, person, func(x *openedReminder) error {
		refused = nil
		m, now := x.Mail, r.k.now()
		switch {
		case m == nil || m.ConfirmedAt != nil:
			return errs.New(errs.NotFound, "no address waits for a code")
		case m.Tries >= codeTries || now.Sub(m.CodeAt) > codeWorth:
			refused = errs.Field("code", "works no more; ask for a new one")
		case subtle.ConstantTimeCompare([]byte(code), []byte(m.Code)) == 0:
			m.Tries++ // which is kept, so that a code cannot be guessed
			refused = errs.Field("code", "is not the one that was sent")
		default:
			m.ConfirmedAt, m.Code, m.Tries = &now, "", 0
		}
		return nil
	})
	if err != nil {
		return err
	}
	return refused
}
