package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/filetest"
)

// shell runs a command line with picreport in its path, in a folder and with its own folder for
// temporary files. It returns the exit code and standard error.
func shell(t testing.TB, dir, command string) (int, string) {
	t.Helper()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no sh")
	}
	cmd := exec.CommandContext(t.Context(), "sh", "-c", command)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TMPDIR="+t.TempDir(), "PICREPORT_TODAY=2026-01-23", "DATA="+filetest.Data(""))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), stderr.String()
}

const buildJSON = `exec picreport build --quarter 2024Q3 --format json --output report.json "$DATA/contacts-2024.csv"`

// TestDiskFullKeepsTheOldFile lets the system refuse to write more of a file, as a full disk does,
// in the middle of a report.
func TestDiskFullKeepsTheOldFile(t *testing.T) {
	filetest.UnixOnly(t)
	dir := t.TempDir()
	filetest.Write(t, filepath.Join(dir, "report.json"), "old")
	code, stderr := shell(t, dir, "ulimit -f 1 && "+buildJSON)
	if code != failure.Failed || !strings.Contains(stderr, "report.json: cannot write: file too large") {
		t.Errorf("exit code %d, %q", code, stderr)
	}
	filetest.Holds(t, dir, []string{"report.json"}, "report.json", "old")

	dir = t.TempDir()
	if code, _ := shell(t, dir, "ulimit -f 1 && "+buildJSON); code != failure.Failed {
		t.Errorf("no old file: exit code %d", code)
	}
	if left := filetest.In(t, dir); len(left) > 0 {
		t.Errorf("no old file: %q is left", left)
	}
}

// TestRenameFails makes the target a mount of its own, as a container does with one file of the
// host: it cannot be renamed over.
func TestRenameFails(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("mounts are Linux's")
	}
	dir := t.TempDir()
	filetest.Write(t, filepath.Join(dir, "report.json"), "old")
	filetest.Write(t, filepath.Join(dir, "host.json"), "host")
	const mount = "mount --bind host.json report.json"
	if code, _ := shell(t, dir, "unshare -rm sh -c '"+mount+"'"); code != 0 {
		t.Skip("cannot mount here")
	}
	code, stderr := shell(t, dir, "exec unshare -rm sh -c '"+mount+" && "+buildJSON+"'")
	if code != failure.Failed || !strings.Contains(stderr, "report.json: cannot write: device or resource busy") {
		t.Errorf("exit code %d, %q", code, stderr)
	}
	filetest.Holds(t, dir, []string{"host.json", "report.json"}, "report.json", "old")
	filetest.Holds(t, dir, []string{"host.json", "report.json"}, "host.json", "host")
}

// TestModes gives a new file the mode that the umask leaves it, and lets an old one keep its own,
// whatever the umask.
func TestModes(t *testing.T) {
	filetest.UnixOnly(t)
	for _, c := range []struct {
		umask string
		old   fs.FileMode // 0 for no file
		want  fs.FileMode
	}{
		{"022", 0, 0o644},
		{"027", 0, 0o640},
		{"000", 0, 0o666},
		{"077", 0, 0o600},
		{"077", 0o644, 0o644},
		{"000", 0o600, 0o600},
		{"022", 0o764, 0o764},
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, "report.json")
		if c.old != 0 {
			filetest.Write(t, path, "old")
			if err := os.Chmod(path, c.old); err != nil {
				t.Fatal(err)
			}
		}
		if code, stderr := shell(t, dir, "umask "+c.umask+" && "+buildJSON); code != failure.Done {
			t.Fatalf("exit code %d, %s", code, stderr)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != c.want || info.Size() < 100 {
			t.Errorf("umask %s, an old file of mode %s: the new one has %s and %d bytes; want %s", c.umask, c.old, info.Mode(),
				info.Size(), c.want)
		}
	}
}
