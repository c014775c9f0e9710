package value_test

import (
	"testing"

	"picreport/ingest/contact"
	"picreport/ingest/internal/value"
)

func TestParseDate(t *testing.T) {
	latest := contact.MakeDate(2024, 10, 1)
	tests := []struct {
		text    string
		order   value.DateOrder
		want    string
		problem value.DateError
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
		{text: "20240701T134500Z", want: "2024-07-01"},
		{text: "7/1/2024", want: "2024-07-01"},
		{text: "07/01/2024 1:45 PM", want: "2024-07-01"},
		{text: "7/1/2024 13:45:59", want: "2024-07-01"},
		{text: "7/1/2024, 1:45:59 p.m.", want: "2024-07-01"},
		{text: "7/1/2024 1PM EST", want: "2024-07-01"},
		{text: "7/1/2024 at 1:45 pm", want: "2024-07-01"},
		{text: "7-1-24", want: "2024-07-01"},
		{text: "7.1.24", want: "2024-07-01"},
		{text: "7 / 1 / 2024", want: "2024-07-01"},
		{text: "1/7/2024", order: value.DMY, want: "2024-07-01"},
		{text: "1.7.24", order: value.DMY, want: "2024-07-01"},
		{text: "2024-07-01", order: value.DMY, want: "2024-07-01"},
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

		// military times
		{text: "2024-07-01 1430", want: "2024-07-01"},
		{text: "7/1/2024 0005", want: "2024-07-01"},
		{text: "2024-07-01T1430Z", want: "2024-07-01"},
		{text: "1 Jul 2024 2359 hrs", want: "2024-07-01"},
		{text: "7/1/24 14:30Z", want: "2024-07-01"},
		{text: "20240701 1430", want: "2024-07-01"},
		{text: "2024-07-01 2400", want: "2024-07-01"},
		{text: "2024-07-01 2460", problem: value.NotADate},
		{text: "7/1/2024 2530", problem: value.NotADate},
		{text: "2024-07-011430", problem: value.NotADate},
		// zones and offsets
		{text: "2024-07-01 14:30 EST", want: "2024-07-01"},
		{text: "7/1/2024 2:30 PM PDT", want: "2024-07-01"},
		{text: "2024-07-01 14:30:00 -0500", want: "2024-07-01"},
		{text: "2024-07-01T14:30:00-04:00[America/New_York]", want: "2024-07-01"},
		{text: "2024-07-01 14:30:00 America/New_York", want: "2024-07-01"},
		{text: "2024-07-01 23:30:00+00", want: "2024-07-01"},
		{text: "7/1/2024 2:30 PM Eastern Time", want: "2024-07-01"},
		{text: "7/1/2024 2:30 PM GMT+2 (CEST)", want: "2024-07-01"},
		{text: "2024-07-01 14:30:00 +99", problem: value.NotADate},
		{text: "2024-07-01 14:30 or so", problem: value.NotADate},
		// Java, JavaScript and other programs
		{text: "Mon Jul 01 14:30:00 EDT 2024", want: "2024-07-01"},
		{text: "Mon Jul  1 14:30:00 2024", want: "2024-07-01"},
		{text: "Mon Jul  1 02:30:00 PM EDT 2024", want: "2024-07-01"},
		{text: "Mon Jul 1 14:30:00 2024 -0400", want: "2024-07-01"},
		{text: "Mon Jul 01 2024 14:30:00 GMT-0400 (Eastern Daylight Time)", want: "2024-07-01"},
		{text: "Mon Jul 01 2024", want: "2024-07-01"},
		{text: "Jul  1 2024  2:30PM", want: "2024-07-01"},
		{text: "01-JUL-24 02.30.00.000000 PM", want: "2024-07-01"},
		{text: "01JUL2024:14:30:00", want: "2024-07-01"},
		{text: "Mon Jul 32 14:30:00 EDT 2024", problem: value.NotADate},
		{text: "Jul 01 14 2024", problem: value.NotADate},
		// Spanish
		{text: "1 de julio de 2024", want: "2024-07-01"},
		{text: "1 de julio del 2024", want: "2024-07-01"},
		{text: "lunes, 1 de julio de 2024", want: "2024-07-01"},
		{text: "01-jul-2024", want: "2024-07-01"},
		{text: "1 ene 2024", want: "2024-01-01"},
		{text: "15-ago.-2024", want: "2024-08-15"},
		{text: "3 sept. 2024", want: "2024-09-03"},
		{text: "3-set-24", want: "2024-09-03"},
		{text: "1º de abril de 2024", want: "2024-04-01"},
		{text: "1ro de abril 2024", want: "2024-04-01"},
		{text: "julio 1, 2024", want: "2024-07-01"},
		{text: "DIC 31 2023", want: "2023-12-31"},
		{text: "1 de julio de 2024 a las 14:30", want: "2024-07-01"},
		{text: "1/7/2024 2:30 p. m.", order: value.DMY, want: "2024-07-01"},
		{text: "mar 2 jul 2024", want: "2024-07-02"},
		{text: "mié., 3 jul. 2024", want: "2024-07-03"},
		{text: "sábado 6/7/2024", order: value.DMY, want: "2024-07-06"},
		{text: "Mar 2, 2024", want: "2024-03-02"},
		{text: "31 de febrero de 2024", problem: value.NoSuchDay},
		{text: "julio de 2024", problem: value.NoDay},
		{text: "1 de julio", problem: value.NoYear},
		// ISO 8601
		{text: "2024-W27-1", want: "2024-07-01"},
		{text: "2024W271", want: "2024-07-01"},
		{text: "2024-W01-1", want: "2024-01-01"},
		{text: "2020-W53-5", want: "2021-01-01"},
		{text: "2024-W27-1T14:30:00Z", want: "2024-07-01"},
		{text: "2024-W53-1", problem: value.NotADate},
		{text: "2024-W27-8", problem: value.NotADate},
		{text: "2024-W27", problem: value.NoDay},
		{text: "20240701T143000.123-0400", want: "2024-07-01"},

		{text: "2/29/2023", problem: value.NoSuchDay},
		{text: "2024-02-31", problem: value.NoSuchDay},
		{text: "31 February 2024", problem: value.NoSuchDay},
		{text: "7/0/2024", problem: value.NoSuchDay},
		{text: "13/1/2024", problem: value.OtherDateOrder},
		{text: "1/13/2024", order: value.DMY, problem: value.OtherDateOrder},
		{text: "31/02/2024", problem: value.NoSuchMonth},
		{text: "13/13/2024", problem: value.NoSuchMonth},
		{text: "2024-13-01", problem: value.NoSuchMonth},
		{text: "0/7/2024", problem: value.NoSuchMonth},
		{text: "7/1", problem: value.NoYear},
		{text: "1 July", problem: value.NoYear},
		{text: "July 1", problem: value.NoYear},
		{text: "July 2024", problem: value.NoDay},
		{text: "2024-07", problem: value.NoDay},
		{text: "7/2024", problem: value.NoDay},
		{text: "2024", problem: value.NoDay},
		{text: "13:45", problem: value.OnlyATime},
		{text: "1:45 PM", problem: value.OnlyATime},
		{text: "", problem: value.NotADate},
		{text: "soon", problem: value.NotADate},
		{text: "7/1/202", problem: value.NotADate},
		{text: "7/1/2024x", problem: value.NotADate},
		{text: "7/1/2024 25:00", problem: value.NotADate},
		{text: "2024-07-01 and later", problem: value.NotADate},
		{text: "7/1/2024-7/3/2024", problem: value.NotADate},
		{text: "45474", problem: value.NotADate},
		{text: "July July 2024", problem: value.NotADate},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			got, _, problem := value.ParseDate(tt.text, tt.order, latest)
			if got.String() != tt.want || problem != tt.problem {
				t.Errorf("got %q, %q; want %q, %q", got, problem, tt.want, tt.problem)
			}
		})
	}
}

// TestParseDateTime holds the time of day and whether it is one of UTC.
func TestParseDateTime(t *testing.T) {
	for text, want := range map[string]value.Clock{
		"2024-07-01":                         {},
		"2024-07-01T02:05:07Z":               {Minute: 125, Second: 7, Known: true, UTC: true},
		"2024-07-01 02:05:00+00:00":          {Minute: 125, Known: true, UTC: true},
		"2024-07-01 02:05 GMT":               {Minute: 125, Known: true, UTC: true},
		"7/1/2024 2:05 PM UTC":               {Minute: 845, Known: true, UTC: true},
		"2024-07-01T02:05Etc/UTC":            {Minute: 125, Known: true, UTC: true},
		"Mon, 01 Jul 2024 02:05:00 GMT":      {Minute: 125, Known: true, UTC: true},
		"Mon Jul 01 02:05:00 UTC 2024":       {Minute: 125, Known: true, UTC: true},
		"Mon Jul 01 02:05:00 2024 +0000":     {Minute: 125, Known: true, UTC: true},
		"20240701T020500Z":                   {Minute: 125, Known: true, UTC: true},
		"2024-07-01 0205":                    {Minute: 125, Known: true},
		"2024-07-01T02:05:00-04:00":          {Minute: 125, Known: true},
		"2024-07-01T02:05:00 GMT-0400 (EDT)": {Minute: 125, Known: true},
		"2024-07-01T02:05:00":                {Minute: 125, Known: true},
		"7/1/2024 12:05 a.m.":                {Minute: 5, Known: true},
		"7/1/2024 12:05 PM":                  {Minute: 725, Known: true},
		"7/1/2024 1 p.m.":                    {Minute: 780, Known: true},
	} {
		if _, got, _, problem := value.ParseDateTime(text, value.MDY, 800000); got != want || problem != 0 {
			t.Errorf("%q: got %+v, %q; want %+v", text, got, problem, want)
		}
	}
}

func TestParseDateDoesNotAllocate(t *testing.T) {
	for _, text := range []string{
		"2024-07-01", "2024-07-01T13:45:00Z", "7/1/2024", "7/1/24 1:45 PM", "July 1, 2024", "1 Jul 2024", "20240701",
		"Mon Jul 01 14:30:00 EDT 2024", "1 de julio de 2024", "2024-W27-1", "2024-07-01T14:30:00-04:00[America/New_York]",
	} {
		n := testing.AllocsPerRun(10, func() {
			if _, _, problem := value.ParseDate(text, value.MDY, 800000); problem != 0 {
				t.Fatal(problem)
			}
		})
		if n != 0 {
			t.Errorf("%s: %v allocations", text, n)
		}
	}
}

// FuzzParseDate holds that a date is never after latest by a guessed century, that ISO text of a
// date reads as that date, and that a problem is one of the known ones.
func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{
		"2024-07-01T13:45:00Z", "7/1/24 1:45 PM", "Mon, 1 Jul 2024 13:45:00 GMT", "01-JUL-24", "31/12/1999", "20240701", "July 1st, 2024", "7/1", "13:45",
	} {
		f.Add(seed, true)
	}
	latest := contact.MakeDate(2024, 10, 1)
	f.Fuzz(func(t *testing.T, text string, dmy bool) {
		order := value.MDY
		if dmy {
			order = value.DMY
		}
		d, _, problem := value.ParseDate(text, order, latest)
		if problem != 0 {
			if problem > value.OnlyATime || d != 0 {
				t.Fatalf("%q: %s, problem %d", text, d, problem)
			}
			return
		}
		again, _, problem := value.ParseDate(d.String(), order, latest)
		if problem != 0 || again != d {
			t.Fatalf("%q is %s, which reads as %s, %q", text, d, again, problem)
		}
	})
}
