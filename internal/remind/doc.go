// Package remind decides when somebody is reminded of what: the question of the morning
// after, breaks to move, drinks, and the bedtime routine. It sends nothing and reads no
// clock; internal/app does.
//
// Times are those of the wall clock in the person's time zone. A time that the clocks
// leave out when they go forward is said once, right after the gap; one that comes twice
// when they go back is said the first time only. Nothing is ever said in the quiet
// hours: they win over every other rule. What two kinds say at one moment is two
// occurrences.
//
// Errors are errs.Invalid with the field named: Faults.
package remind
