package server

import (
	"compress/gzip"
	"io"
	"mime"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync"
)

// compress sends text in gzip to clients that take it: at night, on a phone, in a
// bedroom with one bar of signal, size is time. Level 1, since the processor is shared
// with the engine. No secret of ours stands beside a person's text in an answer, which
// is what would make compression leak.
func compress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept-Encoding")
		if r.Method == http.MethodHead || r.Header.Get("Range") != "" || !acceptsGzip(r.Header.Get("Accept-Encoding")) {
			next.ServeHTTP(w, r)
			return
		}
		z := &zipper{ResponseWriter: w}
		defer z.release()
		next.ServeHTTP(z, r)
		z.close() // not deferred: after a panic the answer must stay open to be replaced
	})
}

// acceptsGzip reports whether gzip is named without q=0.
func acceptsGzip(accept string) bool {
	for _, part := range strings.Split(accept, ",") {
		coding, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if !strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			continue
		}
		q, given := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
		weight, err := strconv.ParseFloat(q, 64)
		return !given || err == nil && weight > 0
	}
	return false
}

// smallest is the size in bytes below which gzip gains nothing over one packet.
const smallest = 1024

// zips are the writers of gzip. Each takes 800 kB, so there are only so many: where
// hundreds of requests are under way they were most of the memory. A sync.Pool loses them
// with every collection, and making them anew was an eighth of all that was allocated.
type zips struct {
	mu   sync.Mutex
	free []*gzip.Writer
	out  int // how many are in use
	most int // that may be
	kept int // that wait for use
}

var zipWriters = &zips{most: 4 * runtime.GOMAXPROCS(0), kept: runtime.GOMAXPROCS(0)}

// take returns a writer, nil when all are in use: the answer then goes as it is.
func (z *zips) take(to io.Writer) *gzip.Writer {
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.out == z.most {
		return nil
	}
	z.out++
	if n := len(z.free); n > 0 {
		w := z.free[n-1]
		z.free = z.free[:n-1]
		w.Reset(to)
		return w
	}
	w, _ := gzip.NewWriterLevel(to, gzip.BestSpeed) // the level is valid
	return w
}

func (z *zips) put(w *gzip.Writer) {
	w.Reset(nil) // or the answer's connection would stay with it
	z.mu.Lock()
	defer z.mu.Unlock()
	z.out--
	if len(z.free) < z.kept {
		z.free = append(z.free, w)
	}
}

// zipper decides with the first write whether to compress.
type zipper struct {
	http.ResponseWriter
	zip     *gzip.Writer // nil when not compressing
	decided bool
}

func (z *zipper) WriteHeader(status int) {
	if status >= 200 && !z.decided {
		z.decide(status, nil)
	}
	z.ResponseWriter.WriteHeader(status)
}

func (z *zipper) Write(b []byte) (int, error) {
	if !z.decided {
		z.decide(http.StatusOK, b)
	}
	if z.zip != nil {
		return z.zip.Write(b)
	}
	return z.ResponseWriter.Write(b)
}

func (z *zipper) decide(status int, first []byte) {
	z.decided = true
	h := z.Header()
	if h.Get("Content-Type") == "" && first != nil {
		h.Set("Content-Type", http.DetectContentType(first)) // or net/http would look at gzip
	}
	if status != http.StatusOK || h.Get("Content-Encoding") != "" || !compressible(h.Get("Content-Type")) || z.small(first) {
		return
	}
	if z.zip = zipWriters.take(z.ResponseWriter); z.zip == nil {
		return
	}
	h.Set("Content-Encoding", "gzip")
	h.Del("Content-Length")
	if tag := h.Get("ETag"); tag != "" && !strings.HasPrefix(tag, "W/") {
		h.Set("ETag", "W/"+tag) // other bytes, same meaning
	}
}

// small trusts a declared length; an answer without one is taken for long when its
// first piece is.
func (z *zipper) small(first []byte) bool {
	if n, err := strconv.Atoi(z.Header().Get("Content-Length")); err == nil {
		return n < smallest
	}
	return first != nil && len(first) < smallest
}

func compressible(contentType string) bool {
	t, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return false
	}
	return strings.HasPrefix(t, "text/") || strings.HasSuffix(t, "json") || strings.HasSuffix(t, "xml") || t == "application/javascript"
}

func (z *zipper) close() {
	if z.zip == nil {
		return
	}
	_ = z.zip.Close() // the client may be gone
}

// release gives the writer back, after a panic too.
func (z *zipper) release() {
	if z.zip != nil {
		zipWriters.put(z.zip)
		z.zip = nil
	}
}

// Flush sends what is there, for answers that come in pieces.
func (z *zipper) Flush() {
	if z.zip != nil {
		_ = z.zip.Flush()
	}
	_ = http.NewResponseController(z.ResponseWriter).Flush()
}

// Unwrap lets http.ResponseController reach deadlines.
func (z *zipper) Unwrap() http.ResponseWriter { return z.ResponseWriter }
