package atomicfile

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/gofrs/flock"
)

// How long a build waits for another one that writes the same file, and how often it looks.
const (
	lockPatience = 2 * time.Minute
	lockPoll     = 200 * time.Millisecond
)

// Lock keeps two runs from building the same files at the same time, as overlapping scheduled runs
// would. The locks are in the folder for temporary files, not beside the report, and end with the
// process. It says each output that it waits for; the caller unlocks.
func Lock(ctx context.Context, outputs []string, waiting func(output string)) (unlock func(), err error) {
	var held []*flock.Flock
	unlock = func() {
		for _, l := range held {
			_ = l.Unlock()
		}
	}
	names := map[string]string{} // of the lock file, to the output
	for _, path := range outputs {
		if path == "-" {
			continue
		}
		full, err := filepath.Abs(path)
		if err != nil {
			return unlock, err
		}
		sum := sha256.Sum256([]byte(full))
		names[filepath.Join(os.TempDir(), fmt.Sprintf("picreport-%d-%x.lock", os.Getuid(), sum[:8]))] = path
	}
	for _, name := range slices.Sorted(maps.Keys(names)) { // in one order, or two runs could wait for each other
		l := flock.New(name, flock.SetPermissions(0o600))
		if err := acquire(ctx, l, names[name], waiting); err != nil {
			unlock()
			return func() {}, err
		}
		held = append(held, l)
	}
	return unlock, nil
}

func acquire(ctx context.Context, l *flock.Flock, output string, waiting func(output string)) error {
	ok, err := l.TryLock()
	if err == nil && !ok {
		waiting(output)
		patient, cancel := context.WithTimeout(ctx, lockPatience)
		defer cancel()
		ok, err = l.TryLockContext(patient, lockPoll)
		if errors.Is(err, context.DeadlineExceeded) {
			return fmt.Errorf("%s: another picreport has been writing it for %s; try again when it has ended", output,
				lockPatience)
		}
	}
	if err != nil {
		return fmt.Errorf("%s: cannot lock against other runs: %w", output, err)
	}
	if !ok {
		return fmt.Errorf("%s: another picreport is writing it", output)
	}
	return nil
}
