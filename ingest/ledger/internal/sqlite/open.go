package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"picreport/ingest/ledger/internal/engine"
)

// Open opens a SQLite file, makes it where that is asked for, and brings it to the version of the
// last migration.
//
// The file is only ever read through SQLite: on Unix, to close a file that was opened otherwise
// drops the locks of this process.
func Open(ctx context.Context, path string, o engine.Options) (*Engine, error) {
	return OpenAs(ctx, path, o, Migrations)
}

// OpenAs is Open for a ledger of other migrations than those of this program, such as that of an
// earlier one.
func OpenAs(ctx context.Context, path string, o engine.Options, migrations []string) (*Engine, error) {
	e := &Engine{path: path, file: path, flags: sqlite.OpenReadWrite, readOnly: o.ReadOnly, busy: o.Busy}
	if err := e.findFile(ctx, o.Create && !o.ReadOnly, migrations); err != nil {
		return nil, err
	}
	if err := e.findAccess(); err != nil {
		return nil, err
	}
	if err := e.prepare(ctx, migrations); err != nil {
		// What is wrong is in err; there was nothing to lose.
		_ = e.Close()
		return nil, err
	}
	return e, nil
}

// findFile makes the file where it may and must, and refuses what cannot be a ledger.
func (e *Engine) findFile(ctx context.Context, create bool, migrations []string) error {
	info, err := os.Stat(e.path)
	if errors.Is(err, fs.ErrNotExist) && create {
		if err := e.create(ctx, migrations); err != nil {
			return err
		}
		info, err = os.Stat(e.path)
	}
	switch {
	case err != nil:
		return engine.FileError(e.path, err)
	case info.IsDir():
		return &engine.Error{
			Path: e.path, Kind: engine.NotLedger,
			What: "is a folder",
			Hint: "name a file in it with --ledger",
		}
	case !info.Mode().IsRegular():
		return &engine.Error{Path: e.path, Kind: engine.NotLedger, What: "is not a file"}
	case info.Size() == 0:
		return &engine.Error{
			Path: e.path, Kind: engine.Damaged, What: "is empty, which no ledger ever is",
			Hint: "restore a backup, or delete it to begin a new one",
		}
	}
	return nil
}

// findAccess finds out how connections must open the file, and names what the user may not do:
// SQLite says "unable to open" to many things. Where the file can be written even readers do so,
// since only then does SQLite remove the two files it keeps beside it.
func (e *Engine) findAccess() (err error) {
	if e.file, err = filepath.EvalSymlinks(e.path); err != nil {
		return engine.FileError(e.path, err)
	}
	e.uri = e.file
	unwritable, err := access(e.file)
	if err != nil {
		return engine.FileError(e.path, err)
	}
	if unwritable == nil {
		unwritable = folderAccess(filepath.Dir(e.file))
	}
	switch {
	case unwritable == nil:
	case !e.readOnly:
		return engine.FileError(e.path, unwritable)
	case engine.IsReadOnlyFS(unwritable) && !e.hasLog():
		// Without immutable SQLite would make a file for its locks. There is nobody to lock out: no
		// one can write here.
		e.uri, e.flags = fileURI(e.file)+"?immutable=1", sqlite.OpenReadOnly|sqlite.OpenURI
	default:
		e.flags = sqlite.OpenReadOnly
	}
	return nil
}

// hasLog reports whether there are transactions that are not in the file itself yet.
func (e *Engine) hasLog() bool {
	info, err := os.Stat(e.file + "-wal")
	return err == nil && info.Size() > 0
}

// fileURI returns a path as SQLite wants it in a URI.
func fileURI(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// prepare checks that the file is a whole ledger of a known version, and migrates it.
func (e *Engine) prepare(ctx context.Context, migrations []string) error {
	c, err := e.conn(ctx)
	if err != nil {
		return err
	}
	defer e.put(c)
	version, err := e.identify(ctx, c)
	if err != nil {
		return err
	}
	switch {
	case version > len(migrations):
		return &engine.Error{
			Path: e.path, Kind: engine.Newer,
			What: fmt.Sprintf("is of version %d, and this picreport knows versions to %d", version, len(migrations)),
			Hint: "update picreport",
		}
	case e.readOnly && version < len(migrations):
		return &engine.Error{
			Path: e.path, Kind: engine.Older,
			What: fmt.Sprintf("is of version %d, and this picreport reads version %d", version, len(migrations)),
			Hint: "open it once where it may be written, such as with ledger check",
		}
	case e.readOnly:
		return nil
	}
	mode, err := textOf(c, "PRAGMA journal_mode = WAL")
	if err != nil {
		return e.failed(ctx, err)
	}
	if mode != "wal" {
		return &engine.Error{
			Path: e.path, Kind: engine.Failed, What: "cannot be used by several programs at once on this file system",
			Hint: "keep it on a disk of this machine",
		}
	}
	if version == len(migrations) {
		return nil
	}
	return e.migrate(ctx, c, migrations)
}

// identify returns the version of a ledger, and refuses what is none, or is cut short.
func (e *Engine) identify(ctx context.Context, c *sqlite.Conn) (version int, err error) {
	var id, pages, size int
	for pragma, value := range map[string]*int{
		"application_id": &id, "user_version": &version, "page_count": &pages, "page_size": &size,
	} {
		if *value, err = intOf(c, "PRAGMA "+pragma); err != nil {
			return 0, e.failed(ctx, err)
		}
	}
	if id != applicationID || version < 1 {
		return 0, &engine.Error{
			Path: e.path, Kind: engine.NotLedger,
			What: "is a database, but not a ledger of picreport",
			Hint: "name another file with --ledger",
		}
	}
	info, err := os.Stat(e.path)
	if err != nil {
		return 0, engine.FileError(e.path, err)
	}
	if want := int64(pages) * int64(size); info.Size() < want && !e.hasLog() {
		return 0, &engine.Error{
			Path: e.path, Kind: engine.Damaged,
			What: fmt.Sprintf("was cut short: it has %d of its %d bytes", info.Size(), want),
			Hint: engine.RestoreHint,
		}
	}
	return version, nil
}

// migrate runs the migrations that a ledger has not had.
func (e *Engine) migrate(ctx context.Context, c *sqlite.Conn, migrations []string) error {
	if err := e.beginWrite(ctx, c); err != nil {
		return err
	}
	defer rollback(c)
	version, err := intOf(c, "PRAGMA user_version") // another process may have been first
	for ; err == nil && version < len(migrations); version++ {
		script := fmt.Sprintf("%s; PRAGMA user_version = %d", strings.TrimRight(migrations[version], "; \n"), version+1)
		err = runScript(c, script)
	}
	if err == nil {
		err = sqlitex.Execute(c, "COMMIT", nil)
	}
	if err != nil {
		return e.failed(ctx, err)
	}
	return nil
}

// create makes an empty ledger, at once or not at all: it is made beside its place, and linked
// there when it is whole. Where another process was first, its file stands.
func (e *Engine) create(ctx context.Context, migrations []string) error {
	f, err := os.CreateTemp(filepath.Dir(e.path), "."+filepath.Base(e.path)+".*.new")
	if err != nil {
		return engine.FileError(e.path, err)
	}
	defer os.Remove(f.Name())
	err = makePrivate(f.Name())
	if err = errors.Join(err, f.Close()); err != nil {
		return engine.FileError(e.path, err)
	}
	made := &Engine{path: e.path, file: f.Name(), uri: f.Name(), flags: sqlite.OpenReadWrite, busy: e.busy}
	c, err := made.conn(ctx)
	if err != nil {
		return err
	}
	err = runScript(c, fmt.Sprintf("PRAGMA journal_mode = DELETE; PRAGMA application_id = %d", applicationID))
	if err != nil {
		err = e.failed(ctx, err)
	} else if err = made.migrate(ctx, c, migrations); err == nil {
		_, err = textOf(c, "PRAGMA journal_mode = WAL")
	}
	made.put(c)
	if err = errors.Join(err, made.Close()); err != nil {
		return e.failed(ctx, err)
	}
	err = os.Link(f.Name(), e.path)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		err = os.Rename(f.Name(), e.path) // a file system without links
	}
	e.made = err == nil
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return engine.FileError(e.path, err)
	}
	return engine.SyncFolder(filepath.Dir(e.path))
}

// runScript runs statements that return nothing of interest.
func runScript(c *sqlite.Conn, script string) error {
	for script = strings.TrimSpace(script); script != ""; {
		s, trailing, err := c.PrepareTransient(script)
		if err != nil {
			return err
		}
		for more := true; more && err == nil; {
			more, err = s.Step()
		}
		if err = errors.Join(err, s.Finalize()); err != nil {
			return err
		}
		script = strings.TrimSpace(script[len(script)-trailing:])
	}
	return nil
}

func intOf(c *sqlite.Conn, query string) (n int, err error) {
	err = sqlitex.ExecuteTransient(c, query, &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
		n = s.ColumnInt(0)
		return nil
	}})
	return n, err
}

func textOf(c *sqlite.Conn, query string) (text string, err error) {
	err = sqlitex.ExecuteTransient(c, query, &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
		text = s.ColumnText(0)
		return nil
	}})
	return text, err
}
