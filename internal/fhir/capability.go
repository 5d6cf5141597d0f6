package fhir

// CapabilityStatement says what a server can do.
type CapabilityStatement struct {
	Base
	URL            string                    `json:"url,omitempty"`
	Version        string                    `json:"version,omitempty"`
	Name           string                    `json:"name,omitempty"`
	Title          string                    `json:"title,omitempty"`
	Status         Code                      `json:"status"`
	Date           DateTime                  `json:"date"`
	Publisher      string                    `json:"publisher,omitempty"`
	Description    string                    `json:"description,omitempty"`
	Kind           Code                      `json:"kind"`
	Software       *CapabilitySoftware       `json:"software,omitempty"`
	Implementation *CapabilityImplementation `json:"implementation,omitempty"`
	FHIRVersion    Code                      `json:"fhirVersion"`
	Format         []Code                    `json:"format"`
	Rest           []CapabilityRest          `json:"rest,omitempty"`
}

// CapabilitySoftware names the program.
type CapabilitySoftware struct {
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
}

// CapabilityImplementation is this installation.
type CapabilityImplementation struct {
	Description string `json:"description"`
	URL         string `json:"url,omitempty"`
}

// CapabilityRest is what can be asked over HTTP.
type CapabilityRest struct {
	Mode          Code                    `json:"mode"`
	Documentation string                  `json:"documentation,omitempty"`
	Security      *CapabilitySecurity     `json:"security,omitempty"`
	Resource      []CapabilityResource    `json:"resource,omitempty"`
	Interaction   []CapabilityInteraction `json:"interaction,omitempty"`
}

// CapabilitySecurity says who gets in.
type CapabilitySecurity struct {
	Description string `json:"description,omitempty"`
}

// CapabilityResource is what can be done with one type.
type CapabilityResource struct {
	Type          Code                    `json:"type"`
	Profile       string                  `json:"profile,omitempty"`
	Documentation string                  `json:"documentation,omitempty"`
	Interaction   []CapabilityInteraction `json:"interaction,omitempty"`
	SearchParam   []CapabilitySearch      `json:"searchParam,omitempty"`
	Operation     []CapabilityOperation   `json:"operation,omitempty"`
}

// CapabilityInteraction is read, search-type, create, …
type CapabilityInteraction struct {
	Code          Code   `json:"code"`
	Documentation string `json:"documentation,omitempty"`
}

// CapabilitySearch is a parameter that a search takes.
type CapabilitySearch struct {
	Name          string `json:"name"`
	Type          Code   `json:"type"`
	Documentation string `json:"documentation,omitempty"`
}

// CapabilityOperation is an operation, by its definition.
type CapabilityOperation struct {
	Name          string `json:"name"`
	Definition    string `json:"definition"`
	Documentation string `json:"documentation,omitempty"`
}
