package ledger

import (
	"context"

	"picreport/ingest/contact"
)

// placer puts the contacts of a numbered batch into the ledger, as the rows of a source that has an ID and none yet, and completes that
// source. It compares them with the rows of an old source; the zero Source has none.
type placer func(batch int, s *Source, old Source) (*comparison, error)

// load reads the contacts of batches, each once, and runs a function that places them, in one transaction.
//
// An engine that has writers wait for each other reads them in that transaction. A stager reads them before it, into a stage: so they need
// not be read again when the transaction must be run again, and others write on meanwhile.
func (l *Ledger) load(ctx context.Context, batches []Batch, locks []lock, do func(tx, placer) error) error {
	stager, ok := l.eng.(stager)
	if !ok {
		return l.eng.write(ctx, locks, func(t tx) error {
			e := newEncoder(ledgerTexts{t})
			return do(t, func(batch int, s *Source, old Source) (*comparison, error) {
				c := newComparison(t, old)
				return c, addContacts(ctx, t.(recorder), e, c, &batches[batch], s)
			})
		})
	}
	st, err := stager.stage(ctx)
	if err != nil {
		return err
	}
	defer st.close()
	staged := make([]stagedBatch, len(batches))
	e := newEncoder(st)
	for i := range batches {
		staged[i] = stagedBatch{batches[i].Source, newComparison(nil, Source{})}
		staged[i].source.id = int64(i + 1)
		if err := addContacts(ctx, st, e, staged[i].fresh, &batches[i], &staged[i].source); err != nil {
			return err
		}
	}
	return st.write(ctx, locks, func(t tx) error {
		return do(t, func(batch int, s *Source, old Source) (*comparison, error) {
			return staged[batch].place(t, st, s, old)
		})
	})
}

// stagedBatch is a batch whose contacts have been read.
type stagedBatch struct {
	source Source      // complete but for what the transaction gives it; its ID is its number in the stage
	fresh  *comparison // with no rows
}

func (b *stagedBatch) place(t tx, st stage, s *Source, old Source) (*comparison, error) {
	number, id := b.source.id, s.id
	*s = b.source
	s.id = id
	if err := st.move(number, id); err != nil {
		return nil, err
	}
	if old.id == 0 {
		c := *b.fresh
		c.t = t
		return &c, nil
	}
	c := newComparison(t, old)
	var content []byte
	err := st.contacts(number, func(row *stored) error {
		content = contact.AppendContentOf(content[:0], &row.Contact, row.client)
		return c.add(&row.Contact, row.client, content)
	})
	if err != nil {
		return nil, err
	}
	return c, c.end()
}
