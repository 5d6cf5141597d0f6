package fhir

// Bundle is a set of resources: a document, the result of a search, …
type Bundle struct {
	Base
	Identifier *Identifier   `json:"identifier,omitempty"`
	Type       Code          `json:"type"`
	Timestamp  Instant       `json:"timestamp,omitempty"`
	Total      *int          `json:"total,omitempty"`
	Link       []BundleLink  `json:"link,omitempty"`
	Entry      []BundleEntry `json:"entry,omitempty"`
}

// BundleLink is where this page and the next one are.
type BundleLink struct {
	Relation string `json:"relation"`
	URL      string `json:"url"`
}

// BundleEntry is one resource of a bundle.
type BundleEntry struct {
	FullURL  string          `json:"fullUrl,omitempty"`
	Resource *Any            `json:"resource,omitempty"`
	Search   *BundleSearch   `json:"search,omitempty"`
	Request  *BundleRequest  `json:"request,omitempty"`
	Response *BundleResponse `json:"response,omitempty"`
}

// BundleSearch says why an entry is in a result: match, include, outcome.
type BundleSearch struct {
	Mode Code `json:"mode,omitempty"`
}

// BundleRequest is what to do with an entry of a batch.
type BundleRequest struct {
	Method Code   `json:"method"`
	URL    string `json:"url"`
}

// BundleResponse is what was done.
type BundleResponse struct {
	Status   string `json:"status"`
	Location string `json:"location,omitempty"`
	Outcome  *Any   `json:"outcome,omitempty"`
}

// Composition is the first resource of a document: its title, author and sections.
type Composition struct {
	Base
	Identifier *Identifier      `json:"identifier,omitempty"`
	Status     Code             `json:"status"`
	Type       *CodeableConcept `json:"type"`
	Subject    *Reference       `json:"subject,omitempty"`
	Date       DateTime         `json:"date"`
	Author     []Reference      `json:"author"`
	Title      string           `json:"title"`
	Custodian  *Reference       `json:"custodian,omitempty"`
	Section    []Section        `json:"section,omitempty"`
}

// Section is a part of a document.
type Section struct {
	Title       string           `json:"title,omitempty"`
	Code        *CodeableConcept `json:"code,omitempty"`
	Text        *Narrative       `json:"text,omitempty"`
	Entry       []Reference      `json:"entry,omitempty"`
	EmptyReason *CodeableConcept `json:"emptyReason,omitempty"`
	Section     []Section        `json:"section,omitempty"`
}

// OperationOutcome says what went wrong, or what to know.
type OperationOutcome struct {
	Base
	Issue []Issue `json:"issue"`
}

// Issue is one thing of an outcome.
type Issue struct {
	Severity    Code             `json:"severity"` // fatal, error, warning, information
	Code        Code             `json:"code"`     // of the standard: invalid, structure, required, value, not-found, …
	Details     *CodeableConcept `json:"details,omitempty"`
	Diagnostics string           `json:"diagnostics,omitempty"`
	Expression  []string         `json:"expression,omitempty"`
}

// Outcome is an OperationOutcome of the issues given.
func Outcome(issues ...Issue) *OperationOutcome {
	return &OperationOutcome{Base: Of("OperationOutcome", ""), Issue: issues}
}

// Parameters are the in- or output of an operation.
type Parameters struct {
	Base
	Parameter []Parameter `json:"parameter,omitempty"`
}

// Parameter is one of Parameters.
type Parameter struct {
	Name        string `json:"name"`
	ValueString string `json:"valueString,omitempty"`
	Resource    *Any   `json:"resource,omitempty"`
}

// Resource returns the resource of the named parameter, or nil.
func (p *Parameters) Resource(name string) Resource {
	for _, x := range p.Parameter {
		if x.Name == name && x.Resource != nil {
			return x.Resource.Resource
		}
	}
	return nil
}
