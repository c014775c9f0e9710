package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"picreport/report"
)

// manyPrograms makes folders of programmes. The one of number n has n clients, C1 to Cn.
func manyPrograms(t *testing.T, dir string, count int) (names []string) {
	t.Helper()
	for n := 1; n <= count; n++ {
		var rows strings.Builder
		rows.WriteString("Client ID,Contact Date\n")
		for c := 1; c <= n; c++ {
			fmt.Fprintf(&rows, "C%d,%d/%d/2024\n", c, 7+c%3, 1+c%28)
		}
		name := fmt.Sprintf("%02d São José – Łódź “Équipe”", n)
		names = append(names, name)
		writeTestFile(t, filepath.Join(dir, name, "contacts.csv"), rows.String())
	}
	return names
}

// TestManyPrograms builds the reports of sixty programmes whose names are not ASCII: each has its row in the table, and the rows add up.
func TestManyPrograms(t *testing.T) {
	a, stdout, stderr := testApp(t)
	names := manyPrograms(t, "programs", 60)
	if code := a.run(context.Background(), []string{"build", "--all-programs", "--quarter", "2024Q3", "--format", "pdf,json", "programs"}); code != exitDone {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	written := strings.Split(strings.TrimSpace(stdout.String()), "\n")
	if len(written) != 2*61 || len(filesIn(t, ".")) != 2*61+1 {
		t.Errorf("%d files are named, %d are there", len(written), len(filesIn(t, "."))-1)
	}
	data, err := os.ReadFile("progress-report-all-2024Q3.json")
	if err != nil {
		t.Fatal(err)
	}
	var r report.Rollup
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	const clients = 60 * 61 / 2 // 1 + 2 + … + 60, though C1 is in all of them
	want := report.Clients{SinceInception: clients, Served: clients, New: clients}
	if d := cmp.Diff(want, r.Totals.Clients); d != "" {
		t.Errorf("totals (-want +got):\n%s", d)
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("poppler-utils is not installed")
	}
	text := strings.Join(strings.Fields(poppler(t, "pdftotext", "-layout", "progress-report-all-2024Q3.pdf", "-")), " ")
	for i, name := range names {
		n := i + 1 // up to 2 have no contact in July
		if row := fmt.Sprintf("%s July 2024 %d %d %d 0 %d", name, n, n, n, n); n > 2 && strings.Count(text, row) != 1 {
			t.Errorf("there are %d rows %q", strings.Count(text, row), row)
		}
	}
	if !strings.Contains(text, "All programs 1,830 1,830 1,830 0 1,830") {
		t.Errorf("the last row is missing in %s", text)
	}
	if heads := strings.Count(text, "Program Inception inception Served"); heads < 3 {
		t.Errorf("the header row stands %d times", heads)
	}
}

// TestAllOrNone makes one of several files one that cannot be renamed over: those before it are put back.
func TestAllOrNone(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("mounts are Linux's")
	}
	dir := t.TempDir()
	manyPrograms(t, filepath.Join(dir, "programs"), 3)
	old := "progress-report-01 São José – Łódź “Équipe”-2024Q3.json"
	for _, name := range []string{old, "progress-report-all-2024Q3.json"} {
		writeTestFile(t, filepath.Join(dir, name), "old")
	}
	writeTestFile(t, filepath.Join(dir, "host.json"), "host")
	const mount = "mount --bind host.json progress-report-all-2024Q3.json"
	if code, _ := shell(t, dir, "unshare -rm sh -c '"+mount+"'"); code != 0 {
		t.Skip("cannot mount here")
	}
	const build = "exec picreport build --all-programs --quarter 2024Q3 --format json programs"
	code, stderr := shell(t, dir, "exec unshare -rm sh -c '"+mount+" && "+build+"'")
	if code != exitFailed || !strings.Contains(stderr, "progress-report-all-2024Q3.json: cannot write: device or resource busy") {
		t.Errorf("exit code %d, %q", code, stderr)
	}
	left := []string{"host.json", "programs", old, "progress-report-all-2024Q3.json"}
	for _, name := range []string{left[0], left[2], left[3]} {
		want := map[string]string{"host.json": "host"}[name]
		if want == "" {
			want = "old"
		}
		holds(t, dir, left, name, want)
	}
	if code, stderr := shell(t, dir, build); code != exitDone {
		t.Errorf("exit code %d, %q", code, stderr)
	}
	if left := filesIn(t, dir); len(left) != 2+4 {
		t.Errorf("%q are there", left)
	}
}

// TestInterruptedSet leaves everything as it was when it is interrupted before the first file is in place, and before anything is read.
func TestInterruptedSet(t *testing.T) {
	a, _, stderr := testApp(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	writeTestFile(t, "a", "old")
	if err := writeFiles(ctx, []outFile{{"a", []byte("new")}, {"b", []byte("new")}}, 0o666); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	holds(t, ".", []string{"a"}, "a", "old")
	manyPrograms(t, "programs", 3)
	if code := a.run(ctx, []string{"build", "--all-programs", "--quarter", "2024Q3", "programs"}); code != exitInterrupted {
		t.Errorf("exit code %d, %s", code, stderr)
	}
	holds(t, ".", []string{"a", "programs"}, "a", "old")
}

// TestSetFails leaves nothing where one of several files cannot be written beside its place.
func TestSetFails(t *testing.T) {
	t.Chdir(t.TempDir())
	writeTestFile(t, "a", "old")
	if err := os.Mkdir("folder", 0o755); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"folder", filepath.Join("gone", "b")} {
		if err := writeFiles(t.Context(), []outFile{{"a", []byte("new")}, {"c", []byte("new")}, {bad, []byte("new")}}, 0o666); err == nil {
			t.Errorf("%s was written", bad)
		}
		holds(t, ".", []string{"a", "folder"}, "a", "old")
	}
}

func TestIsExport(t *testing.T) {
	for name, want := range map[string]bool{
		"contacts.csv": true, "CONTACTS.XLSX": true, "a.tsv": true, "a.txt": true, "a.xlsm": true, "a.csv.gz": true, "a.TXT.GZ": true,
		"a.xlsx.gz": false, "a.gz": false, "a.xls": false, "picreport.yaml": false, "report.md": false, "~$contacts.xlsx": false, "._a.csv": false, "csv": false,
	} {
		if got := isExport(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
