package ledger

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"picreport/ingest/contact"
	"picreport/ingest/ledger/internal/engine"
)

// Contacts without a contact ID are compared in all columns that two exports have. Of columns that
// are not read a ledger keeps no values: a label says which they are, by hashes of their headers,
// and each contact has the sum of the hashes of its cells. The seeds of the hashes are the ledger's
// own. Of sources that have other columns than each other only what is read can be compared.

// RestKey returns the seeds of the hashes of the ledger, for ingest.Options: exports that are read
// with it can be compared with those of before. It makes them where there are none yet.
func (l *Ledger) RestKey(ctx context.Context) (*contact.Mixer, error) {
	var key *contact.Mixer
	find := func(t engine.Tx) (err error) {
		key, err = readRestKey(t, l.path)
		return err
	}
	if err := l.read(ctx, find); err != nil || key != nil {
		return key, err
	}
	return key, l.eng.Write(ctx, []engine.Lock{{}}, func(t engine.Tx) error {
		if err := find(t); err != nil || key != nil {
			return err
		}
		made := contact.NewMixer()
		key = &made
		return setRestKey(t, key)
	})
}

// readRestKey returns the seeds, nil where there are none.
func readRestKey(t engine.Tx, path string) (key *contact.Mixer, err error) {
	err = t.Query(engine.SQLSecret, func(r engine.Row) error {
		var seeds contact.Mixer
		if _, err := fmt.Sscanf(r.Text(0), "%016x%016x%016x", &seeds[0], &seeds[1], &seeds[2]); err != nil {
			return &Error{
				Path: path, Kind: Damaged, What: "the secret of its hashes cannot be read", Hint: "restore a backup",
			}
		}
		key = &seeds
		return nil
	})
	return key, err
}

// setRestKey puts seeds in the place of those that a ledger has.
func setRestKey(t engine.Tx, key *contact.Mixer) error {
	if err := t.Query(engine.SQLDropSecret, nil); err != nil || key == nil {
		return err
	}
	return t.Query(engine.SQLAddSecret, nil, fmt.Sprintf("%016x%016x%016x", key[0], key[1], key[2]))
}

// columnsMark begins the labels that stand for unread columns.
const columnsMark = "unread columns:"

// columnsText writes the columns of a sheet as a label, first which attributes it has: "" where they
// are not known.
func columnsText(c *contact.Columns) string {
	if c == nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %x", columnsMark, c.Fields)
	for _, key := range c.Keys {
		fmt.Fprintf(&b, " %016x", key)
	}
	return b.String()
}

// parseColumns reads a label that columnsText wrote.
func parseColumns(text string) (c *contact.Columns, ok bool) {
	if text == "" {
		return nil, true
	}
	text, ok = strings.CutPrefix(text, columnsMark)
	words := strings.Fields(text)
	if !ok || len(words) == 0 {
		return nil, false
	}
	fields, err := strconv.ParseUint(words[0], 16, 32)
	c, ok = &contact.Columns{Summed: true, Fields: uint32(fields)}, err == nil
	for _, word := range words[1:] {
		key, err := strconv.ParseUint(word, 16, 64)
		c.Keys, ok = append(c.Keys, key), ok && err == nil
	}
	return c, ok
}

// newStored returns a contact that is to be stored. Of one that is told from others by its contact
// ID, and of rows of a roster, the rest is not kept.
func newStored(c *contact.Contact) stored {
	row := stored{Contact: *c, client: c.ClientID(), given: c.GivenClient()}
	if c.ID != "" || c.Date == 0 || c.Rest.Columns == nil {
		row.Rest = contact.Rest{}
	} else {
		row.unread = [1]uint64{c.Rest.Sum()}
	}
	return row
}

// rest returns what the row says beside its content, as a ledger has it.
func (c *stored) rest() *contact.Rest {
	if c.Rest.Columns != nil {
		c.Rest.Cells = c.unread[:]
	}
	return &c.Rest
}
