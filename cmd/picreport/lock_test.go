package main

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"
)

// TestLock lets one run at a time write a file, under any name of it, and others write other files.
func TestLock(t *testing.T) {
	a, _, _ := testApp(t)
	a.log = newLogger(a.stderr, logText, true)
	unlock, err := a.lock(context.Background(), []string{"report.pdf", "report.html"})
	if err != nil {
		t.Fatal(err)
	}
	full, err := filepath.Abs("report.html")
	if err != nil {
		t.Fatal(err)
	}
	soon, cancel := context.WithTimeout(context.Background(), 3*lockPoll)
	defer cancel()
	if _, err := a.lock(soon, []string{full}); err == nil {
		t.Error("two runs have the lock of one file")
	}
	other, err := a.lock(context.Background(), []string{"other.pdf", "-"})
	if err != nil {
		t.Errorf("another file is locked too: %v", err)
	}
	other()
	stopped, stop := context.WithCancel(context.Background())
	time.AfterFunc(lockPoll/2, stop)
	if _, err := a.lock(stopped, []string{"report.pdf"}); !errors.Is(err, context.Canceled) {
		t.Errorf("an interrupted wait ends with %v", err)
	}
	unlock()
	again, err := a.lock(context.Background(), []string{"report.pdf"})
	if err != nil {
		t.Errorf("the lock outlives its run: %v", err)
	}
	again()
}
