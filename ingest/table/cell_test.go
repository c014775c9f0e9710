package table

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A usual cell reads as readCell reads it, to which a second blank in its tag leaves it; also at
// the end of the buffer, and among others.
func TestUsualCells(t *testing.T) {
	rnd := rand.New(rand.NewPCG(8, 1))
	pick := func(of ...string) string { return of[rnd.IntN(len(of))] }
	usual := 0
	for n := range 300 {
		var rows strings.Builder
		for row := 1; row <= 1+rnd.IntN(40); row++ {
			fmt.Fprintf(&rows, `<row r="%d">`, row)
			for col := range rnd.IntN(12) {
				ref := fmt.Sprintf(` r="%c%d"`, 'A'+col, row)
				if rnd.IntN(20) == 0 {
					ref = pick("", ` r="ZZZZ1"`, ` r=""`, ` r='A1'`, ` s="1" r="B2"`)
					if n > 30 { // damage ends the sheet
						ref = ""
					}
				}
				attrs := ref + pick("", ` s="1"`, ` s="99"`, ` s="x"`, ` x="y"`) + pick("", ` t="s"`, ` t="n"`, ` t="str"`, ` t="b"`, ` t="e"`, ` t="d"`, ` t="inlineStr"`, ` t="?"`)
				value := pick("1", "0", "45474", "45474.5", "1e3", " 2 ", "", "TRUE", "2024-07-01", "#N/A", "a &amp; b", "_x000D_", "<![CDATA[1]]>", strings.Repeat("9", 300))
				if strings.Contains(attrs, `t="s"`) && n > 30 {
					value = pick("0", "1", " 1 ") // any other is damage
				}
				body := "<v>" + value + "</v>"
				if strings.Contains(attrs, "inlineStr") {
					body = pick("<is><t>"+value+"</t></is>", "<is><r><t>"+value+"</t></r></is>", `<is><t xml:space="preserve">`+value+"</t></is>", body)
				}
				body = pick(body, body, body, body, "", "<f>1+1</f>"+body, "<f>1+1</f>", body+" ")
				if body == "" && rnd.IntN(2) == 0 {
					rows.WriteString("<c" + attrs + "/>")
				} else {
					rows.WriteString("<c" + attrs + ">" + body + "</c>")
				}
			}
			rows.WriteString("</row>")
		}
		sheet := "<sheetData>" + strings.Repeat(" ", rnd.IntN(70_000)) + rows.String() + "</sheetData>"
		shared := sharedXML("<si><t>zero</t></si><si><t>one</t></si>")
		read := func(sheet string) ([]Row, error) {
			f, err := Read("-", bytes.NewReader(bookOf(sheet, "xl/sharedStrings.xml", shared, "xl/styles.xml", stylesXML(0, "yyyy-mm-dd"))), Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			var all []Row
			for row, err := range f.Rows(t.Context(), 0) {
				if err != nil {
					return all, err
				}
				row.Cells = append([]Cell(nil), row.Cells...)
				all = append(all, row)
			}
			return all, nil
		}
		got, err := read(sheet)
		want, wantErr := read(strings.ReplaceAll(sheet, "<c ", "<c  "))
		if d := cmp.Diff(want, got) + cmp.Diff(message(wantErr), message(err)); d != "" {
			t.Fatalf("%s: %s", sheet, d)
		}
		usual += len(got)
	}
	if usual < 1000 {
		t.Errorf("only %d rows were compared", usual)
	}
}

// message returns the text of an error with its row.
func message(err error) string {
	var own *Error
	if errors.As(err, &own) {
		return fmt.Sprint(own.Row, own)
	}
	return fmt.Sprint(err)
}
