package table

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSerials(t *testing.T) {
	tests := []struct {
		format any
		serial string
		is1904 bool
		want   string
	}{
		{14, "45474", false, "date 2024-07-01"},
		{14, "45474.75", false, "date 2024-07-01"},
		{22, "45474.572916666664", false, "datetime 2024-07-01T13:45:00"},
		{22, "45474.99999999", false, "datetime 2024-07-01T23:59:59"},
		{22, "0.5", false, "time 12:00:00"},
		{20, "0.572916666666667", false, "time 13:45:00"},
		{46, "1.25", false, "time 30:00:00"},
		{14, "1", false, "date 1900-01-01"},
		{14, "59", false, "date 1900-02-28"},
		{14, "60", false, "number 60"},
		{14, "61", false, "date 1900-03-01"},
		{14, "0", false, "number 0"},
		{14, "-1", false, "number -1"},
		{14, "2958465", false, "date 9999-12-31"},
		{14, "2958466", false, "number 2958466"},
		{14, "1E300", false, "number 1" + strings.Repeat("0", 300)},
		{14, "0", true, "date 1904-01-01"},
		{14, "44012", true, "date 2024-07-01"},
		{14, "2957004", true, "number 2957004"},
		{0, "45474", false, "number 45474"},
		{2, "45474.5", false, "number 45474.5"},
	}
	for _, id := range []int{15, 16, 17, 27, 31, 36, 50, 54, 58} {
		tests = append(tests, tests[0])
		tests[len(tests)-1].format = id
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.format, " ", tt.serial), func(t *testing.T) {
			book := bookXML
			if tt.is1904 {
				book = strings.Replace(book, "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)
			}
			f := openBook(t, bookOf(`<sheetData><row r="1"><c r="A1" s="0"><v>`+tt.serial+`</v></c></row></sheetData>`,
				"xl/workbook.xml", book, "xl/styles.xml", stylesXML(tt.format)), Options{})
			if d := cmp.Diff([]string{"A1 " + tt.want}, cellsOf(t, f)); d != "" || f.Date1904() != tt.is1904 {
				t.Errorf("cell (-want +got):\n%s, 1904 %v", d, f.Date1904())
			}
		})
	}
}

func TestNumberFormats(t *testing.T) {
	tests := []struct {
		code string
		want numberFormat
	}{
		{"General", generalFormat},
		{"0.00", generalFormat},
		{"#,##0.00_);[Red](#,##0.00)", generalFormat},
		{"0.00E+00", generalFormat},
		{`0 "days"`, generalFormat},
		{`0\d`, generalFormat},
		{"[Blue]General", generalFormat},
		{`"Y"0;"N"0`, generalFormat},
		{"@", generalFormat},
		{"_-* #,##0.00 [$EUR]_-", generalFormat},
		{"yyyy-mm-dd", dateFormat},
		{"M/D/YYYY", dateFormat},
		{"[$-409]mmmm d, yyyy;@", dateFormat},
		{"[$-F800]dddd, mmmm dd, yyyy", dateFormat},
		{"mmm", dateFormat},
		{`dd"."mm"."yy`, dateFormat},
		{"ggge", dateFormat},
		{"aaaa", dateFormat},
		{"[Red][>=100]d/m/yyyy;General", dateFormat},
		{"h:mm", timeFormat},
		{"hh:mm:ss AM/PM", timeFormat},
		{"mm:ss", timeFormat},
		{"mm:ss.0", timeFormat},
		{"[h]:mm", timeFormat},
		{"[mm]:ss", timeFormat},
		{"[s]", timeFormat},
		{"h A/P", timeFormat},
		{"m/d/yyyy h:mm", dateTimeFormat},
		{"yyyy-mm-ddThh:mm:ss", dateTimeFormat},
		{"mmm hh:mm:ss", dateTimeFormat},
		{`d" h"`, dateFormat},
		{"", generalFormat},
		{`"open`, generalFormat},
		{`[`, generalFormat},
		{`\`, generalFormat},
	}
	for _, tt := range tests {
		if got := formatOf(tt.code); got != tt.want {
			t.Errorf("formatOf(%q) = %d, want %d", tt.code, got, tt.want)
		}
	}
}
