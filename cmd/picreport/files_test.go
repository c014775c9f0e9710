package main

import (
	"os"
	"path/filepath"
	"testing"
)

// packageFolder is the working folder in which tests start.
var packageFolder, packageFolderError = os.Getwd()

// repositoryData returns the folder of the repository's testdata, whatever the working folder is.
func repositoryData(t testing.TB) string {
	t.Helper()
	if packageFolderError != nil {
		t.Fatal(packageFolderError)
	}
	return filepath.Join(packageFolder, "..", "..", "testdata")
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
