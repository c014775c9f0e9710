package ingest_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"picreport/ingest"
	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
	"picreport/ingest/dedup"
	"picreport/ingest/internal/value"
)

// oddRows returns the rows of an export in which much is as it should be, and any cell may not be.
func oddRows(rnd *rand.Rand, n int) [][]string {
	pick := func(usual []string, odd ...string) string {
		if rnd.IntN(12) == 0 {
			return odd[rnd.IntN(len(odd))]
		}
		return usual[rnd.IntN(len(usual))]
	}
	days := []string{"2024-07-01", "2024-08-15", "2024-03-01", "7/4/2024", "13/7/2024", "2024-09-30"}
	if rnd.IntN(2) == 0 {
		days = days[:3]
	}
	rows := [][]string{{"Contact ID", "Client ID", "Contact Date", "DOB", "Age", "Gender", "Source", "Services", "Date entered", "Name"}}
	for i := range n {
		if rnd.IntN(40) == 0 {
			rows = append(rows, []string{"", "", "", "", "34", "", "", "", "", ""}) // may be a total, if it is the last
			continue
		}
		who := rnd.IntN(n/3 + 2)
		id := fmt.Sprintf([]string{"A%03d", "%d", "c-%d-x", "P%016d", "Mc%d"}[who%5], who)
		rows = append(rows, []string{
			pick([]string{fmt.Sprint("E", i), fmt.Sprint("e", i), fmt.Sprint("E", i/2)}, "", "#N/A", "unknown", "1.02E+09", "é1", strings.Repeat("9", 70)),
			pick([]string{id, id, id, strings.ToUpper(id)}, "", "Total", "#REF!", "n/a", "1.02E+09", "Éva", "a 1", "A0"+id[1:], "client id", "x", "12.0", strings.Repeat("8", 70)),
			pick(days, "", "2024-02-30", "soon", "#N/A", "2031-01-01", "1999-01-01", "45474", "2024", "July 4, 2024", "2024-07-01 13:45", "contact date"),
			pick([]string{"1990-02-28", "2000-02-29", "", "3/4/1985"}, "2030-01-01", "1700-01-01", "unknown", "12/13/85", "30000", "x", "2024-07-15"),
			pick([]string{"", "34", "24", "5"}, "34 yrs", "200", "-1", "x", "60+", "111", "18-24", "007"),
			pick([]string{"M", "Female", ""}, "Martian", "declined", "#N/A", "m ", "Nonbinary"),
			pick([]string{"911", "Calls for service", ""}, "Wedding", "unknown", "calls FOR service", "#VALUE!", "Proactive patrol & outreach"),
			pick([]string{"De-escalation", "De-escalation; Referral for treatment", ""}, "Lunch;De-escalation", "none", ";", "#N/A", "Lunch"),
			pick([]string{"", "2024-10-01", "2024-07-02"}, "2024-01-01", "x", "7/4/2024"),
			pick([]string{fmt.Sprint("Ana Roe ", who), ""}, fmt.Sprint("Roe, Ana ", who-1), "Ana"),
		})
	}
	return rows
}

// csvOf writes rows, each cell with something after it that means nothing.
func csvOf(rows [][]string, after string) string {
	var b strings.Builder
	for i, row := range rows {
		for j, cell := range row {
			if j > 0 {
				b.WriteByte(',')
			}
			if cell != "" && i > 0 {
				cell += after
			}
			b.WriteString(`"` + cell + `"`)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// A row that is plain means what it means on a closer look, which a blank after each cell asks for:
// the same contacts, the same findings, the same counts.
func TestPlainRowsAreRows(t *testing.T) {
	for seed := range uint64(60) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		first, rows := oddRows(rnd, 200), oddRows(rnd, 20+rnd.IntN(400)) // the first file makes known what texts mean
		drop := rnd.IntN(4)                                              // some exports lack a column
		for i := range rows {
			switch drop {
			case 0:
				rows[i] = rows[i][1:]
			case 1:
				rows[i] = append(rows[i][:3:3], rows[i][5:]...)
			}
		}
		o := options()
		if rnd.IntN(3) == 0 {
			o.DateOrder = value.DMY
		}
		plain, plainSum := readFiles(t, o, csv(csvOf(first, " "), csvOf(rows, "")))
		closer, closerSum := readFiles(t, o, csv(csvOf(first, " "), csvOf(rows, " ")))
		if d := cmp.Diff(closer, plain); d != "" {
			t.Fatalf("seed %d: contacts: %s", seed, d)
		}
		ignore := cmpopts.IgnoreFields(ingest.Export{}, "SHA256", "Size")
		if d := cmp.Diff(closerSum, plainSum, ignore); d != "" {
			t.Fatalf("seed %d: %s", seed, d)
		}
		if len(plain) < 10 || len(plainSum.Findings) < 10 {
			t.Fatalf("seed %d: only %d contacts and %d findings", seed, len(plain), len(plainSum.Findings))
		}
	}
}

// However many blocks they take, contacts that wait for the end come back as they were, and in
// order.
func TestHeldBlocks(t *testing.T) {
	const n = 20_000
	var text strings.Builder
	text.WriteString("Contact ID,Client ID,Contact Date,Age,Gender,Source,Services\n")
	for i := range n {
		fmt.Fprintf(&text, "E%d,%s%d,2024-07-%02d,%d,M,911,De-escalation\n", i%(n-100),
			[]string{"A", "a long client number "}[i%2], i%(n-100)%777, i%(n-100)%31+1, i%100)
	}
	r, err := ingest.NewReader(options())
	must(err)
	var before []contacttest.Row
	both := func(yield func(*contact.Contact, error) bool) {
		for c, err := range r.Read(context.Background(), []ingest.Input{{Name: "a.csv", Stdin: strings.NewReader(text.String())}}) {
			must(err)
			before = append(before, contacttest.Of(c))
			if !yield(c, err) {
				return
			}
		}
	}
	m := dedup.Merge(both)
	var got []contacttest.Row
	for c, err := range m.Contacts() {
		must(err)
		got = append(got, contacttest.Of(c))
	}
	if d := cmp.Diff(before[100:], got); d != "" || m.Duplicates() != 100 {
		t.Errorf("%d duplicates: %.2000s", m.Duplicates(), d)
	}
}

// A row of numbers is a total only where no other row follows, also a plain one.
func TestPlainRowAfterNumbers(t *testing.T) {
	const rows = "Client ID,Contact Date,Age\nA1,2024-07-01,30\n,,34\n"
	for last, rejected := range map[string]int{"": 0, "A2,2024-07-02,31\n": 1} {
		_, sum := readFiles(t, options(), csv(rows+last))
		if got := sum.Exports[0].Rejected; got != rejected {
			t.Errorf("%d rows rejected with %q as the last row, want %d", got, last, rejected)
		}
	}
}

// What is known of a client is told by the row that said so first, though it is not the client's
// first row.
func TestWhereLearnt(t *testing.T) {
	_, sum := readFiles(t, options(), csv("Client ID,Contact Date,DOB,Gender\nA1,2024-07-01,,\nA1,2024-07-02,1990-01-01,M\nA1,2024-07-03,1991-01-01,F\n"+
		"B2,2024-07-01,,\nB2,2024-07-02,1990-01-01,M\nB2,2024-07-03,1991-01-01,F\nC3,2024-07-01,1990-01-01,M\nC3,2024-07-02,1991-01-01,F\n"))
	want := map[string]bool{
		"client-birth-dates C4 in C3": true, "client-genders D4 in D3": true,
		"client-birth-dates C7 in C6": true, "client-genders D7 in D6": true, // learnt after A1 was asked for
		"client-birth-dates C9 in C8": true, "client-genders D9 in D8": true, // in the client's first row
	}
	for _, f := range sum.Findings {
		if at := strings.LastIndex(f.Message, " in "); at >= 0 {
			delete(want, f.Code+" "+f.Cell+f.Message[at:])
		}
	}
	if len(want) > 0 {
		t.Errorf("no finding of %v: %+v", want, sum.Findings)
	}
}

// Rows that are equal are found as a look at all of them finds them: in each export for itself,
// also where a roster or another export had the client first.
func TestEqualRows(t *testing.T) {
	groups := 0
	for seed := range uint64(300) {
		rnd := rand.New(rand.NewPCG(seed, 11))
		var files []string
		var want []string
		for file := range 1 + rnd.IntN(3) {
			if rnd.IntN(4) == 0 {
				files = append(files, "Client ID,Gender\nA0,M\nA1,F\nA2,M\n")
				continue
			}
			var text strings.Builder
			text.WriteString("Client ID,Contact Date,Gender\n")
			rows := map[string][]int{}
			for row := range rnd.IntN(25) {
				line := fmt.Sprintf("%s%d,2024-07-0%d,%s", []string{"A", "a"}[rnd.IntN(2)], rnd.IntN(4), 1+rnd.IntN(2), []string{"M", "Male", ""}[rnd.IntN(3)])
				text.WriteString(line + "\n")
				same := strings.ReplaceAll(strings.ToUpper(line), "MALE", "M")
				rows[same] = append(rows[same], row+2)
			}
			files = append(files, text.String())
			for _, at := range rows {
				if len(at) > 1 {
					want = append(want, fmt.Sprintf("%d: row %d equals that of A%d, %d in all", file, at[1], at[0], len(at)))
				}
			}
		}
		_, sum := readFiles(t, options(), csv(files...))
		var got []string
		for _, f := range sum.Findings {
			if f.Code == "same-contact-twice" {
				var first string
				var count int
				if _, err := fmt.Sscanf(f.Message, "this row equals that of %s %d rows", &first, &count); err != nil {
					t.Fatal(f.Message, err)
				}
				got = append(got, fmt.Sprintf("%d: row %d equals that of %s %d in all", f.File[0]-'a', f.Row, first, count))
			}
		}
		groups += len(got)
		slices.Sort(want)
		slices.Sort(got)
		for i := range got {
			got[i] = strings.ReplaceAll(got[i], ";", ",")
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("seed %d: %s\n%s", seed, d, strings.Join(files, "\n"))
		}
	}
	if groups < 500 {
		t.Errorf("only %d groups", groups)
	}
}
