package ingest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest/contact"
	"picreport/ingest/table"
)

// The texts of the cells that a rowParser is shown are gone once Row returns: table.Preparer says
// so, and the reader of a CSV uses their memory anew. What is made of the rows is the same where
// every byte of them is overwritten at once.
func TestNothingOfARowIsKept(t *testing.T) {
	header := []string{
		"Contact ID", "Client ID", "Contact Date", "DOB", "Age", "Gender", "Source", "Services", "Name", "Entry date", "More",
	}
	for _, redcap := range []bool{false, true} {
		rnd := rand.New(rand.NewPCG(12, 1))
		pick := func(of ...string) string { return of[rnd.IntN(len(of))] }
		rows := [][]string{slices.Clone(header)}
		if redcap {
			rows[0][0], rows[0][10] = "record_id", "redcap_repeat_instrument"
		}
		for i := range 400 {
			rows = append(rows, []string{
				pick("", "c 1", "C\u00a02", fmt.Sprint("e", i)), pick("", "A1", " a1", "a long client of many parts", "Ä 2", "unknown", "#N/A"),
				pick("2024-07-01", "7/2/2024", "13/2/2024", "45474", "", "soon", "July"), pick("1990-01-01", "2/3/1991", "", "never", "2030-01-01"),
				pick("", "34", "200", "18-24", "many", "unknown"), pick("", "F", "3", "lunch", "“F”", "declined"),
				pick("911", "lunch", "“911”", "", "#REF!"), pick("", "a;b", "De-escalation|lunch", "lunch", "é"),
				pick("", "Ann Lee", "lee, ann", "Bo"), pick("", "2024-07-01", "2024-09-30", "x"), pick("", "contact", "visit"), pick("", "too far"),
			})
		}
		rows = append(rows, slices.Clone(rows[0]), []string{"", "Total", "", "", "12"})
		kept, poisoned := parseRows(t, rows, false), parseRows(t, rows, true)
		if d := cmp.Diff(kept, poisoned); d != "" || len(kept) < 400 {
			t.Errorf("redcap %t: %d lines; %s", redcap, len(kept), d)
		}
	}
}

// parseRows returns what a rowParser makes of rows, in lines: the first is the headers. Poison
// overwrites the texts of each row once it is parsed.
func parseRows(t *testing.T, rows [][]string, poison bool) []string {
	t.Helper()
	r, err := NewReader(Options{ShowValues: true, Services: []Label{{Name: "De-escalation"}}})
	if err != nil {
		t.Fatal(err)
	}
	r.found.names = []string{"a.csv"}
	var head []headRow
	for i := range rows[:5] {
		head = append(head, r.newHeadRow(cellsOf(i+1, rows[i], nil)))
	}
	r.exports = []Export{{Name: "a.csv"}}
	s := r.newSheetReader(0, candidate{layout: r.findLayout(head)})
	r.units = append(r.units, s)
	s.out = contact.Contact{Dict: r.dict}
	p := s.newRowParser()
	p.Begin(nil)
	for i, texts := range rows[1:] {
		var memory []byte
		row := cellsOf(i+2, texts, &memory)
		p.Row(&row)
		if poison {
			for j := range memory {
				memory[j] = '!'
			}
		}
	}
	batch := p.End()
	var lines []string
	for i, row := range batch.rows {
		lines = append(lines, fmt.Sprint(row.num, row.date, row.kind, row.is, batch.text(row.text)))
		if id, text := batch.id(i); text != "" {
			lines = append(lines, fmt.Sprint(id.text, text))
		}
	}
	s.admitBatch(table.Batch[*parsedBatch]{Ready: batch}, func(c *contact.Contact, err error) bool {
		lines = append(lines, fmt.Sprint(c.ClientID(), c.GivenClient(), c.ID, c.Values, err))
		return true
	})
	s.end(func(*contact.Contact, error) bool { return true })
	r.finish()
	for _, f := range r.found.list() {
		lines = append(lines, fmt.Sprintf("%+v", f))
	}
	return lines
}

// cellsOf returns a row of texts, as parts of one memory.
func cellsOf(num int, texts []string, memory *[]byte) table.Row {
	all := []byte(strings.Join(texts, ""))
	if memory != nil {
		*memory = all
	}
	shared := unsafe.String(unsafe.SliceData(all), len(all))
	row := table.Row{Num: num}
	for _, text := range texts {
		c := table.Cell{}
		if text != "" {
			c = table.Cell{Kind: table.Text, Text: shared[:len(text)]}
		}
		shared = shared[len(text):]
		row.Cells = append(row.Cells, c)
	}
	return row
}
