package job

import (
	"iter"

	"picreport/ingest/contact"
	"picreport/report"
)

// add counts contacts with all aggregators, in one pass.
func add(contacts iter.Seq2[*contact.Contact, error], aggregators ...*report.Aggregator) error {
	for c, err := range contacts {
		if err != nil {
			return err
		}
		for _, a := range aggregators {
			a.Add(c)
		}
	}
	return nil
}

// count counts quarters, in one pass over the contacts.
func count(
	contacts iter.Seq2[*contact.Contact, error], quarters []contact.Quarter, o report.Options,
) ([]report.Figures, error) {
	aggregators := make([]*report.Aggregator, len(quarters))
	for i, q := range quarters {
		aggregators[i] = report.NewAggregator(q, o)
	}
	if err := add(contacts, aggregators...); err != nil {
		return nil, err
	}
	figures := make([]report.Figures, len(quarters))
	for i, a := range aggregators {
		var err error
		if figures[i], err = a.Figures(); err != nil {
			return nil, err
		}
	}
	return figures, nil
}
