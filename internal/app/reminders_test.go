package app_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/remind"
)

// wire is a channel that keeps what it is given, and answers as a test wants.
type wire struct {
	mu     sync.Mutex
	sent   []app.Message // in the order taken
	to     []app.Target
	answer func(app.Target, app.Message) error // nil takes all
}

func (w *wire) Check(to app.Target) error {
	if strings.Contains(to.Mail+to.Push.Endpoint, "wrong") {
		return errs.Field("mail", "is wrong")
	}
	return nil
}

func (w *wire) Send(_ context.Context, to app.Target, m app.Message) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.answer != nil {
		if err := w.answer(to, m); err != nil {
			return err
		}
	}
	w.sent, w.to = append(w.sent, m), append(w.to, to)
	return nil
}

// kinds lists what was taken since it was last asked, as kind and time.
func (w *wire) kinds() (out []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, m := range w.sent {
		out = append(out, string(m.Kind)+" "+m.At.Format("15:04"))
	}
	w.sent, w.to = nil, nil
	slices.Sort(out)
	return out
}

// bell is a house with reminders for anna's own person, and channels to look at.
type bell struct {
	*house
	*app.Reminders
	t          *testing.T
	anna       app.Account
	person     string
	push, mail *wire
}

func newBell(t *testing.T) *bell {
	h := newHouse(t, little)
	v := h.join(t, "anna", "")
	b := &bell{house: h, t: t, anna: v.Account, person: v.Chosen.ID, push: &wire{}, mail: &wire{}}
	b.Reminders = b.program()
	return b
}

// program is another program on the same database.
func (b *bell) program() *app.Reminders {
	return app.NewReminders(b.keeper, map[string]app.Channel{app.PushChannel: b.push, app.MailChannel: b.mail})
}

func (b *bell) ok(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// at sets the clock, London being on UTC in November.
func (b *bell) at(clock string) {
	b.t.Helper()
	t, err := time.Parse("2006-01-02 15:04", "2026-11-"+clock)
	b.ok(err)
	b.now = t
}

// due does all that is due.
func (b *bell) due() {
	b.t.Helper()
	for {
		n, err := b.Due(b.t.Context())
		if b.ok(err); n == 0 {
			return
		}
	}
}

// expect does what is due and says what must have gone out by push.
func (b *bell) expect(doing string, want ...string) {
	b.t.Helper()
	b.due()
	if d := cmp.Diff(want, b.push.kinds()); d != "" {
		b.t.Errorf("%s (-want +got):\n%s", doing, d)
	}
}

func (b *bell) view() app.ReminderView {
	b.t.Helper()
	v, err := b.Of(b.t.Context(), b.anna, b.person)
	b.ok(err)
	return v
}

var phone = app.Subscription{Endpoint: "https://push.example/phone-4711", P256DH: "key", Auth: "secret-of-phone"}

// settings has everything on: the question at 8, breaks from 9 to 12, bed at 21:30.
func settings() remind.Settings {
	s := remind.Default()
	s.Morning.On, s.Movement.On, s.Bedtime.On = true, true, true
	s.Movement.To, s.Movement.Days = remind.At(12, 0), remind.Every
	return s
}

// begin subscribes anna's phone and saves the settings, on Sunday 22 at 07:30.
func (b *bell) begin() {
	b.t.Helper()
	b.at("22 07:30")
	b.ok(b.Subscribe(b.t.Context(), b.anna, b.person, phone, "Firefox on Android"))
	b.ok(b.Save(b.t.Context(), b.anna, b.person, settings()))
}

func TestADayOfReminders(t *testing.T) {
	b := newBell(t)
	b.begin()
	b.expect("before anything is due")
	for _, x := range []struct{ clock, want string }{
		{"22 08:00", "morning 08:00"}, {"22 08:01", ""}, {"22 09:00", "movement 09:00"}, {"22 10:05", "movement 10:00"},
		{"22 11:00", "movement 11:00"}, {"22 12:00", "movement 12:00"}, {"22 13:00", ""}, {"22 21:30", "bedtime 21:30"},
		{"23 03:00", ""}, {"23 08:00", "morning 08:00"},
	} {
		b.at(x.clock)
		if x.want == "" {
			b.expect(x.clock)
		} else {
			b.expect(x.clock, x.want)
		}
	}
	if v := b.view(); v.Next[0].Kind != remind.Movement || v.Devices[0].Health.SentAt == nil || v.Devices[0].Health.Failing() || v.Missed != nil {
		t.Errorf("%+v", v)
	}
}

// What a channel is handed tells nobody's name and nothing about health, and ends in time.
func TestWhatAMessageHolds(t *testing.T) {
	b := newBell(t)
	b.begin()
	b.at("22 08:00")
	b.due()
	m, to := b.push.sent[0], b.push.to[0]
	if to.Push != phone || to.Mail != "" {
		t.Errorf("to %+v", to)
	}
	if m.Sort != app.ReminderMessage || m.Kind != remind.Morning || !m.At.Equal(b.now) || m.Until.Sub(m.At) != remind.Morning.Worth() || len(m.Key) != 32 || len(m.Token) < 40 {
		t.Errorf("%+v", m)
	}
	if s := fmt.Sprint(m); strings.Contains(s, "anna") || strings.Contains(s, b.person) || strings.Contains(s, b.anna.ID) {
		t.Errorf("tells whose it is: %s", s)
	}
}

// Several programs do what is due at the same moment: each message goes out once.
func TestSeveralProgramsSendOnce(t *testing.T) {
	b := newBell(t)
	b.begin()
	b.ok(b.SetMail(t.Context(), b.anna, b.person, "anna@example.org"))
	b.ok(b.ConfirmMail(t.Context(), b.anna, b.person, b.mail.sent[0].Code))
	b.mail.kinds()
	for _, clock := range []string{"22 08:00", "22 09:00", "22 10:00"} {
		b.at(clock)
		var all sync.WaitGroup
		for range 6 {
			other := b.program()
			all.Go(func() {
				for range 4 {
					if _, err := other.Due(context.Background()); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		b.due()
	}
	if d := cmp.Diff([]string{"morning 08:00", "movement 09:00", "movement 10:00"}, b.push.kinds()); d != "" {
		t.Errorf("pushed (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"morning 08:00"}, b.mail.kinds()); d != "" {
		t.Errorf("mailed (-want +got):\n%s", d)
	}
}

// take claims what is due as a program that then stops.
func (b *bell) take() (kinds []string) {
	b.t.Helper()
	list, err := b.db.ClaimJobs(b.t.Context(), app.Claim{Now: b.now, Until: b.now.Add(3 * time.Minute), Far: b.now.AddDate(1, 0, 0), LeaseFar: b.now.AddDate(1, 0, 0), Limit: 10})
	b.ok(err)
	for _, j := range list {
		kinds = append(kinds, j.Kind)
	}
	return kinds
}

// A crash while planning costs nothing. A crash between taking a message and noting its
// outcome leaves open whether it went out: it is not sent again, and that is shown.
func TestACrash(t *testing.T) {
	b := newBell(t)
	b.begin()
	b.at("22 08:00")
	if got := b.take(); !slices.Equal(got, []string{"reminder.plan"}) {
		t.Fatalf("taken: %v", got)
	}
	b.expect("while the other may still be alive")
	b.at("22 08:04")
	if n, err := b.Due(t.Context()); n != 1 || err != nil { // plans
		t.Fatalf("%d, %v", n, err)
	}
	if got := b.take(); !slices.Equal(got, []string{"reminder.send"}) {
		t.Fatalf("taken: %v", got)
	}
	b.at("22 08:10")
	b.expect("after the lease")
	f := b.view().Devices[0].Health.Failure
	if f == nil || f.Trouble != app.Interrupted || f.Retry != nil {
		t.Fatalf("not shown: %+v", f)
	}
	b.at("22 09:00")
	b.expect("the next one", "movement 09:00")
	if b.view().Devices[0].Health.Failing() {
		t.Error("still shown after one that arrived")
	}
}

// mute is a store that refuses the next changes of reminders.
type mute struct {
	app.Store
	mu    sync.Mutex
	muted int // how many
}

func (m *mute) ChangeReminder(ctx context.Context, c app.ReminderChange) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.muted > 0 {
		m.muted--
		return errs.New(errs.Unavailable, "the disk is full")
	}
	return m.Store.ChangeReminder(ctx, c)
}

// A message that went out and could not be noted as sent is not sent again.
func TestASentMessageThatCannotBeNoted(t *testing.T) {
	b := newBell(t)
	b.begin()
	store := &mute{Store: b.db}
	sick := app.NewReminders(app.NewKeeper(store, b.keys, func() time.Time { return b.now }, rand.Reader), map[string]app.Channel{app.PushChannel: b.push})
	b.at("22 08:00")
	if _, err := sick.Due(t.Context()); err != nil { // plans
		t.Fatal(err)
	}
	store.muted = 1
	_, err := sick.Due(t.Context())
	wantKind(t, "sending on a full disk", err, errs.Unavailable)
	if d := cmp.Diff([]string{"morning 08:00"}, b.push.kinds()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	b.at("22 08:30")
	b.expect("later")
	if f := b.view().Devices[0].Health.Failure; f == nil || f.Trouble != app.Interrupted {
		t.Errorf("%+v", f)
	}
}

// Planning that cannot be written is done again.
func TestAPlanThatCannotBeWritten(t *testing.T) {
	b := newBell(t)
	b.begin()
	store := &mute{Store: b.db, muted: 2}
	sick := app.NewReminders(app.NewKeeper(store, b.keys, func() time.Time { return b.now }, rand.Reader), map[string]app.Channel{app.PushChannel: b.push})
	b.at("22 08:00")
	_, err := sick.Due(t.Context())
	wantKind(t, "planning on a full disk", err, errs.Unavailable)
	b.at("22 08:05")
	b.expect("later", "morning 08:00")
}

func TestJumpsOfTheClock(t *testing.T) {
	b := newBell(t)
	b.begin()
	b.at("22 11:40") // the machine slept: what is worth nothing any more is not said in a flood
	b.expect("after a sleep")
	if v := b.view(); v.Missed == nil || !v.Missed.Equal(b.now.Add(-40*time.Minute)) {
		t.Errorf("missed: %v", v.Missed)
	}
	b.at("22 12:10")
	b.expect("soon after its time", "movement 12:00")
	b.at("22 07:00") // set back
	b.expect("set back")
	b.at("22 09:00")
	b.expect("again what was said or missed")
	b.at("22 12:05")
	b.expect("again what was said")
	b.at("22 21:30")
	b.expect("on time again", "bedtime 21:30")

	b.now = b.now.AddDate(3, 0, 0).Add(time.Hour) // a clock that runs wild, and is put right
	b.expect("in three years")
	b.at("23 08:00")
	b.expect("put right") // finds that the plan is years away
	b.at("23 09:00")
	b.expect("and goes on", "movement 09:00")
}

func TestSnoozeAndStopByToken(t *testing.T) {
	b := newBell(t)
	b.begin()
	b.at("22 09:00")
	b.due()
	token := b.push.sent[len(b.push.sent)-1].Token
	b.push.kinds()
	b.ok(b.SnoozeByToken(t.Context(), token, app.PauseQuarter, ""))
	if v, err := b.ByToken(t.Context(), token); err != nil || v.Stopped || v.Until == nil || !v.Until.Equal(b.now.Add(15*time.Minute)) {
		t.Errorf("%+v, %v", v, err)
	}
	b.at("22 09:14")
	b.expect("put off")
	b.at("22 09:15")
	b.expect("said again", "movement 09:15")
	b.at("22 09:50")
	b.ok(b.SnoozeByToken(t.Context(), token, app.PauseTomorrow, ""))
	b.at("22 21:30")
	b.expect("put off till tomorrow")
	if b.view().Missed != nil {
		t.Error("what was put off is shown as missed")
	}
	b.at("23 08:00")
	b.expect("tomorrow", "morning 08:00")
	b.ok(b.Snooze(t.Context(), b.anna, b.person, app.PauseWeek))
	if v := b.view(); v.Snooze.Until.Format("02 15:04") != "30 04:00" {
		t.Errorf("a week: %v", v.Snooze)
	}
	b.ok(b.Snooze(t.Context(), b.anna, b.person, ""))
	b.at("23 09:00")
	b.expect("no longer put off", "movement 09:00")

	for range 2 {
		b.ok(b.StopByToken(t.Context(), token))
	}
	b.at("23 10:00")
	b.expect("stopped")
	if v, err := b.ByToken(t.Context(), token); err != nil || !v.Stopped {
		t.Errorf("%+v, %v", v, err)
	}
	if v := b.view(); v.Stopped == nil || v.Next != nil || !v.Settings.Morning.On {
		t.Errorf("%+v", v)
	}
	wantKind(t, "putting off what is stopped", b.SnoozeByToken(t.Context(), token, app.PauseHour, ""), errs.Conflict)
	wantKind(t, "no pause", b.SnoozeByToken(t.Context(), token, "year", ""), errs.Invalid)
	for _, wrong := range []string{"", "x", token[1:], strings.Repeat("A", len(token))} {
		_, err := b.ByToken(t.Context(), wrong)
		wantKind(t, "a wrong token", err, errs.NotFound)
		wantKind(t, "stopping with a wrong token", b.StopByToken(t.Context(), wrong), errs.NotFound)
	}
	b.ok(b.Save(t.Context(), b.anna, b.person, settings()))
	b.at("23 11:00")
	b.expect("started again", "movement 11:00")
}

// A short pause says what it put off once more, not what was due half a day ago.
func TestWhatWasLongAgoIsNotSaidAgain(t *testing.T) {
	b := newBell(t)
	b.begin()
	b.at("22 12:00")
	b.due()
	b.push.kinds()
	b.at("22 15:59")
	b.ok(b.Snooze(t.Context(), b.anna, b.person, app.PauseHour))
	b.at("22 16:59")
	b.expect("within four hours", "movement 16:59")
	b.at("22 21:00")
	b.ok(b.Snooze(t.Context(), b.anna, b.person, app.PauseQuarter))
	b.at("22 21:15")
	b.expect("later")
	b.at("22 21:30")
	b.expect("and then goes on", "bedtime 21:30")
}

// Who puts one message off gets that one again, also when another came since.
func TestTheMessagePutOffIsSaidAgain(t *testing.T) {
	b := newBell(t)
	b.begin()
	b.at("22 08:00")
	b.due()
	token := b.push.sent[len(b.push.sent)-1].Token
	b.at("22 09:00")
	b.due()
	b.push.kinds()
	b.at("22 09:05")
	b.ok(b.SnoozeByToken(t.Context(), token, app.PauseQuarter, remind.Morning))
	b.at("22 09:20")
	b.expect("the question, not the break", "morning 09:20")
	b.ok(b.SnoozeByToken(t.Context(), token, app.PauseQuarter, "lunch"))
	b.at("22 09:35")
	b.expect("what is no kind counts for nothing", "morning 09:35")
}

// A message that was planned before a stop is not sent after it.
func TestStoppingBetweenPlanAndMessage(t *testing.T) {
	b := newBell(t)
	b.begin()
	b.at("22 08:00")
	if n, err := b.Due(t.Context()); n != 1 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	b.ok(b.Stop(t.Context(), b.anna, b.person))
	b.expect("stopped in between")
}

// Settings that change in the minute of a reminder lose nothing and double nothing.
func TestSavingWhileAReminderIsDue(t *testing.T) {
	b := newBell(t)
	b.begin()
	b.at("22 08:00")
	b.ok(b.Save(t.Context(), b.anna, b.person, settings()))
	b.expect("saved before it was planned", "morning 08:00")
	b.ok(b.Save(t.Context(), b.anna, b.person, settings()))
	b.expect("saved after it was sent")
	b.at("22 10:30") // nobody was there at nine and ten
	b.ok(b.Save(t.Context(), b.anna, b.person, settings()))
	b.expect("saved late")
	if b.view().Missed == nil {
		t.Error("what was missed is forgotten by saving")
	}
}

func TestANewTimeZoneCountsAtOnce(t *testing.T) {
	b := newBell(t)
	b.begin()
	b.at("22 12:30")
	b.due()
	v := &app.Visit{Account: b.anna}
	b.ok(b.ChangeMember(t.Context(), v, app.Member{ID: b.person, Relation: "self", TimeZone: "Europe/Berlin"}))
	b.push.kinds()
	b.at("22 20:30")
	b.expect("half past nine in Berlin", "bedtime 20:30")
}

// What comes late is not said when the hours have become quiet.
func TestLateInTheQuietHours(t *testing.T) {
	b := newBell(t)
	b.begin()
	s := settings()
	s.Bedtime.At = remind.At(21, 45)
	b.ok(b.Save(t.Context(), b.anna, b.person, s))
	b.at("22 22:05")
	b.expect("after ten")
	if v := b.view(); v.Missed == nil || v.Missed.Format("15:04") != "21:45" {
		t.Errorf("missed %v", v.Missed)
	}
}
