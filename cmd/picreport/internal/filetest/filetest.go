// Package filetest has what the tests of several rooms need of files: where the repository's test
// data is, and what a folder holds.
package filetest

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// start is the folder of the package that is tested: there a test begins, whichever folder it goes
// to.
var start, _ = os.Getwd()

// Data returns the absolute path of a file of the repository's testdata, or with "" of the folder
// itself.
func Data(name string) string {
	root := start
	for { // up to where the module begins
		if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
			return filepath.Join(root, "testdata", name)
		}
		if filepath.Dir(root) == root {
			panic("there is no go.mod above " + start)
		}
		root = filepath.Dir(root)
	}
}

// Write writes a file and the folders above it.
func Write(t testing.TB, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// In lists a folder, hidden files too.
func In(t testing.TB, dir string) (names []string) {
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

// Holds checks what is in a folder and in one file of it.
func Holds(t testing.TB, dir string, names []string, file, content string) {
	t.Helper()
	if diff := cmp.Diff(names, In(t, dir)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if data, err := os.ReadFile(filepath.Join(dir, file)); err != nil || string(data) != content {
		t.Errorf("%s holds %d bytes, %v; want %q", file, len(data), err, content)
	}
}

// UnixOnly skips a test of what only Unix has: modes, a umask, links without a privilege, limits of
// a process.
func UnixOnly(t testing.TB) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("not on Windows")
	}
}
