package contact_test

import (
	"testing"
	"time"

	"picreport/ingest/contact"
)

func TestMakeDate(t *testing.T) {
	for d := contact.MakeDate(1899, 12, 1); d < contact.MakeDate(2101, 1, 1); d++ {
		if y, m, day := d.Date(); contact.MakeDate(y, m, day) != d || contact.DateOf(d.Time()) != d {
			t.Fatalf("%d does not come back from %s", d, d)
		}
	}
	if d := contact.MakeDate(2023, 2, 29); d != 0 {
		t.Errorf("29 February 2023 is %s", d)
	}
	if d := contact.MakeDate(1, time.January, 1); d != 1 {
		t.Errorf("1 January 1 is %d", d)
	}
}
