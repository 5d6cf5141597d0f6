package app

import (
	"context"
	"encoding/json"
	"io"
	"time"
)

// ExportFormat names the file that Export writes.
const ExportFormat = "legible-export"

// Export writes everything kept for an account as one JSON object: the account, how it
// gets in (without secrets), its profile as a practitioner, and each person with all entries and items. It is noted in
// the audit before the first byte.
func (u *Users) Export(ctx context.Context, v *Visit, w io.Writer) error {
	ways, err := u.Ways(ctx, v)
	if err != nil {
		return err
	}
	own, err := u.k.exportedPractitioner(ctx, v.Account)
	if err != nil {
		return err
	}
	if err := u.k.note(ctx, v.Account.ID, "", "account.export", "done"); err != nil {
		return err
	}
	x := &exporter{w: w}
	x.text(`{"format":`, ExportFormat)
	x.text(`,"version":`, 1)
	x.text(`,"exported_at":`, u.k.now().UTC().Truncate(time.Second))
	if u.opts.Invented {
		x.text(`,"invented":`, true)
	}
	x.text(`,"account":`, exportedAccount(v, ways))
	x.text(`,"practitioner":`, own)
	x.text(`,"persons":[`, nil)
	for i, m := range v.Persons {
		if i > 0 {
			x.text(",", nil)
		}
		x.text("\n", nil)
		if err := u.exportPerson(ctx, v, m, x); err != nil {
			return err
		}
	}
	x.text("\n]}\n", nil)
	return x.err
}

// exporter writes JSON in pieces and remembers the first error.
type exporter struct {
	w   io.Writer
	err error
}

// text writes punctuation and then a value; nil writes none.
func (x *exporter) text(before string, value any) {
	var b []byte
	if value != nil && x.err == nil {
		b, x.err = json.Marshal(value)
	}
	if x.err == nil {
		_, x.err = x.w.Write(append([]byte(before), b...))
	}
}

func (u *Users) exportPerson(ctx context.Context, v *Visit, m Member, x *exporter) error {
	x.text(`{"id":`, m.ID)
	x.text(`,"relation":`, m.Relation)
	x.text(`,"name":`, m.Name)
	x.text(`,"time_zone":`, m.TimeZone)
	x.text(`,"entries":[`, nil)
	first := true
	next := func() {
		if !first {
			x.text(",", nil)
		}
		x.text("\n", nil)
		first = false
	}
	err := u.k.EachEntry(ctx, v.Account, m.ID, func(e KeptEntry) error {
		next()
		x.text("", e)
		return x.err
	})
	if err != nil {
		return err
	}
	x.text(`],"items":[`, nil)
	first = true
	book, err := u.k.Book(ctx, v.Account, m.ID)
	if err != nil {
		return err
	}
	items, err := book.Items(ctx, "")
	if err != nil {
		return err
	}
	for _, i := range items {
		next()
		x.text("", exportedItem{i.ID, i.Kind, i.Day, i.Version, json.RawMessage(i.Data), i.UpdatedAt})
	}
	x.text(`],"reminders":`, nil)
	r, err := u.k.exportedReminder(ctx, v.Account, m.ID)
	if err != nil {
		return err
	}
	x.text("", r)
	x.text(`,"shares":`, nil)
	links, err := u.k.exportedShares(ctx, v.Account, m.ID)
	if err != nil {
		return err
	}
	x.text("", links)
	consents, accesses, err := u.k.exportedConsents(ctx, v.Account, m.ID)
	if err != nil {
		return err
	}
	x.text(`,"consents":`, consents)
	x.text(`,"accesses":`, accesses)
	asked, err := u.k.exportedConsultations(ctx, v.Account, m.ID)
	if err != nil {
		return err
	}
	x.text(`,"consultations":`, asked)
	booked, err := u.k.exportedAppointments(ctx, v.Account, m.ID)
	if err != nil {
		return err
	}
	x.text(`,"appointments":`, booked)
	waits, err := u.k.exportedWaiting(ctx, v.Account, m.ID)
	if err != nil {
		return err
	}
	x.text(`,"waiting":`, waits)
	x.text(`}`, nil)
	return x.err
}

type exportedItem struct {
	ID        string          `json:"id"`
	Kind      string          `json:"kind"`
	Day       string          `json:"day"`
	Version   int             `json:"version"`
	Data      json.RawMessage `json:"data"`
	UpdatedAt time.Time       `json:"updated_at"`
}

func exportedAccount(v *Visit, w Ways) any {
	type named struct {
		Label     string     `json:"label"`
		CreatedAt time.Time  `json:"created_at"`
		LastAt    *time.Time `json:"last_at,omitempty"`
		ExpiresAt *time.Time `json:"expires_at,omitempty"`
	}
	out := struct {
		ID        string    `json:"id"`
		Name      string    `json:"name"`
		Role      string    `json:"role"`
		CreatedAt time.Time `json:"created_at"`
		Password  bool      `json:"password"`
		Second    bool      `json:"second_factor"`
		CodesLeft int       `json:"recovery_codes_left"`
		Passkeys  []named   `json:"passkeys"`
		Sessions  []named   `json:"sessions"`
		Tokens    []named   `json:"tokens"`
	}{v.Account.ID, v.Account.Name, v.Account.Role, v.Account.CreatedAt, w.Password, w.Second != nil && w.Second.ConfirmedAt != nil, w.CodesLeft, []named{}, []named{}, []named{}}
	for _, c := range w.Passkeys {
		out.Passkeys = append(out.Passkeys, named{Label: c.Label, CreatedAt: c.CreatedAt, LastAt: c.UsedAt})
	}
	for _, s := range w.Sessions {
		out.Sessions = append(out.Sessions, named{Label: s.Label, CreatedAt: s.CreatedAt, LastAt: &s.SeenAt, ExpiresAt: &s.ExpiresAt})
	}
	for _, t := range w.Tokens {
		out.Tokens = append(out.Tokens, named{Label: t.Label, CreatedAt: t.CreatedAt, ExpiresAt: t.ExpiresAt})
	}
	return out
}
