package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/filetest"

	"github.com/google/go-cmp/cmp"
)

// patience is how long an interrupted command may take to end. It takes a moment; a machine may be
// busy.
const patience = 10 * time.Second

// rows is an export of so many contacts.
func rows(n int) string {
	var b strings.Builder
	b.WriteString("Client ID,Contact date\n")
	for i := range n {
		fmt.Fprintf(&b, "C%d,2024-08-14\n", i)
	}
	return b.String()
}

// interrupting reads a text, then cancels, and then waits for the end of the test or, where it is
// not to wait, comes to its end.
func interrupting(t testing.TB, text string, cancel context.CancelFunc, wait bool) io.Reader {
	return io.MultiReader(strings.NewReader(text), readerFunc(func([]byte) (int, error) {
		cancel()
		if wait {
			<-t.Context().Done()
		}
		return 0, io.EOF
	}))
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// runInterrupted runs a command whose context ends while it reads standard input.
func runInterrupted(t *testing.T, text string, wait bool, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var out, errs bytes.Buffer
	env := &Env{
		Stdin: interrupting(t, text, cancel, wait), Stdout: &out, Stderr: &errs,
		Now:       func() time.Time { return time.Date(2026, time.January, 23, 12, 0, 0, 0, time.UTC) },
		LookupEnv: func(string) (string, bool) { return "", false },
	}
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, env, args) }()
	select {
	case code = <-ended:
		return code, out.String(), errs.String()
	case <-time.After(patience):
		t.Fatalf("%v: goes on %s after the interrupt", args, patience)
	}
	return 0, "", ""
}

// TestInterruptedWhileReading ends commands in the middle of an export, and at its very end: exit
// code 130, nothing on standard output, no new file, and the old one as it was.
func TestInterruptedWhileReading(t *testing.T) {
	build := []string{"build", "--quarter", "2024Q3", "--format", "json,pdf", "--output", "report.pdf", "-"}
	for _, c := range []struct {
		name string
		text string
		wait bool
		args []string
	}{
		{"build, waiting for more", rows(5), true, build},
		{"build, waiting in a long export", rows(50_000), true, build},
		{"build, waiting for the first byte", "", true, build},
		{"build, at the end", rows(5), false, build},
		{
			"build to standard output, at the end", rows(5), false,
			[]string{"build", "--quarter", "2024Q3", "--format", "json", "--output", "-", "-"},
		},
		{"tables", rows(5), true, []string{"tables", "--quarter", "2024Q3", "-"}},
		{"tables, at the end", rows(5), false, []string{"tables", "--quarter", "2024Q3", "-"}},
		{"explain", rows(5), true, []string{"explain", "new", "--quarter", "2024Q3", "-"}},
		{"explain, at the end", rows(5), false, []string{"explain", "new", "--quarter", "2024Q3", "-"}},
		{"validate", rows(5), true, []string{"validate", "-"}},
		{"validate, at the end", rows(5), false, []string{"validate", "-"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("TMPDIR", t.TempDir())
			dir := t.TempDir()
			t.Chdir(dir)
			filetest.Write(t, filepath.Join(dir, "report.pdf"), "old")
			code, stdout, stderr := runInterrupted(t, c.text, c.wait, c.args...)
			if code != failure.Interrupted || stdout != "" {
				t.Errorf("exit code %d, and on standard output %q", code, stdout)
			}
			if !strings.Contains(stderr, "interrupted: nothing was written") {
				t.Errorf("standard error says %q", stderr)
			}
			filetest.Holds(t, dir, []string{"report.pdf"}, "report.pdf", "old")
		})
	}
}

// TestInterruptedIngest leaves the ledger as it was.
func TestInterruptedIngest(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	dir := t.TempDir()
	t.Chdir(dir)
	list := func() string {
		t.Helper()
		var out, errs bytes.Buffer
		env := &Env{
			Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Now: time.Now,
			LookupEnv: func(string) (string, bool) { return "", false },
		}
		if code := run(t.Context(), env,
			[]string{"tables", "--quarter", "2024Q3", "--format", "json"}); code != failure.Done {
			t.Fatalf("exit code %d, %s", code, errs.String())
		}
		return out.String()
	}
	filetest.Write(t, filepath.Join(dir, "old.csv"), rows(3))
	var errs bytes.Buffer
	env := &Env{
		Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: &errs, Now: time.Now,
		LookupEnv: func(string) (string, bool) { return "", false },
	}
	if code := run(t.Context(), env, []string{"ingest", "--source", "contacts", "old.csv"}); code != failure.Done {
		t.Fatalf("exit code %d, %s", code, errs.String())
	}
	before := list()
	for _, text := range []string{"", rows(5), rows(50_000)} {
		code, stdout, stderr := runInterrupted(t, text, true, "ingest", "--source", "contacts", "-")
		if code != failure.Interrupted || stdout != "" {
			t.Errorf("%d bytes: exit code %d, %q, %q", len(text), code, stdout, stderr)
		}
		if diff := cmp.Diff(before, list()); diff != "" {
			t.Errorf("%d bytes: the ledger has changed (-before +after):\n%s", len(text), diff)
		}
	}
}

// TestSignals sends a signal to a picreport whose standard input stays open: it ends at once, with
// exit code 130 and no file.
func TestSignals(t *testing.T) {
	filetest.UnixOnly(t)
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(sig.String(), func(t *testing.T) {
			dir := t.TempDir()
			cmd := exec.CommandContext(t.Context(), "picreport", "build", "--quarter", "2024Q3", "-")
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "TMPDIR="+t.TempDir(), "PICREPORT_TODAY=2026-01-23")
			var stdout, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			stdin, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			// A pipe holds 64 KiB: once more has gone through it, the export is being read.
			if _, err := io.WriteString(stdin, rows(50_000)); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Process.Signal(sig); err != nil {
				t.Fatal(err)
			}
			late := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
			_ = cmd.Wait() // the exit code says it
			if !late.Stop() {
				t.Fatalf("goes on %s after the signal", patience)
			}
			if code := cmd.ProcessState.ExitCode(); code != failure.Interrupted || stdout.Len() > 0 ||
				!strings.Contains(stderr.String(), "interrupted: nothing was written") {
				t.Errorf("%s, on standard output %q, on standard error %q", cmd.ProcessState, stdout.String(), stderr.String())
			}
			if left := filetest.In(t, dir); len(left) > 0 {
				t.Errorf("%q is left", left)
			}
		})
	}
}
