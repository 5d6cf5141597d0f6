// Package labs reads laboratory results and says what they mean for legs: whether a value
// is low or high for this person, which published thresholds it crosses, what can make it
// mislead, what to ask, and whether it cannot wait.
//
// It decides nothing about a person's illness. It refuses to compute on a value it is not
// sure of: a unit that is missing or not known, a value no living person has in that unit,
// a comma that may mean two things are asked about and not used until somebody confirms.
//
// Invariants: numbers are exact, and the digits that were written are kept. The interval of
// the person's own laboratory stands before those of the knowledge base. A critical value
// sets a floor under the urgency that no interval, caveat, answer or other result takes
// away. Every threshold, interval and limit comes from the knowledge base with its source.
package labs
