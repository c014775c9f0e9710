package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/filetest"
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
		filetest.Write(t, filepath.Join(dir, name, "contacts.csv"), rows.String())
	}
	return names
}

// TestManyPrograms builds the reports of sixty programmes whose names are not ASCII: each has its
// row in the table, and the rows add up.
func TestManyPrograms(t *testing.T) {
	env, stdout, stderr := testApp(t)
	names := manyPrograms(t, "programs", 60)
	build := []string{"build", "--all-programs", "--quarter", "2024Q3", "--format", "pdf,json", "programs"}
	if code := run(context.Background(), env, build); code != failure.Done {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	written := strings.Split(strings.TrimSpace(stdout.String()), "\n")
	if len(written) != 2*61 || len(filetest.In(t, ".")) != 2*61+1 {
		t.Errorf("%d files are named, %d are there", len(written), len(filetest.In(t, "."))-1)
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

// TestAllOrNone makes one of several files one that cannot be renamed over: those before it are put
// back.
func TestAllOrNone(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("mounts are Linux's")
	}
	dir := t.TempDir()
	manyPrograms(t, filepath.Join(dir, "programs"), 3)
	old := "progress-report-01 São José – Łódź “Équipe”-2024Q3.json"
	for _, name := range []string{old, "progress-report-all-2024Q3.json"} {
		filetest.Write(t, filepath.Join(dir, name), "old")
	}
	filetest.Write(t, filepath.Join(dir, "host.json"), "host")
	const mount = "mount --bind host.json progress-report-all-2024Q3.json"
	if code, _ := shell(t, dir, "unshare -rm sh -c '"+mount+"'"); code != 0 {
		t.Skip("cannot mount here")
	}
	const build = "exec picreport build --all-programs --quarter 2024Q3 --format json programs"
	code, stderr := shell(t, dir, "exec unshare -rm sh -c '"+mount+" && "+build+"'")
	if code != failure.Failed ||
		!strings.Contains(stderr, "progress-report-all-2024Q3.json: cannot write: device or resource busy") {
		t.Errorf("exit code %d, %q", code, stderr)
	}
	left := []string{"host.json", "programs", old, "progress-report-all-2024Q3.json"}
	for _, name := range []string{left[0], left[2], left[3]} {
		want := map[string]string{"host.json": "host"}[name]
		if want == "" {
			want = "old"
		}
		filetest.Holds(t, dir, left, name, want)
	}
	if code, stderr := shell(t, dir, build); code != failure.Done {
		t.Errorf("exit code %d, %q", code, stderr)
	}
	if left := filetest.In(t, dir); len(left) != 2+4 {
		t.Errorf("%q are there", left)
	}
}

// TestInterruptedPrograms leaves everything as it was when it is interrupted before anything is
// read.
func TestInterruptedPrograms(t *testing.T) {
	env, _, stderr := testApp(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	manyPrograms(t, "programs", 3)
	if code := run(ctx, env,
		[]string{"build", "--all-programs", "--quarter", "2024Q3", "programs"}); code != failure.Interrupted {
		t.Errorf("exit code %d, %s", code, stderr)
	}
	if diff := cmp.Diff([]string{"programs"}, filetest.In(t, ".")); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}
