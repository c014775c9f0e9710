package ledger

import (
	"context"
	"errors"
	"strings"
	"testing"

	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
)

// download is a full download: a contact a day of clients in turn, without contact IDs or with.
func download(days int, ids bool) (rows []contacttest.Row) {
	for day := range days {
		c := contacttest.Row{Client: "c" + string(rune('0'+day%5)), Date: contact.Date(738000 + day), Source: "x", Place: contact.Place{Row: day + 2}}
		if ids {
			c.ID = "n" + string(rune('0'+day))
		}
		rows = append(rows, c)
	}
	return rows
}

// merged is a download after a record was merged into another.
func merged(rows []contacttest.Row) []contacttest.Row {
	rows[1].Client = "c9"
	if rows[1].ID != "" {
		rows[1].ID = "m1"
	}
	return rows
}

func TestOverlap(t *testing.T) { onEngines(t, testOverlap) }

// testOverlap: a source that is a copy of others but for some contacts is refused, and takes their
// place where that is asked for.
func testOverlap(t *testing.T, ledgerOf maker) {
	for _, ids := range []bool{false, true} {
		l := ledgerOf(t)
		ctx := context.Background()
		mustIngest(t, l, batch("p_2024-07.csv", download(6, ids)))
		mustIngest(t, l, batch("p_2024-08.csv", download(9, ids))) // has all of it
		before := contactsOf(t, l)
		b := batch("p_2024-10.csv", merged(download(12, ids)))
		var overlap *OverlapError
		_, err := l.Ingest(ctx, []Batch{b}, IngestOptions{})
		if !errors.As(err, &overlap) || overlap.Older || overlap.First.Same != 5 || overlap.First.Contacts != [2]int{6, 12} {
			t.Fatalf("error %v", err)
		}
		if want := "picreport ingest --replaces p_2024-07.csv --replaces p_2024-08.csv in/p_2024-10.csv"; !strings.HasSuffix(err.Error(), want) {
			t.Errorf("the error does not end in what to type: %v", err)
		}
		if got := contactsOf(t, l); len(got) != len(before) {
			t.Errorf("%d contacts, and %d before the ingest that was refused", len(got), len(before))
		}

		b = batch("p_2024-10.csv", merged(download(12, ids)))
		b.Replaces = []string{"p_2024-07.csv", "p_2024-08.csv", "absent.csv"}
		var absent *NoSourceError
		if _, err := l.Ingest(ctx, []Batch{b}, IngestOptions{}); !errors.As(err, &absent) {
			t.Errorf("an absent source: %v", err)
		}
		b = batch("p_2024-10.csv", merged(download(12, ids)))
		b.Replaces = []string{"p_2024-07.csv", "p_2024-08.csv"}
		mustIngest(t, l, b)
		if got := contactsOf(t, l); len(got) != 12 {
			t.Errorf("%d contacts after the others were replaced", len(got))
		}
		if faults, err := l.Check(ctx); err != nil || len(faults) > 0 {
			t.Errorf("check: %v, %v", faults, err)
		}
		// the older one by its name
		_, err = l.Ingest(ctx, []Batch{batch("p_2024-07.csv", download(6, ids))}, IngestOptions{})
		if !errors.As(err, &overlap) || !overlap.Older {
			t.Errorf("the older one: %v", err)
		}
	}
}

func TestOverlapOfBatches(t *testing.T) { onEngines(t, testOverlapOfBatches) }

// testOverlapOfBatches: sources that are written together are compared too, and one that is replaced
// is not.
func testOverlapOfBatches(t *testing.T, ledgerOf maker) {
	l := ledgerOf(t)
	var overlap *OverlapError
	both := []Batch{batch("a", download(6, false)), batch("b", merged(download(6, false)))}
	if _, err := l.Ingest(context.Background(), both, IngestOptions{}); !errors.As(err, &overlap) {
		t.Errorf("two batches: %v", err)
	}
	mustIngest(t, l, batch("a", download(6, false)))
	mustIngest(t, l, batch("a", merged(download(6, false))), batch("b", merged(download(9, false))))
}

func TestReplacesCountsShrink(t *testing.T) { onEngines(t, testReplacesCountsShrink) }

func testReplacesCountsShrink(t *testing.T, ledgerOf maker) {
	l := ledgerOf(t)
	mustIngest(t, l, batch("a", download(9, false)))
	b := batch("b", download(3, false))
	b.Replaces = []string{"a"}
	var shrunk *ShrinkError
	if _, err := l.Ingest(context.Background(), []Batch{b}, IngestOptions{}); !errors.As(err, &shrunk) {
		t.Errorf("error %v", err)
	}
	b = batch("b", download(3, false))
	b.Replaces = []string{"a"}
	if _, err := l.Ingest(context.Background(), []Batch{b}, IngestOptions{AllowShrink: true}); err != nil {
		t.Fatal(err)
	}
	if got := contactsOf(t, l); len(got) != 3 {
		t.Errorf("%d contacts", len(got))
	}
}
