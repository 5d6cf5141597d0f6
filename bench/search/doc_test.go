// Package search measures the guide's search beside bleve and SQLite FTS5, on the same
// passages and questions in one run:
//
//	go test -bench . -benchtime 2s          how long one search takes
//	go test -run Right -v                   how often the right page comes first
//
// All three index the passages with their headings and the titles of their pages, stem
// English words and rank by BM25 or its kin. Only the guide knows synonyms, slips of the
// keyboard and lay wordings, so the second comparison shows what these are worth.
package search
