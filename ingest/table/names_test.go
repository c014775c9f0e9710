package table

import (
	"slices"
	"testing"
)

func TestHasEnding(t *testing.T) {
	for name, want := range map[string]bool{
		"a.csv": true, "a.TSV": true, "a.txt": true, "a.xlsx": true, "a.Xlsm": true, "a.csv.gz": true, "A.TXT.GZ": true,
		"a.xlsx.gz": false, "a.gz": false, "a.pdf": false, "csv": false, "a.xls": false, "": false,
	} {
		if HasEnding(name) != want {
			t.Errorf("%q: %t", name, !want)
		}
	}
	if want := []string{".csv", ".tsv", ".txt", ".xlsx", ".xlsm"}; !slices.Equal(Endings(), want) {
		t.Errorf("endings %q, want %q", Endings(), want)
	}
}

func TestWithoutTextEnding(t *testing.T) {
	for name, want := range map[string]string{
		"a.csv": "a", "a.CSV.gz": "a", "a.b.tsv": "a.b", "a.xlsx": "a.xlsx", "a": "a", "a.gz": "a",
	} {
		if got := WithoutTextEnding(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestColumnName(t *testing.T) {
	for col, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 701: "ZZ", 702: "AAA", MaxColumns - 1: "XFD"} {
		if got := ColumnName(col); got != want {
			t.Errorf("%d: %s, want %s", col, got, want)
		}
	}
}
