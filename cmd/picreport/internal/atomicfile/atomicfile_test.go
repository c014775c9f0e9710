package atomicfile

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"picreport/cmd/picreport/internal/filetest"
)

// TestNoPermission names the file and leaves what is there, where the folder cannot be written.
func TestNoPermission(t *testing.T) {
	filetest.UnixOnly(t)
	if os.Geteuid() == 0 {
		t.Skip("nothing is forbidden to root")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "report.pdf")
	filetest.Write(t, path, "old")
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o755) })
	if err := Write(path, []byte("new"), 0o666); err == nil ||
		!strings.Contains(err.Error(), path+": cannot write: no permission") {
		t.Errorf("%v", err)
	}
	filetest.Holds(t, dir, []string{"report.pdf"}, "report.pdf", "old")
}

// TestPlacesThatAreNoFile says what is wrong with them, and makes nothing.
func TestPlacesThatAreNoFile(t *testing.T) {
	dir := t.TempDir()
	filetest.Write(t, filepath.Join(dir, "file"), "old")
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "folder"):            "is a folder; name a file",
		filepath.Join(dir, "gone", "report"):    "there is no folder " + filepath.Join(dir, "gone"),
		filepath.Join(dir, "file", "report.md"): "cannot write",
	} {
		if err := Write(path, []byte("new"), 0o666); err == nil || !strings.HasPrefix(err.Error(), path+": ") ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %s", path, err, want)
		}
	}
	filetest.Holds(t, dir, []string{"file", "folder"}, "file", "old")
	if left := filetest.In(t, filepath.Join(dir, "folder")); len(left) > 0 {
		t.Errorf("%q was left in the folder", left)
	}
}

// TestPrivateMode keeps a new file from others where the caller asks for it.
func TestPrivateMode(t *testing.T) {
	filetest.UnixOnly(t)
	path := filepath.Join(t.TempDir(), "private")
	if err := Write(path, []byte("new"), 0o600); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// TestLinksStay keeps a link, also one through another and into another folder, and replaces the
// file that it leads to.
func TestLinksStay(t *testing.T) {
	filetest.UnixOnly(t)
	dir := t.TempDir()
	site, work := filepath.Join(dir, "site"), filepath.Join(dir, "work")
	filetest.Write(t, filepath.Join(site, "report.pdf"), "old")
	filetest.Write(t, filepath.Join(work, "other"), "other")
	if err := os.Chmod(filepath.Join(site, "report.pdf"), 0o640); err != nil {
		t.Fatal(err)
	}
	for link, target := range map[string]string{"near.pdf": "../site/report.pdf", "far.pdf": "near.pdf"} {
		if err := os.Symlink(target, filepath.Join(work, link)); err != nil {
			t.Fatal(err)
		}
	}
	for _, content := range []string{"new", "a newer one"} {
		if err := Write(filepath.Join(work, "far.pdf"), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
		filetest.Holds(t, site, []string{"report.pdf"}, "report.pdf", content)
		filetest.Holds(t, work, []string{"far.pdf", "near.pdf", "other"}, "far.pdf", content)
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

// TestReadersSeeWholeFiles reads a file again and again while it is replaced: it is always one of
// the two contents, and whole.
func TestReadersSeeWholeFiles(t *testing.T) {
	filetest.UnixOnly(t) // where a file that is being read can be replaced
	dir := t.TempDir()
	path := filepath.Join(dir, "report.pdf")
	contents := [2][]byte{bytes.Repeat([]byte("a"), 1<<20), bytes.Repeat([]byte("b"), 1<<19)}
	if err := Write(path, contents[0], 0o666); err != nil {
		t.Fatal(err)
	}
	written := make(chan error, 1)
	go func() {
		var err error
		for i := range 30 {
			err = errors.Join(err, Write(path, contents[(i+1)%2], 0o666))
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
	if diff := cmp.Diff([]string{"report.pdf"}, filetest.In(t, dir)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

// TestSetFails leaves nothing where one of several files cannot be written beside its place.
func TestSetFails(t *testing.T) {
	t.Chdir(t.TempDir())
	filetest.Write(t, "a", "old")
	if err := os.Mkdir("folder", 0o755); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"folder", filepath.Join("gone", "b")} {
		if err := WriteAll(t.Context(), []File{{"a", []byte("new")}, {"c", []byte("new")}, {bad, []byte("new")}},
			0o666); err == nil {
			t.Errorf("%s was written", bad)
		}
		filetest.Holds(t, ".", []string{"a", "folder"}, "a", "old")
	}
}

// TestSetInterrupted leaves everything as it was when it is interrupted before the first file is in
// place.
func TestSetInterrupted(t *testing.T) {
	t.Chdir(t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	filetest.Write(t, "a", "old")
	if err := WriteAll(ctx, []File{{"a", []byte("new")}, {"b", []byte("new")}}, 0o666); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	filetest.Holds(t, ".", []string{"a"}, "a", "old")
}
