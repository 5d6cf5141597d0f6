package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/keyfile"
	"github.com/legible-health/legible/internal/remind"
	"github.com/legible-health/legible/internal/store"
)

// Two programs on one database are one site: who signs in at one is known to the other,
// attempts are counted together, and a time is given away once.
func TestTwoNodesAreOneSite(t *testing.T) {
	c := newCluster(t)
	a, b := c.node("--strong-sign-in", "none"), c.node("--strong-sign-in", "none")
	both := []*node{a, b}

	t.Run("a session made on one works on the other, and ends on both", func(t *testing.T) {
		anna := newVisitor(t)
		anna.joins(a, "anna")
		for _, n := range both {
			if status, page := anna.get(n.url + "/account/persons"); status != 200 || !strings.Contains(page, "anna") {
				t.Errorf("status %d on %s", status, n.url)
			}
		}
		anna.must(b.url+"/account/out", nil)
		if status, page := anna.get(a.url + "/account/persons"); status == 200 && strings.Contains(page, "anna") {
			t.Error("signed out on one, still signed in on the other")
		}
	})

	t.Run("attempts are counted together", func(t *testing.T) {
		limit := account.SignInByName
		for round := 0; ; round++ { // again when a new span of counting began meanwhile
			span, guesser, tried := limit.SpanOf(time.Now()), newVisitor(t), int64(0)
			for ; tried < 3*limit.Most; tried++ {
				form := url.Values{"name": {fmt.Sprintf("bert-%d", round)}, "password": {"wrong"}}
				if status, _ := guesser.post(both[tried%2].url+"/account", form); status == http.StatusTooManyRequests {
					break
				}
			}
			if limit.SpanOf(time.Now()) != span {
				continue
			}
			if tried != limit.Most {
				t.Errorf("refused after %d attempts at two nodes, want %d", tried, limit.Most)
			}
			return
		}
	})

	t.Run("a time is given away once", func(t *testing.T) {
		at := c.practice(a)
		var people []*visitor
		for i := range 6 {
			v := newVisitor(t)
			v.joins(both[i%2], fmt.Sprintf("guest-%d", i))
			people = append(people, v)
		}
		_, questions := people[0].get(b.url + at)
		check := fields(questions, "none")
		_, slots := people[0].post(b.url+at, check)
		free := fields(slots, "start")["start"]
		if len(free) < 3 {
			t.Fatalf("%d free times:\n%s", len(free), slots)
		}
		for _, start := range free[:3] {
			var asking sync.WaitGroup
			answers := make([]int, len(people))
			for i, v := range people {
				asking.Go(func() {
					form := url.Values{"none": check["none"], "start": {start}, "name": {"A."}, "agreed": {"yes"}, "do": {"book"}}
					answers[i], _ = v.post(both[i%2].url+at, form)
				})
			}
			asking.Wait()
			booked := 0
			for _, status := range answers {
				switch {
				case status == http.StatusSeeOther:
					booked++
				case status == 0 || status >= 500:
					t.Errorf("%s: status %d", start, status)
				}
			}
			if booked != 1 {
				t.Errorf("%s was given away %d times: %v", start, booked, answers)
			}
		}
	})
}

// practice makes a practitioner who can be booked, and returns the path where.
func (c *cluster) practice(n *node) string {
	c.t.Helper()
	c.run("user", "add", "naef", "--role", "practitioner", "--time-zone", "UTC")
	code, _, _ := strings.Cut(c.run("user", "codes", "naef"), "\n")
	c.run("practitioner", "check", "naef", "--title", "Physician", "--holder", "Anna Naef", "--register", "Register of Physicians", "--number", "7",
		"--country", "GB", "--by", "Ola Ops", "--until", time.Now().AddDate(1, 0, 0).Format(time.DateOnly))
	doctor := newVisitor(c.t)
	doctor.must(n.url+"/account/recover", url.Values{"name": {"naef"}, "code": {code}})
	doctor.must(n.url+"/practice/profile", url.Values{"name": {"Dr Anne Naef"}, "profession": {"physician"}, "specialities": {"sleep"}, "country": {"GB"},
		"languages": {"en"}, "since": {"1999"}, "about": {"I listen."}, "services": {"A talk"}, "zone": {"UTC"}, "listed": {"yes"}})
	doctor.must(n.url+"/practice/services", url.Values{"name": {"Half an hour"}, "kind": {"assisted_stretching"}, "minutes": {"30"}, "before": {"0"}, "after": {"0"},
		"way": {"place"}, "place": {"1 High Street"}, "offered": {"yes"}})
	hours := url.Values{"step": {"30"}, "notice": {"12"}, "ahead": {"60"}, "cancel": {"24"}, "do": {"week"}, "version": {"1"}}
	for _, day := range []string{"mo", "tu", "we", "th", "fr", "sa", "su"} {
		hours.Set(day+"-from-1", "09:00")
		hours.Set(day+"-to-1", "12:00")
	}
	doctor.must(n.url+"/practice/hours", hours)
	_, page := doctor.get(n.url + "/book/dr-anne-naef")
	at := regexp.MustCompile(`href="(/book/dr-anne-naef/[^"]+)"`).FindStringSubmatch(page)
	if at == nil {
		c.t.Fatalf("no service can be booked:\n%s", page)
	}
	return at[1]
}

// fields are the values that inputs and buttons of a name have on a page.
func fields(page, name string) url.Values {
	v := url.Values{}
	for _, m := range regexp.MustCompile(`name="`+name+`" value="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		v.Add(name, strings.ReplaceAll(m[1], "&#43;", "+"))
	}
	return v
}

// Of two programs one writes the backup, and each reminder goes out once.
func TestTwoNodesDoEachTaskOnce(t *testing.T) {
	c := newCluster(t)
	post := newPostOffice(t)
	const people = 12
	c.remind(people)
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	settings := []string{"--backup-dir", t.TempDir(), "--backup-recipient", id.Recipient().String(), "--url", "https://legible.example",
		"--mail-host", "127.0.0.1", "--mail-port", post.port, "--mail-tls", "none", "--mail-from", "legible@legible.example"}
	nodes := []*node{c.node(settings...), c.node(settings...)}
	got := map[string]int{}
	for range people {
		got[<-post.letters]++
	}
	log := ""
	for _, n := range nodes {
		log += n.stop() // after what is under way
	}
	for len(post.letters) > 0 {
		got[<-post.letters]++
	}
	for to, n := range got {
		if n != 1 {
			t.Errorf("%d letters to %s", n, to)
		}
	}
	if len(got) != people {
		t.Errorf("letters to %d people, want %d", len(got), people)
	}
	if n := lines(log, "backup written and read back"); n != 1 {
		t.Errorf("%d backups were written:\n%s", n, log)
	}
}

// codes takes the codes that confirm addresses.
type codes struct{ last string }

func (*codes) Check(app.Target) error { return nil }

func (x *codes) Send(_ context.Context, _ app.Target, m app.Message) error {
	x.last = m.Code
	return nil
}

// remind gives people a reminder by mail that is due since a minute, as a program does
// whose clock is still some minutes earlier.
func (c *cluster) remind(people int) {
	c.t.Helper()
	kept, err := store.Open(c.t.Context(), store.Options{Database: c.address})
	must(c.t, err)
	defer kept.Close()
	keys, err := keyfile.Create(c.keys, "", rand.Reader)
	must(c.t, err)
	earlier := time.Now().UTC().Add(-5 * time.Minute)
	k := app.NewKeeper(kept, keys, func() time.Time { return earlier }, rand.Reader)
	box := &codes{}
	r := app.NewReminders(k, map[string]app.Channel{app.MailChannel: box})
	due := time.Now().UTC().Add(-time.Minute)
	s := remind.Settings{Morning: remind.Daily{On: true, At: remind.At(due.Hour(), due.Minute()), Days: remind.Every, By: remind.By{Mail: true}}}
	for i := range people {
		a, p, err := k.AddAccount(c.t.Context(), fmt.Sprintf("guest %d", i), string(account.Person), "UTC")
		must(c.t, err)
		must(c.t, r.SetMail(c.t.Context(), a, p.ID, fmt.Sprintf("guest%d@home.example", i)))
		must(c.t, r.ConfirmMail(c.t.Context(), a, p.ID, box.last))
		must(c.t, r.Save(c.t.Context(), a, p.ID, s))
	}
}
