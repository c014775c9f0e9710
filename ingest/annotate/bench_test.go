package annotate

import (
	"io"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"picreport/ingest/finding"
)

// BenchmarkWrite annotates a workbook of 20,000 rows with a finding on each.
func BenchmarkWrite(b *testing.B) {
	const rows = 20_000
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	var findings []finding.Finding
	for i := range rows {
		n := strconv.Itoa(i + 1)
		if err := w.SetRow("A"+n, []any{"C-" + n, "2024-07-01", i % 90, "Male", "Calls for service"}); err != nil {
			b.Fatal(err)
		}
		findings = append(findings, finding.Finding{
			Code: "age-out-of-range", Severity: finding.Warning, Sheet: "Sheet1", Row: i + 1, Column: "C", Cell: "C" + n,
			Message: "the age is over 110", Hint: "correct the age, or leave it blank",
		})
	}
	path := filepath.Join(b.TempDir(), "b.xlsx")
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.SaveAs(path); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := Write(b.Context(), io.Discard, path, findings, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
