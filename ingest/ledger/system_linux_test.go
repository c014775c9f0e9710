package ledger

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"picreport/ingest/contact/contacttest"
)

// tmpfs mounts a file system of a size on a folder of its own, which takes root.
func tmpfs(t *testing.T, size string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("cannot mount a file system: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func TestDiskFull(t *testing.T) {
	dir := tmpfs(t, "1m")
	path := filepath.Join(dir, "picreport.db")
	l, err := Open(t.Context(), path, Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	mustIngest(t, l, batch("a", version(1)))
	many := make([]contacttest.Row, 40000)
	for i := range many {
		many[i] = contactOn(i, fmt.Sprintf("client-%d", i), 1)
	}
	_, err = l.Ingest(t.Context(), []Batch{batch("a", many)}, IngestOptions{})
	wantKind(t, err, DiskFull)
	if v, err := versionOf(contactsOf(t, l)); v != 1 || err != nil {
		t.Errorf("version %d, %v", v, err)
	}
	mustBeSound(t, l)
	wantKind(t, l.Backup(t.Context(), filepath.Join(tmpfs(t, "20k"), "b.db")), DiskFull)
	mustIngest(t, l, batch("a", version(2)))
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestDiskFullFromTheStart(t *testing.T) {
	dir := tmpfs(t, "1m")
	path := filepath.Join(dir, "picreport.db")
	l, err := Open(t.Context(), path, Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	mustIngest(t, l, batch("a", version(2)))
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	fill(t, filepath.Join(dir, "filler"))
	_, err = Open(t.Context(), filepath.Join(dir, "new.db"), Options{Create: true})
	wantKind(t, err, DiskFull)
	l, err = Open(t.Context(), path, Options{})
	if err == nil {
		_, err = l.Ingest(t.Context(), []Batch{batch("a", version(3))}, IngestOptions{})
		_ = l.Close()
	}
	wantKind(t, err, DiskFull)
	if err := os.Remove(filepath.Join(dir, "filler")); err != nil {
		t.Fatal(err)
	}
	l = openLedger(t, path, Options{})
	if v, err := versionOf(contactsOf(t, l)); v != 2 || err != nil {
		t.Errorf("version %d, %v", v, err)
	}
	mustBeSound(t, l)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

// fill writes a file until the disk is full.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = f.Write(make([]byte, 512))
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestReadOnlyFileSystem(t *testing.T) {
	dir := tmpfs(t, "4m")
	path := filepath.Join(dir, "picreport.db")
	l, err := Open(t.Context(), path, Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	mustIngest(t, l, batch("a", version(1)))
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("", dir, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
		t.Skipf("cannot make a file system read-only: %v", err)
	}
	for _, name := range []string{"picreport.db", "new.db"} {
		_, err = Open(t.Context(), filepath.Join(dir, name), Options{Create: true})
		wantKind(t, err, ReadOnly)
	}
	l = openLedger(t, path, Options{ReadOnly: true})
	if v, err := versionOf(contactsOf(t, l)); v != 1 || err != nil {
		t.Errorf("version %d, %v", v, err)
	}
	wantKind(t, l.Backup(t.Context(), filepath.Join(dir, "b.db")), ReadOnly)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestFilesAreTheOwnersOnly(t *testing.T) {
	mask := unix.Umask(0)
	defer unix.Umask(mask)
	l := newLedger(t)
	mustIngest(t, l, batch("a", version(1)))
	backup := filepath.Join(t.TempDir(), "b.db")
	if err := l.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{l.path, l.path + "-wal", l.path + "-shm", backup} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", filepath.Base(path), info, err)
		}
	}
	if err := os.Chmod(l.path, 0o644); err != nil {
		t.Fatal(err)
	}
	if problems, err := l.Check(t.Context()); err != nil || len(problems) != 1 {
		t.Errorf("a ledger that others can read: %q, %v", problems, err)
	}
}

func TestNoPermission(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may do everything")
	}
	path, _ := closedLedger(t)
	dir := filepath.Dir(path)
	t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
	for _, c := range []struct{ dir, file os.FileMode }{{0o700, 0}, {0o700, 0o400}, {0o500, 0o600}, {0, 0o600}} {
		if err := os.Chmod(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, c.file); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(dir, c.dir); err != nil {
			t.Fatal(err)
		}
		_, err := Open(t.Context(), path, Options{Create: true})
		wantKind(t, err, NoPermission)
	}
}
