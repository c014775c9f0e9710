package ingest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"picreport/ingest"
)

// secrets are a made-up client's data: parts of a name, an ID, a birth date in several forms, an
// address.
var secrets = []string{"zaphod", "beeblebrox", "clement", "kate", "rex", "qx-44", "1987", "29/3", "31859", "elm str", "unicorn"}

// leak returns the secret that a text holds, or "".
func leak(text string) string {
	text = strings.ToLower(text)
	for _, s := range secrets {
		if strings.Contains(text, s) {
			return s
		}
	}
	return ""
}

// everyColumn is the headers of all fields with a name, and one column that no field claims.
const everyColumn = "contact id,client id,contact date,dob,age,sex,source,services,date entered,name,remark\n"

var privacyCases = []struct {
	name  string
	files []file
}{
	{"no headers: name, ID, birth date", csv("Zaphod Beeblebrox,QX-4471,3/29/1987,M\nRex,QX-4472,3/29/1987,F\n")},
	{"no headers: dates in the other order", csv("Zaphod,QX-4471,29/3/1987,Beeblebrox\n")},
	{"no headers: no dates", csv("Zaphod Beeblebrox,Elm Street\nClement,Unicorn Road\n")},
	{"no headers: IDs alone", csv("QX-4471\nQX-4472\n")},
	{"no headers: values like headers", csv("Kate,Zaphod,Rex\nKate,Clement,Rex\n")},
	{"no headers: a value that is a header", csv("Zaphod,QX-4471,29/3/87,Services\nRex,QX-4472,29/3/87,Client\n")},
	{"no headers: names and a value that is a header", csv("Zaphod,Beeblebrox,Service\nRex,Clement,Referrals\n")},
	{"no headers: a labelled value", csv("Zaphod,Beeblebrox,Client (Kate)\n")},
	{"no headers: one word", csv("Clement\nKate\n")},
	{"no headers: many columns", csv(strings.Repeat("Zaphod,", 40) + "\n" + strings.Repeat("Rex,", 40) + "\n")},
	{"no headers: a workbook", book(func(f *excelize.File) {
		day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		must(err)
		sheet(f, "Sheet1", []any{"Beeblebrox", "Zaphod", 31859, true}, []any{"Rex", "Kate", 31859, false})
		must(f.SetCellStyle("Sheet1", "C1", "C2", day))
	})},
	{"no headers below a title", csv("Clients of Zaphod Beeblebrox\n\nKate,QX-4471\n")},
	{"a table on its side", csv("Client ID,QX-4471,QX-4472\nContact Date,29/3/1987,29/3/1987\nName,Zaphod,Kate\n")},
	{"a form", csv("Client ID,QX-4471,Name,Zaphod\nGender,M,Age,37\n")},
	{"titles above unknown headers", csv("Client: Zaphod Beeblebrox\nBorn: 29/3/1987\nIdent,When,What\nQX-4471,29/3/1987,Unicorn\n")},
	{"a record in an open quote of the headers", csv("Client ID,\"Contct Day,Sex\nZaphod,29/3/1987,\"M\"\nQX-4471,29/3/1987,M\n")},
	{"a record in a quoted header", csv("Client ID,\"Contct Day\nZaphod,29/3/1987\nRex\"\nQX-4471,29/3/1987\n")},
	{"every value unreadable", csv(everyColumn + strings.Repeat("Zaphod,QX-4471,29/3/1987,Unicorn,Beeblebrox,Kate,Rex,Unicorn; Clement,Zaphod,Clement,Elm Street\n", 3))},
	{"every value doubtful", csv(everyColumn +
		"1,QX-4471,2024-07-01,1987-03-29,99,Kate,Rex,Rex | Kate,2023-01-01,Zaphod Beeblebrox,\n" +
		"1,qx-4471,2024-07-01,1987-03-30,112,Male,Clement,Unicorn,2024-12-01,Zaphod Beeblebrox,,Unicorn\n" +
		"1,QX-44 72,2024-07-01,1987-03-30,112,Female,Clement,Unicorn,29/3/1987,\"Beeblebrox, Zaphod\",\n" +
		"2,QX-44072,2024-07-02,1787-03-29,-9,X,#N/A,#REF!,29/3/1987,\"Beeblebrox, Zaphod\",\n" +
		"3,#N/A,29 March,1987,1987,Kate,,,29 March,\"Beeblebrox, Zaphod\",\n")},
	{"damaged quotes", csv(everyColumn + "1,QX-4471,\"2024-07-01\"Zaphod,\"Rex\n2,\"Kate\"\"Clement,3/29/1987,\"Unicorn\"x,\"\n")},
	{"bytes that are no text", csv(everyColumn + "1,QX-4471\x00,29/3/1987,\ufffdZaphod,\xff\xfe,Kate\n")},
	{"totals and notes", csv(head + "QX-4471,2024-07-01\nTotal for Zaphod,1987\nNote: Kate and Rex were not counted,\n,1987\nTotal QX-4471,Unicorn\nclient_id,contact_date\n")},
	{"a long text", csv(everyColumn + "1,QX-4471,2024-07-01,,,,,,,," + strings.Repeat("Zaphod ", 9000) + "\n")},
	{"a roster", csv("client id,sex,dob,name,source\nQX-4471,Kate,29/3/1987,Zaphod,Rex\nQX-4471,M,1987-03-29,Zaphod B,Rex\nqx-4471,F,1987-03-28,B Zaphod,Rex\n", head+"QX-4472,2024-07-01\n")},
	{"REDCap", csv("record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,contact_date,sex___kate,sex___rex,source\n" +
		"QX-4471,zaphod,,,,1,1,\nQX-4471,zaphod,contact,1,29/3/1987,1,1,Rex\nQX-4471,,contact,2,,,,Kate\n")},
	{"a value in the row of true headers", csv("Client ID,Date,QX-4471,Remark,29/3/1987,kate@unicorn.org\nA1,2024-07-01,,,,\nA2,2024-07-01,,,,\n")},
	{"records written side by side", csv("Client ID,QX-4471,Gender,M,Name,Zaphod\nClient ID,QX-4472,Gender,F,Name,Kate\n")},
	{"a damaged workbook", []file{{build: func(f *excelize.File) {
		sheet(f, "Sheet1", []any{"Client ID", "Date"})
		for i := range 3000 {
			must(f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+2), &[]any{fmt.Sprintf("QX-44%d", i), "29/3/1987"}))
		}
	}, cut: true}}},
	{"a workbook of broken XML", csv(bookWithSheet(`<row r="1"><c r="A1" t="inlineStr"><is><t>Zaphod</t></is></c><c r="Beeblebrox1"><v>Kate</v></c></row>`))},
	{"a workbook that refers to no text", csv(bookWithSheet(`<row><c t="s"><v>QX-4471</v></c></row>`))},
	{"a workbook whose rows are out of order", csv(bookWithSheet(`<row r="Zaphod"><c><v>1</v></c></row>`))},
	{"a workbook that breaks off", csv(bookWithSheet(`<row><c t="inlineStr"><is><t>Zaphod</t></is></c><Kate`))},
	{"a page", csv("<html><table><tr><td>Zaphod</td></tr></table>")},
	{"JSON", csv(`{"name": "Zaphod"}`)},
	{"a merged cell and a formula", book(func(f *excelize.File) {
		sheet(f, "Sheet1", []any{"Client ID", "Date", "Sex"}, []any{"QX-4471", "29/3/1987", "Kate"}, []any{nil, "29/3/1987", "Rex"}, []any{"QX-4472", "2024-07-01"})
		must(f.MergeCell("Sheet1", "A2", "A3"))
		must(f.SetCellFormula("Sheet1", "C4", `"Zaphod"`))
	})},
}

// bookWithSheet is a workbook whose one sheet has the given rows.
func bookWithSheet(rows string) string {
	return zipped(
		"[Content_Types].xml", `<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
		"_rels/.rels", `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", `<workbook xmlns:r="x"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/></Relationships>`,
		"xl/s.xml", `<worksheet><sheetData>`+rows+`</sheetData></worksheet>`)
}

// TestPrivacy holds that what is said of an export never holds a client's data, unless it is asked
// for.
func TestPrivacy(t *testing.T) {
	shown := 0
	for _, tt := range privacyCases {
		t.Run(tt.name, func(t *testing.T) {
			_, sum := readFiles(t, options(), tt.files)
			if len(sum.Findings) == 0 {
				t.Error("nothing was found")
			}
			for _, f := range sum.Findings {
				if s := leak(fmt.Sprintf("%+v", f)); s != "" {
					t.Errorf("%q stands in %+v", s, f)
				}
			}
			for _, e := range sum.Exports {
				for _, s := range e.Sheets {
					for _, c := range s.Columns {
						name, _, _ := strings.Cut(c.Header, "___") // the choice of a check box is no data
						if s := leak(name); s != "" {
							t.Errorf("%q stands in the header of %+v", s, c)
						}
					}
				}
			}
			for _, n := range sum.NotRun {
				if s := leak(fmt.Sprintf("%+v", n)); s != "" {
					t.Errorf("%q stands in %+v", s, n)
				}
			}
			_, sum = readFiles(t, with(func(o *ingest.Options) { o.ShowValues = true }), tt.files)
			for _, f := range sum.Findings {
				text, err := json.Marshal(f)
				must(err)
				if leak(string(text)) != "" {
					shown++
				}
			}
		})
	}
	if shown < 30 {
		t.Errorf("only %d findings show a value when asked for", shown)
	}
}

// TestHeadersAreNamed holds that headers are named all the same where they cannot be data.
func TestHeadersAreNamed(t *testing.T) {
	for _, tt := range []struct{ text, named string }{
		{"Date of Contct,Clent Id,Zip\n", `"Date of Contct", "Clent Id", "Zip"`},
		{"911,Date,Ident\nX,2024-07-01,A1\n", ""},
		{"Nature,Date,Ident\nX,2024-07-01,A1\n", `"Nature", "Date", "Ident"`},
		{"Nature,Date,Ident\nX,,A\n", ""},
		{"Client ID,Unit\nA1,X\n", `"Client ID", "Unit"`},
	} {
		_, sum := readFiles(t, options(), csv(tt.text))
		f := sum.Findings[0]
		if tt.named == "" && strings.Contains(f.Message+f.Hint, "Ident") || !strings.Contains(f.Message, tt.named) {
			t.Errorf("%q: %+v", tt.text, f)
		}
	}
}
