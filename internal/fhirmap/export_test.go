package fhirmap

// Problems are the findings that go into a summary.
func Problems() []string { return problems }
