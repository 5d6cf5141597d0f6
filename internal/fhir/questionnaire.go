package fhir

// Questionnaire is a set of questions.
type Questionnaire struct {
	Base
	URL         string              `json:"url,omitempty"`
	Version     string              `json:"version,omitempty"`
	Name        string              `json:"name,omitempty"`
	Title       string              `json:"title,omitempty"`
	DerivedFrom []string            `json:"derivedFrom,omitempty"`
	Status      Code                `json:"status"`
	SubjectType []Code              `json:"subjectType,omitempty"`
	Date        DateTime            `json:"date,omitempty"`
	Publisher   string              `json:"publisher,omitempty"`
	Description string              `json:"description,omitempty"`
	Purpose     string              `json:"purpose,omitempty"`
	Item        []QuestionnaireItem `json:"item,omitempty"`
}

// QuestionnaireItem is a question, a group or a text to read.
type QuestionnaireItem struct {
	Extension    Extensions          `json:"extension,omitempty"`
	LinkID       string              `json:"linkId"`
	Code         []Coding            `json:"code,omitempty"`
	Prefix       string              `json:"prefix,omitempty"`
	Text         string              `json:"text,omitempty"`
	Type         Code                `json:"type"` // group, display, boolean, decimal, integer, text, choice, …
	EnableWhen   []EnableWhen        `json:"enableWhen,omitempty"`
	Required     *bool               `json:"required,omitempty"`
	Repeats      *bool               `json:"repeats,omitempty"`
	MaxLength    *int                `json:"maxLength,omitempty"`
	AnswerOption []AnswerOption      `json:"answerOption,omitempty"`
	Item         []QuestionnaireItem `json:"item,omitempty"`
}

// EnableWhen shows an item only for some answer of another.
type EnableWhen struct {
	Question     string  `json:"question"`
	Operator     Code    `json:"operator"`
	AnswerCoding *Coding `json:"answerCoding,omitempty"`
}

// AnswerOption is one possible answer.
type AnswerOption struct {
	ValueCoding *Coding `json:"valueCoding,omitempty"`
}

// QuestionnaireResponse is what was answered.
type QuestionnaireResponse struct {
	Base
	Identifier    *Identifier    `json:"identifier,omitempty"`
	Questionnaire string         `json:"questionnaire,omitempty"`
	Status        Code           `json:"status"` // in-progress, completed, amended, entered-in-error, stopped
	Subject       *Reference     `json:"subject,omitempty"`
	Authored      DateTime       `json:"authored,omitempty"`
	Author        *Reference     `json:"author,omitempty"`
	Source        *Reference     `json:"source,omitempty"`
	Item          []ResponseItem `json:"item,omitempty"`
}

// ResponseItem holds the answers to one question.
type ResponseItem struct {
	Extension Extensions     `json:"extension,omitempty"`
	LinkID    string         `json:"linkId"`
	Text      string         `json:"text,omitempty"`
	Answer    []Answer       `json:"answer,omitempty"`
	Item      []ResponseItem `json:"item,omitempty"`
}

// Answer is one answer.
type Answer struct {
	Extension     Extensions     `json:"extension,omitempty"`
	ValueBoolean  *bool          `json:"valueBoolean,omitempty"`
	ValueDecimal  Decimal        `json:"valueDecimal,omitempty"`
	ValueInteger  *int           `json:"valueInteger,omitempty"`
	ValueString   string         `json:"valueString,omitempty"`
	ValueCoding   *Coding        `json:"valueCoding,omitempty"`
	ValueQuantity *Quantity      `json:"valueQuantity,omitempty"`
	Item          []ResponseItem `json:"item,omitempty"`
}
