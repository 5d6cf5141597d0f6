package share

import (
	"encoding/base64"
	"encoding/json"
	"time"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/errs"
)

// Request is what a viewer posts to the manifest's address.
type Request struct {
	Recipient         string `json:"recipient"` // who looks, in words for the owner
	Passcode          string `json:"passcode"`
	EmbeddedLengthMax *int   `json:"embeddedLengthMax"` // longest file that may stand in the manifest, in characters; nil for any
}

// MaxRecipient bounds how a viewer names itself, in characters.
const MaxRecipient = 200

// ReadRequest reads a request. Fields that it does not know are left alone, as the format
// wants. errs.Invalid.
func ReadRequest(body []byte) (*Request, error) {
	var r Request
	if !utf8.Valid(body) || json.Unmarshal(body, &r) != nil {
		return nil, errs.New(errs.Invalid, "send JSON with the fields recipient, passcode and embeddedLengthMax")
	}
	if n := utf8.RuneCountInString(r.Recipient); n == 0 || n > MaxRecipient {
		return nil, errs.Field("recipient", "must have 1 to %d characters", MaxRecipient)
	}
	return &r, nil
}

// Manifest lists the files behind a link.
type Manifest struct {
	Status string `json:"status"` // Finalized, CanChange
	Files  []File `json:"files"`
}

// Status of a manifest.
const (
	Finalized = "finalized"
	CanChange = "can-change"
)

// File is one file: Embedded, or at Location for a while.
type File struct {
	ContentType string    `json:"contentType"`
	Location    string    `json:"location,omitempty"`
	Embedded    string    `json:"embedded,omitempty"` // compact JWE
	LastUpdated time.Time `json:"lastUpdated,omitzero"`
}

// Refusal answers a wrong passcode.
type Refusal struct {
	RemainingAttempts int `json:"remainingAttempts"`
}

// documentReference is as much of the FHIR R4 resource as carries a file.
type documentReference struct {
	ResourceType string    `json:"resourceType"`
	Status       string    `json:"status"`
	Date         string    `json:"date"`
	Description  string    `json:"description,omitempty"`
	Content      []content `json:"content"`
}

type content struct {
	Attachment attachment `json:"attachment"`
}

type attachment struct {
	ContentType string `json:"contentType"`
	Data        string `json:"data"` // base64
	Title       string `json:"title,omitempty"`
	Creation    string `json:"creation,omitempty"`
}

// Wrap puts a file that is not FHIR into a DocumentReference, because links carry FHIR
// only; every viewer then finds it.
func Wrap(contentType, title string, made time.Time, data []byte) ([]byte, error) {
	at := made.UTC().Format(time.RFC3339)
	return json.Marshal(documentReference{ResourceType: "DocumentReference", Status: "current", Date: at, Description: title,
		Content: []content{{attachment{ContentType: contentType, Data: base64.StdEncoding.EncodeToString(data), Title: title, Creation: at}}}})
}
