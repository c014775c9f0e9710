package engine

import (
	"errors"
	"os"
	"runtime"
)

// SyncFolder makes a new name in a folder outlast a power cut. Windows does so by itself.
func SyncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
