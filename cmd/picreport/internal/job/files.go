package job

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest"
	"picreport/ingest/contact"
	"picreport/ingest/dedup"
	"picreport/ingest/ledger"
	"picreport/report"
)

// ReadOptions say how exports are read.
type ReadOptions struct {
	Sheets       ingest.SheetNames // of a workbook; none is chosen by the columns
	Source       string            // source name of the one export; "" is the file's
	PasswordFile string            // path of the file that holds the password of encrypted workbooks; "" is PICREPORT_PASSWORD
	Today        contact.Date      // contacts after it are errors; 0 is the clock's
	ShowValues   bool              // findings show what cells hold
	Command      string            // as it is typed, for hints, up to its FILEs; "" where it takes none

	restKey *contact.Mixer // of the ledger that the contacts go to; nil for none
	partial bool           // the programme's other exports are read apart from these
	beside  bool           // what is read joins contacts that were read before, or other files
}

// readOptions is what the reader takes of the configuration and of the run.
func readOptions(env Env, c *config.Config, o ReadOptions) (ingest.Options, error) {
	options, err := c.ReadOptions()
	if err != nil {
		return options, err
	}
	options.Today, options.Sheets, options.ShowValues = cmp.Or(o.Today, c.Today(env.Now())), o.Sheets, o.ShowValues
	if options.Command = o.Command; options.Command != "" && env.Config != "" {
		options.Command += " --config " + ingest.Quoted(env.Config)
	}
	options.Partial, options.RestKey = o.partial, o.restKey
	if o.beside {
		options.Counted = slices.DeleteFunc(options.Counted, func(field string) bool { return field == "gender" })
	}
	options.Password, err = env.password(o.PasswordFile)
	return options, err
}

// newReader returns a reader of exports for the configuration.
func newReader(env Env, c *config.Config, o ReadOptions) (*ingest.Reader, error) {
	options, err := readOptions(env, c, o)
	if err != nil {
		return nil, err
	}
	reader, err := ingest.NewReader(options)
	if err != nil {
		return nil, c.ReaderError(err)
	}
	return reader, nil
}

// inputs turns the FILE arguments into exports to read. A pattern such as *.csv stands for the
// files that match it, since not every shell expands it.
func inputs(ctx context.Context, env Env, c *config.Config, o ReadOptions, args []string) ([]ingest.Input, error) {
	var inputs []ingest.Input
	for _, arg := range args {
		if arg == "-" {
			inputs = append(inputs, ingest.Input{Path: "-", Name: "standard input", Stdin: interruptible{ctx, env.Stdin}})
			continue
		}
		if strings.Contains(arg, "://") {
			return nil, failure.Usagef("%s is an address and not an export; that of a ledger is given with --ledger",
				ledger.Name(arg))
		}
		paths, err := expand(arg)
		if err != nil {
			return nil, err
		}
		for _, p := range paths {
			inputs = append(inputs, ingest.Input{Path: p})
		}
	}
	stdin := func(i ingest.Input) bool { return i.Stdin != nil }
	if i := slices.IndexFunc(inputs, stdin); i >= 0 && slices.IndexFunc(inputs[i+1:], stdin) >= 0 {
		return nil, failure.Usagef("standard input (-) can be read only once")
	}
	if o.Source != "" {
		if len(inputs) != 1 {
			return nil, failure.Usagef("--source names one export, but there are %d", len(inputs))
		}
		inputs[0].Name = o.Source
	}
	return configured(ctx, env, c, o, inputs)
}

// expand returns the paths that a FILE argument stands for. Brackets are a pattern in a file's name
// alone: folders such as "City [PD]" are called so.
func expand(arg string) ([]string, error) {
	if !strings.ContainsAny(arg, "*?[") {
		return []string{arg}, nil
	}
	if _, err := os.Lstat(arg); err == nil {
		return []string{arg}, nil // a file whose name has such a character
	}
	folder, name := filepath.Split(arg)
	folder = literalBrackets(folder)
	paths, err := filepath.Glob(folder + name)
	if err == nil && len(paths) == 0 || errors.Is(err, filepath.ErrBadPattern) {
		paths, err = filepath.Glob(folder + literalBrackets(name)) // such as "contacts [final]*.csv"
	}
	if err != nil {
		return nil, failure.Usagef("%s: not a pattern of file names: %w", arg, err)
	}
	paths = slices.DeleteFunc(paths, func(p string) bool {
		name := filepath.Base(p) // files that Excel and macOS keep beside those that a user sees
		return strings.HasPrefix(name, "~$") || strings.HasPrefix(name, "._")
	})
	if len(paths) == 0 {
		return nil, fmt.Errorf("%s: no file matches; check the folder and the pattern", arg)
	}
	return paths, nil
}

// literalBrackets makes brackets stand for themselves in a pattern. A backslash would do so too, but
// not on Windows, where it parts folders.
func literalBrackets(pattern string) string { return strings.ReplaceAll(pattern, "[", "[[]") }

// fileSource reads contacts from files.
type fileSource struct {
	files    []ingest.Input
	reader   *ingest.Reader
	merger   *dedup.Merger
	marked   *ingest.Summary // what was found, with what was accepted; nil before that is known
	progress func(iter.Seq2[*contact.Contact, error]) iter.Seq2[*contact.Contact, error]
}

// openFiles opens the FILE arguments as a source of contacts.
func openFiles(ctx context.Context, env Env, c *config.Config, o ReadOptions, args []string) (*fileSource, error) {
	files, err := inputs(ctx, env, c, o, args)
	if err != nil {
		return nil, err
	}
	reader, err := newReader(env, c, o)
	if err != nil {
		return nil, err
	}
	return &fileSource{files: files, reader: reader, progress: env.Progress}, nil
}

// read yields the contacts of all files as they stand there, rosters included.
func (s *fileSource) read(ctx context.Context) iter.Seq2[*contact.Contact, error] {
	return s.progress(s.reader.Read(ctx, s.files))
}

func (s *fileSource) contacts(ctx context.Context) iter.Seq2[*contact.Contact, error] {
	s.merger = dedup.Merge(s.read(ctx))
	return s.merger.Contacts()
}

// summary is what was read and found, with what was accepted once that is known.
func (s *fileSource) summary() ingest.Summary {
	if s.marked != nil {
		return *s.marked
	}
	return s.reader.Summary()
}

// accept marks the findings that were accepted, for all periods or for that one.
func (s *fileSource) accept(ctx context.Context, c *config.Config, period string) error {
	marked, err := acceptedIn(ctx, c, s.reader, s.files, period)
	s.marked = &marked
	return err
}

func (s *fileSource) data() report.Data {
	d := report.Data{Contacts: s.merger.Standing(), Duplicates: s.merger.Duplicates(), Exports: []report.Export{}}
	for _, e := range s.reader.Summary().Exports {
		d.Rows += e.Rows
		d.Roster += e.Roster
		d.Rejected += e.Rejected
		d.LeftOut += e.LeftOut
		d.Exports = append(d.Exports, report.Export{Name: e.Name, SHA256: e.SHA256, Rows: e.Rows})
	}
	return d
}

func (s *fileSource) close() {}

func (s *fileSource) inputs() []string {
	out := make([]string, len(s.files))
	for i, in := range s.files {
		out[i] = in.Path
	}
	return out
}
