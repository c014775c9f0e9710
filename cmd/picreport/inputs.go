package main

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest"
	"picreport/ingest/contact"
	"picreport/ingest/dedup"
	"picreport/ingest/ledger"
	"picreport/ingest/table"
	"picreport/report"
)

// readFlags are the flags of every command that reads exports.
type readFlags struct {
	sheet        string
	source       string
	passwordFile string
	today        dateFlag
	showValues   bool // only where a command has the flag
}

func (f *readFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.sheet, "sheet", "", "`name` of the workbook's sheet to read (default: chosen by its columns)")
	flags.StringVar(&f.source, "source", "", "source `name` of the export, where it is not the file's (with one FILE)")
	flags.StringVar(&f.passwordFile, "password-file", "", "`file` that holds the password of encrypted workbooks (or set PICREPORT_PASSWORD)")
	flags.Var(&f.today, "today", "the day that counts as today, as 2024-10-01: contacts after it are errors (default: the clock's)")
	_ = cmd.MarkFlagFilename("password-file")
	cmd.ValidArgsFunction = completeExports
}

// completeExports completes the names of exports.
func completeExports(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	endings := append(table.Endings(), table.PackedEnding)
	for i, ending := range endings {
		endings[i] = strings.TrimPrefix(ending, ".")
	}
	return endings, cobra.ShellCompDirectiveFilterFileExt
}

// readOptions turns the configuration and the flags into what the reader takes.
func (a *app) readOptions(c *config.Config, f readFlags) (ingest.Options, error) {
	o, err := c.ReadOptions()
	if err != nil {
		return o, err
	}
	o.Today, o.Sheet, o.ShowValues = a.today(c, f.today), f.sheet, f.showValues
	o.Password, err = a.password(f.passwordFile)
	return o, err
}

// password returns the password of encrypted workbooks, or "".
func (a *app) password(file string) (string, error) {
	if file == "" {
		password, _ := a.lookupEnv("PICREPORT_PASSWORD")
		return password, nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return "", failure.Usagef("--password-file: %w", err)
	}
	return strings.TrimRight(string(data), "\r\n"), nil
}

// inputs turns the FILE arguments into exports to read. A pattern such as *.csv stands for the files that match it, since not every
// shell expands it.
func (a *app) inputs(ctx context.Context, args []string, f readFlags) ([]ingest.Input, error) {
	var inputs []ingest.Input
	for _, arg := range args {
		if arg == "-" {
			inputs = append(inputs, ingest.Input{Path: "-", Name: "standard input", Stdin: interruptible{ctx, a.stdin}})
			continue
		}
		if strings.Contains(arg, "://") {
			return nil, failure.Usagef("%s is an address and not an export; that of a ledger is given with --ledger", ledger.Name(arg))
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
	if f.source != "" {
		if len(inputs) != 1 {
			return nil, failure.Usagef("--source names one export, but there are %d", len(inputs))
		}
		inputs[0].Name = f.source
	}
	return inputs, nil
}

// expand returns the paths that a FILE argument stands for.
func expand(arg string) ([]string, error) {
	if !strings.ContainsAny(arg, "*?[") {
		return []string{arg}, nil
	}
	if _, err := os.Lstat(arg); err == nil {
		return []string{arg}, nil // a file whose name has such a character
	}
	paths, err := filepath.Glob(arg)
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

// fileSource reads contacts from files.
type fileSource struct {
	files    []ingest.Input
	reader   *ingest.Reader
	merger   *dedup.Merger
	progress func(iter.Seq2[*contact.Contact, error]) iter.Seq2[*contact.Contact, error]
}

// files opens the FILE arguments as a source of contacts.
func (a *app) files(ctx context.Context, c *config.Config, f readFlags, args []string) (*fileSource, error) {
	inputs, err := a.inputs(ctx, args, f)
	if err != nil {
		return nil, err
	}
	options, err := a.readOptions(c, f)
	if err != nil {
		return nil, err
	}
	reader, err := ingest.NewReader(options)
	if err != nil {
		return nil, c.ReaderError(err)
	}
	return &fileSource{files: inputs, reader: reader, progress: a.progress}, nil
}

// read yields the contacts of all files as they stand there, rosters included.
func (s *fileSource) read(ctx context.Context) iter.Seq2[*contact.Contact, error] {
	return s.progress(s.reader.Read(ctx, s.files))
}

func (s *fileSource) contacts(ctx context.Context) iter.Seq2[*contact.Contact, error] {
	s.merger = dedup.Merge(s.read(ctx))
	return s.merger.Contacts()
}

func (s *fileSource) summary() ingest.Summary { return s.reader.Summary() }

func (s *fileSource) data() report.Data {
	d := report.Data{Contacts: s.merger.Standing(), Duplicates: s.merger.Duplicates(), Exports: []report.Export{}}
	for _, e := range s.reader.Summary().Exports {
		d.Rows += e.Rows
		d.Roster += e.Roster
		d.Rejected += e.Rejected
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
