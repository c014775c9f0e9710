package failure

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"picreport/ingest/ledger"
	"picreport/report"
)

// TestCode holds the exit code of every kind of error, also where it is wrapped.
func TestCode(t *testing.T) {
	for _, c := range []struct {
		err  error
		want int
	}{
		{nil, Done},
		{errors.New("disk full"), Failed},
		{fs.ErrPermission, Failed},
		{&ledger.Error{Kind: ledger.Missing}, Failed},
		{Usagef("--quarter: %w", fs.ErrInvalid), Usage},
		{&report.QuarterError{}, Usage},
		{&report.TextError{}, Usage},
		{&ledger.ProgramError{}, Usage},
		{&ledger.Error{Kind: ledger.NoAddress}, Usage},
		{Dataf("2 errors"), Data},
		{report.ErrNoContacts{}, Data},
		{Said(Data), Data},
		{With(Failed, Usagef("in it")), Failed},
		{context.Canceled, Interrupted},
		{Usagef("while reading: %w", context.Canceled), Interrupted},
	} {
		if got := Code(c.err); got != c.want {
			t.Errorf("%v: %d; want %d", c.err, got, c.want)
		}
		if c.err == nil {
			continue
		}
		if got := Code(fmt.Errorf("riverton: %w", c.err)); got != c.want {
			t.Errorf("%v, wrapped: %d; want %d", c.err, got, c.want)
		}
	}
}

// TestFirst holds that a failure of the system decides the exit code before an error of the data,
// whatever came first.
func TestFirst(t *testing.T) {
	failed, data := errors.New("disk full"), Dataf("2 errors")
	for _, c := range []struct{ a, b, want error }{
		{nil, nil, nil}, {nil, data, data}, {data, nil, data}, {data, failed, failed}, {failed, data, failed},
	} {
		if got := First(c.a, c.b); !errors.Is(got, c.want) || (got == nil) != (c.want == nil) {
			t.Errorf("%v and %v: %v; want %v", c.a, c.b, got, c.want)
		}
	}
	if !errors.Is(Said(Data), ErrSaid) || errors.Is(data, ErrSaid) {
		t.Error("what was said cannot be told from what was not")
	}
}
