package main

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// repositoryData returns the folder of the repository's testdata, whatever the working folder is.
func repositoryData(t testing.TB) string {
	t.Helper()
	_, self, _, ok := runtime.Caller(0)
	if !ok {
		t.Fatal("the place of the source is unknown")
	}
	return filepath.Join(filepath.Dir(self), "..", "..", "testdata")
}

// writeTestFile writes a file and the folders above it.
func writeTestFile(t testing.TB, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
