package atomicfile

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"
)

// TestLock lets one run at a time write a file, under any name of it, and others write other files.
func TestLock(t *testing.T) {
	t.Chdir(t.TempDir())
	waited := 0
	waiting := func(string) { waited++ }
	unlock, err := Lock(context.Background(), []string{"report.pdf", "report.html"}, waiting)
	if err != nil {
		t.Fatal(err)
	}
	full, err := filepath.Abs("report.html")
	if err != nil {
		t.Fatal(err)
	}
	soon, cancel := context.WithTimeout(context.Background(), 3*lockPoll)
	defer cancel()
	if _, err := Lock(soon, []string{full}, waiting); err == nil {
		t.Error("two runs have the lock of one file")
	}
	other, err := Lock(context.Background(), []string{"other.pdf", "-"}, waiting)
	if err != nil {
		t.Errorf("another file is locked too: %v", err)
	}
	other()
	stopped, stop := context.WithCancel(context.Background())
	time.AfterFunc(lockPoll/2, stop)
	if _, err := Lock(stopped, []string{"report.pdf"}, waiting); !errors.Is(err, context.Canceled) {
		t.Errorf("an interrupted wait ends with %v", err)
	}
	unlock()
	again, err := Lock(context.Background(), []string{"report.pdf"}, waiting)
	if err != nil {
		t.Errorf("the lock outlives its run: %v", err)
	}
	again()
	if waited != 2 {
		t.Errorf("it was said %d times that a run waits", waited)
	}
}
