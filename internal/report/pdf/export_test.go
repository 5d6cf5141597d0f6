package pdf

import "github.com/legible-health/legible/internal/report"

// PageOneFits measures a document.
func PageOneFits(d *report.Document) bool { return measure(d, true, broken{}).fits }
