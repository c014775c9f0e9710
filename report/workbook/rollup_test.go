package workbook

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"picreport/report"
)

// TestRollup reads back the workbook of two programmes, one of which has not begun: the sheet of
// programmes adds up.
func TestRollup(t *testing.T) {
	f := sample(t)
	r := &report.Rollup{
		Program:   "State Office",
		Quarter:   f.Quarter,
		Period:    f.Period,
		Inception: f.Inception,
		Programs: []report.ProgramFigures{
			{ID: "pic", Name: "=Partners in Care", Inception: f.Inception, Begun: true, Figures: f},
			{ID: "hilltop", Name: "São José", Inception: "2024-10"},
		},
		Totals: report.Totals{
			Clients:      f.Clients,
			NewByQuarter: f.NewByQuarter,
			Demographics: f.Demographics,
			Contacts:     f.Contacts,
		},
	}
	var b, again bytes.Buffer
	if err := WriteRollup(&b, r, Options{}); err != nil {
		t.Fatal(err)
	}
	if err := WriteRollup(&again, r, Options{}); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("written twice, the bytes differ (%v)", err)
	}
	book := open(t, b.Bytes())
	if diff := cmp.Diff(
		[]string{"Figures", "Programs", "New by quarter", "Demographics", "Sources", "Services"},
		book.GetSheetList(),
	); diff != "" {
		t.Fatalf("sheets (-want +got):\n%s", diff)
	}
	want := [][]string{
		{
			"ID", "Program", "Inception", "Begun", "Since inception", "Individuals served", "New clients",
			"Carried over", "Contacts",
		},
		{"pic", "=Partners in Care", "2024-03", "TRUE", "207", "128", "115", "13", "115"},
		{"hilltop", "São José", "2024-10", "FALSE", "0", "0", "0", "0", "0"},
		{"", "All programs", "", "", "207", "128", "115", "13", "115"},
	}
	if diff := cmp.Diff(want, rows(t, book, "Programs", false)); diff != "" {
		t.Errorf("programmes (-want +got):\n%s", diff)
	}
	var figures []string
	for _, row := range rows(t, book, "Figures", false) {
		figures = append(figures, strings.Join(row, "|"))
	}
	for _, line := range []string{
		"Programs of|State Office", "Programs|2", "Programs that have begun|1", "Individuals served|128",
		"Clients counted|within programs, never matched across",
	} {
		if !strings.Contains(strings.Join(figures, "\n")+"\n", line+"\n") {
			t.Errorf("%q is not in %q", line, figures)
		}
	}
}
