package ingest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"picreport/ingest"
	"picreport/ingest/contact"
)

var newYork = func() *time.Location {
	zone, err := time.LoadLocation("America/New_York")
	must(err)
	return zone
}()

// datedSheet fills a sheet with real dates of July 2024, given by their days, and texts of dates.
func datedSheet(cells ...any) func(*excelize.File) {
	return func(f *excelize.File) {
		day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		must(err)
		rows := [][]any{{"Client ID", "Contact Date"}}
		for i, c := range cells {
			if n, ok := c.(int); ok {
				cell := fmt.Sprint("B", i+2)
				must(f.SetCellStyle("Sheet1", cell, cell, day))
				c = 45473 + n
			}
			rows = append(rows, []any{fmt.Sprint("A", i), c})
		}
		sheet(f, "Sheet1", rows...)
	}
}

// TestSwappedDates holds when real dates beside texts are taken for swapped by Excel: whatever the
// order that is set.
func TestSwappedDates(t *testing.T) {
	const swapped, contradict, unproven = "dates-swapped", "date-order", "date-order-unproven"
	for _, tt := range []struct {
		name     string
		cells    []any
		mdy, dmy string // the finding about the column, with either order set
	}{
		{"day first", []any{5, "20/07/2024", 8, "25/09/2024"}, swapped, swapped},
		{"month first", []any{5, "7/20/2024", 8, "9/25/2024"}, swapped, swapped},
		{"many real ones", []any{1, 2, 3, 4, 5, "20/07/2024"}, swapped, swapped},
		{"many texts", []any{5, "20/07/2024", "21/07/24", "22.07.2024", "23-07-2024", "24/07/2024"}, swapped, swapped},
		{"with a time", []any{5, "20/07/2024 13:45", 8, "25/09/2024 08:00", 3}, swapped, swapped},
		{"a real date above 12", []any{5, 13, "20/07/2024", "25/09/2024"}, contradict, ""},
		{"a text up to 12", []any{5, 8, "7/20/2024", "9/25/2024", "7/5/2024"}, "", contradict},
		{"texts of both orders", []any{5, 8, "20/07/2024", "9/25/2024"}, contradict, contradict},
		{"two lucky cells", []any{5, "7/20/2024"}, unproven, contradict},
		{"no real dates", []any{"7/20/2024", "9/25/2024", "7/14/2024"}, "", contradict},
		{"no texts", []any{1, 2, 3, 4, 5}, "", ""},
		{"other texts", []any{1, 2, 3, "July 20, 2024", "2024-09-25"}, "", ""},
	} {
		for order, want := range map[ingest.DateOrder]string{ingest.MDY: tt.mdy, ingest.DMY: tt.dmy} {
			o := with(func(o *ingest.Options) { o.DateOrder, o.DateOrderSet = order, true })
			_, sum := readFiles(t, o, book(datedSheet(tt.cells...)))
			var got []string
			for _, f := range sum.Findings {
				if f.Code == swapped || f.Code == contradict || f.Code == unproven {
					got = append(got, f.Code)
				}
				if want == swapped && strings.Contains(f.Hint, "set date_order") {
					t.Errorf("%s, %s: the hint of %s hides the fault: %s", tt.name, order, f.Code, f.Hint)
				}
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s, %s: got %q, want %q", tt.name, order, got, want)
			}
		}
	}
}

// TestSwappedBirthDates holds that swapped birth dates stop a report as well, and dates of entry do
// not.
func TestSwappedBirthDates(t *testing.T) {
	_, sum := readFiles(t, options(), book(func(f *excelize.File) {
		day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		must(err)
		sheet(f, "Sheet1", []any{"Client ID", "Contact Date", "DOB", "Date entered"},
			[]any{"A1", "2024-07-20", 33029, 45500}, []any{"A2", "2024-07-20", "25/12/1990", "25/07/2024"},
			[]any{"A3", "2024-07-20", 33004, 45508}, []any{"A4", "2024-07-20", "13/01/1985", "25/07/2024"})
		must(f.SetCellStyle("Sheet1", "C2", "D4", day))
	}))
	var got []string
	for _, f := range sum.Findings {
		if f.Code == "dates-swapped" {
			got = append(got, f.Column+" "+f.Field)
		}
	}
	if d := cmp.Diff([]string{"C date_of_birth"}, got); d != "" {
		t.Error(d)
	}
}

// TestUnprovenOrder holds what is said of columns that show no order.
func TestUnprovenOrder(t *testing.T) {
	set := func(order ingest.DateOrder) func(*ingest.Options) {
		return func(o *ingest.Options) { o.DateOrder, o.DateOrderSet = order, true }
	}
	for _, tt := range []struct {
		name   string
		change func(*ingest.Options)
		text   string
		want   []string
	}{
		{name: "slashes", text: head + "A1,7/1/2024\nA2,8/2/2024\n", want: []string{"date-order-unproven B2"}},
		{name: "dashes and two digits", text: head + "A1,7-1-24\n", want: []string{"date-order-unproven B2"}},
		{name: "points", text: head + "A1,7.1.2024\nA2,8.2.2024\n", want: []string{"date-order-unknown "}},
		{name: "points and two digits", text: head + "A1,7.1.24\n", want: []string{"date-order-unknown "}},
		{name: "points and a time", text: head + "A1,07.01.2024 13:45\n", want: []string{"date-order-unknown "}},
		{name: "one of them with points", text: head + "A1,7/1/2024\nA2,8.2.2024\n", want: []string{"date-order-unknown "}},
		{name: "set, slashes", change: set(ingest.MDY), text: head + "A1,7/1/2024\n"},
		{name: "set, points", change: set(ingest.DMY), text: head + "A1,1.7.2024\n"},
		{name: "proven by itself", text: head + "A1,7.1.2024\nA2,7.13.2024\n"},
		{name: "one meaning", text: head + "A1,7/7/2024\nA2,8.8.2024\n"},
		{name: "whole dates", text: head + "A1,2024-07-01\nA2,July 1 2024\n"},
		{name: "proven by the birth dates", text: "client_id,contact_date,dob\nA1,7.1.2024,12/31/1990\n"},
		{
			name: "the birth dates have the other order", text: "client_id,contact_date,dob\nA1,7/1/2024,31/12/1990\nA2,7/2/2024,\n",
			want: []string{"date-order-unknown ", "date-order C2", "birth-date-unreadable C2"},
		},
		{
			name: "the dates of entry have the other order", text: "client_id,contact_date,date_entered\nA1,7/1/2024,31/7/2024\n",
			want: []string{"date-order-unknown ", "date-order C2", "recorded-on-unreadable C2"},
		},
		{
			name: "birth dates alone", text: "client_id,contact_date,dob\nA1,2024-07-01,4.5.1990\nA2,2024-07-01,\n",
			want: []string{"date-order-unknown "},
		},
	} {
		change := tt.change
		if change == nil {
			change = func(*ingest.Options) {}
		}
		_, sum := readFiles(t, with(change), csv(tt.text))
		if d := cmp.Diff(tt.want, codes(sum)); d != "" {
			t.Errorf("%s: %s", tt.name, d)
		}
	}
}

// TestUTC holds when times of UTC are reported.
func TestUTC(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"one on another day", "2024-07-01T02:00:00Z|2024-07-01T15:00:00Z", []string{"dates-utc B2"}},
		{"an offset of nothing", "2024-07-01 15:00:00+00:00|2024-07-01 03:59:59+00:00", []string{"dates-utc B3"}},
		{"words", "7/31/2024 1:00 AM UTC|Mon, 01 Jul 2024 02:00:00 GMT", []string{"dates-utc B2"}},
		{"in winter", "2024-03-05T04:30:00Z", []string{"dates-utc B2"}},
		{"all on their day", "2024-07-01T04:00:00Z|2024-07-01T23:59:59Z", nil},
		{"a local time among them", "2024-07-01T02:00:00Z|2024-07-01T15:00:00", nil},
		{"another zone", "2024-07-01T02:00:00-04:00|2024-07-01T02:00:00-05:00", nil},
		{"midnights", "2024-07-01T00:00:00Z|2024-07-02T00:00:00.000Z", nil},
		{"a midnight among times", "2024-07-01T00:00:00Z|2024-07-02T12:00:00.000Z", []string{"dates-utc B2"}},
		{"days alone", "2024-07-01|2024-07-02", nil},
	} {
		text := head
		for i, date := range strings.Split(tt.text, "|") {
			text += fmt.Sprintf("A%d,%q\n", i, date)
		}
		_, sum := readFiles(t, with(func(o *ingest.Options) { o.Zone = newYork }), csv(text))
		if d := cmp.Diff(tt.want, codes(sum)); d != "" {
			t.Errorf("%s: %s", tt.name, d)
		}
	}
}

// TestNoBirthDate holds what is no birth date: the day of the contact or of its entry, and a year.
func TestNoBirthDate(t *testing.T) {
	const columns = "client_id,contact_date,dob,date_entered\n"
	for _, tt := range []struct{ text, code string }{
		{columns + "A1,2024-07-01,2024-07-01,2024-07-02\n", "birth-date-of-entry C2"},
		{columns + "A1,7/14/2024,7/14/24,\n", "birth-date-of-entry C2"},
		{columns + "A1,2024-07-05,2024-07-04,7/4/2024\n", "birth-date-of-entry C2"},
		{columns + "A1,2024-07-05,2024-07-04,2024-07-05\n", ""},
		{"client_id,gender,dob\nA1,F," + today + "\n", "birth-date-of-entry C2"},
		{"client_id,gender,dob\nA1,F,2024-09-30\n", ""},
		{columns + "A1,2024-07-01,1987,\n", "birth-date-unreadable C2"},
		{columns + "A1,2024-07-01,July 1987,\n", "birth-date-unreadable C2"},
	} {
		contacts, sum := readFiles(t, options(), csv(tt.text))
		got := slices.DeleteFunc(codes(sum), func(s string) bool { return strings.HasPrefix(s, "recorded-before") })
		if strings.Join(got, " ") != tt.code {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.code)
		}
		if tt.code != "" && contacts[0].BirthDate != 0 {
			t.Errorf("%q: the birth date is used", tt.text)
		}
	}
}

// TestBirthYear holds that a year alone is no day number, whatever its cell.
func TestBirthYear(t *testing.T) {
	_, sum := readFiles(t, options(), book(func(f *excelize.File) {
		sheet(f, "Sheet1", []any{"Client ID", "Contact Date", "DOB"}, []any{"A1", "2024-07-01", 1987}, []any{"A2", "2024-07-01", 2001})
	}))
	if d := cmp.Diff([]string{"birth-date-unreadable C2", "birth-date-unreadable C3"}, codes(sum)); d != "" {
		t.Error(d)
	}
	if hint := sum.Findings[0].Hint; !strings.Contains(hint, "the age in a column of its own") {
		t.Error(hint)
	}
}

// TestTimeFormat holds that a date-time under a time format is the day that its serial has, and
// that no fraction of a day is rounded up.
func TestTimeFormat(t *testing.T) {
	for _, format := range []int{20, 21, 46, 14, 22} { // h:mm, h:mm:ss, [h]:mm:ss, a date, a date and a time
		for _, tt := range []struct {
			serial float64
			want   string
		}{
			{45474.5, "2024-07-01"},
			{45473.99999997, "2024-06-30"},
			{45473.999994, "2024-06-30"},
			{45474, "2024-07-01"},
			{45474.0000001, "2024-07-01"},
		} {
			contacts, _ := readFiles(t, options(), book(func(f *excelize.File) {
				style, err := f.NewStyle(&excelize.Style{NumFmt: format})
				must(err)
				sheet(f, "Sheet1", []any{"Client ID", "Contact Date"}, []any{"A1", tt.serial})
				must(f.SetCellStyle("Sheet1", "B2", "B2", style))
			}))
			want, err := time.Parse(time.DateOnly, tt.want)
			must(err)
			if len(contacts) != 1 || contacts[0].Date != contact.DateOf(want) {
				t.Errorf("format %d, %v: got %v, want %s", format, tt.serial, contacts, tt.want)
			}
		}
	}
}
