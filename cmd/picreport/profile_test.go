package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"picreport/cmd/picreport/internal/failure"
)

// TestProfile holds that a run writes its profiles, and that a folder that cannot be written is
// said and stops it.
func TestProfile(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "profiles")
	env, stdout, stderr := testApp(t)
	if code := run(t.Context(), env, []string{"version", "--profile", folder}); code != failure.Done || stdout.Len() == 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	for _, name := range []string{"cpu.pprof", "heap.pprof"} {
		if info, err := os.Stat(filepath.Join(folder, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	file := filepath.Join(folder, "cpu.pprof", "below-a-file")
	env, stdout, stderr = testApp(t)
	if code := run(t.Context(), env, []string{"version", "--profile", file}); code != failure.Usage || stdout.Len() > 0 {
		t.Errorf("exit code %d, and on standard output %q", code, stdout)
	}
	if !strings.Contains(stderr.String(), "--profile: ") ||
		!strings.Contains(stderr.String(), "name a folder that can be written") {
		t.Errorf("standard error says %q", stderr)
	}
}
