package app

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/experiment"
)

// ExperimentItem is the kind under which the protocol of an experiment is kept.
const ExperimentItem = "experiment"

// reportBook is what a report needs of a Book.
type reportBook interface {
	Entries(ctx context.Context, from, to diary.Date) ([]diary.Entry, error)
	Items(ctx context.Context, kind string) ([]Item, error)
	Keep(ctx context.Context, x Item) (Item, error)
}

// ReadReportDiary reads what a report of the person's day today takes from a book, newest
// experiment first. One that is over by the evening, the night that comes or goes on, is
// closed in this moment, because the report tells its end.
func ReadReportDiary(ctx context.Context, b reportBook, today, evening diary.Date) (*ReportDiary, error) {
	from := today - ReportDays
	entries, err := b.Entries(ctx, from, today)
	if err != nil {
		return nil, err
	}
	items, err := b.Items(ctx, ExperimentItem)
	if err != nil {
		return nil, err
	}
	out := &ReportDiary{Entries: entries}
	for _, x := range items {
		p, err := experiment.Parse(x.Data)
		if err != nil {
			return nil, err
		}
		if p.Start <= from {
			continue
		}
		if p, err = closeExperiment(ctx, b, x, p, entries, evening); err != nil {
			return nil, err
		}
		out.Protocols = append(out.Protocols, p)
	}
	slices.SortStableFunc(out.Protocols, func(a, b experiment.Protocol) int { return cmp.Compare(b.Start, a.Start) })
	return out, nil
}

// closeExperiment keeps the end of an experiment that is over. When somebody else was
// faster, theirs counts; what cannot be written now is told all the same.
func closeExperiment(ctx context.Context, b reportBook, x Item, p experiment.Protocol, entries []diary.Entry, evening diary.Date) (experiment.Protocol, error) {
	closed, over := p.Close(p.Report(entries, evening), evening)
	if !over {
		return p, nil
	}
	raw, err := json.Marshal(closed)
	if err != nil {
		return p, err
	}
	x.Data, x.Day = raw, p.Start.String()
	x.Version++
	switch _, err := b.Keep(ctx, x); {
	case err == nil || errs.KindOf(err) == errs.Unavailable:
		return closed, nil
	case errs.KindOf(err) != errs.Conflict:
		return p, err
	}
	items, err := b.Items(ctx, ExperimentItem)
	if i := slices.IndexFunc(items, func(y Item) bool { return y.ID == x.ID }); err == nil && i >= 0 {
		return experiment.Parse(items[i].Data)
	}
	return p, err
}
