package ingest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"picreport/ingest"
	"picreport/ingest/finding"
)

// idErrors returns which of some client IDs are errors, among others.
func idErrors(t *testing.T, o ingest.Options, others, ids []string) []string {
	t.Helper()
	text := head
	for _, id := range append(slices.Clone(others), ids...) {
		text += `"` + strings.ReplaceAll(id, `"`, `""`) + "\",2024-07-01\n"
	}
	_, sum := readFiles(t, o, csv(text))
	var got []string
	for _, f := range sum.Findings {
		if f.Severity != finding.Error {
			continue
		}
		if f.Field != "client_id" || f.Row < len(others)+2 {
			t.Errorf("an error where none should be: %+v", f)
			continue
		}
		got = append(got, ids[f.Row-len(others)-2])
	}
	checkExports(t, sum)
	return got
}

// idsFrom returns IDs with numbers from one to another.
func idsFrom(format string, from, to int) (ids []string) {
	for i := from; i <= to; i++ {
		ids = append(ids, fmt.Sprintf(format, i))
	}
	return ids
}

// initials are IDs of people's initials.
var initials = strings.Fields("JD KM ABC TR LO DE SN PQ MM AA RT JO")

// Placeholders, codes and errors stand for no client, whatever the other IDs are.
func TestClientIDsThatAreNone(t *testing.T) {
	none := strings.Split("Unknown|ANONYMOUS|Anon|refused|Declined|N/A|n.a.|Test|TEST 001|Test Client 2|John Doe|Jane Doe|Doe, John|"+
		"John Doe 3|Jane Doe #2|Unknown Male|unknown female 2|Unidentified|No ID|no name given|TBD|None|Refused name|"+
		"Refused to give name|declined to answer|Client refused|Did not provide|Unknown - refused|Unk #1|Unk|Unknown 1|Unknown1|"+
		"Unknown-2|not provided|ID pending|without ID|withheld|Dummy|unknown juvenile|Anonymous caller|Unknwn|"+
		"desconocido|Desconocida 2|anónimo|Sin nombre|no identificado|se negó|Prueba|ninguno|rehusó|fulano de tal|sin ID|NN|"+
		`nan|NaN|NaT|<NA>|NULL|\N|undefined|(null)|[blank]|nil|NI|ASKU|INV|-|???|...|`+
		"0|00|0.0|000000|#N/A|#NAME?|#ERROR!|Err:502|Err:508|#REF!|#¡VALOR!|TRUE|False|99|999|9999|-99|-1|-999", "|")
	if d := cmp.Diff(none, idErrors(t, options(), idsFrom("WPC-%04d", 1, 20), none)); d != "" {
		t.Errorf("none (-), errors (+):\n%s", d)
	}
	excelError := []string{"12-Mar", "Mar-12", "3/12/2024", "2024-03-12", "5-Ene", "12-Mar-24", "01/02/1999"}
	if d := cmp.Diff(excelError, idErrors(t, options(), idsFrom("%d-45", 1, 20), excelError)); d != "" {
		t.Errorf("dates (-), errors (+):\n%s", d)
	}
}

// The label of a total with nothing but figures is no row, and else is no ID.
func TestTotalsForClientIDs(t *testing.T) {
	for text, want := range map[string][]string{
		"Total,7/3/2024,\nP01,7/31/2024,F\n":                 {"total-row "},
		"P01,7/31/2024,F\nGrand total:,2024-07-03,\n":        {"total-row "},
		"P01,7/31/2024,F\nTotal general,2024-07-03,17\n":     {"total-row "},
		"P01,7/31/2024,F\nSubtotal,7/3/2024,F\n":             {"client-id-missing A3"},
		"P01,7/31/2024,F\nCount: 12,2024-07-03,Female\n":     {"client-id-missing A3"},
		"P01,7/31/2024,F\nSumner,2024-07-03,\n":              nil,
		"P01,7/31/2024,F\nMax,2024-07-31,\n":                 {"client-id-missing A3"},
		"Ann,7/31/2024,F\nMax,2024-07-31,M\nTom,7/1/24,":     nil,
		"P01,7/31/2024,F\nTotal-12,2024-07-03,\nN7,7/31/24,": nil,
	} {
		_, sum := readFiles(t, options(), csv("Client ID,Contact Date,Gender\n"+text))
		if d := cmp.Diff(want, codes(sum)); d != "" {
			t.Errorf("%q: want (-), got (+):\n%s", text, d)
		}
	}
}

// Real IDs are IDs, whatever they begin with.
func TestClientIDsThatAreIDs(t *testing.T) {
	tests := []struct{ others, ids []string }{
		{idsFrom("WPC-%04d", 1, 20), strings.Split("NA-12|TEST001|None123|Anon-0001|ANON12|UNK-1044|No 12|Nr. 7|Client 12|Case 3|"+
			"T123|M-1|F 2|Testa|Nonna|Johnson, J|Doe, Mary|Jane D|R-0|0-1|10|100|Unknown1044|TBD-0007|Total-12|9|90|99-1|A99|Marc-12", "|")},
		{initials, strings.Fields("NA NI DK NP NAN UN INV NS NO")},
		{idsFrom("%d", 1, 98), []string{"99", "100", "101"}},
		{idsFrom("%d", 1, 500), []string{"999x"}},
		{idsFrom("%d", 940, 1020), []string{"999"}},
		{[]string{"93", "95", "97"}, []string{"99", "101"}},
		{idsFrom("%d", 9900, 10100), []string{"9999"}},
		{slices.Concat(idsFrom("%d", 1, 120), idsFrom("WPC-%04d", 1, 300)), []string{"99"}},
		{idsFrom("2024-07-%02d", 32, 60), []string{"2024-07-12", "2024-07-01"}},
		{nil, []string{"7/12/1985", "1/3/1999", "12/30/2001"}},
		{nil, []string{"12-Mar", "13-Mar", "1-Apr"}},
		{idsFrom("UNK-%04d", 1000, 1010), []string{"UNK-12", "UNK-3"}},
		{idsFrom("%04d", 1, 9), []string{"0000"}},
	}
	for _, tt := range tests {
		if got := idErrors(t, options(), tt.others, tt.ids); len(got) > 0 {
			t.Errorf("errors among %.3q...: %q", tt.others, got)
		}
	}
}

// What is doubtful is decided by the other IDs, and by the form that the configuration sets.
func TestDoubtfulClientIDs(t *testing.T) {
	tests := []struct {
		others, ids, errors []string
		pattern             string
	}{
		{others: idsFrom("%d", 1, 50), ids: []string{"99", "999", "9999"}, errors: []string{"99", "999", "9999"}},
		{others: idsFrom("%d", 1, 50), ids: []string{"-1", "-9"}, errors: []string{"-1", "-9"}},
		{others: idsFrom("%d", 1, 500), ids: []string{"99", "999", "9999"}, errors: []string{"999", "9999"}},
		{others: idsFrom("%d", 1, 5000), ids: []string{"99", "999", "9999"}, errors: []string{"9999"}},
		{others: idsFrom("%d", 10230, 10260), ids: []string{"999", "9999", "99999"}, errors: []string{"999", "9999", "99999"}},
		{others: initials, ids: []string{"nan", "NI"}, errors: []string{"nan"}},
		{others: idsFrom("P%02d", 1, 9), ids: []string{"NI", "UNK-12", "UNK-1"}, errors: []string{"NI", "UNK-12", "UNK-1"}},
		{others: idsFrom("P%02d", 1, 9), ids: []string{"NI", "UNK-12"}, pattern: "P[0-9]+|NI|unk-[0-9]+"},
		{others: nil, ids: []string{"NI", "NI", "ASKU"}, errors: []string{"NI", "NI", "ASKU"}},
	}
	for _, tt := range tests {
		got := idErrors(t, with(func(o *ingest.Options) { o.ClientIDPattern = tt.pattern }), tt.others, tt.ids)
		if d := cmp.Diff(tt.errors, got); d != "" {
			t.Errorf("%.3q, %q: errors (-), got (+):\n%s", tt.others, tt.pattern, d)
		}
	}
}

// Cells of a workbook that a spreadsheet has made of IDs are no IDs.
func TestConvertedClientIDs(t *testing.T) {
	day := func(f *excelize.File, cell string, format int) {
		style, err := f.NewStyle(&excelize.Style{NumFmt: format})
		must(err)
		must(f.SetCellStyle("Sheet1", cell, cell, style))
	}
	_, sum := readFiles(t, options(), book(func(f *excelize.File) {
		sheet(f, "Sheet1", []any{"Client ID", "Contact Date"}, []any{"3-45", "2024-07-01"}, []any{"4-45", "2024-07-01"}, []any{45363, "2024-07-02"},
			[]any{true, "2024-07-02"}, []any{1234567890123456789.0, "2024-07-02"}, []any{123456789012345.0, "2024-07-02"}, []any{0.13, "2024-07-02"})
		day(f, "A4", 14)
		day(f, "A8", 20)
	}))
	want := []string{"client-id-converted A4", "client-id-converted A5", "client-id-converted A6", "client-id-converted A8"}
	if d := cmp.Diff(want, codes(sum)); d != "" {
		t.Error(d)
	}
	_, sum = readFiles(t, options(), book(func(f *excelize.File) {
		sheet(f, "Sheet1", []any{"Client ID", "Contact Date"}, []any{45363, "2024-07-02"}, []any{45364, "2024-07-02"})
		day(f, "A2", 14)
		day(f, "A3", 14)
	}))
	if got := codes(sum); len(got) > 0 {
		t.Errorf("where all IDs are dates: %q", got)
	}
}

// In REDCap the code stands in the base row, and the rows of the record have no client.
func TestDoubtfulClientIDsOfREDCap(t *testing.T) {
	const text = "record_id,redcap_repeat_instrument,redcap_repeat_instance,client_id,sex,contact_date\n" +
		"1,,,NI,F,\n1,contact,1,,,2024-07-01\n2,,,%s,M,\n2,contact,1,,,2024-07-02\n2,contact,2,,,2024-07-03\n3,,,%s,M,\n3,contact,1,,,2024-07-02\n"
	contacts, sum := readFiles(t, options(), csv(fmt.Sprintf(text, "C8", "C9")))
	if d := cmp.Diff([]string{"client-id-missing D2", "client-id-missing D3"}, codes(sum)); d != "" {
		t.Error(d)
	}
	if e := sum.Exports[0]; len(contacts) != 5 || e.Rejected != 2 || e.Contacts != 3 || e.Roster != 2 {
		t.Errorf("%d contacts, %+v", len(contacts), e)
	}
	contacts, sum = readFiles(t, options(), csv(fmt.Sprintf(text, "JD", "RT")))
	if got := codes(sum); len(got) > 0 || len(contacts) != 7 || contacts[6].Client != "ni" {
		t.Errorf("initials: %q, %+v", got, contacts)
	}
}

// Cells with two IDs are told from IDs that have a sign of their own.
func TestTwoIDsInOneCell(t *testing.T) {
	others := idsFrom("PIC-%d", 1, 9)
	for _, tt := range []struct {
		others []string
		id     string
		two    bool
	}{
		{others, "PIC-1; PIC-2", true},
		{others, "PIC-1 / PIC-2", true},
		{others, "PIC-1,PIC-2,PIC-3", true},
		{others, "PIC-1 and PIC-2", true},
		{others, "PIC-11 & PIC-12", true},
		{others, "PIC-1\nPIC-2", true},
		{others, "PIC-1/2", false},
		{idsFrom("%d", 1, 9), "1, 2", true},
		{idsFrom("%d/24", 1, 9), "12/24", false},
		{idsFrom("Smith, J %d", 1, 9), "Jones, K 1", false},
		{others, "Smith & Co", false},
	} {
		text := head
		for _, id := range append(slices.Clone(tt.others), tt.id) {
			text += `"` + id + "\",2024-07-01\n"
		}
		_, sum := readFiles(t, options(), csv(text))
		if got := slices.Contains(codes(sum), "client-ids-in-one-cell A11"); got != tt.two {
			t.Errorf("%q: two IDs is %t; %q", tt.id, got, codes(sum))
		}
	}
}

// IDs that number the rows are told from those of clients who come again.
func TestRowNumbersForClientIDs(t *testing.T) {
	down := idsFrom("%d", 1, 250)
	slices.Reverse(down)
	gaps := slices.Concat(idsFrom("%d", 1, 150), idsFrom("%d", 152, 300))
	for _, tt := range []struct {
		name string
		ids  []string
		want bool
	}{
		{"up", idsFrom("%d", 1, 200), true},
		{"from a number", idsFrom("%d", 4711, 4911), true},
		{"with a prefix", idsFrom("R-%05d", 1, 300), true},
		{"down", down, true},
		{"few", idsFrom("%d", 1, 199), false},
		{"with a gap", gaps, false},
		{"then again", slices.Concat(idsFrom("%d", 1, 250), idsFrom("%d", 1, 50)), false},
		{"every second", slices.Collect(func(yield func(string) bool) {
			for i := range 300 {
				if !yield(fmt.Sprint(2 * i)) {
					return
				}
			}
		})[1:], false},
	} {
		text := head
		for _, id := range tt.ids {
			text += id + ",2024-07-01\n"
		}
		_, sum := readFiles(t, options(), csv(text))
		if got := slices.ContainsFunc(codes(sum), func(s string) bool { return strings.HasPrefix(s, "client-id-row-number") }); got != tt.want {
			t.Errorf("%s: %t, want %t", tt.name, got, tt.want)
		}
	}
}
