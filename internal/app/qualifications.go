package app

import (
	"context"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/consult"
)

// Console is the operator at the command line, who has no account.
var Console = Account{Role: string(account.Operator)}

// All lists every practitioner, those too who have said nothing yet, by age; never nil.
// errs.Forbidden for all but operators.
func (x *Practitioners) All(ctx context.Context, operator Account) ([]PractitionerView, error) {
	if err := onlyFor(operator, account.Operator); err != nil {
		return nil, err
	}
	all, err := x.k.store.Practitioners(ctx)
	out := make([]PractitionerView, 0, len(all))
	for _, p := range all {
		out = append(out, x.view(p))
	}
	return out, err
}

// Named finds a practitioner by the name of the account. errs.NotFound; errs.Forbidden for
// all but operators.
func (x *Practitioners) Named(ctx context.Context, operator Account, name string) (PractitionerView, error) {
	if err := onlyFor(operator, account.Operator); err != nil {
		return PractitionerView{}, err
	}
	a, err := x.k.store.AccountNamed(ctx, name)
	if err != nil {
		return PractitionerView{}, err
	}
	return x.ByAccount(ctx, operator, a.ID)
}

// ByAccount finds a practitioner by the account's id, as Named does.
func (x *Practitioners) ByAccount(ctx context.Context, operator Account, id string) (PractitionerView, error) {
	if err := onlyFor(operator, account.Operator); err != nil {
		return PractitionerView{}, err
	}
	p, err := x.k.store.Practitioner(ctx, id)
	if err != nil {
		return PractitionerView{}, err
	}
	return x.view(p), nil
}

// AddQualification keeps what an operator has checked, as of now, and returns it with its
// id. errs.Invalid with the field named; errs.Conflict when there are MaxQualifications;
// errs.NotFound; errs.Forbidden for all but operators.
func (x *Practitioners) AddQualification(ctx context.Context, operator Account, practitioner string, q consult.Qualification) (consult.Qualification, error) {
	if err := onlyFor(operator, account.Operator); err != nil {
		return q, err
	}
	q = q.Clean()
	q.CheckedAt, q.EndedAt = x.k.now().UTC().Truncate(time.Second), nil
	if err := q.Check(q.CheckedAt); err != nil {
		return q, err
	}
	if err := isCountry(q.Country); err != nil {
		return q, err
	}
	var err error
	if q.ID, err = x.k.newID(); err != nil {
		return q, err
	}
	by, err := x.k.audit(operator.ID, "", "qualification.add")
	if err != nil {
		return q, err
	}
	return q, x.k.store.AddQualification(ctx, practitioner, q, MaxQualifications, by)
}

// EndQualification takes a qualification back, at once. errs.NotFound; errs.Forbidden for
// all but operators.
func (x *Practitioners) EndQualification(ctx context.Context, operator Account, practitioner, id string) error {
	if err := onlyFor(operator, account.Operator); err != nil {
		return err
	}
	by, err := x.k.audit(operator.ID, "", "qualification.end")
	if err != nil {
		return err
	}
	return x.k.store.EndQualification(ctx, practitioner, id, by.At, by)
}
