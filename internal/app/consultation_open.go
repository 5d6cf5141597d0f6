package app

import (
	"context"
	"slices"
	"time"

	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
)

// OpenConsultation names a consultation of which a practitioner may read the report now.
// Nothing in it is health data.
type OpenConsultation struct {
	ID        string
	Version   int64
	CreatedAt time.Time
	ChangedAt time.Time
}

// Open lists the consultations whose reports a practitioner may read now, newest first,
// without opening them; Read opens one. It is empty for all others, and for a practitioner
// without a checked qualification.
func (x *Consultations) Open(ctx context.Context, a Account) ([]OpenConsultation, error) {
	_, err := x.Qualified(ctx, a)
	if kind := errs.KindOf(err); err != nil && (kind == errs.NotFound || kind == errs.Forbidden) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	list, err := x.settled(ctx, a)
	if err != nil {
		return nil, err
	}
	var out []OpenConsultation
	for _, c := range slices.Backward(list) {
		_, err := x.k.store.ConsentFor(ctx, c.Person, a.ID, c.Scope(), x.k.now())
		if err != nil && errs.KindOf(err) != errs.NotFound {
			return nil, err
		}
		if c.Sight(a.ID, err == nil) != consult.Nothing {
			out = append(out, OpenConsultation{c.ID, c.Version, c.CreatedAt, c.ChangedAt})
		}
	}
	return out, nil
}
