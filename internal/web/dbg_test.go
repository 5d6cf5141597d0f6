package web
import ("testing";"net/http";"net/http/httptest";"os";"context";"strings";"github.com/chromedp/cdproto/cdp";"github.com/chromedp/cdproto/target"
"github.com/chromedp/chromedp")
func TestDbg(t *testing.T) {
	h, _ := testSite(t)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/x.js" { w.Header().Set("Content-Type", "text/javascript"); w.Write([]byte(os.Getenv("SWX"))); return }
		if r.URL.Path == "/sw.js" { w.WriteHeader(404); return }
		h.ServeHTTP(w, r)
	}))
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath("/usr/bin/chromium"), chromedp.NoSandbox)
	for _, off := range strings.Fields(os.Getenv("ONF")) { opts = append(opts, chromedp.Flag(off, true)) }
	for _, off := range strings.Fields(os.Getenv("OFFF")) { opts = append(opts, chromedp.Flag(off, false)) }
	if os.Getenv("MIN") == "1" {
		opts = []chromedp.ExecAllocatorOption{chromedp.ExecPath("/usr/bin/chromium"), chromedp.NoSandbox, chromedp.NoFirstRun, chromedp.Flag("headless", "new")}
	}
	alloc, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	defer stop()
	ctx, stop := chromedp.NewContext(alloc)
	defer stop()
	b := &browser{t: t, ctx: ctx, url: srv.URL}
	b.do(chromedp.EmulateViewport(360, 740))
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, target.SetAutoAttach, target.SetAutoAttachParams{AutoAttach: false})
		return err
	}))
	b.open("/")
	t.Log(await[string](b, `(async()=>{ try { const r = await navigator.serviceWorker.register('/x.js'); const w = r.installing||r.waiting||r.active; const out=[]; for (let i=0;i<60;i++){ out.push(w.state); await new Promise(d=>setTimeout(d,50)); if(w.state==='activated'||w.state==='redundant') break;} 
	return [...new Set(out)].join() } catch(e) { return 'ERR '+e } })()`))
	srv.CloseClientConnections()
}
