package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"picreport/ingest/ledger/internal/engine"
)

// Published is what a report said of a quarter.
type Published struct {
	ID      int64  // the ledger's
	Quarter string // "2024Q3"
	Figures []byte // the figures document, in JSON
	Output  string // path of the report's file, as given
	SHA256  string // of that file's bytes, lower-case hex
	At      time.Time
	Entry   int64           // the journal's last entry that the figures know of: that of their Snapshot; 0 for none
	Earlier []PublishedFile // files that said the same before, the oldest first
	Notes   []Note          // in the order in which they were made
}

// PublishedFile is a file that a report was written to.
type PublishedFile struct {
	Output string
	SHA256 string
	At     time.Time
}

// Publish records what a report said. A zero At is now. Earlier records of the quarter stay.
func (l *Ledger) Publish(ctx context.Context, p Published) error {
	l.date(&p)
	return l.publish(ctx, p, func(t engine.Tx) error {
		_, err := addPublished(t, l.program, p)
		return err
	})
}

// PublishAgain records that a report says the same as the publication of its ID: that has the file,
// the time and the figures of this one from now on, and keeps its earlier files and notes. Where it is
// not there, or was withdrawn, that is another publication.
func (l *Ledger) PublishAgain(ctx context.Context, p Published) error {
	l.date(&p)
	return l.publish(ctx, p, func(t engine.Tx) error {
		all, err := readPublished(t, l.program, p.Quarter)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(old Published) bool { return old.ID == p.ID && old.Withdrawn() == nil })
		if i < 0 {
			_, err := addPublished(t, l.program, p)
			return err
		}
		return all[i].again(t, p)
	})
}

// date gives a publication and its notes a time where they have none: now.
func (l *Ledger) date(p *Published) {
	if p.At.IsZero() {
		p.At = l.now()
	}
	p.Notes = slices.Clone(p.Notes)
	for i := range p.Notes {
		if p.Notes[i].At.IsZero() {
			p.Notes[i].At = p.At
		}
	}
}

// publish writes a publication in a transaction.
func (l *Ledger) publish(ctx context.Context, p Published, write func(engine.Tx) error) error {
	if p.Quarter == "" || !json.Valid(p.Figures) {
		return fmt.Errorf("ledger %s: publish %q: a quarter and figures in JSON are needed", l.path, p.Quarter)
	}
	return l.eng.Write(ctx, nil, func(t engine.Tx) error {
		if err := l.begin(t); err != nil {
			return err
		}
		return write(t)
	})
}

// again puts another report that says the same in the place of the last one.
func (p *Published) again(t engine.Tx, now Published) error {
	if p.Output != now.Output || p.SHA256 != now.SHA256 {
		if err := t.Query(engine.SQLDropFile, nil, p.ID, now.Output, now.SHA256); err != nil {
			return err
		}
		if err := addFile(t, p.ID, PublishedFile{p.Output, p.SHA256, p.At}); err != nil {
			return err
		}
	}
	err := t.Query(engine.SQLPublishAgain, nil, string(now.Figures), now.Output, now.SHA256, now.At.UnixMicro(),
		now.Entry, p.ID)
	if err != nil {
		return err
	}
	for _, n := range now.Notes {
		if slices.ContainsFunc(p.Notes, n.repeats) {
			continue
		}
		if err := addNote(t, p.ID, n); err != nil {
			return err
		}
	}
	return nil
}

// Published returns what was published of a quarter, or with "" of all, the latest last. Journal
// with the Entry of one tells what has changed since.
func (l *Ledger) Published(ctx context.Context, quarter string) (all []Published, err error) {
	err = l.read(ctx, func(t engine.Tx) error {
		if err = mustHave(t, l.path, l.program); err == nil {
			all, err = readPublished(t, l.program, quarter)
		}
		return err
	})
	return all, err
}

func readPublished(t engine.Tx, program, quarter string) (all []Published, err error) {
	index := map[int64]int{}
	err = t.Query(engine.SQLPublished, func(r engine.Row) error {
		index[r.Int(0)] = len(all)
		all = append(all, Published{
			ID: r.Int(0), Quarter: r.Text(1), Figures: []byte(r.Text(2)), Output: r.Text(3), SHA256: r.Text(4),
			At: fromStamp(r.Int(5)), Entry: r.Int(6),
		})
		return nil
	}, program, quarter)
	if err != nil {
		return nil, err
	}
	err = t.Query(engine.SQLFiles, func(r engine.Row) error {
		if i, ok := index[r.Int(0)]; ok {
			all[i].Earlier = append(all[i].Earlier, PublishedFile{r.Text(1), r.Text(2), fromStamp(r.Int(3))})
		}
		return nil
	}, program)
	if err != nil {
		return nil, err
	}
	return all, t.Query(engine.SQLNotes, func(r engine.Row) error {
		if i, ok := index[r.Int(0)]; ok {
			all[i].Notes = append(all[i].Notes, noteOf(r))
		}
		return nil
	}, program)
}

// addPublished adds a publication with all that stands with it.
func addPublished(t engine.Tx, program string, p Published) (id int64, err error) {
	err = t.Query(engine.SQLPublish, func(r engine.Row) error {
		id = r.Int(0)
		return nil
	}, program, p.Quarter, string(p.Figures), p.Output, p.SHA256, p.At.UnixMicro(), p.Entry)
	if err != nil {
		return 0, err
	}
	for _, f := range p.Earlier {
		if err := addFile(t, id, f); err != nil {
			return 0, err
		}
	}
	for _, n := range p.Notes {
		if err := addNote(t, id, n); err != nil {
			return 0, err
		}
	}
	return id, nil
}

func addFile(t engine.Tx, publication int64, f PublishedFile) error {
	return t.Query(engine.SQLAddFile, nil, publication, f.Output, f.SHA256, f.At.UnixMicro())
}
