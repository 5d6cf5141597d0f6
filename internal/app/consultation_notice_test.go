package app_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
)

// ward is a clinic in which anna and the practitioners are told things by push, each at an
// address of their own, from two programs on one database.
type ward struct {
	*rounds
	programs [2]*app.Reminders
	push     *wire
}

func newWard(t *testing.T) *ward {
	t.Helper()
	w := &ward{rounds: newRounds(t), push: &wire{}}
	for i := range w.programs {
		w.programs[i] = app.NewReminders(w.keeper, map[string]app.Channel{app.PushChannel: w.push})
	}
	for _, who := range []app.Account{w.anna, w.dora, w.emil, w.fay} {
		s := app.Subscription{Endpoint: "https://push.example/" + who.Name, P256DH: "key", Auth: "secret"}
		okay(t, w.programs[0].Subscribe(t.Context(), who, w.own(t, who), s, "phone"))
	}
	return w
}

// own is the person who is an account's holder.
func (w *ward) own(t *testing.T, a app.Account) string {
	t.Helper()
	list, err := w.db.PersonsOf(t.Context(), a.ID)
	okay(t, err)
	return list[0].ID
}

// due does all that is due in both programs at once, twice over.
func (w *ward) due(t *testing.T) {
	t.Helper()
	for range 2 {
		failed := make(chan error)
		for _, p := range w.programs {
			go func() {
				for {
					if n, err := p.Due(t.Context()); n == 0 || err != nil {
						failed <- err
						return
					}
				}
			}()
		}
		for range w.programs {
			okay(t, <-failed)
		}
	}
}

// told does what is due and says who must have been told what since.
func (w *ward) told(t *testing.T, doing string, want ...string) []app.Message {
	t.Helper()
	w.due(t)
	w.push.mu.Lock()
	defer w.push.mu.Unlock()
	var got []string
	for i, m := range w.push.sent {
		_, who, _ := strings.Cut(w.push.to[i].Push.Endpoint, "example/")
		got = append(got, who+" "+m.Notice)
	}
	slices.Sort(got)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", doing, d)
	}
	sent := w.push.sent
	w.push.sent, w.push.to = nil, nil
	return sent
}

func (w *ward) stage(t *testing.T, id string) consult.Stage {
	t.Helper()
	c, err := w.db.Consultation(t.Context(), id)
	okay(t, err)
	return c.Stage
}

func (w *ward) replies(t *testing.T, id string, act consult.Act) {
	t.Helper()
	okay(t, w.Reply(t.Context(), w.anna, id, app.Deed{Act: act, Text: "May."}))
}

// Each side is told of each step of the other, once, and nobody of their own.
func TestWhoIsToldOfAConsultation(t *testing.T) {
	w := newWard(t)
	id := w.sends(t, "dr-dora")
	sent := w.told(t, "sent", "dora consulting.requested")
	if m := sent[0]; m.Link != "/practice/consultations/"+id || m.Token == "" || m.Zone == nil || !m.When.Equal(w.mine(t, id).Due) || m.Event != nil || m.Kind != "" {
		t.Errorf("%+v", m)
	}
	w.do(t, w.dora, id, app.Deed{Act: consult.Accept})
	sent = w.told(t, "accepted", "anna consultation.accepted")
	if m := sent[0]; m.Link != "/consultations/"+id || m.Token == "" || !m.When.IsZero() {
		t.Errorf("%+v", m)
	}
	w.do(t, w.dora, id, app.Deed{Act: consult.Ask, Text: "Since when?"})
	w.told(t, "asked back", "anna consultation.asked")
	w.do(t, w.dora, id, app.Deed{Act: consult.Write, Text: "A comment."})
	w.told(t, "a comment")
	w.replies(t, id, consult.Answer)
	w.told(t, "answered", "dora consulting.answered")
	w.do(t, w.dora, id, app.Deed{Act: consult.HandOver, To: "dr-emil"})
	w.told(t, "handed over: anna is to agree first", "anna consultation.handed_over")
	w.replies(t, id, consult.Agree)
	w.told(t, "agreed", "emil consulting.handed_over")
	w.do(t, w.emil, id, app.Deed{Act: consult.Accept})
	w.told(t, "taken", "anna consultation.accepted", "dora consulting.taken")
	w.do(t, w.emil, id, app.Deed{Act: consult.Sign, Opinion: opinion(clinical.Soon)})
	w.told(t, "signed", "anna consultation.signed")
	w.now = w.now.AddDate(0, 0, 20)
	w.told(t, "twenty days later")

	queued := w.sends(t, "")
	w.told(t, "to anybody")
	w.do(t, w.fay, queued, app.Deed{Act: consult.Accept})
	w.do(t, w.fay, queued, app.Deed{Act: consult.HandOver, To: "dr-dora"})
	w.told(t, "what is not true any more is not told", "dora consulting.handed_over")
	named := w.sends(t, "dr-emil")
	w.do(t, w.emil, named, app.Deed{Act: consult.Decline, Text: "I am away."})
	w.told(t, "declined at once", "anna consultation.declined")
}

// One reminder goes to whoever is to act, before the end; the end comes by itself.
func TestRemindedOnceAndEnded(t *testing.T) {
	w := newWard(t)
	id := w.sends(t, "dr-dora")
	w.told(t, "sent", "dora consulting.requested")
	begun := w.now
	w.now = begun.Add(consult.AcceptWithin - consult.RemindBefore - time.Minute)
	w.told(t, "a minute early")
	w.now = w.now.Add(time.Minute)
	w.told(t, "two days before", "dora consulting.soon")
	w.now = w.now.Add(24 * time.Hour)
	w.told(t, "a day before")
	w.now = begun.Add(consult.AcceptWithin - time.Second)
	w.told(t, "a second before")
	if s := w.stage(t, id); s != consult.Requested {
		t.Errorf("ended early: %s", s)
	}
	w.now = begun.Add(consult.AcceptWithin)
	w.told(t, "over, and nobody has opened a page", "anna consultation.expired")
	if s := w.stage(t, id); s != consult.Expired {
		t.Errorf("it is %s", s)
	}
	consents, err := app.NewConsents(w.keeper).Of(t.Context(), w.anna, w.person)
	okay(t, err)
	if consents[0].State != app.ConsentRevoked {
		t.Errorf("the consent is %s", consents[0].State)
	}

	// The person is who is to act; a page that ends it first changes nothing for anybody.
	asked := w.sends(t, "dr-emil")
	w.do(t, w.emil, asked, app.Deed{Act: consult.Accept})
	w.do(t, w.emil, asked, app.Deed{Act: consult.Ask, Text: "Since when?"})
	w.told(t, "asked", "anna consultation.asked")
	begun = w.now
	w.now = begun.Add(consult.AnswerWithin - consult.RemindBefore)
	w.told(t, "two days before", "anna consultation.soon")
	w.now = begun.Add(consult.AnswerWithin)
	if s := w.mine(t, asked).Stage; s != consult.Expired {
		t.Errorf("seen on a page: %s", s)
	}
	w.told(t, "over, as a page has found", "anna consultation.expired", "emil consulting.expired")
}

// Of a consent that bounds several stages there is one reminder for each who acts, not
// one for each stage; and a hand-over that nobody takes goes back by itself.
func TestOneReminderForOneEnd(t *testing.T) {
	w := newWard(t)
	id, err := w.Send(t.Context(), w.anna, w.person, sent(), app.ConsultationRequest{To: "dr-dora", Days: 4, Agreed: true})
	okay(t, err)
	w.do(t, w.dora, id, app.Deed{Act: consult.Accept})
	w.do(t, w.dora, id, app.Deed{Act: consult.Ask, Text: "Since when?"})
	w.replies(t, id, consult.Answer)
	w.told(t, "all in a minute: what is true still", "dora consulting.answered")
	w.now = w.mine(t, id).Until.Add(-consult.RemindBefore)
	w.told(t, "two days before", "dora consulting.soon")

	over := w.sends(t, "dr-fay")
	w.do(t, w.fay, over, app.Deed{Act: consult.Accept})
	w.do(t, w.fay, over, app.Deed{Act: consult.HandOver, To: "dr-emil"})
	w.told(t, "handed over", "anna consultation.handed_over")
	w.now = w.now.Add(consult.TakeWithin)
	w.told(t, "nobody took it, and the first ran out", "anna consultation.expired", "dora consulting.expired", "fay consulting.returned")
	if s := w.stage(t, over); s != consult.Accepted {
		t.Errorf("the hand-over is %s", s)
	}
}

// A reminder of a stage that was left does not go out when the same one is to act again.
func TestAReminderOfAnEarlierStage(t *testing.T) {
	w := newWard(t)
	id := w.sends(t, "dr-dora")
	w.do(t, w.dora, id, app.Deed{Act: consult.Accept})
	begun := w.now
	w.do(t, w.dora, id, app.Deed{Act: consult.Ask, Text: "Since when?"})
	w.now = begun.Add(consult.SignWithin - consult.RemindBefore - 24*time.Hour)
	w.replies(t, id, consult.Answer)
	w.told(t, "answered", "dora consulting.answered")
	for range 3 {
		w.now = w.now.Add(24 * time.Hour)
		w.told(t, "the time of the stage before")
	}
	w.now = w.mine(t, id).Due.Add(-consult.RemindBefore)
	w.told(t, "two days before", "dora consulting.soon")
}

// After a withdrawal, of the request or of the consent alone, the practitioner is told that,
// once; nothing else is sent, also not what waited already.
func TestWhatIsToldAfterAWithdrawal(t *testing.T) {
	for how, x := range map[string]struct {
		withdraw func(*ward, string)
		want     []string
	}{
		"the request": {func(w *ward, id string) { w.replies(t, id, consult.Withdraw) }, []string{"dora consulting.withdrawn"}},
		"the consent": {func(w *ward, _ string) {
			use := app.NewConsents(w.keeper)
			list, err := use.Of(t.Context(), w.anna, w.person)
			okay(t, err)
			for range 2 { // again changes and tells nothing
				okay(t, use.Revoke(t.Context(), w.anna, w.person, list[0].ID))
			}
		}, []string{"dora consulting.consent_ended"}},
		"the person": {func(w *ward, _ string) {
			_, err := w.keeper.Erase(t.Context(), w.anna, w.person)
			okay(t, err)
		}, nil},
	} {
		w := newWard(t)
		id := w.sends(t, "dr-dora")
		w.do(t, w.dora, id, app.Deed{Act: consult.Accept})
		w.do(t, w.dora, id, app.Deed{Act: consult.Ask, Text: "Since when?"})
		w.replies(t, id, consult.Answer)
		x.withdraw(w, id)
		w.told(t, how+", at once", x.want...)
		for range 40 {
			w.now = w.now.Add(24 * time.Hour)
			w.told(t, how+", later")
		}
		c, err := w.db.Consultation(t.Context(), id)
		if gone := errs.KindOf(err) == errs.NotFound; err == nil && c.Stage.Open() || err != nil && !gone {
			t.Errorf("%s: %s, %v", how, c.Stage, err)
		}
	}
}

// Who stops with one tap is told nothing more, also not what waited already; what is
// stopped does not keep a stage from ending.
func TestOneTapStopsTheNotices(t *testing.T) {
	w := newWard(t)
	id := w.sends(t, "dr-dora")
	token := w.told(t, "sent", "dora consulting.requested")[0].Token
	okay(t, w.programs[0].StopByToken(t.Context(), token))
	w.do(t, w.dora, id, app.Deed{Act: consult.Accept})
	w.do(t, w.dora, id, app.Deed{Act: consult.Ask, Text: "Since when?"})
	w.told(t, "anna has stopped nothing", "anna consultation.asked")
	w.replies(t, id, consult.Answer)
	w.told(t, "dora has")
	w.now = w.now.Add(consult.SignWithin)
	w.told(t, "over", "anna consultation.expired")
}

// A stop that comes between finding the targets and the message holds too.
func TestAStopBetweenPlanAndMessage(t *testing.T) {
	w := newWard(t)
	w.sends(t, "dr-dora")
	if n, err := w.programs[0].Due(t.Context()); n != 1 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	okay(t, w.programs[0].Stop(t.Context(), w.dora, w.own(t, w.dora)))
	w.told(t, "stopped in between")
}

// A push service that is away for an hour only delays; who has no channel is told nothing
// and nothing fails for that.
func TestNoticesThatCannotBeSent(t *testing.T) {
	w := newWard(t)
	w.push.fails(&app.SendError{Trouble: app.Unreachable})
	w.sends(t, "dr-dora")
	w.told(t, "nobody answers")
	w.push.fails(nil)
	w.now = w.now.Add(time.Hour)
	w.told(t, "an hour later", "dora consulting.requested")
	w.told(t, "and not again")
	okay(t, w.programs[0].Unsubscribe(t.Context(), w.emil, w.own(t, w.emil), "https://push.example/emil"))
	w.sends(t, "dr-emil")
	w.told(t, "to one without a channel")
}

// Each line of the audit about a consultation says which one it is about.
func TestLinesOfTheAuditSayWhichConsultation(t *testing.T) {
	w := newWard(t)
	id, other := w.sends(t, "dr-dora"), w.sends(t, "dr-emil")
	w.do(t, w.dora, id, app.Deed{Act: consult.Accept})
	w.sees(t, w.dora, id)
	w.sees(t, w.emil, other)
	w.now = w.now.Add(consult.AcceptWithin)
	w.due(t)
	lines, _, err := app.NewConsents(w.keeper).Accesses(t.Context(), w.anna, w.person, app.AccessCursor{}, 100)
	okay(t, err)
	var got []string
	for _, l := range lines {
		name := map[string]string{id: "first", other: "second"}[l.About]
		got = append(got, fmt.Sprintf("%s %s %s", l.Action, l.Kind, name))
	}
	slices.Sort(got)
	want := []string{"account.add  ", "consultation.accept consultation first", "consultation.expire consultation first", "consultation.expire consultation second",
		"consultation.read consultation first", "consultation.read consultation second", "consultation.request consultation first", "consultation.request consultation second"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// A database that fails while a stage is ended leaves that for later.
func TestAnEndThatFailsIsTriedAgain(t *testing.T) {
	w := newWard(t)
	id := w.sends(t, "dr-dora")
	w.told(t, "sent", "dora consulting.requested")
	w.now = w.now.Add(consult.AcceptWithin)
	run(t, w.path, `ALTER TABLE consultation RENAME TO away`)
	if _, err := w.programs[0].Due(t.Context()); err == nil {
		t.Fatal("no error")
	} else if errors.Is(err, consult.RefusedOver) {
		t.Fatal(err)
	}
	run(t, w.path, `ALTER TABLE away RENAME TO consultation`)
	w.now = w.now.Add(5 * time.Minute)
	w.told(t, "later", "anna consultation.expired")
	if s := w.stage(t, id); s != consult.Expired {
		t.Errorf("it is %s", s)
	}
}
