package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"

	"picreport/cmd/picreport/internal/failure"
)

// startProfile records what the run takes until the returned function is called, which writes
// cpu.pprof and heap.pprof (what is in use, and all that was allocated) into a folder, for go tool
// pprof. Without a folder nothing is recorded.
func startProfile(folder string) (stop func() error, err error) {
	if folder == "" {
		return func() error { return nil }, nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, failure.Usagef("--profile: %w; name a folder that can be written", err)
	}
	cpu, err := os.Create(filepath.Join(folder, "cpu.pprof"))
	if err != nil {
		return nil, fmt.Errorf("--profile: %w", err)
	}
	if err := pprof.StartCPUProfile(cpu); err != nil {
		return nil, errors.Join(fmt.Errorf("--profile: %w", err), cpu.Close())
	}
	return func() error {
		pprof.StopCPUProfile()
		heap, err := os.Create(filepath.Join(folder, "heap.pprof"))
		if err == nil {
			runtime.GC() // so that the profile is of what is in use now
			err = errors.Join(pprof.WriteHeapProfile(heap), heap.Close())
		}
		return errors.Join(err, cpu.Close())
	}, nil
}
