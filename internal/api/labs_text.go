package api

const aboutLabs = `Says what laboratory results mean for leg trouble: low or high for this person, the published limits they
cross, what can make them mislead, what to ask. Information, not a diagnosis. Nothing is kept.

The interval of the report, low and high, stands before those of the knowledge base. A result that cannot be right as it is
written is not accepted: its questions say what to look at, with suggestions, and it answers nothing until it is sent again
corrected, or with confirmed. A critical value sets urgency whatever else is known, and no interval, confirmation or evidence
takes it back; if_right tells of one that an open question leaves possible. Send evidence to have limits that hold for some
people only settled. The evidence of the answer is ready for POST /assess.

A pure function of the request and the knowledge version.`

const aboutLabsRead = `Understands the text of a laboratory report, or a table (csv) with a header: test, value, unit, and low,
high or range, and date. What was read has its place in the text, counted in Unicode code points. Show it to a person beside
the report before you use it; what is not sure carries doubts, and unread lists lines that look like results and were not
understood. Nothing is kept.`

// labTexts describe the fields of laboratory results, as fieldTexts do those of assessments.
var labTexts = map[string]string{
	"LabsRequest.person":   "Whom the results are of.",
	"LabsRequest.text":     "Own words, which may settle for whom a limit holds.",
	"LabsRequest.evidence": "What has been answered, as in an assessment.",
	"LabsRequest.locale":   "Language of the answer, e.g. en; others fall back to it.",
	"LabsRequest.country":  "ISO 3166-1 alpha-2 code, for the emergency number, e.g. GB.",
	"LabsRequest.about":    "self, or other when somebody answers for the person. Left out, as in an assessment.",
	"LabsRequest.results":  "Results of one report.",

	"LabResult.analyte":   "Id of the analyte; GET /api/v1/knowledge/analytes lists them.",
	"LabResult.value":     "A decimal as printed, perhaps with <, >, <= or >= before it.",
	"LabResult.unit":      "As printed; all usual spellings are known.",
	"LabResult.low":       "Lower end of the interval of the report, in unit; left out for none.",
	"LabResult.high":      "Upper end.",
	"LabResult.confirmed": "True when a person has compared it with the report and it stands so.",

	"LabsResponse.knowledge": "The content the answer was computed with.",
	"LabsResponse.person":    "As given, completed from the own words.",
	"LabsResponse.urgency":   "Set by critical values; show it first. null without one, which is no sign that all is well.",
	"LabsResponse.results":   "One for each result, in the order given.",
	"LabsResponse.evidence":  "Findings that accepted values answer, for POST /assess.",

	"LabEvidence.finding":  "Id of the finding.",
	"LabEvidence.presence": "present or absent.",

	"LabReading.analyte":       "Id of the analyte.",
	"LabReading.name":          "Its name.",
	"LabReading.value":         "As given, with a point and its comparator.",
	"LabReading.unit":          "One of the analyte's units; as given while it is not known.",
	"LabReading.standard":      "The value in standard_unit, with one digit more than was given; empty while the unit is open.",
	"LabReading.standard_unit": "The analyte's own unit, in which limits are told.",
	"LabReading.ucum":          "standard_unit in UCUM.",
	"LabReading.reference":     "The interval it was held against.",
	"LabReading.flag":          "Where the value lies; indeterminate when a comparator, a missing interval or a question leaves it open.",
	"LabReading.critical":      "A critical value; never overruled.",
	"LabReading.if_right":      "What it would be if it is right as written.",
	"LabReading.accepted":      "False while a question is open.",
	"LabReading.questions":     "What to settle before the value counts.",
	"LabReading.meaning":       "What the analyte is.",
	"LabReading.for_legs":      "Limits for leg trouble that it crosses, those that surely hold first.",
	"LabReading.caveats":       "What can make it mislead.",
	"LabReading.ask":           "What to ask a clinician.",
	"LabReading.evidence":      "Findings it answers.",
	"LabReading.sources":       "Source ids of the entry.",
	"LabReading.reviewed":      "True when a clinician has reviewed the entry.",

	"LabAnswer.finding":  "Id of the finding.",
	"LabAnswer.presence": "present or absent.",
	"LabAnswer.name":     "The finding in a few words.",

	"LabReference.basis":  "own: printed on the report; knowledge: of the knowledge base for this sex and age; none.",
	"LabReference.low":    "In the unit of the value; empty when open.",
	"LabReference.high":   "In the unit of the value; empty when open.",
	"LabReference.source": "Source id, for knowledge.",
	"LabReference.status": "seen: read in the source; recalled: to be checked there.",
	"LabReference.note":   "For whom it is, or why there is none.",

	"LabCritical.level":    "Lowest urgency it allows.",
	"LabCritical.action":   "What to do.",
	"LabCritical.limit":    "The limit in words.",
	"LabCritical.possible": "True when the report leaves open whether it is reached.",
	"LabCritical.source":   "Source id.",
	"LabCritical.status":   "seen or recalled.",

	"LabForLegs.text":       "What the limit means.",
	"LabForLegs.limit":      "The limit in words, in standard_unit.",
	"LabForLegs.applies_to": "For whom it holds; empty for everybody.",
	"LabForLegs.holds":      "yes; if, for those named only, which is not settled; may, when the report gives no exact value.",
	"LabForLegs.source":     "Source id.",
	"LabForLegs.status":     "seen or recalled.",

	"LabNote.text":   "The caveat.",
	"LabNote.holds":  "yes, or if another result would have to be known.",
	"LabNote.source": "Source id; empty for advice.",
	"LabNote.status": "seen or recalled.",

	"LabQuestion.kind":        "What is open.",
	"LabQuestion.text":        "The question in plain words.",
	"LabQuestion.suggestions": "Readings that would make sense.",

	"LabSuggestion.value": "A value.",
	"LabSuggestion.unit":  "A unit of the analyte.",

	"LabsReadRequest.text": "Text of a report.",
	"LabsReadRequest.csv":  "A table with a header, instead of text.",

	"LabsRead.results": "What was understood, in the order of the report.",
	"LabsRead.unread":  "Lines that were not.",

	"LabRead.analyte":   "Id of the analyte.",
	"LabRead.value":     "As printed; thousands and decimals told apart where it is clear.",
	"LabRead.unit":      "As printed; empty when the report has none.",
	"LabRead.low":       "Lower end of the interval of the report.",
	"LabRead.high":      "Upper end.",
	"LabRead.confirmed": "Never set here.",
	"LabRead.start":     "Code point where it begins.",
	"LabRead.end":       "Code point behind it.",
	"LabRead.line":      "Line of the table, from 1.",
	"LabRead.day":       "Date as the table writes it.",
	"LabRead.doubts":    "What the reader is not sure of.",

	"LabLine.text":  "The line.",
	"LabLine.start": "Code point where it begins.",
	"LabLine.end":   "Code point behind it.",
	"LabLine.line":  "Line of the table, from 1.",
	"LabLine.why":   "What is wrong with it.",
}
