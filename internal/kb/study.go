package kb

// Prevalence is how common studies found the condition; shown, not computed with.
type Prevalence struct {
	Population string    `yaml:"population" json:"population"`
	Value      *float64  `yaml:"value,omitempty" json:"value,omitempty"`
	Low        *float64  `yaml:"low,omitempty" json:"low,omitempty"`
	High       *float64  `yaml:"high,omitempty" json:"high,omitempty"`
	CI         []float64 `yaml:"ci,omitempty" json:"ci,omitempty"`
	Unit       string    `yaml:"unit" json:"unit"`
	Estimate   bool      `yaml:"estimate,omitempty" json:"estimate,omitempty"`
	Source     string    `yaml:"source,omitempty" json:"source,omitempty"`
	Status     string    `yaml:"status,omitempty" json:"status,omitempty"`
	Note       string    `yaml:"note,omitempty" json:"note,omitempty"`
}

// RiskFactor is an association found by studies; shown, not computed with.
type RiskFactor struct {
	Finding  string    `yaml:"finding" json:"finding"`
	Measure  string    `yaml:"measure" json:"measure"` // OR, RR, HR, …
	Value    *float64  `yaml:"value,omitempty" json:"value,omitempty"`
	CI       []float64 `yaml:"ci,omitempty" json:"ci,omitempty"`
	Range    []float64 `yaml:"range,omitempty" json:"range,omitempty"`
	Estimate bool      `yaml:"estimate,omitempty" json:"estimate,omitempty"`
	Source   string    `yaml:"source,omitempty" json:"source,omitempty"`
	Status   string    `yaml:"status,omitempty" json:"status,omitempty"`
	Note     string    `yaml:"note,omitempty" json:"note,omitempty"`
}

// Study is what one publication measured about a finding; shown as evidence. Its
// specificity belongs to the study's own population.
type Study struct {
	Finding          string             `yaml:"finding" json:"finding"`
	Sensitivity      *float64           `yaml:"sensitivity,omitempty" json:"sensitivity,omitempty"`
	Specificity      *float64           `yaml:"specificity,omitempty" json:"specificity,omitempty"`
	SensitivityRange []float64          `yaml:"sensitivity_range,omitempty" json:"sensitivity_range,omitempty"`
	SpecificityRange []float64          `yaml:"specificity_range,omitempty" json:"specificity_range,omitempty"`
	LRPos            *float64           `yaml:"lr_pos,omitempty" json:"lr_pos,omitempty"`
	LRPosCI          []float64          `yaml:"lr_pos_ci,omitempty" json:"lr_pos_ci,omitempty"`
	LRNeg            *float64           `yaml:"lr_neg,omitempty" json:"lr_neg,omitempty"`
	LRNegCI          []float64          `yaml:"lr_neg_ci,omitempty" json:"lr_neg_ci,omitempty"`
	LRNegRange       []float64          `yaml:"lr_neg_range,omitempty" json:"lr_neg_range,omitempty"`
	LRByCount        map[string]float64 `yaml:"lr_by_count,omitempty" json:"lr_by_count,omitempty"`
	OddsRatio        *float64           `yaml:"odds_ratio,omitempty" json:"odds_ratio,omitempty"`
	DOR              *float64           `yaml:"dor,omitempty" json:"dor,omitempty"`
	DORCI            []float64          `yaml:"dor_ci,omitempty" json:"dor_ci,omitempty"`
	CI               []float64          `yaml:"ci,omitempty" json:"ci,omitempty"`
	Threshold        string             `yaml:"threshold,omitempty" json:"threshold,omitempty"`
	CompositeOf      []string           `yaml:"composite_of,omitempty" json:"composite_of,omitempty"`
	Source           string             `yaml:"source" json:"source"`
	Status           string             `yaml:"status" json:"status"`
	Population       string             `yaml:"population,omitempty" json:"population,omitempty"`
	Note             string             `yaml:"note,omitempty" json:"note,omitempty"`
}
