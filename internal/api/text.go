package api

import "github.com/danielgtaylor/huma/v2"

const aboutAPI = `Legible decodes what your legs are telling you at night. It gives information, not a diagnosis.

Assessments and plans are stateless: nothing of them is stored. Entries are kept, sealed with a key of the person's own.
No request is logged. Send JSON in UTF-8. A request is either understood
wholly or refused: an unknown field, a doubled key or a wrong type is a 422 whose errors name the place. Errors are
problems (RFC 9457, application/problem+json) and never repeat what was sent. Answers may gain fields; ignore those
you do not know.`

const aboutAssess = `Computes how urgent the complaint is and why, what it may be, which published scores the answers
complete, and the next question worth asking. To hold an interview, send the growing evidence again with each answer
until complete is true; the budget says how many questions there are at most, and an emergency ends it at once.

A pure function of the request and the knowledge version: the same request gives the same bytes. Everything may be
left out: an empty object begins an interview about someone of whom nothing is known yet.`

var problemTexts = map[int]string{
	401: "No valid token was sent.",
	404: "There is no such entry.",
	408: "The request did not arrive completely.",
	409: "It was changed or deleted meanwhile, or the id is taken by something else. Nothing was kept.",
	413: "The request is larger than 256 KiB.",
	415: "The request is not JSON in UTF-8.",
	422: "The request cannot be used; errors names the fields. Nothing was computed.",
	429: "Too many requests came from one address; Retry-After says when to send it again. Nothing was kept.",
	500: "A fault of the program. Nothing was kept.",
	503: "The store cannot take it now: a full disk, a database that is gone. Nothing was kept; send it again later.",
}

var notModified = &huma.Response{Description: "The caller has this version already.", Headers: cached}

var (
	cached = map[string]*huma.Header{
		"ETag":          {Description: "Changes with the knowledge version.", Schema: &huma.Schema{Type: "string"}},
		"Cache-Control": {Description: "How long the answer may be used.", Schema: &huma.Schema{Type: "string"}},
	}
	uncached = map[string]*huma.Header{
		"Cache-Control": {Description: "Always no-store.", Schema: &huma.Schema{Type: "string"}},
	}
)

// fieldTexts describe the fields of requests and answers. A test keeps them complete.
var fieldTexts = map[string]string{
	"AssessRequest.person":   "Whom the request is about.",
	"AssessRequest.text":     "Own words, lay or clinical, in English.",
	"AssessRequest.evidence": "What has been answered so far. A finding given twice with different answers is refused.",
	"AssessRequest.locale":   "Language of the answer, e.g. en; others fall back to it.",
	"AssessRequest.country":  "ISO 3166-1 alpha-2 code, for the emergency number, e.g. GB.",
	"AssessRequest.about":    "self, or other when the answers are given about somebody else: questions then say they and their. Left out, the text decides, or an age below 10 years; else self.",
	"AssessRequest.changes":  "True to have what open answers would change the advice worked out, which takes longer.",
	"AssessRequest.asked":    "How many questions have been put; left out, the entries of evidence count.",

	"Person.age":      "Years, with decimals under two.",
	"Person.sex":      "Sex registered at birth; empty when not known.",
	"Person.pregnant": "Left out when not known or when it does not apply.",

	"Answer.finding":  "Id of a finding; /api/v1/knowledge/findings lists them.",
	"Answer.presence": "For a yes/no finding. unknown (don't know) fits every finding and is no evidence.",
	"Answer.value":    "For a measured finding a number in its unit, for a choice one of its options, for several choices the list of them.",

	"Assessment.about":        "Whom the answer speaks of: self, or other as asked for or as the text tells.",
	"Assessment.knowledge":    "The content the answer was computed with.",
	"Assessment.understood":   "What was read from the own words; check it with the person.",
	"Assessment.conflicts":    "Answers that cannot both be right.",
	"Assessment.person":       "As given, completed from the own words.",
	"Assessment.urgency":      "How soon care is needed. Show this first.",
	"Assessment.differential": "What it may be, most probable first, ties by id.",
	"Assessment.feared":       "Dangerous causes people fear, and why they are or are not likely here.",
	"Assessment.instruments":  "Published scores and criteria that the answers complete.",
	"Assessment.question":     "The next question worth asking; null when there is none.",
	"Assessment.asked":        "Questions answered so far.",
	"Assessment.budget":       "Questions at most; 0 after an emergency.",
	"Assessment.changes":      "Open answers that would change the level or the first candidate, greatest effect first; empty unless asked for.",
	"Assessment.complete":     "True when no further question is needed.",

	"Knowledge.version": "First 12 hexadecimal digits of the SHA-256 of the medical content.",

	"Understood.finding":  "Id of the finding.",
	"Understood.presence": "What the words say about it.",
	"Understood.value":    "The number said, in the finding's unit.",
	"Understood.question": "The finding in plain words.",
	"Understood.text":     "The words it was read from.",
	"Understood.start":    "First character of them in the text, counted in Unicode code points from 0.",
	"Understood.end":      "Character after the last one.",

	"Conflict.findings": "Ids of the findings.",
	"Conflict.text":     "What does not fit, in plain words.",

	"Urgency.level":       "emergency, same_day, soon (within two weeks), routine or self_care.",
	"Urgency.reasons":     "Why, most urgent first.",
	"Urgency.action":      "What to do: who to see and how soon.",
	"Urgency.call":        "The country's emergency number, for an emergency.",
	"Urgency.meanwhile":   "What to do until then.",
	"Urgency.sooner_if":   "What would make it more urgent.",
	"Urgency.unconfirmed": "True while the level rests on an answer that question asks to confirm.",

	"Reason.rule":     "Id of the red flag, or expected_harm.",
	"Reason.level":    "The level this reason asks for.",
	"Reason.findings": "Ids of the findings it rests on.",
	"Reason.text":     "The reason in plain words.",
	"Reason.why":      "The medical background.",
	"Reason.sources":  "Source ids.",

	"Candidate.condition":     "Id of the condition.",
	"Candidate.name":          "Plain name.",
	"Candidate.clinical_name": "Name clinicians use.",
	"Candidate.summary":       "What it is.",
	"Candidate.urgency":       "How soon this condition, if it is the cause, needs care.",
	"Candidate.pretest":       "Probability before any answer, from age, sex and pregnancy.",
	"Candidate.posttest":      "Probability that it is the cause or one of two causes.",
	"Candidate.low":           "Lower end of the range that the uncertainty of the numbers leaves.",
	"Candidate.high":          "Upper end of that range.",
	"Candidate.frequency":     "The probability as a natural frequency.",
	"Candidate.for":           "Answers that speak for it, strongest first.",
	"Candidate.against":       "Answers that speak against it, strongest first.",
	"Candidate.neutral_ratio": "Product of the likelihood ratios too small to list: pretest odds times all ratios are the posttest odds.",
	"Candidate.sources":       "Source ids.",
	"Candidate.reviewed":      "Whether a clinician has reviewed the entry.",

	"Term.finding":          "Id of the finding.",
	"Term.presence":         "What was answered.",
	"Term.value":            "The number answered, in the finding's unit.",
	"Term.likelihood_ratio": "What the answer multiplies the odds by; above 1 speaks for the condition.",
	"Term.sources":          "Source ids; empty for an estimate.",
	"Term.estimate":         "True when the ratio is an estimate without a source.",
	"Term.text":             "The answer in plain words.",

	"Change.finding":  "Id of the finding.",
	"Change.text":     "Its question.",
	"Change.label":    "The finding in a few words.",
	"Change.presence": "The answer that would change something: present or absent.",
	"Change.level":    "The urgency it would lead to.",
	"Change.first":    "Id of the condition that would come first.",
	"Change.name":     "Plain name of that condition.",

	"Feared.condition": "Id of the condition.",
	"Feared.name":      "Plain name.",
	"Feared.posttest":  "Its probability.",
	"Feared.why":       "Why people fear it.",
	"Feared.text":      "Why it is or is not among the likely ones.",
	"Feared.for":       "Answers that speak for it.",
	"Feared.against":   "Answers that speak against it.",

	"InstrumentResult.id":       "Id of the instrument.",
	"InstrumentResult.name":     "Its published name.",
	"InstrumentResult.score":    "The score.",
	"InstrumentResult.label":    "The level reached.",
	"InstrumentResult.meaning":  "What that means.",
	"InstrumentResult.answered": "Items that were answered.",
	"InstrumentResult.items":    "Items there are.",
	"InstrumentResult.sources":  "Source ids.",

	"Question.finding": "Id of the finding to answer.",
	"Question.text":    "The question as asked.",
	"Question.kind":    "How it is answered.",
	"Question.unit":    "Unit of a number.",
	"Question.min":     "Smallest number accepted.",
	"Question.max":     "Largest number accepted.",
	"Question.options": "What can be chosen; send the value back.",
	"Question.why":     "What the answer can change.",

	"Option.value": "Sent back as the answer.",
	"Option.text":  "Shown to the person.",

	"Problem.type":   "Always about:blank: the status says what kind of problem it is.",
	"Problem.title":  "Name of the status.",
	"Problem.status": "The HTTP status.",
	"Problem.detail": "What happened and what to do.",
	"Problem.errors": "The places that are wrong.",

	"FieldError.location": "body, query, path or header, and the field: body.evidence[3].presence.",
	"FieldError.message":  "What is wrong and what to send instead; never the value sent.",

	"KnowledgeOverview.version":  "First 12 hexadecimal digits of the SHA-256 of the medical content.",
	"KnowledgeOverview.counts":   "Entries of each kind.",
	"KnowledgeOverview.reviewed": "Entries of each kind that a clinician has reviewed.",
	"KnowledgeOverview.links":    "Where each kind is listed.",

	"KnowledgeList.knowledge": "The content listed.",
	"KnowledgeList.items":     "The entries of this page, sorted by id.",
	"KnowledgeList.total":     "Entries on all pages together.",
	"KnowledgeList.next":      "cursor of the next page; null on the last.",

	"KnowledgeItem.id":   "Id of the entry.",
	"KnowledgeItem.name": "What a person reads: a finding's question, a source's title.",
	"KnowledgeItem.link": "Where the whole entry is.",
}
