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

	"github.com/google/go-cmp/cmp"
)

// unixOnly skips a test of what only Unix has: modes, a umask, links without a privilege, limits of a process.
func unixOnly(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("not on Windows")
	}
}

// filesIn lists a folder, hidden files too.
func filesIn(t testing.TB, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// holds checks what is in a folder and in one file of it.
func holds(t testing.TB, dir string, names []string, file, content string) {
	t.Helper()
	if diff := cmp.Diff(names, filesIn(t, dir)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if data, err := os.ReadFile(filepath.Join(dir, file)); err != nil || string(data) != content {
		t.Errorf("%s holds %d bytes, %v; want %q", file, len(data), err, content)
	}
}

// shell runs a command line with picreport in its path, in a folder and with its own folder for temporary files. It returns the exit
// code and standard error.
func shell(t testing.TB, dir, command string) (int, string) {
	t.Helper()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no sh")
	}
	cmd := exec.CommandContext(t.Context(), "sh", "-c", command)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TMPDIR="+t.TempDir(), "PICREPORT_TODAY=2026-01-23", "DATA="+repositoryData(t))
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

// TestDiskFullKeepsTheOldFile lets the system refuse to write more of a file, as a full disk does, in the middle of a report.
func TestDiskFullKeepsTheOldFile(t *testing.T) {
	unixOnly(t)
	dir := t.TempDir()
	writeTestFile(t, filepath.Join(dir, "report.json"), "old")
	code, stderr := shell(t, dir, "ulimit -f 1 && "+buildJSON)
	if code != exitFailed || !strings.Contains(stderr, "report.json: cannot write: file too large") {
		t.Errorf("exit code %d, %q", code, stderr)
	}
	holds(t, dir, []string{"report.json"}, "report.json", "old")

	dir = t.TempDir()
	if code, _ := shell(t, dir, "ulimit -f 1 && "+buildJSON); code != exitFailed {
		t.Errorf("no old file: exit code %d", code)
	}
	if left := filesIn(t, dir); len(left) > 0 {
		t.Errorf("no old file: %q is left", left)
	}
}

// TestRenameFails makes the target a mount of its own, as a container does with one file of the host: it cannot be renamed over.
func TestRenameFails(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("mounts are Linux's")
	}
	dir := t.TempDir()
	writeTestFile(t, filepath.Join(dir, "report.json"), "old")
	writeTestFile(t, filepath.Join(dir, "host.json"), "host")
	const mount = "mount --bind host.json report.json"
	if code, _ := shell(t, dir, "unshare -rm sh -c '"+mount+"'"); code != 0 {
		t.Skip("cannot mount here")
	}
	code, stderr := shell(t, dir, "exec unshare -rm sh -c '"+mount+" && "+buildJSON+"'")
	if code != exitFailed || !strings.Contains(stderr, "report.json: cannot write: device or resource busy") {
		t.Errorf("exit code %d, %q", code, stderr)
	}
	holds(t, dir, []string{"host.json", "report.json"}, "report.json", "old")
	holds(t, dir, []string{"host.json", "report.json"}, "host.json", "host")
}

// TestNoPermission names the file and leaves what is there, where the folder cannot be written.
func TestNoPermission(t *testing.T) {
	unixOnly(t)
	if os.Geteuid() == 0 {
		t.Skip("nothing is forbidden to root")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "report.pdf")
	writeTestFile(t, path, "old")
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o755) })
	if err := writeFile(path, []byte("new"), 0o666); err == nil || !strings.Contains(err.Error(), path+": cannot write: no permission") {
		t.Errorf("%v", err)
	}
	holds(t, dir, []string{"report.pdf"}, "report.pdf", "old")
}

// TestPlacesThatAreNoFile says what is wrong with them, and makes nothing.
func TestPlacesThatAreNoFile(t *testing.T) {
	dir := t.TempDir()
	writeTestFile(t, filepath.Join(dir, "file"), "old")
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "folder"):            "is a folder; name a file",
		filepath.Join(dir, "gone", "report"):    "there is no folder " + filepath.Join(dir, "gone"),
		filepath.Join(dir, "file", "report.md"): "cannot write",
	} {
		if err := writeFile(path, []byte("new"), 0o666); err == nil || !strings.HasPrefix(err.Error(), path+": ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %s", path, err, want)
		}
	}
	holds(t, dir, []string{"file", "folder"}, "file", "old")
	if left := filesIn(t, filepath.Join(dir, "folder")); len(left) > 0 {
		t.Errorf("%q was left in the folder", left)
	}
}

// TestModes gives a new file the mode that the umask leaves it, and lets an old one keep its own, whatever the umask.
func TestModes(t *testing.T) {
	unixOnly(t)
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
			writeTestFile(t, path, "old")
			if err := os.Chmod(path, c.old); err != nil {
				t.Fatal(err)
			}
		}
		if code, stderr := shell(t, dir, "umask "+c.umask+" && "+buildJSON); code != exitDone {
			t.Fatalf("exit code %d, %s", code, stderr)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != c.want || info.Size() < 100 {
			t.Errorf("umask %s, an old file of mode %s: the new one has %s and %d bytes; want %s", c.umask, c.old, info.Mode(), info.Size(), c.want)
		}
	}
}

// TestPrivateMode keeps a new file from others where the caller asks for it.
func TestPrivateMode(t *testing.T) {
	unixOnly(t)
	path := filepath.Join(t.TempDir(), "private")
	if err := writeFile(path, []byte("new"), 0o600); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// TestLinksStay keeps a link, also one through another and into another folder, and replaces the file that it leads to.
func TestLinksStay(t *testing.T) {
	unixOnly(t)
	dir := t.TempDir()
	site, work := filepath.Join(dir, "site"), filepath.Join(dir, "work")
	writeTestFile(t, filepath.Join(site, "report.pdf"), "old")
	writeTestFile(t, filepath.Join(work, "other"), "other")
	if err := os.Chmod(filepath.Join(site, "report.pdf"), 0o640); err != nil {
		t.Fatal(err)
	}
	for link, target := range map[string]string{"near.pdf": "../site/report.pdf", "far.pdf": "near.pdf"} {
		if err := os.Symlink(target, filepath.Join(work, link)); err != nil {
			t.Fatal(err)
		}
	}
	for _, content := range []string{"new", "a newer one"} {
		if err := writeFile(filepath.Join(work, "far.pdf"), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
		holds(t, site, []string{"report.pdf"}, "report.pdf", content)
		holds(t, work, []string{"far.pdf", "near.pdf", "other"}, "far.pdf", content)
	}
	for link, want := range map[string]string{"near.pdf": "../site/report.pdf", "far.pdf": "near.pdf"} {
		if target, err := os.Readlink(filepath.Join(work, link)); err != nil || target != want {
			t.Errorf("%s leads to %q, %v; want %s", link, target, err, want)
		}
	}
	if info, err := os.Stat(filepath.Join(site, "report.pdf")); err != nil || info.Mode() != 0o640 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// TestReadersSeeWholeFiles reads a file again and again while it is replaced: it is always one of the two contents, and whole.
func TestReadersSeeWholeFiles(t *testing.T) {
	unixOnly(t) // where a file that is being read can be replaced
	dir := t.TempDir()
	path := filepath.Join(dir, "report.pdf")
	contents := [2][]byte{bytes.Repeat([]byte("a"), 1<<20), bytes.Repeat([]byte("b"), 1<<19)}
	if err := writeFile(path, contents[0], 0o666); err != nil {
		t.Fatal(err)
	}
	written := make(chan error, 1)
	go func() {
		var err error
		for i := range 30 {
			err = errors.Join(err, writeFile(path, contents[(i+1)%2], 0o666))
		}
		written <- err
	}()
	for done := false; !done; {
		select {
		case err := <-written:
			if err != nil {
				t.Error(err)
			}
			done = true
		default:
		}
		data, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(data, contents[0]) && !bytes.Equal(data, contents[1]) {
			t.Fatalf("a reader saw %d bytes, %v", len(data), err)
		}
	}
	if diff := cmp.Diff([]string{"report.pdf"}, filesIn(t, dir)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}
