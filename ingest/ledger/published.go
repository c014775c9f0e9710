package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"picreport/ingest/ledger/internal/engine"
)

// Published is what a report said of a quarter.
type Published struct {
	Quarter string // "2024Q3"
	Figures []byte // the figures document, in JSON
	Output  string // path of the report's file, as given
	SHA256  string // of that file's bytes, lower-case hex
	At      time.Time
	Entry   int64 // the journal's last entry that the figures know of: that of their Snapshot; 0 for none
}

// Publish records what a report said. A zero At is now. Earlier records of the quarter stay.
func (l *Ledger) Publish(ctx context.Context, p Published) error {
	if p.Quarter == "" || !json.Valid(p.Figures) {
		return fmt.Errorf("ledger %s: publish %q: a quarter and figures in JSON are needed", l.path, p.Quarter)
	}
	if p.At.IsZero() {
		p.At = l.now()
	}
	return l.eng.Write(ctx, nil, func(t engine.Tx) error {
		if err := l.begin(t); err != nil {
			return err
		}
		return addPublished(t, l.program, p)
	})
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
	return all, t.Query(engine.SQLPublished, func(r engine.Row) error {
		all = append(all, Published{
			Quarter: r.Text(0), Figures: []byte(r.Text(1)), Output: r.Text(2), SHA256: r.Text(3),
			At: fromStamp(r.Int(4)), Entry: r.Int(5),
		})
		return nil
	}, program, quarter)
}

func addPublished(t engine.Tx, program string, p Published) error {
	return t.Query(engine.SQLPublish, nil, program, p.Quarter, string(p.Figures), p.Output, p.SHA256,
		p.At.UnixMicro(), p.Entry)
}
