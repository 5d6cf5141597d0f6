// Package care turns an assessment and a person's preferences into a care plan: what to
// do tonight, this week and with a clinician, an evening routine, and what is left out
// and why.
//
// It refuses to offer a contraindicated activity whatever is wished, to name a dose of
// a medicine, or to advise stopping one. What has not been asked is not taken for safe:
// it is shown as a check to make first. A plan is a pure function of its arguments and
// the knowledge base.
package care
