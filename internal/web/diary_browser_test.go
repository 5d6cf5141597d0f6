package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/legible-health/legible/internal/diary"
)

// diaryBrowser is a tab at a site with an open diary, and the switch that takes its
// server away.
func diaryBrowser(t *testing.T) (*browser, *shelf, *atomic.Bool) {
	t.Helper()
	b := newBrowser(t)
	h, shelf := diarySite(t)
	down := &atomic.Bool{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down.Load() {
			panic(http.ErrAbortHandler)
		}
		h.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	b.url = server.URL
	return b, shelf, down
}

// tap clicks an element with the pointer, as a thumb does.
func (b *browser) tap(selector string) {
	b.t.Helper()
	b.do(chromedp.Click(selector))
}

// worked waits until the service worker answers for the site.
func (b *browser) worked() {
	b.t.Helper()
	await[bool](b, `navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller ||
		new Promise(done => navigator.serviceWorker.addEventListener("controllerchange", done))).then(() => true)`)
}

// Last night with a thumb: four taps, and it is kept.
func TestBrowserLastNightInFourTaps(t *testing.T) {
	b, shelf, _ := diaryBrowser(t)
	b.open("/diary")
	b.look("diary")
	taps := []string{"input[name=cramps][value='2']", "input[name=urge][value='1']", "input[name=sw][value='6.3']", "button[name=pain][value='7']"}
	eval[bool](b, "window.old = true")
	for _, selector := range taps {
		b.tap(selector)
	}
	b.lands("Kept: Saturday 21 November")
	n := shelf.nights()
	if len(n) != 1 || !strings.Contains(string(n[0].Encode()), `{"cramps":2,"urge":1,"pain":7,"sleep_hours":6,"wakings":3}`) {
		t.Fatalf("kept %v", n)
	}
	if eval[bool](b, "'legible.diary' in localStorage") {
		t.Error("what was kept still waits on the device")
	}
	b.look("diary kept")
	b.ours()
	b.enter(".said button", "How was last night?") // undo
	if len(shelf.nights()) != 0 {
		t.Error("undo left the night")
	}
}

// lands waits for another page with the words.
func (b *browser) lands(words string) {
	b.t.Helper()
	b.await(fmt.Sprintf("document.readyState === 'complete' && !window.old && document.querySelector('main').innerText.includes(%q)", words))
}

// The same without a script and with the keyboard.
func TestBrowserDiaryWithoutScript(t *testing.T) {
	b, shelf, _ := diaryBrowser(t)
	b.scripts(false)
	b.open("/diary/" + lastNight)
	b.scripts(true)
	b.tabTo("#f-cramps")
	b.do(chromedp.KeyEvent("3"))
	b.tabTo("input[name=pain]")
	b.do(chromedp.KeyEvent(kb.ArrowRight))
	b.scripts(false)
	b.tap("button.big")
	b.scripts(true)
	b.lands("Kept: Saturday 21 November")
	if n := shelf.nights(); len(n) != 1 || !strings.Contains(string(n[0].Encode()), `"cramps":3`) {
		t.Errorf("kept %v", n)
	}
}

// Without a network a night waits on the device; with one it is sent, once.
func TestBrowserDiaryOffline(t *testing.T) {
	b, shelf, down := diaryBrowser(t)
	b.standStill()
	b.open("/diary")
	b.worked()
	down.Store(true)
	b.open("/diary")
	if got := b.text("main"); !strings.Contains(got, "It waits on this device") || !strings.Contains(got, "Which night?") {
		t.Fatalf("without a network: %.300q", got)
	}
	b.look("diary offline")
	b.tap("input[name=cramps][value='4']")
	b.tap("button[name=pain][value='5']")
	b.await("document.getElementById('waiting').innerText.includes('Kept on this device')")
	if got := b.text("#here"); !strings.Contains(got, "4 cramps") || !strings.Contains(got, "pain 5 of 10") {
		t.Errorf("the device lists %q", got)
	}
	b.tap("input[name=cramps][value='0']") // another night
	eval[bool](b, "document.querySelector('[data-nights]').selectedIndex = 1, true")
	b.tap("button[name=pain][value='0']")
	b.await("document.querySelectorAll('#here > li').length === 2")
	if len(shelf.nights()) != 0 {
		t.Fatal("something arrived without a network")
	}
	b.look("diary waits")
	down.Store(false)
	eval[bool](b, "dispatchEvent(new Event('online'))")
	b.await("!('legible.diary' in localStorage)")
	if n := shelf.nights(); len(n) != 2 || n[0].ID == n[1].ID || n[0].Day == n[1].Day {
		t.Fatalf("arrived: %d nights", len(n))
	}
	b.open("/diary")
	eval[bool](b, "dispatchEvent(new Event('online'))")
	b.open("/diary/month")
	for _, e := range shelf.nights() {
		if e.Version != 1 {
			t.Errorf("a night arrived %d times", e.Version)
		}
	}
}

// Two devices change one night: both changes are kept, and the person chooses.
func TestBrowserTwoDevices(t *testing.T) {
	b, shelf, down := diaryBrowser(t)
	pain := func(n int) diary.Entry {
		return diary.Entry{ID: "0190a5c4-0000-4000-8000-0000000000aa", Kind: diary.KindNight, Day: must(diary.ParseDate(lastNight)), Data: &diary.Night{Pain: &n}}
	}
	shelf.put(pain(3))
	b.open("/diary/" + lastNight) // this device has the night open …
	down.Store(true)              // … and loses the network
	b.tap("input[name=pain][value='8']")
	b.tap("button.big")
	b.await("document.getElementById('waiting').innerText.includes('Kept on this device')")
	must(shelf.Change(t.Context(), diary.Change{Entry: pain(5), Base: 1})) // the other device meanwhile
	down.Store(false)
	eval[bool](b, "dispatchEvent(new Event('online'))")
	b.await("!('legible.diary' in localStorage)")
	if n := shelf.nights(); len(n) != 2 {
		t.Fatalf("%d nights are kept, want both", len(n))
	}
	b.open("/diary")
	b.enter("a[href='/diary/both']", "The night of Saturday 21 November")
	b.look("diary both")
	eight := "[...document.querySelectorAll('.differ .tick')].find(l => l.innerText.trim() === '8').querySelector('input')"
	eval[bool](b, eight+".click(), true")
	b.enter("button[value=join]", "has one entry now")
	if n := shelf.nights(); len(n) != 1 || *n[0].Data.(*diary.Night).Pain != 8 {
		t.Errorf("chosen 8, kept %v", n)
	}
}

// Without an account nights stay on this device and can be deleted there; signed in, the
// person puts them into the diary.
func TestBrowserDiaryOnTheDevice(t *testing.T) {
	b := newBrowser(t)
	var in atomic.Bool
	shelf := newShelf()
	server := httptest.NewServer(must(newSite(&fake{base: testBase(t)}, testBase(t), Options{Country: "GB", Version: "test",
		Now: func() time.Time { return morning },
		Diary: func(*http.Request) (Book, error) {
			if in.Load() {
				return shelf, nil
			}
			return nil, errNobody
		}})))
	t.Cleanup(server.Close)
	b.url = server.URL
	b.standStill()
	b.open("/diary")
	if got := b.text("main"); !strings.Contains(got, "stay on this device") {
		t.Fatalf("without an account: %.200q", got)
	}
	b.tap(".quiet-night")
	b.await("document.querySelectorAll('#here > li').length === 1")
	if got := b.text("#here"); !strings.Contains(got, "0 cramps") || !strings.Contains(got, "urge to move: none") {
		t.Errorf("the device lists %q", got)
	}
	b.tap("button[name=pain][value='4']")
	b.await("document.querySelectorAll('#here > li').length === 2")
	b.look("diary device")
	b.open("/diary")
	b.tap("#here button")
	b.await("document.querySelectorAll('#here > li').length === 1")

	in.Store(true)
	b.open("/diary")
	if got := b.text("#waiting"); !strings.Contains(got, "1 entry waits") || len(shelf.nights()) != 0 {
		t.Fatalf("before it was asked for: %q, %d nights", got, len(shelf.nights()))
	}
	b.look("diary move")
	b.tap("#waiting li button") // put it into my diary
	b.await("!('legible.diary' in localStorage)")
	if n := shelf.nights(); len(n) != 1 || *n[0].Data.(*diary.Night).Pain != 4 {
		t.Errorf("in the diary: %v", n)
	}
}

// An experiment in the browser: it is begun with the keyboard, and the verdict is there at
// the end. The days between go by as in TestExperimentFromStartToVerdict.
func TestBrowserExperiment(t *testing.T) {
	b := newBrowser(t)
	h, shelf, clock := trying(t)
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	b.url = server.URL
	b.open("/experiments")
	b.look("experiments")
	b.push(".offer summary")
	b.look("experiment plan")
	b.enter(".offer button.big", "Nothing was begun")
	b.tabTo("input[name=none]")
	b.do(chromedp.KeyEvent(" "))
	b.enter(".offer button.big", "Night 1 of")
	b.look("experiment begun")
	_, nights := live(t, h, shelf, clock, func(with bool, n int) int {
		if with {
			return n % 2
		}
		return 2 + n%2
	})
	b.open("/experiments")
	if got := b.text(".verdict"); !strings.Contains(got, "probably helps") {
		t.Errorf("after %d nights: %q", nights, got)
	}
	eval[bool](b, "document.querySelector('.verdict details').open = true")
	b.look("experiment verdict")
}

// The pages of numbers fit every screen and theme.
func TestBrowserDiaryPages(t *testing.T) {
	b, shelf, _ := diaryBrowser(t)
	shelf.put(invented(60)...)
	for _, path := range []string{"/diary", "/diary/month", "/diary/files", "/diary/2026-11-20", "/trends"} {
		b.open(path)
		b.look("pages" + strings.ReplaceAll(path, "/", "-"))
		eval[bool](b, "document.querySelectorAll('details').forEach(d => d.open = true), true")
		b.look("pages" + strings.ReplaceAll(path, "/", "-") + " open")
		b.ours()
	}
}
