package api

const aboutPlan = `Makes a care plan from the same answers as an assessment: what to do tonight, this week and with a
clinician, an evening routine of guided stretches, and what was left out and why. Information, not a prescription: it never
names a dose of a medicine and never advises stopping one.

Nothing contraindicated is ever in a plan, whatever is wished. What has not been asked is not taken for safe: check_first
says "not for you if" and which findings settle it. In an emergency the plan holds only getting help; when care is needed the
same day, only safe comfort and what to talk about.

A pure function of the request and the knowledge version. Everything may be left out.`

// planTexts describe the fields of plans, as fieldTexts do those of assessments.
var planTexts = map[string]string{
	"PlanRequest.person":      "Whom the plan is for.",
	"PlanRequest.text":        "Own words, lay or clinical, in English.",
	"PlanRequest.evidence":    "What has been answered. A finding given twice with different answers is refused.",
	"PlanRequest.locale":      "Language of the answer, e.g. en; others fall back to it.",
	"PlanRequest.country":     "ISO 3166-1 alpha-2 code, for the emergency number, e.g. GB.",
	"PlanRequest.about":       "self, or other when somebody answers for the person. Left out, as in an assessment.",
	"PlanRequest.preferences": "What the person likes and has; everything may be left out.",

	"Preferences.minutes":    "Minutes a day; left out for no limit. The evening and one activity of the week fit in.",
	"Preferences.places":     "Where and how exercises can be done; left out for anywhere.",
	"Preferences.equipment":  "Ids of what is at hand; left out when not asked, an empty list for nothing.",
	"Preferences.preset":     "Dose of the routine: that of the seed documents, of the trial, or a gentle one.",
	"Preferences.wishes":     "Ids of activities or exercises, or categories of them: offered if safe.",
	"Preferences.not_wanted": "The same, to leave out.",

	"CarePlan.knowledge":        "The content the answer was computed with.",
	"CarePlan.understood":       "What was read from the own words; check it with the person.",
	"CarePlan.person":           "As given, completed from the own words.",
	"CarePlan.urgency":          "How soon care is needed. Show this first.",
	"CarePlan.tonight":          "For tonight, best first; help to get stands first of all.",
	"CarePlan.week":             "For this week, best first.",
	"CarePlan.with_a_clinician": "Contact with care, medicines to discuss, tests, classes of treatment, other help.",
	"CarePlan.routine":          "Guided stretches for the evening.",
	"CarePlan.avoid":            "What is sold or said to help and should be left.",
	"CarePlan.more":             "Would fit too, beyond what one list holds.",
	"CarePlan.left_out":         "What would have been offered but for a reason, sorted by id.",

	"PlanItem.id":             "Id of the activity, exercise, medicine class, analyte or condition; urgent for help to get.",
	"PlanItem.kind":           "What the id names.",
	"PlanItem.name":           "Shown to the person.",
	"PlanItem.category":       "Kind of measure, e.g. stretch.",
	"PlanItem.optional":       "True for what is comfort only.",
	"PlanItem.steps":          "What to do, in order.",
	"PlanItem.easier_version": "For who finds it hard.",
	"PlanItem.variants":       "Ids of other versions that fit the person.",
	"PlanItem.position":       "standing, seated, lying or floor.",
	"PlanItem.equipment":      "What it needs, in words.",
	"PlanItem.frequency":      "How often.",
	"PlanItem.duration":       "How long.",
	"PlanItem.why":            "Why it is here, strongest reason first.",
	"PlanItem.relevance":      "Sum of the posttest probabilities it serves and the worth of risk factors.",
	"PlanItem.grade":          "Grade of evidence, A to D.",
	"PlanItem.grade_text":     "The grade in plain words.",
	"PlanItem.grade_note":     "What the grade holds for.",
	"PlanItem.results":        "What studies found; for a medicine its effects, for a test what it tells.",
	"PlanItem.tests":          "For a treatment: tests and examinations to ask about.",
	"PlanItem.seed_dose":      "The numbers of the seed documents.",
	"PlanItem.trial_dose":     "The numbers of a trial.",
	"PlanItem.dose_basis":     "Where times and repeats come from: seed, trial or estimate.",
	"PlanItem.estimate":       "True when times and repeats are estimates.",
	"PlanItem.sources":        "Source ids.",
	"PlanItem.reviewed":       "The clinician's review; null while there is none.",
	"PlanItem.check_first":    "Not for the person if one of these holds; not settled yet.",
	"PlanItem.cautions":       "Take care: holds, or has not been ruled out.",
	"PlanItem.stop_if":        "Signs to stop at once.",
	"PlanItem.disagreements":  "Where the seed documents and the evidence differ.",
	"PlanItem.figures":        "Ids of drawings.",

	"PlanReason.kind":     "What sort of reason.",
	"PlanReason.id":       "Id of the condition or finding; empty for others.",
	"PlanReason.text":     "The reason in plain words.",
	"PlanReason.posttest": "Posttest probability of a cause.",

	"PlanCheck.text":      "Not for the person if this holds.",
	"PlanCheck.questions": "Findings that settle it; empty when nothing asked here does.",

	"PlanQuestion.finding": "Id of the finding.",
	"PlanQuestion.text":    "The question as asked.",

	"PlanDisagreement.id":            "Id of the disagreement.",
	"PlanDisagreement.topic":         "Heading.",
	"PlanDisagreement.seed_says":     "What the seed documents say.",
	"PlanDisagreement.evidence_says": "What studies say.",
	"PlanDisagreement.stronger":      "seed, evidence, or neither.",
	"PlanDisagreement.grade_note":    "Certainty in words.",
	"PlanDisagreement.sources":       "Source ids.",

	"PlanMention.id":   "Id of the activity or exercise.",
	"PlanMention.kind": "activity or exercise.",
	"PlanMention.name": "Shown to the person.",

	"LeftOut.id":        "Id of the activity or exercise.",
	"LeftOut.kind":      "activity or exercise.",
	"LeftOut.name":      "Shown to the person.",
	"LeftOut.reason":    "Why it was left out.",
	"LeftOut.text":      "The reason in plain words; the contraindication as it stands.",
	"LeftOut.findings":  "Present findings that excluded it.",
	"LeftOut.condition": "Id of the cause that must be ruled out first.",

	"Routine.id":         "Id of the routine it is made from; empty without steps.",
	"Routine.name":       "Shown to the person.",
	"Routine.about":      "What it is.",
	"Routine.preset":     "seed, trial or gentle.",
	"Routine.position":   "How most of it is done.",
	"Routine.minutes":    "Minutes it takes at most.",
	"Routine.seconds":    "Seconds it takes: the sum of its steps.",
	"Routine.steps":      "One exercise on one side each, in order; empty when no stretch is right, then note says why.",
	"Routine.read_first": "Not for the person if one of these holds; not settled yet.",
	"Routine.cautions":   "Take care: holds, or has not been ruled out.",
	"Routine.stop_if":    "Signs to stop at once.",
	"Routine.note":       "What is missing and why.",

	"RoutineStep.exercise":      "Id of the exercise.",
	"RoutineStep.name":          "Its name.",
	"RoutineStep.side":          "left, right or both.",
	"RoutineStep.ready_seconds": "To get into position.",
	"RoutineStep.hold_seconds":  "Of one repeat: held, or moving.",
	"RoutineStep.moving":        "True when a repeat is a movement and not a hold.",
	"RoutineStep.repeats":       "How many.",
	"RoutineStep.rest_seconds":  "Between two repeats.",
	"RoutineStep.seconds":       "ready + repeats × hold + (repeats − 1) × rest.",
	"RoutineStep.position":      "standing, seated, lying or floor.",
	"RoutineStep.equipment":     "What it needs, in words.",
	"RoutineStep.instructions":  "What to do, in order.",
	"RoutineStep.stop_if":       "Signs to stop at once.",
	"RoutineStep.figures":       "Ids of drawings.",
	"RoutineStep.dose_basis":    "Where the numbers come from: seed, trial or estimate.",
	"RoutineStep.sources":       "Source ids.",
}
