package app

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/remind"
)

// Times of the sending.
const (
	atOnce    = 8                // messages under way at a time
	patience  = 30 * time.Second // for one message
	lease     = 3 * time.Minute  // more than patience and a slow database
	leaseFar  = time.Hour        // a lease that ends later was given by a clock that ran wild
	planFar   = 3 * remind.Horizon
	jobsKept  = 3 * 24 * time.Hour // when done; longer than any reminder is worth sending
	giveBackA = 5 * time.Minute    // until a job is tried again that failed before its message
	lookBack  = 24 * time.Hour     // for reminders that nobody was there to send
	testWorth = 10 * time.Minute
)

// messageKey makes the key of a message from an id.
func messageKey(id string) string { return strings.ReplaceAll(id, "-", "") }

// Due does what is due: it plans, and sends what was planned. Each message is sent by one
// program only, and at most once for each occurrence unless the other side said clearly
// that it has not taken it. It returns how many jobs it took; an error is about some of
// them and does not keep the others from being done.
func (r *Reminders) Due(ctx context.Context) (int, error) {
	now := r.k.now()
	jobs, err := r.k.store.ClaimJobs(ctx, Claim{Now: now, Until: now.Add(lease), Far: now.Add(planFar),
		LeaseFar: now.Add(leaseFar), Forget: now.Add(-jobsKept), Limit: atOnce})
	if err != nil {
		return 0, err
	}
	ctx = context.WithoutCancel(ctx) // what was taken is brought to its end
	done := make(chan error, len(jobs))
	for _, j := range jobs {
		go func() { done <- r.do(ctx, j) }()
	}
	var all error
	for range jobs {
		all = errors.Join(all, <-done)
	}
	return len(jobs), all
}

// do does one job.
func (r *Reminders) do(ctx context.Context, j Job) error {
	what, err := r.opened(ctx, j)
	if err == nil {
		switch j.Kind {
		case planKind:
			err = r.k.changeReminder(ctx, what.Account, j.Person, func(x *openedReminder) error { return x.fall(j) })
		case sendKind:
			err = r.send(ctx, j, what)
		case tellKind:
			err = r.tell(ctx, j, what)
		case endKind:
			err = r.end(ctx, j, what)
		case guestKind:
			err = r.endGuest(ctx, j, what)
		case noticeKind:
			err = r.sendNotice(ctx, j, what)
		default:
			err = errs.New(errs.Internal, "a job is of a kind that this program does not know")
		}
	}
	switch {
	case err == nil || errs.KindOf(err) == errs.Gone: // another program has it, or has erased the person
		return nil
	case errors.As(err, new(unnoted)): // it may have been sent: never again
		return err
	case errs.KindOf(err) == errs.NotFound: // account, person or link are no more
		return r.giveBack(ctx, j, true)
	}
	return errors.Join(err, r.giveBack(ctx, j, false))
}

// unnoted is an error after a message was handed over. Its job stays taken; when the lease
// is over, that is noted as interrupted.
type unnoted struct{ error }

func (e unnoted) Unwrap() error { return e.error }

// opened reads what a job holds.
func (r *Reminders) opened(ctx context.Context, j Job) (what sending, err error) {
	p, err := r.k.store.Person(ctx, j.Person)
	if err != nil {
		return what, err
	}
	key, err := r.k.open(ctx, p)
	if err != nil {
		return what, err
	}
	plain, err := key.Open(j.Label(), j.Payload)
	if err == nil {
		err = json.Unmarshal(plain, &what)
	}
	return what, err
}

// giveBack ends a job, or leaves it for later.
func (r *Reminders) giveBack(ctx context.Context, j Job, done bool) error {
	now := r.k.now()
	j.NextAt = now.Add(giveBackA)
	if done {
		j.DoneAt = &now
	}
	err := r.k.store.ChangeReminder(ctx, ReminderChange{Taken: &j})
	if errs.KindOf(err) == errs.Gone {
		return nil
	}
	return err
}

// send sends one reminder to one target and notes how that went.
func (r *Reminders) send(ctx context.Context, j Job, what sending) error {
	if j.Attempts > 1 { // a program stopped between taking it and noting the outcome
		return r.note(ctx, j, what, &SendError{Trouble: Interrupted})
	}
	x, err := r.k.readReminder(ctx, what.Account, j.Person)
	if err != nil {
		return err
	}
	switch now := r.k.now(); {
	case now.After(j.RunAt.Add(what.Kind.Worth())): // nobody was there when it was to be tried again
		return r.missed(ctx, j, what, now)
	case !x.wants(what, now):
		return r.giveBack(ctx, j, true)
	}
	to, channel, _ := x.target(what.Target)
	outcome := r.hand(ctx, channel, to, Message{Sort: ReminderMessage, Kind: what.Kind, Key: messageKey(j.ID),
		Token: x.Token, At: j.RunAt, Until: j.RunAt.Add(what.Kind.Worth())})
	if err := r.note(ctx, j, what, outcome); err != nil {
		return unnoted{err}
	}
	return nil
}

// wants reports whether a reminder that was planned is still to be sent: it may have been
// stopped, put off or turned off since, and the hours may have become quiet.
func (x *openedReminder) wants(what sending, now time.Time) bool {
	return x.StoppedAt == nil && x.Settings.On(what.Kind) && slices.Contains(x.targets(x.Settings.By(what.Kind)), what.Target) &&
		!now.Before(x.Snooze.Until) && !x.Settings.QuietAt(now, x.zone)
}

// missed ends a job that is worth nothing any more, and keeps that to be shown.
func (r *Reminders) missed(ctx context.Context, j Job, what sending, now time.Time) error {
	return r.k.changeReminder(ctx, what.Account, j.Person, func(x *openedReminder) error {
		x.MissedAt = &j.RunAt
		j.DoneAt = &now
		x.taken = &j
		return nil
	})
}

// target returns where a message goes and through which channel; false when the target is
// not there any more.
func (x *openedReminder) target(id string) (to Target, channel string, ok bool) {
	if id == "" {
		if x.Mail == nil {
			return Target{}, MailChannel, false
		}
		return Target{Mail: x.Mail.Address}, MailChannel, true
	}
	i := x.device(id)
	if i < 0 {
		return Target{}, PushChannel, false
	}
	return Target{Push: x.Devices[i].Subscription}, PushChannel, true
}

// hand gives a message to a channel, once; nil when it was taken. A panic of a channel
// must not end the program.
func (r *Reminders) hand(ctx context.Context, channel string, to Target, m Message) (why *SendError) {
	defer func() {
		if recover() != nil {
			why = &SendError{Trouble: Unsure}
		}
	}()
	c := r.channels[channel]
	if c == nil { // the operator has turned it off since
		return &SendError{Trouble: NotSetUp}
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	switch err := c.Send(ctx, to, m); {
	case err == nil:
		return nil
	case errors.As(err, &why):
		return why
	}
	return &SendError{Trouble: Unsure}
}

// note writes how a message went, and what becomes of its job.
func (r *Reminders) note(ctx context.Context, j Job, what sending, outcome *SendError) error {
	return r.k.changeReminder(ctx, what.Account, j.Person, func(x *openedReminder) error {
		now := x.k.now()
		job := j
		job.DoneAt = &now
		if retry := x.outcome(what.Target, outcome, now); !retry.IsZero() {
			if retry.After(what.until(j)) {
				x.health(what.Target).Failure.Skipped++
			} else {
				job.DoneAt, job.NextAt = nil, retry
			}
		}
		x.taken = &job
		return nil
	})
}
