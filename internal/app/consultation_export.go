package app

import (
	"context"
	"time"

	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/report"
)

// exportedConsultation is a consultation in an export: the report as it was sent, what was
// written, and the signed file once there is one.
type exportedConsultation struct {
	ID        string            `json:"id"`
	Sort      consult.Sort      `json:"sort"`
	Stage     consult.Stage     `json:"stage"`
	First     string            `json:"first,omitempty"`
	CreatedAt time.Time         `json:"created_at"`
	ChangedAt time.Time         `json:"changed_at"`
	Until     time.Time         `json:"until"`
	Written   []consult.Writing `json:"written"`
	Report    *report.Report    `json:"report"`
	Signed    string            `json:"signed,omitempty"`
}

// exportedConsultations are those of a person, newest first; never nil. Notes that are not
// signed yet are no part of them, as on the pages.
func (k *Keeper) exportedConsultations(ctx context.Context, a Account, person string) ([]exportedConsultation, error) {
	_, key, err := k.reach(ctx, a, person)
	if err != nil {
		return nil, err
	}
	list, err := k.store.ConsultationsOf(ctx, person)
	out := make([]exportedConsultation, 0, len(list))
	for _, head := range list {
		c, err := k.store.Consultation(ctx, head.ID)
		if err != nil {
			return nil, err
		}
		w, err := written(key, &c)
		if err != nil {
			return nil, err
		}
		x := exportedConsultation{ID: c.ID, Sort: c.Sort, Stage: c.Stage, First: c.First, CreatedAt: c.CreatedAt, ChangedAt: c.ChangedAt, Until: c.Until,
			Written: w.forPerson(c.Validated()), Signed: string(w.Signed)}
		if x.Report, err = snapshot(key, &c); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, err
}

// forPerson is what the person may read: comments and corrections once they are signed.
func (w *keptWriting) forPerson(signed bool) []consult.Writing {
	out := []consult.Writing{}
	for _, note := range w.Thread {
		if signed || !oneOfKinds(note.Kind, consult.Comment, consult.Correction) {
			out = append(out, note)
		}
	}
	return out
}
