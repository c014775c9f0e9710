package table

import (
	"slices"
	"strings"
	"testing"
)

// A row in which a table of the workbook has its totals is noted, with the columns of the table.
func TestTotalsRows(t *testing.T) {
	var rows strings.Builder
	for _, n := range []string{"1", "2", "3", "4", "5"} {
		rows.WriteString(`<row r="` + n + `"><c r="A` + n + `"><v>` + n + `</v></c></row>`)
	}
	const relations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/table" Target="../tables/table1.xml"/>` +
		`</Relationships>`
	tests := []struct {
		name, table string // attributes
		want        []Notice
	}{
		{"none", `ref="A1:C5"`, nil},
		{"not shown", `ref="A1:C5" totalsRowShown="0"`, nil},
		{"one", `ref="A1:C5" totalsRowCount="1"`, []Notice{{TotalsRow, "S", 5, 0, 3, ""}}},
		{"two", `ref="B1:C4" totalsRowCount="2"`, []Notice{{TotalsRow, "S", 3, 1, 2, ""}, {TotalsRow, "S", 4, 1, 2, ""}}},
		{"of no rows", `ref="A4:C5" totalsRowCount="2"`, nil},
		{"no range", `ref="A1" totalsRowCount="1"`, nil},
		{"no number", `ref="A1:C5" totalsRowCount="x"`, nil},
		{"no XML", `ref=`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			raw := bookOf(`<sheetData>`+rows.String()+`</sheetData>`,
				"xl/worksheets/_rels/sheet1.xml.rels", relations,
				"xl/tables/table1.xml", `<table xmlns="`+transitional+`" id="1" `+tt.table+`/>`)
			f := openBook(t, raw, Options{})
			var got []Notice
			for row, err := range f.Rows(t.Context(), 0) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, row.Notices...)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("notices %+v, want %+v", got, tt.want)
			}
		})
	}
}
