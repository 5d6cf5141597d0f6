package consult

import (
	"slices"
	"time"

	"github.com/legible-health/legible/internal/errs"
)

// Act is something done about a consultation.
type Act string

// The acts. Agree, Refuse, Answer and Withdraw are the person's, Expire is the clock's,
// the others a practitioner's.
const (
	Accept   Act = "accept"
	Decline  Act = "decline" // or give back
	Ask      Act = "ask"
	Answer   Act = "answer"
	Write    Act = "write" // a comment or a correction
	Sign     Act = "sign"
	HandOver Act = "hand_over"
	Agree    Act = "agree" // to a hand-over
	Refuse   Act = "refuse"
	Withdraw Act = "withdraw"
	Expire   Act = "expire"
)

// Acts lists all.
var Acts = []Act{Accept, Decline, Ask, Answer, Write, Sign, HandOver, Agree, Refuse, Withdraw, Expire}

// Actor is who does something. The clock is the zero Actor.
type Actor struct {
	Account      string
	Practitioner bool // a practitioner who may answer requests
	Person       bool // acts for the person whose consultation it is
	Consent      bool // of the practitioner: an open consent of the person
	Standing     bool // a consent of this consultation is open, whoever it names or nobody yet
}

// Change is what a step does to consents.
type Change struct {
	Grant string // practitioner who gets the consent: from End, or from nobody when that is empty
	End   string // practitioner whose consent ends
	Wait  bool   // the consent that ends waits for whoever takes the consultation next
	All   bool   // every consent of the consultation ends
}

// Refusal is why a step may not be taken.
type Refusal string

// The refusals.
const (
	RefusedOver      Refusal = "over"      // the consultation has ended
	RefusedStage     Refusal = "stage"     // not in this stage
	RefusedActor     Refusal = "actor"     // not this person's or practitioner's to do
	RefusedConsent   Refusal = "consent"   // the person's consent has ended
	RefusedSelf      Refusal = "self"      // nobody signs a request of their own
	RefusedFirst     Refusal = "first"     // who signed the first opinion cannot give the second
	RefusedAgreement Refusal = "agreement" // the person has not agreed to the hand-over yet
	RefusedColleague Refusal = "colleague" // hand over to somebody else
	RefusedEarly     Refusal = "early"     // its time is not over
)

var refusals = map[Refusal]string{
	RefusedOver:      "the consultation has ended",
	RefusedStage:     "that cannot be done at this stage of the consultation",
	RefusedActor:     "that is for somebody else to do",
	RefusedConsent:   "the person's consent has ended",
	RefusedSelf:      "nobody answers a request of their own",
	RefusedFirst:     "whoever signed the first opinion cannot give the second",
	RefusedAgreement: "the person has not agreed to the colleague yet",
	RefusedColleague: "choose a colleague who has nothing to do with this request yet",
	RefusedEarly:     "the time for it is not over",
}

func (r Refusal) Error() string { return refusals[r] }

// Unwrap gives the refusal its kind.
func (r Refusal) Unwrap() error {
	kind := errs.Conflict
	if slices.Contains([]Refusal{RefusedActor, RefusedConsent, RefusedSelf, RefusedFirst}, r) {
		kind = errs.Forbidden
	}
	return errs.New(kind, "%s", refusals[r])
}

// Step does an act and returns the consultation after it with what becomes of consents.
// to is the colleague of HandOver, and empty otherwise. An error is a Refusal; then nothing
// is changed.
func (c Consultation) Step(a Act, by Actor, to string, now time.Time) (Consultation, Change, error) {
	if !c.Stage.Open() {
		return c, Change{}, RefusedOver
	}
	after, change, why := c.step(a, by, to, now)
	if why != "" {
		return c, Change{}, why
	}
	return after, change, nil
}

func (c Consultation) step(a Act, by Actor, to string, now time.Time) (Consultation, Change, Refusal) {
	switch a {
	case Accept:
		return c.accept(by, now)
	case Decline:
		return c.decline(by, now)
	case Ask, Write, Sign, HandOver:
		return c.work(a, by, to, now)
	case Answer, Agree, Refuse, Withdraw:
		return c.reply(a, by, now)
	case Expire:
		return c.expire(by, now)
	}
	return c, Change{}, RefusedStage
}

// accept takes a request, or what a colleague hands over.
func (c Consultation) accept(by Actor, now time.Time) (Consultation, Change, Refusal) {
	switch {
	case !by.Practitioner || by.Person:
		return c, Change{}, RefusedActor
	case by.Account == c.Owner:
		return c, Change{}, RefusedSelf
	case by.Account == c.Not:
		return c, Change{}, RefusedFirst
	case c.Stage == Requested && c.To == "":
		if !by.Standing {
			return c, Change{}, RefusedConsent
		}
		c.Holder = by.Account
		return c.at(Accepted, now), Change{Grant: by.Account}, ""
	case c.Stage == Requested && c.To == by.Account:
		if !by.Consent {
			return c, Change{}, RefusedConsent
		}
		c.Holder = by.Account
		return c.at(Accepted, now), Change{}, ""
	case c.Stage == HandedOver && c.Next == by.Account:
		switch {
		case !c.Agreed:
			return c, Change{}, RefusedAgreement
		case !by.Standing:
			return c, Change{}, RefusedConsent
		}
		change := Change{Grant: by.Account, End: c.Holder}
		c.Holder = by.Account
		return c.at(Accepted, now), change, ""
	case c.Stage == Requested || c.Stage == HandedOver:
		return c, Change{}, RefusedActor
	}
	return c, Change{}, RefusedStage
}

// decline says no to a request or a hand-over, or gives back what was accepted: into the
// queue if any practitioner was asked and the consent still holds; otherwise that is its end.
func (c Consultation) decline(by Actor, now time.Time) (Consultation, Change, Refusal) {
	switch {
	case !by.Practitioner || by.Person || by.Account == "":
		return c, Change{}, RefusedActor
	case c.Stage == HandedOver && by.Account == c.Next:
		return c.at(Accepted, now), Change{}, ""
	case c.Stage == HandedOver && by.Account == c.Holder: // changed their mind
		return c.at(Accepted, now), Change{}, ""
	case c.Stage == Requested && by.Account == c.To:
		return c.at(Declined, now), Change{All: true}, ""
	case c.Stage == Requested || by.Account != c.Holder:
		return c, Change{}, RefusedActor
	case c.To == "" && by.Consent:
		change := Change{End: c.Holder, Wait: true}
		c.Holder = ""
		return c.at(Requested, now), change, ""
	}
	return c.at(Declined, now), Change{All: true}, ""
}

// work is what the holder does.
func (c Consultation) work(a Act, by Actor, to string, now time.Time) (Consultation, Change, Refusal) {
	switch {
	case !by.Practitioner || by.Person || by.Account == "" || by.Account != c.Holder:
		return c, Change{}, RefusedActor
	case !by.Consent:
		return c, Change{}, RefusedConsent
	case a == Write && c.Stage == Asked:
		return c, Change{}, ""
	case c.Stage != Accepted && c.Stage != Answered:
		return c, Change{}, RefusedStage
	}
	switch a {
	case Ask:
		return c.at(Asked, now), Change{}, ""
	case Sign:
		return c.at(Signed, now), Change{}, ""
	case HandOver:
		if to == "" || to == c.Holder || to == c.Owner || to == c.Not {
			return c, Change{}, RefusedColleague
		}
		c.Next, c.Agreed = to, c.To == ""
		return c.at(HandedOver, now), Change{}, ""
	}
	return c, Change{}, ""
}

// reply is what the person does.
func (c Consultation) reply(a Act, by Actor, now time.Time) (Consultation, Change, Refusal) {
	switch {
	case !by.Person:
		return c, Change{}, RefusedActor
	case a == Withdraw:
		return c.at(Withdrawn, now), Change{All: true}, ""
	case a == Answer && c.Stage == Asked:
		return c.at(Answered, now), Change{}, ""
	case a == Agree && c.Stage == HandedOver && !c.Agreed:
		c.Agreed = true
		return c, Change{}, ""
	case a == Refuse && c.Stage == HandedOver:
		return c.at(Accepted, now), Change{}, ""
	}
	return c, Change{}, RefusedStage
}

// expire ends what is over. A hand-over goes back, unless the consent is over too.
func (c Consultation) expire(by Actor, now time.Time) (Consultation, Change, Refusal) {
	switch {
	case by != Actor{}:
		return c, Change{}, RefusedActor
	case now.Before(c.Due) && now.Before(c.Until):
		return c, Change{}, RefusedEarly
	case c.Stage == HandedOver && now.Before(c.Until):
		return c.at(Accepted, now), Change{}, ""
	}
	return c.at(Expired, now), Change{All: true}, ""
}
