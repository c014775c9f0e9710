package job

import "testing"

func TestIsExport(t *testing.T) {
	for name, want := range map[string]bool{
		"contacts.csv": true, "CONTACTS.XLSX": true, "a.tsv": true, "a.txt": true,
		"a.xlsm": true, "a.csv.gz": true, "a.TXT.GZ": true,
		"a.xlsx.gz": false, "a.gz": false, "a.xls": false, "picreport.yaml": false,
		"report.md": false, "~$contacts.xlsx": false, "._a.csv": false, "csv": false,
	} {
		if got := isExport(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
