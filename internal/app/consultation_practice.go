package app

import (
	"context"
	"slices"

	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
)

// PracticeQueue is what waits for a practitioner. Nothing in it is health data.
type PracticeQueue struct {
	Mine   []ConsultationHead // held, asked for by name, or handed over to this one; ends soonest first
	Open   []ConsultationHead // asked of anybody; waits longest first
	Signed []ConsultationHead // by this one, newest first, at most SignedShown
	Ended  int                // those that ended otherwise
}

// SignedShown is how many signed consultations a queue lists.
const SignedShown = 50

// Queue lists what waits for a practitioner. errs.NotFound and errs.Forbidden as Qualified.
func (x *Consultations) Queue(ctx context.Context, a Account) (*PracticeQueue, error) {
	if _, err := x.Qualified(ctx, a); err != nil {
		return nil, err
	}
	list, err := x.settled(ctx, a)
	if err != nil {
		return nil, err
	}
	q, names := &PracticeQueue{}, x.names()
	for i := range slices.Backward(list) { // newest first
		c, to := &list[i], (*[]ConsultationHead)(nil)
		switch {
		case c.Stage == consult.Requested && c.To == "":
			if c.Owner != a.ID && c.Not != a.ID {
				to = &q.Open
			}
		case c.Stage.Open():
			to = &q.Mine
		case !c.Validated() || c.Holder != a.ID:
			q.Ended++
		case len(q.Signed) < SignedShown:
			to = &q.Signed
		}
		if to == nil {
			continue
		}
		h, err := x.head(ctx, c, names)
		if err != nil {
			return nil, err
		}
		if to != &q.Open || h.Consent { // one whose consent the person has ended is no request any more
			*to = append(*to, h)
		}
	}
	slices.Reverse(q.Open)
	slices.SortStableFunc(q.Mine, func(a, b ConsultationHead) int { return a.Due.Compare(b.Due) })
	return q, nil
}

// Read is a consultation as a practitioner sees it: the head alone without the person's
// consent, and of a second opinion what the person said alone until it is signed. Each
// look is noted for the person. errs.NotFound; errs.Forbidden as Qualified.
func (x *Consultations) Read(ctx context.Context, a Account, id string) (*ConsultationView, error) {
	if _, err := x.Qualified(ctx, a); err != nil {
		return nil, err
	}
	c, by, err := x.theirs(ctx, a, id)
	if err != nil {
		return nil, err
	}
	sight := c.Sight(a.ID, by.Consent)
	if sight == consult.Nothing {
		return x.unseen(ctx, &c)
	}
	_, key, err := x.k.reachByConsent(ctx, a, c.Person, c.Scope(), "consultation.read")
	if errs.KindOf(err) == errs.NotFound && err != nil { // ended in this moment
		return x.unseen(ctx, &c)
	}
	if err != nil {
		return nil, err
	}
	return x.view(ctx, &c, key, sight, true)
}

func (x *Consultations) unseen(ctx context.Context, c *KeptConsultation) (*ConsultationView, error) {
	h, err := x.head(ctx, c, x.names())
	return &ConsultationView{ConsultationHead: h}, err
}

// Role says what a practitioner has to do with a consultation: holder, asked, next, queue,
// or nothing.
func (x *Consultations) Role(ctx context.Context, a Account, id string) (string, error) {
	c, _, err := x.theirs(ctx, a, id)
	switch {
	case err != nil:
		return "", err
	case c.Stage == consult.HandedOver && c.Next == a.ID:
		return "next", nil
	case c.Holder == a.ID:
		return "holder", nil
	case c.Stage == consult.Requested && c.To == a.ID:
		return "asked", nil
	case c.Stage == consult.Requested && c.To == "":
		return "queue", nil
	}
	return "", nil
}

// LeastCounted is how many opinions there must be before anything is told about them.
const LeastCounted = 10

// AgreementView is how often two sides agreed.
type AgreementView struct {
	Sides             string // FirstAndSecond or ProgramAndSignature
	Hidden            bool   // fewer than LeastCounted: nothing is told
	consult.Agreement        // zero while hidden
}

// Agreements tells how often opinions agreed in this clinic: two practitioners, and the
// program with whoever signed. Small counts are hidden; nothing in it is about anybody.
func (x *Consultations) Agreements(ctx context.Context) ([]AgreementView, error) {
	counts, err := x.k.store.OpinionCounts(ctx)
	if err != nil {
		return nil, err
	}
	var out []AgreementView
	for _, sides := range []string{FirstAndSecond, ProgramAndSignature} {
		pairs := map[consult.Pair]int{}
		for _, c := range counts {
			if c.Sides == sides {
				pairs[c.Pair] += c.N
			}
		}
		v := AgreementView{Sides: sides, Agreement: consult.Kappa(pairs)}
		if v.N < LeastCounted {
			v = AgreementView{Sides: sides, Hidden: true}
		}
		out = append(out, v)
	}
	return out, nil
}
