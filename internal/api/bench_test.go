package api_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/api"
	"github.com/legible-health/legible/internal/app"
)

// eightAnswers is a typical step in the middle of an interview.
const eightAnswers = `{"person":{"age":62,"sex":"female"},"evidence":[
{"finding":"sudden_muscle_tightening","presence":"present"},{"finding":"urge_to_move_legs","presence":"absent"},
{"finding":"unilateral_leg_swelling","presence":"absent"},{"finding":"calf_pain","presence":"present"},
{"finding":"worse_evening_night","presence":"present"},{"finding":"pain_score_0_10","value":6},
{"finding":"one_leg_only","presence":"present"},{"finding":"fever","presence":"absent"}],"locale":"en","country":"GB"}`

// BenchmarkAssessHTTP measures requests over TCP with as many clients as processors,
// engine included; BenchmarkEmptyJSONHTTP is the same server and client with nothing
// behind it, so the difference is ours. Both share the machine with their client.
func BenchmarkAssessHTTP(b *testing.B) {
	post(b, api.New(service(b), nil, slog.New(slog.DiscardHandler)))
}

func BenchmarkEmptyJSONHTTP(b *testing.B) {
	post(b, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, "{}\n")
	}))
}

// BenchmarkAssessEdge measures this package alone: decoding eight answers and encoding a
// real response that is computed once, without the network.
func BenchmarkAssessEdge(b *testing.B) {
	response, err := service(b).Assess(eightAnswersRequest(b))
	if err != nil {
		b.Fatal(err)
	}
	h := newAPI(b, &fake{response: response})
	b.ReportAllocs()
	for b.Loop() {
		if w := send(h, "POST", "/api/v1/assess", eightAnswers); w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
	}
}

func eightAnswersRequest(tb testing.TB) *app.Request {
	var r app.Request
	if err := json.Unmarshal([]byte(eightAnswers), &r); err != nil {
		tb.Fatal(err)
	}
	return &r
}

func post(b *testing.B, h http.Handler) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	srv := &http.Server{Handler: h}
	go func() { _ = srv.Serve(listener) }()
	b.Cleanup(func() { _ = srv.Close() })
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	url := "http://" + listener.Addr().String() + "/api/v1/assess"
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			r, err := client.Post(url, "application/json", strings.NewReader(eightAnswers))
			if err != nil {
				b.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, r.Body)
			_ = r.Body.Close()
			if r.StatusCode != http.StatusOK {
				b.Errorf("status %d", r.StatusCode)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
}
