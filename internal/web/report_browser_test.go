package web

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// keptReports are the addresses under which the device keeps a report.
const keptReports = `caches.keys().then(async names => (await Promise.all(names.map(async n => (await (await caches.open(n)).keys()).map(r => new URL(r.url).pathname)))).flat().filter(p => p.startsWith("/report")).sort())`

// A report is kept on the device when the person asks for it and not before. It then opens,
// prints and is saved as PDF without a server, says that it is a copy, and can be deleted.
func TestBrowserReportIsKept(t *testing.T) {
	b := newBrowser(t)
	_, f := testSite(t)
	server := httptest.NewServer(must(newSite(f, f.base, Options{Country: "GB", Version: "test"})))
	defer server.Close()
	b.url = server.URL
	b.open("/report/kept")
	b.arrivesAt("/report/kept", "No report is kept on this device")
	b.open("/")
	await[bool](b, `navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller ||
		new Promise(done => navigator.serviceWorker.addEventListener("controllerchange", done))).then(() => true)`)
	fields := reportFields(t)
	fields.Set("shown", "1")
	fields.Set("name", "Wallaby Example")
	b.send("/report", fields)
	if got := await[[]string](b, keptReports); len(got) > 0 {
		t.Errorf("kept unasked: %q", got)
	}
	b.push("[data-keep]")
	b.waitFor("the copy", "document.querySelector('.keep-hint').textContent.startsWith('Kept.')")
	b.look("report keeps")
	if got := await[[]string](b, keptReports); strings.Join(got, " ") != "/report/kept /report/kept.pdf" {
		t.Errorf("kept %q", got)
	}
	b.open("/report")
	b.waitFor("the way to it", "!document.querySelector('[data-kept-report]').hidden")
	server.CloseClientConnections()
	server.Close()

	for _, path := range []string{"/report/kept", "/report"} { // the second is asked of the server first
		b.open(path)
		b.waitFor("the PDF of "+path, "document.querySelector('a[download]')?.href.startsWith('blob:')")
		if got := b.text("main"); !strings.Contains(got, "My legs will not lie still") || !strings.Contains(got, "Wallaby Example") {
			t.Errorf("%s without a server: %.300q", path, got)
		}
		if got := b.text("#update"); !strings.Contains(got, "A copy kept on this device") {
			t.Errorf("%s does not say that it is a copy: %q", path, got)
		}
		if got := eval[[]string](b, "[...document.querySelectorAll('main button, main summary')].filter(e => e.checkVisibility() && !e.closest('.sheet')).map(e => e.innerText)"); strings.Join(got, ",") != "Print" {
			t.Errorf("%s offers %q, want what works without a server", path, got)
		}
	}
	if got := await[string](b, "caches.match('/report/kept.pdf').then(r => r.text()).then(t => t.slice(0, 5))"); got != "%PDF-" {
		t.Errorf("the PDF begins with %q", got)
	}
	b.look("report kept")
	b.media("print")
	if b.seen(".screen") || !b.seen(".page-one") {
		t.Error("on paper there is more than the report, or no report")
	}
	b.media("")

	b.open("/offline")
	b.waitFor("the list", "document.querySelector('.if-kept a[href=\"/report/kept\"]').checkVisibility() && document.querySelector('#kept .list').innerText.includes('Your last report')")
	b.open("/report/kept")
	b.push("#update button")
	b.waitFor("the end of the copy", "document.querySelector('#update').innerText.includes('Deleted')")
	if got := await[[]string](b, keptReports); len(got) > 0 {
		t.Errorf("after deleting there is still %q", got)
	}
	b.open("/report/kept")
	if got := b.text("main"); !strings.Contains(got, "You have no network right now") {
		t.Errorf("a deleted report still opens: %.200q", got)
	}
}

// media shows pages as on paper, or as on a screen for "".
func (b *browser) media(name string) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: name})
		return err
	}))
}
