package ledger

import (
	"fmt"

	"picreport/ingest/ledger/internal/engine"
)

// Error says what is wrong with a ledger, and what to do.
type Error = engine.Error

// Kind says what is wrong with a ledger.
type Kind = engine.Kind

// The kinds of Error.
const (
	NoAddress    = engine.NoAddress
	Missing      = engine.Missing
	NotLedger    = engine.NotLedger
	Damaged      = engine.Damaged
	Newer        = engine.Newer
	Older        = engine.Older
	Busy         = engine.Busy
	NoPermission = engine.NoPermission
	ReadOnly     = engine.ReadOnly
	DiskFull     = engine.DiskFull
	Unreachable  = engine.Unreachable
	NotEmpty     = engine.NotEmpty
	Failed       = engine.Failed
)

// ShrinkError is a source that would lose more than half of its contacts, or of its roster.
type ShrinkError struct {
	Source   string
	Rows     string // "contacts" or "rows of a roster"
	Old, New int
}

func (e *ShrinkError) Error() string {
	return fmt.Sprintf("%s: had %d %s when it was last ingested, and now has %d; nothing was changed, since an export "+
		"that was cut short would erase history; if it is right, allow it with --allow-shrink",
		e.Source, e.Old, e.Rows, e.New)
}

// NoSourceError is a name that no source has.
type NoSourceError struct {
	Path    string // of the ledger
	Name    string
	Nearest string // the name that was likely meant; "" for none
}

func (e *NoSourceError) Error() string {
	if e.Nearest != "" {
		return fmt.Sprintf("ledger %s: has no source %q; did you mean %q?", e.Path, e.Name, e.Nearest)
	}
	return fmt.Sprintf("ledger %s: has no source %q; ledger list shows those that it has", e.Path, e.Name)
}
