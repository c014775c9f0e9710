package ingest_test

import (
	"errors"
	"testing"
	"time"

	"picreport/ingest"
)

func TestParseDate(t *testing.T) {
	latest := ingest.MakeDate(2024, 10, 1)
	tests := []struct {
		text  string
		order ingest.DateOrder
		want  string
		err   error
	}{
		{text: "2024-07-01", want: "2024-07-01"},
		{text: "2024-07-01T23:45:00Z", want: "2024-07-01"},
		{text: "2024-07-01T23:45:00.123456789+02:00", want: "2024-07-01"},
		{text: "2024-07-01 23:45", want: "2024-07-01"},
		{text: "2024-07-01 13:45:00.000 -0400", want: "2024-07-01"},
		{text: "2024-7-1", want: "2024-07-01"},
		{text: "2024/07/01", want: "2024-07-01"},
		{text: "2024.07.01", want: "2024-07-01"},
		{text: "20240701", want: "2024-07-01"},
		{text: "20240701T134500Z", err: ingest.NotADate},
		{text: "7/1/2024", want: "2024-07-01"},
		{text: "07/01/2024 1:45 PM", want: "2024-07-01"},
		{text: "7/1/2024 13:45:59", want: "2024-07-01"},
		{text: "7/1/2024, 1:45:59 p.m.", want: "2024-07-01"},
		{text: "7/1/2024 1PM EST", want: "2024-07-01"},
		{text: "7/1/2024 at 1:45 pm", want: "2024-07-01"},
		{text: "7-1-24", want: "2024-07-01"},
		{text: "7.1.24", want: "2024-07-01"},
		{text: "7 / 1 / 2024", want: "2024-07-01"},
		{text: "1/7/2024", order: ingest.DMY, want: "2024-07-01"},
		{text: "1.7.24", order: ingest.DMY, want: "2024-07-01"},
		{text: "2024-07-01", order: ingest.DMY, want: "2024-07-01"},
		{text: "July 1, 2024", want: "2024-07-01"},
		{text: "JULY 1 2024", want: "2024-07-01"},
		{text: "Jul 1st, 2024", want: "2024-07-01"},
		{text: "Sept. 3rd 2024", want: "2024-09-03"},
		{text: "1 Jul 2024", want: "2024-07-01"},
		{text: "1st July 2024 13:45", want: "2024-07-01"},
		{text: "01-JUL-24", want: "2024-07-01"},
		{text: "01JUL2024", want: "2024-07-01"},
		{text: "2024-Jul-01", want: "2024-07-01"},
		{text: "Jul-01-2024", want: "2024-07-01"},
		{text: "Mon, 1 Jul 2024 13:45:00 GMT", want: "2024-07-01"},
		{text: "Monday, July 1, 2024", want: "2024-07-01"},
		{text: "Mon 7/1/2024", want: "2024-07-01"},
		{text: "  7/1/2024  ", want: "2024-07-01"},
		{text: "1/1/50", want: "1950-01-01"},
		{text: "10/1/24", want: "2024-10-01"},
		{text: "10/2/24", want: "1924-10-02"}, // the day after latest
		{text: "29-FEB-00", want: "2000-02-29"},
		{text: "2/29/96", want: "1996-02-29"},
		{text: "2/29/2024", want: "2024-02-29"},

		{text: "2/29/2023", err: ingest.NoSuchDay},
		{text: "2024-02-31", err: ingest.NoSuchDay},
		{text: "31 February 2024", err: ingest.NoSuchDay},
		{text: "7/0/2024", err: ingest.NoSuchDay},
		{text: "13/1/2024", err: ingest.OtherDateOrder},
		{text: "1/13/2024", order: ingest.DMY, err: ingest.OtherDateOrder},
		{text: "31/02/2024", err: ingest.NoSuchMonth},
		{text: "13/13/2024", err: ingest.NoSuchMonth},
		{text: "2024-13-01", err: ingest.NoSuchMonth},
		{text: "0/7/2024", err: ingest.NoSuchMonth},
		{text: "7/1", err: ingest.NoYear},
		{text: "1 July", err: ingest.NoYear},
		{text: "July 1", err: ingest.NoYear},
		{text: "July 2024", err: ingest.NoDay},
		{text: "2024-07", err: ingest.NoDay},
		{text: "7/2024", err: ingest.NoDay},
		{text: "2024", err: ingest.NoDay},
		{text: "13:45", err: ingest.OnlyATime},
		{text: "1:45 PM", err: ingest.OnlyATime},
		{text: "", err: ingest.NotADate},
		{text: "soon", err: ingest.NotADate},
		{text: "7/1/202", err: ingest.NotADate},
		{text: "7/1/2024x", err: ingest.NotADate},
		{text: "7/1/2024 25:00", err: ingest.NotADate},
		{text: "2024-07-01 and later", err: ingest.NotADate},
		{text: "7/1/2024-7/3/2024", err: ingest.NotADate},
		{text: "45474", err: ingest.NotADate},
		{text: "July July 2024", err: ingest.NotADate},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			got, err := ingest.ParseDate(tt.text, tt.order, latest)
			if got.String() != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("got %q, %v; want %q, %v", got, err, tt.want, tt.err)
			}
		})
	}
}

func TestParseDateDoesNotAllocate(t *testing.T) {
	for _, text := range []string{"2024-07-01", "2024-07-01T13:45:00Z", "7/1/2024", "7/1/24 1:45 PM", "July 1, 2024", "1 Jul 2024", "20240701"} {
		n := testing.AllocsPerRun(10, func() {
			if _, err := ingest.ParseDate(text, ingest.MDY, 800000); err != nil {
				t.Fatal(err)
			}
		})
		if n != 0 {
			t.Errorf("%s: %v allocations", text, n)
		}
	}
}

func TestMakeDate(t *testing.T) {
	for d := ingest.MakeDate(1899, 12, 1); d < ingest.MakeDate(2101, 1, 1); d++ {
		if y, m, day := d.Date(); ingest.MakeDate(y, m, day) != d || ingest.DateOf(d.Time()) != d {
			t.Fatalf("%d does not come back from %s", d, d)
		}
	}
	if d := ingest.MakeDate(2023, 2, 29); d != 0 {
		t.Errorf("29 February 2023 is %s", d)
	}
	if d := ingest.MakeDate(1, time.January, 1); d != 1 {
		t.Errorf("1 January 1 is %d", d)
	}
}

// FuzzParseDate holds that a date is never after latest by a guessed century, that ISO text of a date reads as that date, and that
// the errors are our own.
func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{
		"2024-07-01T13:45:00Z", "7/1/24 1:45 PM", "Mon, 1 Jul 2024 13:45:00 GMT", "01-JUL-24", "31/12/1999", "20240701", "July 1st, 2024", "7/1", "13:45",
	} {
		f.Add(seed, true)
	}
	latest := ingest.MakeDate(2024, 10, 1)
	f.Fuzz(func(t *testing.T, text string, dmy bool) {
		order := ingest.MDY
		if dmy {
			order = ingest.DMY
		}
		d, err := ingest.ParseDate(text, order, latest)
		if err != nil {
			var own ingest.DateError
			if !errors.As(err, &own) || own.Error() == "" || d != 0 {
				t.Fatalf("%q: %s, %v", text, d, err)
			}
			return
		}
		again, err := ingest.ParseDate(d.String(), order, latest)
		if err != nil || again != d {
			t.Fatalf("%q is %s, which reads as %s, %v", text, d, again, err)
		}
	})
}
