package web

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
)

// consultationNotices are all notices about consultations; true for those with a time.
var consultationNotices = map[string]bool{"consultation.accepted": false, "consultation.asked": true, "consultation.handed_over": true, "consultation.signed": false,
	"consultation.declined": false, "consultation.expired": false, "consultation.soon": true,
	"consulting.requested": true, "consulting.handed_over": true, "consulting.answered": true, "consulting.soon": true,
	"consultation.returned": true, "consultation.kept": false, "consulting.returned": true, "consulting.taken": false, "consulting.taken_back": false,
	"consulting.withdrawn": false, "consulting.expired": false, "consulting.consent_ended": false}

// What is sent about a consultation says where to look, until when, and how to stop; it
// says nothing about anybody's health.
func TestConsultationLetters(t *testing.T) {
	p := spoken()
	for what, timed := range consultationNotices {
		m := app.Message{Sort: app.NoticeMessage, Notice: what, Link: "/consultations/c1", Token: "secret", Zone: time.UTC, Key: "k"}
		if timed {
			m.When = time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
		}
		if !p.Has("notice.subject."+what) || !p.Has("notice.letter."+what) || p.Has("notice.body."+what) != timed {
			t.Errorf("%s has no words", what)
			continue
		}
		subject, text := Letter(m, "https://legible.example")
		if strings.Contains(text, "Tue 24 Nov, 10:00 (UTC)") != timed || strings.Contains(subject+text, "{") {
			t.Errorf("%s: %q\n%s", what, subject, text)
		}
		for _, want := range []string{"https://legible.example/consultations/c1", "https://legible.example/r/secret", "because you"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in\n%s", what, want, text)
			}
		}
		for _, word := range []string{"leg", "doctor", "report", "health", "opinion", "symptom", "medic"} {
			if said := strings.ToLower(strings.NewReplacer("legible.example", "", "Legible", "").Replace(subject + text)); strings.Contains(said, word) {
				t.Errorf("%s says %q:\n%s", what, word, said)
			}
		}
		var push notice
		if err := json.Unmarshal(Notification(m), &push); err != nil || push.Title != subject || push.Open != m.Link || push.Message != "/r/secret" ||
			len(push.Actions) != 1 || push.Actions[0].Action != "stop" || strings.Contains(push.Body, "Tue 24 Nov, 10:00") != timed {
			t.Errorf("%s: %+v, %v", what, push, err)
		}
	}
}
