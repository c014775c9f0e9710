package sqlite

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// walWriteLock is the byte of a -shm file that a writer locks (WAL_WRITE_LOCK in
// https://sqlite.org/walformat.html#locks).
const walWriteLock = "120"

// holder returns who is writing to a SQLite file, "" if that is not known. It reads the kernel's
// table of locks, since to open and close the file itself would drop the locks of this process.
func holder(path string) string {
	info, err := os.Stat(path + "-shm")
	if err != nil {
		return ""
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return ""
	}
	locks, err := os.ReadFile("/proc/locks")
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(locks)) {
		f := strings.Fields(line) // 1: POSIX ADVISORY WRITE pid major:minor:inode first last
		if len(f) == 8 && f[3] == "WRITE" && f[6] == walWriteLock && strings.HasSuffix(f[5], fmt.Sprintf(":%d", stat.Ino)) {
			return process(f[4])
		}
	}
	return ""
}

// process returns the name of a process.
func process(pid string) string {
	if pid == strconv.Itoa(os.Getpid()) {
		return "this same program"
	}
	name, err := os.ReadFile("/proc/" + pid + "/comm")
	if err != nil {
		return "process " + pid
	}
	return fmt.Sprintf("%s (process %s)", strings.TrimSpace(string(name)), pid)
}
