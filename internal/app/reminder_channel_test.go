package app_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/remind"
	"github.com/legible-health/legible/internal/store/tables"
)

// fails makes a channel fail until it is told otherwise.
func (w *wire) fails(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answer = func(app.Target, app.Message) error { return err }
	if err == nil {
		w.answer = nil
	}
}

// failure is what the page shows of anna's phone.
func (b *bell) failure() *app.Failure {
	b.t.Helper()
	return b.view().Devices[0].Health.Failure
}

// What was clearly not taken is tried again while it is worth saying, each time after a
// longer pause, and what is wrong is shown from the first failure to the first success.
func TestAChannelThatDoesNotAnswer(t *testing.T) {
	b := newBell(t)
	b.begin()
	b.push.fails(&app.SendError{Trouble: app.Unreachable})
	b.at("22 08:00")
	tries := 0
	for b.now.Hour() < 12 { // a minute at a time
		b.due()
		if f := b.failure(); f == nil || f.Trouble != app.Unreachable || f.Since.Format("15:04") != "08:00" {
			t.Fatalf("at %v not shown: %+v", b.now, f)
		} else if f.Times != tries {
			if want := min(time.Minute<<(f.Times-1), 6*time.Hour); f.Retry.Sub(b.now) != want || !f.At.Equal(b.now) {
				t.Errorf("failure %d at %s: paused for %v, want %v", f.Times, b.now.Format("15:04"), f.Retry.Sub(b.now), want)
			}
			tries = f.Times
		}
		b.now = b.now.Add(time.Minute)
	}
	f := b.failure()
	// Tries at 8:00, :01, :03, :07, :15, :31, 9:03 and 10:07. Not sent: the question, and the
	// breaks of 9, 10 and 11. That of 12 waits for 12:15.
	if tries != 8 || f.Skipped != 4 {
		t.Errorf("%d tries, %d skipped, want 8 and 4", tries, f.Skipped)
	}
	b.push.fails(nil)
	b.push.kinds()
	b.at("22 21:30")
	b.expect("works again", "bedtime 21:30")
	if v := b.view(); v.Missed == nil || v.Missed.Format("15:04") != "12:00" { // nobody was there at 12:15
		t.Errorf("missed %v", v.Missed)
	}
	if b.failure() != nil {
		t.Errorf("still shown: %+v", b.failure())
	}
}

func TestAShortOutageOnlyDelays(t *testing.T) {
	b := newBell(t)
	b.begin()
	b.push.fails(&app.SendError{Trouble: app.Busy, Code: 429, After: 20 * time.Minute})
	b.at("22 08:00")
	b.due()
	if f := b.failure(); f == nil || f.Code != 429 || !f.Retry.Equal(b.now.Add(20*time.Minute)) {
		t.Fatalf("%+v", f)
	}
	b.push.fails(nil)
	b.at("22 08:19")
	b.expect("before the other side wants it")
	b.at("22 08:20")
	b.expect("when it does", "morning 08:00")
	b.expect("and not again")
	if v := b.view(); v.Devices[0].Health.Failing() || !v.Devices[0].Health.SentAt.Equal(b.now) {
		t.Errorf("%+v", v.Devices[0].Health)
	}
}

// What may have arrived, and what was refused for good, is not tried again; both are shown.
func TestWhatIsNotTriedAgain(t *testing.T) {
	for name, x := range map[string]struct {
		err  error
		want app.Trouble
	}{
		"refused":             {&app.SendError{Trouble: app.Refused, Code: 413}, app.Refused},
		"unsure":              {&app.SendError{Trouble: app.Unsure}, app.Unsure},
		"an error of no kind": {errors.New("anna@example.org is not here"), app.Unsure},
	} {
		b := newBell(t)
		b.begin()
		b.push.fails(x.err)
		b.at("22 08:00")
		b.due()
		if f := b.failure(); f == nil || f.Trouble != x.want {
			t.Errorf("%s: %+v", name, f)
		}
		b.push.fails(nil)
		b.at("22 08:59")
		b.expect(name)
		b.at("22 09:00")
		b.expect(name+", the next", "movement 09:00")
	}
}

func TestAChannelThatPanics(t *testing.T) {
	b := newBell(t)
	b.begin()
	b.push.answer = func(app.Target, app.Message) error { panic("a fault") }
	b.at("22 08:00")
	b.due()
	if f := b.failure(); f == nil || f.Trouble != app.Unsure {
		t.Errorf("%+v", f)
	}
}

// Without the channel, which the operator has turned off since, that is shown too.
func TestAChannelThatIsTurnedOff(t *testing.T) {
	b := newBell(t)
	b.begin()
	b.at("22 08:00")
	bare := app.NewReminders(b.keeper, nil)
	for range 3 {
		if _, err := bare.Due(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if f := b.failure(); f == nil || f.Trouble != app.NotSetUp {
		t.Errorf("%+v", f)
	}
	wantKind(t, "subscribing", bare.Subscribe(t.Context(), b.anna, b.person, phone, ""), errs.Conflict)
}

func TestALostBrowserIsRemovedAndShown(t *testing.T) {
	b := newBell(t)
	b.begin()
	other := app.Subscription{Endpoint: "https://push.example/laptop", P256DH: "key", Auth: "secret"}
	b.ok(b.Subscribe(t.Context(), b.anna, b.person, other, "Chrome"))
	b.push.answer = func(to app.Target, _ app.Message) error {
		if to.Push == phone {
			return &app.SendError{Trouble: app.Gone, Code: 410}
		}
		return nil
	}
	b.at("22 08:00")
	b.expect("to the other one", "morning 08:00")
	v := b.view()
	if len(v.Devices) != 1 || v.Devices[0].Endpoint != other.Endpoint || len(v.Lost) != 1 || v.Lost[0].Label != "Firefox on Android" || !v.Lost[0].LostAt.Equal(b.now) {
		t.Errorf("%+v", v)
	}
	b.ok(b.DismissLost(t.Context(), b.anna, b.person))
	if v := b.view(); v.Lost != nil {
		t.Errorf("%+v", v.Lost)
	}
	b.at("22 09:00")
	b.expect("the next", "movement 09:00")
}

func TestDevices(t *testing.T) {
	b := newBell(t)
	b.begin()
	again := phone
	again.P256DH = "new key"
	b.ok(b.Subscribe(t.Context(), b.anna, b.person, again, "Firefox, again"))
	if v := b.view(); len(v.Devices) != 1 || v.Devices[0].Label != "Firefox, again" {
		t.Errorf("%+v", v.Devices)
	}
	wantKind(t, "a wrong one", b.Subscribe(t.Context(), b.anna, b.person, app.Subscription{Endpoint: "wrong"}, ""), errs.Invalid)
	for i := 1; i < app.MaxDevices; i++ {
		b.ok(b.Subscribe(t.Context(), b.anna, b.person, app.Subscription{Endpoint: strings.Repeat("x", i)}, ""))
	}
	wantKind(t, "one too many", b.Subscribe(t.Context(), b.anna, b.person, app.Subscription{Endpoint: "new"}, ""), errs.Conflict)
	b.ok(b.Test(t.Context(), b.anna, b.person, b.view().Devices[0].ID))
	if m := b.push.sent[0]; m.Sort != app.TestMessage || m.Kind != "" || b.push.to[0].Push != again {
		t.Errorf("%+v to %+v", m, b.push.to[0])
	}
	b.push.fails(&app.SendError{Trouble: app.Busy, Code: 503})
	err := b.Test(t.Context(), b.anna, b.person, b.view().Devices[0].ID)
	if why := new(app.SendError); !errors.As(err, &why) || why.Code != 503 || b.failure() == nil {
		t.Errorf("%v, %+v", err, b.failure())
	}
	wantKind(t, "a test to nothing", b.Test(t.Context(), b.anna, b.person, "nothing"), errs.NotFound)
	wantKind(t, "a test to no address", b.Test(t.Context(), b.anna, b.person, ""), errs.NotFound)
	for range app.MaxDevices {
		b.ok(b.Unsubscribe(t.Context(), b.anna, b.person, b.view().Devices[0].Endpoint))
	}
	b.ok(b.Unsubscribe(t.Context(), b.anna, b.person, phone.Endpoint))
	b.push.kinds()
	b.at("22 08:00")
	b.expect("without devices")
}

const address = "anna@example.org"

// No reminder goes to an address before whoever reads it has said so.
func TestAnAddressIsConfirmedFirst(t *testing.T) {
	b := newBell(t)
	b.at("22 07:30")
	b.ok(b.Save(t.Context(), b.anna, b.person, settings()))
	wantKind(t, "a wrong address", b.SetMail(t.Context(), b.anna, b.person, "wrong"), errs.Invalid)
	wantKind(t, "a code without an address", b.ConfirmMail(t.Context(), b.anna, b.person, "123456"), errs.NotFound)
	b.ok(b.SetMail(t.Context(), b.anna, b.person, " "+address+" "))
	m := b.mail.sent[0]
	if m.Sort != app.ConfirmMessage || len(m.Code) != 6 || m.Token != "" || b.mail.to[0].Mail != address {
		t.Fatalf("%+v to %+v", m, b.mail.to[0])
	}
	b.mail.kinds()
	b.at("22 08:00")
	if b.due(); len(b.mail.sent) != 0 {
		t.Fatal("a reminder to an address that nobody has confirmed")
	}
	wrong := "000000"
	if m.Code == wrong {
		wrong = "000001"
	}
	wantKind(t, "a wrong code", b.ConfirmMail(t.Context(), b.anna, b.person, wrong), errs.Invalid)
	b.ok(b.ConfirmMail(t.Context(), b.anna, b.person, m.Code[:3]+" "+m.Code[3:]))
	if v := b.view(); !v.Mail.Confirmed || v.Mail.Address != address {
		t.Errorf("%+v", v.Mail)
	}
	b.at("22 21:30")
	b.due()
	if got := b.mail.kinds(); !cmp.Equal(got, []string{"bedtime 21:30"}) { // breaks go by push alone
		t.Errorf("%v", got)
	}
	b.ok(b.SetMail(t.Context(), b.anna, b.person, address)) // the same again asks for nothing
	if v := b.view(); !v.Mail.Confirmed || len(b.mail.sent) != 0 {
		t.Errorf("%+v", v.Mail)
	}
	b.ok(b.SetMail(t.Context(), b.anna, b.person, ""))
	if v := b.view(); v.Mail != nil {
		t.Errorf("%+v", v.Mail)
	}
}

func TestCodesCannotBeGuessedOrKept(t *testing.T) {
	b := newBell(t)
	b.at("22 07:30")
	for i := range 4 {
		b.ok(b.SetMail(t.Context(), b.anna, b.person, address))
		code := b.mail.sent[i].Code
		switch i {
		case 0: // five wrong guesses, then the right one
			for range 5 {
				wantKind(t, "a guess", b.ConfirmMail(t.Context(), b.anna, b.person, "x"), errs.Invalid)
			}
			wantKind(t, "after too many guesses", b.ConfirmMail(t.Context(), b.anna, b.person, code), errs.Invalid)
		case 1: // too late
			b.at("22 08:31")
			wantKind(t, "after an hour", b.ConfirmMail(t.Context(), b.anna, b.person, code), errs.Invalid)
		}
	}
	for range 2 {
		b.ok(b.SetMail(t.Context(), b.anna, b.person, address))
	}
	wantKind(t, "once more to one address", b.SetMail(t.Context(), b.anna, b.person, strings.ToUpper(address)), errs.TooMany)
	b.mail.fails(&app.SendError{Trouble: app.NotSetUp, Code: 535})
	err := b.SetMail(t.Context(), b.anna, b.person, "ben@example.org")
	if why := new(app.SendError); !errors.As(err, &why) || why.Code != 535 {
		t.Errorf("%v", err)
	}
	if v := b.view(); v.Mail.Address != "ben@example.org" || v.Mail.Confirmed || v.Mail.Health.Failure.Trouble != app.NotSetUp {
		t.Errorf("%+v", v.Mail)
	}
}

func TestTheCalendarFeed(t *testing.T) {
	b := newBell(t)
	b.begin()
	b.ok(b.SetFeed(t.Context(), b.anna, b.person, true))
	token := b.view().Feed.Token
	f, err := b.FeedByToken(t.Context(), token)
	b.ok(err)
	if len(f.Occurrences) != 29+29 { // mornings and evenings from yesterday on; breaks do not go there
		t.Errorf("%d occurrences from %v", len(f.Occurrences), f.Occurrences[0])
	}
	seen := map[string]bool{}
	for _, o := range f.Occurrences {
		if uid := f.UID(o); seen[uid] || strings.Contains(uid, string(o.Kind)) || o.Kind == remind.Movement {
			t.Errorf("%s for %v", uid, o)
		}
		seen[f.UID(o)] = true
	}
	if v := b.view(); v.Feed.FetchedAt == nil || !v.Feed.FetchedAt.Equal(b.now) {
		t.Errorf("%+v", v.Feed)
	}
	b.now = b.now.Add(59 * time.Minute)
	if again, err := b.FeedByToken(t.Context(), token); err != nil || again.UID(again.Occurrences[0]) != f.UID(f.Occurrences[1]) || !again.UpdatedAt.Equal(f.UpdatedAt) {
		t.Errorf("fetched again: %v", err)
	}
	_, err = b.ByToken(t.Context(), token)
	wantKind(t, "a feed's token for stopping", err, errs.NotFound)
	b.ok(b.Stop(t.Context(), b.anna, b.person))
	if f, err := b.FeedByToken(t.Context(), token); err != nil || len(f.Occurrences) != 0 {
		t.Errorf("stopped: %d, %v", len(f.Occurrences), err)
	}
	b.ok(b.SetFeed(t.Context(), b.anna, b.person, true))
	_, err = b.FeedByToken(t.Context(), token)
	wantKind(t, "an older token", err, errs.NotFound)
	b.ok(b.SetFeed(t.Context(), b.anna, b.person, false))
	_, err = b.FeedByToken(t.Context(), token)
	wantKind(t, "no feed", err, errs.NotFound)
}

// Nobody reaches the reminders of others.
func TestRemindersOfOthers(t *testing.T) {
	b := newBell(t)
	b.begin()
	ben := b.join(t, "ben", "").Account
	ctx := t.Context()
	_, err := b.Of(ctx, ben, b.person)
	wantKind(t, "looking", err, errs.NotFound)
	wantKind(t, "saving", b.Save(ctx, ben, b.person, settings()), errs.NotFound)
	wantKind(t, "stopping", b.Stop(ctx, ben, b.person), errs.NotFound)
	wantKind(t, "putting off", b.Snooze(ctx, ben, b.person, app.PauseHour), errs.NotFound)
	wantKind(t, "subscribing", b.Subscribe(ctx, ben, b.person, phone, ""), errs.NotFound)
	wantKind(t, "unsubscribing", b.Unsubscribe(ctx, ben, b.person, phone.Endpoint), errs.NotFound)
	wantKind(t, "mail", b.SetMail(ctx, ben, b.person, address), errs.NotFound)
	wantKind(t, "confirming", b.ConfirmMail(ctx, ben, b.person, "123456"), errs.NotFound)
	wantKind(t, "a feed", b.SetFeed(ctx, ben, b.person, true), errs.NotFound)
	wantKind(t, "a test", b.Test(ctx, ben, b.person, ""), errs.NotFound)
	wantKind(t, "dismissing", b.DismissLost(ctx, ben, b.person), errs.NotFound)
	if v := b.view(); len(v.Devices) != 1 || v.Stopped != nil || v.Feed.Token != "" {
		t.Errorf("%+v", v)
	}
}

// Of an erased person nothing is sent, and no job is left; nor of a disabled account.
func TestErasedAndDisabled(t *testing.T) {
	b := newBell(t)
	b.begin()
	b.ok(b.SetFeed(t.Context(), b.anna, b.person, true))
	b.at("22 08:00")
	if n, err := b.Due(t.Context()); n != 1 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	token := b.view().Feed.Token
	if _, err := b.keeper.Erase(t.Context(), b.anna, b.person); err != nil {
		t.Fatal(err)
	}
	b.expect("erased between plan and message")
	if first, _, err := b.db.OpenJobs(t.Context()); err != nil || first != nil {
		t.Errorf("jobs left: %v, %v", first, err)
	}
	b.ok(b.db.Dump(t.Context(), func(table tables.Table, _ tables.Row) error {
		if table.Name == "reminder" || table.Name == "job" {
			t.Errorf("a row of %s is left", table.Name)
		}
		return nil
	}))
	_, err := b.FeedByToken(t.Context(), token)
	wantKind(t, "the feed", err, errs.NotFound)

	b = newBell(t)
	b.begin()
	run(t, b.path, `UPDATE account SET disabled_at = '2026-11-22T07:45:00.000000Z'`)
	b.at("22 08:00")
	b.expect("disabled")
}

// The database holds no address, no subscription, no token and no setting in the clear.
func TestRemindersAreSealed(t *testing.T) {
	b := newBell(t)
	b.begin()
	b.ok(b.SetMail(t.Context(), b.anna, b.person, address))
	b.ok(b.ConfirmMail(t.Context(), b.anna, b.person, b.mail.sent[0].Code))
	b.ok(b.SetFeed(t.Context(), b.anna, b.person, true))
	b.at("22 08:00")
	b.due()
	secrets := []string{address, "phone-4711", "secret-of-phone", "morning", "movement", "bedtime", "21:30", b.push.sent[0].Token, b.view().Feed.Token}
	rows := 0
	b.ok(b.db.Dump(t.Context(), func(table tables.Table, row tables.Row) error {
		rows++
		for i, value := range row {
			text, ok := value.(string)
			if raw, is := value.([]byte); is {
				text, ok = string(raw), true
			}
			for _, s := range secrets {
				if ok && bytes.Contains([]byte(text), []byte(s)) {
					t.Errorf("%s.%s holds %q", table.Name, table.Columns[i].Name, s)
				}
			}
		}
		return nil
	}))
	if rows < 5 {
		t.Errorf("only %d rows were looked at", rows)
	}
}

// What somebody takes out has their settings and address, and nothing that opens anything.
func TestRemindersAreTakenOut(t *testing.T) {
	b := newBell(t)
	b.begin()
	b.ok(b.SetMail(t.Context(), b.anna, b.person, address))
	b.ok(b.SetFeed(t.Context(), b.anna, b.person, true))
	var out bytes.Buffer
	b.ok(b.Export(t.Context(), &app.Visit{Account: b.anna, Persons: []app.Member{{ID: b.person}}}, &out))
	for _, want := range []string{`"morning":{"on":true,"at":"08:00"`, address, "Firefox on Android", `"calendar_feed":true`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s is missing in %s", want, out.String())
		}
	}
	for _, secret := range []string{b.view().Feed.Token, phone.Endpoint, phone.Auth, b.mail.sent[0].Code} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("it holds %q", secret)
		}
	}
}

func TestASecretOfTheInstance(t *testing.T) {
	h := newHouse(t, little)
	made := 0
	make := func() ([]byte, error) { made++; return []byte{byte(made), 7}, nil }
	first, err := h.keeper.Secret(t.Context(), "push", make)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := h.keeper.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, err := h.keeper.DropKeys(t.Context()); err != nil || n != 1 {
		t.Fatalf("%d, %v", n, err)
	}
	again, err := h.keeper.Secret(t.Context(), "push", make)
	if err != nil || !bytes.Equal(first, again) || made != 1 {
		t.Errorf("%v, then %v, %v; made %d times", first, again, err, made)
	}
	if other, err := h.keeper.Secret(t.Context(), "other", make); err != nil || bytes.Equal(other, first) {
		t.Errorf("another: %v, %v", other, err)
	}
	_, err = h.keeper.Secret(t.Context(), "third", func() ([]byte, error) { return nil, errs.New(errs.Unavailable, "no chance") })
	wantKind(t, "without chance", err, errs.Unavailable)
}
