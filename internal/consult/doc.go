// Package consult holds the rules of what practitioners and persons do together: what a
// practitioner may say of themselves, which qualifications count, the states of a
// consultation until its opinion is signed, and hours, slots and appointments.
//
// It decides what may be written and which step may follow which. It keeps nothing, sends
// nothing and knows nobody: the clock, time zones and chance are arguments. Errors are
// errs.Invalid with the field named; their messages never repeat what was sent.
//
// Invariants: nobody is listed without a qualification that the operator has checked and
// that is valid today; what the program computed and what a practitioner wrote stay apart.
package consult
