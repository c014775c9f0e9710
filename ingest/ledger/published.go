package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
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
	return l.eng.write(ctx, nil, func(t tx) error {
		if err := l.begin(t); err != nil {
			return err
		}
		return addPublished(t, l.program, p)
	})
}

// Published returns what was published of a quarter, or with "" of all, the latest last. Journal with the Entry of one tells
// what has changed since.
func (l *Ledger) Published(ctx context.Context, quarter string) (all []Published, err error) {
	err = l.read(ctx, func(t tx) error {
		if err = mustHave(t, l.path, l.program); err == nil {
			all, err = readPublished(t, l.program, quarter)
		}
		return err
	})
	return all, err
}

func readPublished(t tx, program, quarter string) (all []Published, err error) {
	return all, t.query(sqlPublished, func(r row) error {
		all = append(all, Published{
			Quarter: r.text(0), Figures: []byte(r.text(1)), Output: r.text(2), SHA256: r.text(3),
			At: fromStamp(r.int(4)), Entry: r.int(5),
		})
		return nil
	}, program, quarter)
}

func addPublished(t tx, program string, p Published) error {
	return t.query(sqlPublish, nil, program, p.Quarter, string(p.Figures), p.Output, p.SHA256, p.At.UnixMicro(), p.Entry)
}
