package api

const aboutAsk = `Answers a question about leg trouble at night with passages of the guide, word for word and each with its page,
date and review state. Nothing is made up: what the guide does not cover is refused (answered is false and message says so).
When the words of the question tell of danger, urgent is set and must be shown before anything else. Questions about doses, and
about stopping or changing a medicine, get the fixed answer of kind dose or stop first: ask a pharmacist or the prescriber.

check may carry what POST /assess takes, when the person wants their check used: passages about its likely causes are then preferred, what is
urgent in it comes into urgent, and the answer's check says so. Where the operator has set up a language model, rephrased may hold the
passages in other words: each sentence with the passage that supports it. The model is given the passages and never the
question or the check; it is not asked where something is urgent, refused, or about a dose or stopping a medicine.

A pure function of the request and the knowledge version, but for rephrased. Nothing is stored or logged.`

const aboutGuide = `Searches the articles of the guide and the pages of conditions, activities, exercises, medicines, laboratory tests and
instruments, by stems, with lay and clinical synonyms. The words stand in the address, which proxies may log: for somebody's own
story use POST /ask.`

// guideTexts describe the fields of the guide. A test keeps them complete.
var guideTexts = map[string]string{
	"AskRequest.question": "The question in own words, in English.",
	"AskRequest.country":  "ISO 3166-1 alpha-2 code, for the numbers to ring, e.g. GB.",

	"AskRequest.check": "The asker's own check, given only when they want it used; left out or null, none is.",

	"AskResponse.knowledge": "The content the answer comes from.",
	"AskResponse.answered":  "Whether anything was quoted.",
	"AskResponse.kind":      "passages: quoted from the guide. dose, stop: the fixed answer first. nothing: the guide does not cover it. language: not in English.",
	"AskResponse.answer":    "The passages word for word, best first, at most three.",
	"AskResponse.passages":  "Where each quote stands, in the same order.",
	"AskResponse.urgent":    "What to say first; null when no word of the question is alarming.",
	"AskResponse.message":   "What to say when nothing was quoted.",
	"AskResponse.read_as":   "Words taken for slips of the keyboard.",
	"AskResponse.rephrased": "The passages in a language model's words; null where none is set up, it may not be asked, or nothing it said is supported.",
	"AskResponse.check":     "How the check was used; null when none was given.",

	"AskCheck.level":  "How urgent the check is.",
	"AskCheck.action": "Who and how soon, by the check.",
	"AskCheck.causes": "The likeliest causes of the check, at most three; passages about them are preferred.",
	"AskCheck.text":   "Says that the check was used.",

	"AskCause.condition": "Condition id.",
	"AskCause.name":      "Its plain name.",
	"AskCause.url":       "Its page in the guide.",

	"Rephrasing.model":     "The model, as the operator calls it.",
	"Rephrasing.sentences": "What the passages support of what it wrote, in its order; at least one.",
	"Rephrasing.dropped":   "Sentences of the model that no passage supports.",

	"RephrasedSentence.text":      "The sentence.",
	"RephrasedSentence.passage":   "Id of the passage that supports it, one of passages.",
	"RephrasedSentence.rephrased": "False when it stands in the passage word for word.",

	"Quote.text":    "The passage word for word; items of a list stand on lines of their own.",
	"Quote.passage": "Id of the passage.",

	"QuotedPassage.id":       "Id of the passage: the page's slug, # and its anchor.",
	"QuotedPassage.title":    "Title of the page.",
	"QuotedPassage.heading":  "Heading above the passage; may be empty.",
	"QuotedPassage.url":      "Where it stands, from the root of this installation.",
	"QuotedPassage.kind":     "Kind of the page; fixed for answers that are always the same.",
	"QuotedPassage.date":     "Last update, or last check of the sources; may be empty.",
	"QuotedPassage.reviewed": "Whether a clinician has reviewed the page.",
	"QuotedPassage.grade":    "What it rests on: A high, B moderate, C low certainty, D opinion or no study; fact from a source; advice.",
	"QuotedPassage.sources":  "Source ids.",

	"AskUrgency.level":       "emergency, same_day or soon.",
	"AskUrgency.reasons":     "What in the question is alarming, most urgent first.",
	"AskUrgency.action":      "Who and how soon.",
	"AskUrgency.meanwhile":   "What to do until then.",
	"AskUrgency.call":        "The country's ambulance number, for an emergency.",
	"AskUrgency.crisis_line": "The country's crisis line, where somebody may harm themselves.",

	"Mending.word": "As written.",
	"Mending.as":   "As read.",

	"GuideResponse.knowledge": "The content searched.",
	"GuideResponse.items":     "The pages, best first; without words in the order of the guide.",
	"GuideResponse.total":     "How many there are.",

	"GuideItem.id":       "Slug of the page.",
	"GuideItem.kind":     "Kind of the page.",
	"GuideItem.entry":    "Id in the knowledge base.",
	"GuideItem.title":    "Title.",
	"GuideItem.url":      "Where it is, from the root of this installation.",
	"GuideItem.summary":  "What it is about.",
	"GuideItem.category": "Its category.",
	"GuideItem.tags":     "Tags of an article.",
	"GuideItem.date":     "Last update, or last check of the sources; may be empty.",
	"GuideItem.reviewed": "Whether a clinician has reviewed it.",
	"GuideItem.minutes":  "Minutes to read an article; 0 for other kinds.",
	"GuideItem.passage":  "The passage that fits best; null without words.",

	"GuideSnippet.id":      "Id of the passage.",
	"GuideSnippet.heading": "Heading above it; may be empty.",
	"GuideSnippet.url":     "Where it stands.",
	"GuideSnippet.text":    "A stretch of it.",
	"GuideSnippet.marks":   "The words that were found, in text.",

	"GuideMark.start": "First code point.",
	"GuideMark.end":   "Code point after the last.",
}
