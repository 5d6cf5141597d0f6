package app

import (
	"context"

	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/seal"
)

// ReachByConsent is the door of practitioners, for tests.
func (k *Keeper) ReachByConsent(ctx context.Context, practitioner Account, person, scope, action string) (*seal.Person, error) {
	_, key, err := k.reachByConsent(ctx, practitioner, person, scope, action)
	return key, err
}

// OwnPerson is the person who is an account's holder, for tests.
func (k *Keeper) OwnPerson(ctx context.Context, account string) string {
	return k.ownPerson(ctx, account)
}

// Tidings are what a step tells, as account and notice, and whether each is true after it.
func Tidings(act consult.Act, by string, before, after consult.Consultation) (told []string, untrue []string) {
	b, c := &KeptConsultation{Account: before.Owner, Consultation: before}, &KeptConsultation{Account: after.Owner, Consultation: after}
	for _, t := range tidingsOf(act, by, b, c) {
		told = append(told, t.account+" "+t.word+"."+t.what)
		if !c.true(t.account, t.word+"."+t.what) {
			untrue = append(untrue, told[len(told)-1])
		}
	}
	return told, untrue
}

// NoticesOfConsultations lists all that is told of consultations.
func NoticesOfConsultations() []string {
	out := []string{consentEnded, toPerson + ".soon", toPractitioner + ".soon"}
	for what := range stageOf {
		out = append(out, what)
	}
	return out
}
