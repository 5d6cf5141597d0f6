package app

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/remind"
	"github.com/legible-health/legible/internal/seal"
)

// Notice is something that an account is to be told, beside its reminders and through the
// same channels: to the address that is confirmed, and to all browsers that are pushed to.
type Notice struct {
	What     string    `json:"what"`  // which of the fixed texts; its first word names the Announcer
	About    string    `json:"about"` // id
	Sequence int64     `json:"sequence"`
	Until    time.Time `json:"until"`             // when it is worth nothing any more
	MayStop  bool      `json:"reminds,omitempty"` // not sent while reminders are stopped; its message says how to stop them
}

// Announcer makes the message of a notice when it is sent. errs.NotFound for one that is
// not true any more, which is then not sent.
type Announcer func(ctx context.Context, account, person string, n Notice) (Message, error)

// Announce lets a use case word its notices, whose What begins with a word and a dot. It
// is called before Run.
func (r *Reminders) Announce(word string, a Announcer) { r.announce[word] = a }

// Kinds of jobs.
const (
	tellKind   = "notice.tell" // find out where a notice goes
	noticeKind = "notice.send" // one notice to one target
)

// mostAhead is how far ahead a job is put at most: what is later is looked at again then.
const mostAhead = remind.Horizon

// noticeJob makes the job that tells an account something at a time. The same id is told
// once. errs.NotFound when the account may not reach the person.
func (k *Keeper) noticeJob(ctx context.Context, account, person, id string, at time.Time, n Notice) (Job, error) {
	_, key, err := k.reach(ctx, Account{ID: account}, person)
	if err != nil {
		return Job{}, err
	}
	return k.laterJob(key, id, tellKind, at, sending{Account: account, Notice: &n})
}

// laterJob makes a job of a person that is to be done at a time, however far away.
func (k *Keeper) laterJob(key *seal.Person, id, kind string, at time.Time, what sending) (Job, error) {
	j := Job{ID: id, Kind: kind, Person: key.ID(), RunAt: at, NextAt: soonest(at, k.now())}
	plain, err := json.Marshal(what)
	if err == nil {
		j.Payload, err = key.Seal(k.rand, j.Label(), plain)
	}
	return j, err
}

// early puts off a job that was looked at before its time; false for one that is due.
func (r *Reminders) early(ctx context.Context, j Job) (bool, error) {
	now := r.k.now()
	if !j.RunAt.After(now) {
		return false, nil
	}
	j.NextAt = soonest(j.RunAt, now)
	return true, r.k.store.ChangeReminder(ctx, ReminderChange{Taken: &j})
}

func soonest(at, now time.Time) time.Time {
	if most := now.Add(mostAhead); most.Before(at) {
		return most
	}
	return at
}

// until is when what is sent is worth nothing any more.
func (s *sending) until(j Job) time.Time {
	if s.Notice != nil {
		return s.Notice.Until
	}
	return j.RunAt.Add(s.Kind.Worth())
}

// tell adds a job for each target of a notice. Without a target nothing is sent.
func (r *Reminders) tell(ctx context.Context, j Job, what sending) error {
	if early, err := r.early(ctx, j); early || err != nil {
		return err
	}
	now := r.k.now()
	return r.k.changeReminder(ctx, what.Account, j.Person, func(x *openedReminder) error {
		x.add = nil
		targets := x.targets(remind.By{Push: true, Mail: true})
		if x.StoppedAt != nil && what.Notice.MayStop {
			targets = nil
		}
		for _, target := range targets {
			add, err := x.job(diary.DerivedID(j.ID, noticeKind, target), noticeKind, now, sending{Target: target, Notice: what.Notice})
			if err != nil {
				return err
			}
			x.add = append(x.add, add)
		}
		done := j
		done.DoneAt = &now
		x.taken = &done
		return nil
	})
}

// sendNotice sends a notice to one target, unless it is not true any more.
func (r *Reminders) sendNotice(ctx context.Context, j Job, what sending) error {
	if j.Attempts > 1 {
		return r.note(ctx, j, what, &SendError{Trouble: Interrupted})
	}
	x, err := r.k.readReminder(ctx, what.Account, j.Person)
	if err != nil {
		return err
	}
	to, channel, ok := x.target(what.Target)
	if !ok || r.k.now().After(what.Notice.Until) || x.StoppedAt != nil && what.Notice.MayStop {
		return r.giveBack(ctx, j, true)
	}
	m, err := r.message(ctx, j, what)
	if err != nil {
		return err
	}
	if m.Zone == nil {
		m.Zone = x.zone
	}
	if what.Notice.MayStop {
		m.Token = x.Token
	}
	if err := r.note(ctx, j, what, r.hand(ctx, channel, to, m)); err != nil {
		return unnoted{err}
	}
	return nil
}

// message words a notice.
func (r *Reminders) message(ctx context.Context, j Job, what sending) (Message, error) {
	word, _, _ := strings.Cut(what.Notice.What, ".")
	announce := r.announce[word]
	if announce == nil {
		return Message{}, errs.New(errs.Internal, "nobody words this notice")
	}
	m, err := announce(ctx, what.Account, j.Person, *what.Notice)
	m.Sort, m.Notice, m.Key, m.At, m.Until = NoticeMessage, what.Notice.What, messageKey(j.ID), j.RunAt, what.Notice.Until
	return m, err
}
