// Package account holds the rules of accounts: what a name and a password may be, how
// passwords and recovery codes are kept, how long a browser of each role stays signed in,
// and how many attempts are allowed.
//
// It decides and keeps nothing. The clock and randomness are arguments. Errors are
// errs.Invalid with the field named; their messages never repeat what was typed.
package account
