// Package seal keeps what belongs to a person unreadable to whoever has only the
// database or a backup, and makes erasing a person final.
//
// Three keys stand above one another. A Ring holds the instance's keys; it lives outside
// the database and outside every backup. Each person has a key of their own, wrapped by
// the ring and stored beside the person. Each record's payload is sealed with the
// person's key, bound to its place, so that a row can neither be moved to another
// person, kind or day nor rolled back to an older version.
//
// Every person is wrapped with a different leaf of a key tree. Erasing a person removes
// that leaf from the ring and keeps the others, so the wrapped key in an old backup
// opens nothing any more while everyone else's still does.
//
// The package reads no clock, file or chance: randomness is an io.Reader argument.
// Errors are errs.Sealed when a key is wrong or lost or a record was changed, and
// errs.Gone when the person was erased. Nothing is ever returned half opened.
package seal
