package kb

// Source is one bibliographic entry; everything medical in knowledge/ names its sources by id.
type Source struct {
	ID         string `yaml:"id" json:"id,omitempty"`
	Title      string `yaml:"title" json:"title,omitempty"`
	Authors    string `yaml:"authors" json:"authors,omitempty"`
	Year       int    `yaml:"year" json:"year,omitempty"`             // 0 if unknown (null in the file)
	Where      string `yaml:"where" json:"where,omitempty"`           // journal with volume and pages, or site
	Identifier string `yaml:"identifier" json:"identifier,omitempty"` // doi:, pmid:, PMC or URL; several joined by "; "; empty if not verified
	Design     string `yaml:"design" json:"design,omitempty"`         // one of SourceDesigns
	Seen       bool   `yaml:"seen" json:"seen,omitempty"`             // the work or its abstract was read, not only recalled
	Checked    string `yaml:"checked" json:"checked,omitempty"`       // date of the last check, YYYY-MM-DD
	Note       string `yaml:"note,omitempty" json:"note,omitempty"`
}

// SourceDesigns are the study designs a source may have, roughly from strong to weak.
var SourceDesigns = []string{
	"meta_analysis", "systematic_review", "trial", "cohort", "case_control", "cross_sectional",
	"diagnostic_accuracy", "guideline", "reference", "case_series", "textbook", "secondary_page", "seed", "unknown",
}

// Statuses say how a single figure was obtained: read in its source, recalled from memory
// (must be checked), or estimated by us (must be reviewed).
var Statuses = []string{"seen", "recalled", "estimate"}

func (s *Source) check(p problems) {
	required(p, "id", s.ID)
	required(p, "title", s.Title)
	required(p, "authors", s.Authors)
	required(p, "where", s.Where)
	date(p, "checked", s.Checked)
	if s.Year != 0 && (s.Year < 1800 || s.Year > 2100) {
		p.add("year", "%d is outside 1800-2100", s.Year)
	}
	oneOf(p, "design", s.Design, SourceDesigns...)
}
