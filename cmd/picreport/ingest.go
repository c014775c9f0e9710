package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"picreport/ingest"
	"picreport/ingest/ledger"
)

type ingestOptions struct {
	readFlags
	allowErrors bool
	allowShrink bool
	atomic      bool
	strict      bool
}

func (a *app) ingestCommand() *cobra.Command {
	o := &ingestOptions{}
	cmd := &cobra.Command{
		Use:   "ingest [FILE...]",
		Short: "Read exports into the ledger",
		Long: `Ingest reads exports into the ledger, from which build, tables and explain take their contacts when they are given no files. Without
FILEs it reads those that match exports: in picreport.yaml.

The rows of an export replace the earlier rows of the export of the same name, in one transaction, so that a corrected export corrects
the ledger. A file that has not changed is skipped. Each file stands by itself, unless --atomic makes them all one transaction.

` + exitCodesHelp,
		Example: `  picreport ingest contacts-2024.csv
  picreport ingest --atomic exports/*.xlsx`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.ingest(cmd.Context(), o, args) },
	}
	o.add(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&o.allowErrors, "allow-errors", false, "leave out the rows that have errors, and say how many")
	flags.BoolVar(&o.allowShrink, "allow-shrink", false, "let an export have less than half of the contacts that it had")
	flags.BoolVar(&o.atomic, "atomic", false, "ingest all files or none")
	flags.BoolVar(&o.strict, "strict", false, "treat warnings as errors")
	return cmd
}

func (a *app) ingest(ctx context.Context, o *ingestOptions, args []string) error {
	c, err := loadConfig(a.configFile, ".")
	if err != nil {
		return err
	}
	if args, err = exportsOf(c, args); err != nil {
		return err
	}
	inputs, err := a.inputs(ctx, args, o.readFlags)
	if err != nil {
		return err
	}
	l, err := ledger.Open(ctx, a.ledgerPath(c), ledger.Options{Create: true, Now: a.now})
	if err != nil {
		return err
	}
	defer l.Close()
	run := &ingestRun{app: a, o: o, config: c, ledger: l}
	if run.reading, err = a.reading(c, o.readFlags); err != nil {
		return err
	}
	if o.atomic {
		return run.files(ctx, inputs)
	}
	var failed error
	for i := range inputs {
		err := run.files(ctx, inputs[i:i+1])
		if ctx.Err() != nil {
			return err
		}
		if err != nil && len(inputs) > 1 {
			a.log.Error(err.Error())
			err = &exitError{exitCode(err), errSaid}
		}
		failed = graver(failed, err)
	}
	return failed
}

// graver returns the error that decides the exit code: a failure of the system before one of the data.
func graver(a, b error) error {
	if a == nil || b != nil && exitCode(b) < exitCode(a) {
		return b
	}
	return a
}

// exportsOf returns the FILE arguments, or the files that the configuration's exports: match.
func exportsOf(c *Config, args []string) ([]string, error) {
	if len(args) > 0 {
		return args, nil
	}
	if len(c.Exports) == 0 {
		return nil, usageError("name at least one export, or list them under exports: in %s", configName)
	}
	var files []string
	for _, pattern := range c.Exports {
		found, err := expand(c.relative(pattern))
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			if !slices.Contains(files, f) {
				files = append(files, f)
			}
		}
	}
	return files, nil
}

// ingestRun ingests files into a ledger.
type ingestRun struct {
	*app
	o       *ingestOptions
	config  *Config
	ledger  *ledger.Ledger
	reading string
}

// files ingests files in one transaction.
func (r *ingestRun) files(ctx context.Context, inputs []ingest.Input) error {
	batches := make([]ledger.Batch, len(inputs))
	for i, in := range inputs {
		var err error
		if batches[i], err = r.batch(ctx, in); err != nil {
			return err
		}
	}
	changes, err := r.ledger.Ingest(ctx, batches, ledger.IngestOptions{AllowShrink: r.o.allowShrink})
	var shrunk *ledger.ShrinkError
	if errors.As(err, &shrunk) {
		return &exitError{exitData, err}
	}
	if err != nil {
		return err
	}
	for _, c := range changes {
		fmt.Fprintln(r.stdout, changeText(c))
	}
	return nil
}

// batch prepares one file: to be read while it is ingested, or, where it has not changed, not at all.
func (r *ingestRun) batch(ctx context.Context, in ingest.Input) (ledger.Batch, error) {
	if in.Name == "" {
		in.Name = filepath.Base(in.Path)
	}
	b := ledger.Batch{Source: ledger.Source{Name: in.Name, Path: in.Path, Reading: r.reading}}
	if in.Stdin == nil {
		sum, err := hashFile(in.Path)
		if err == nil {
			same, err := r.ledger.Unchanged(ctx, in.Name, sum, r.reading)
			if err != nil {
				return b, err
			}
			if b.Source.SHA256 = sum; same {
				return b, nil
			}
		} // else the reader says what is wrong with the file
		r.warnOfOther(ctx, in)
	}
	options, err := r.readOptions(r.config, r.o.readFlags)
	if err != nil {
		return b, err
	}
	reader, err := ingest.NewReader(options)
	if err != nil {
		return b, r.config.readerError(err)
	}
	b.Contacts = r.progress(reader.Read(ctx, []ingest.Input{in}))
	b.Finish = func(s *ledger.Source) error { return r.finish(reader.Summary(), s) }
	return b, nil
}

// warnOfOther warns where a file takes the place of one from another folder: sources are told apart by name alone.
func (r *ingestRun) warnOfOther(ctx context.Context, in ingest.Input) {
	old, err := r.ledger.Source(ctx, in.Name)
	if err != nil || old.Path == in.Path || old.Path == "-" {
		return
	}
	if was, err := filepath.Abs(old.Path); err == nil {
		if is, err := filepath.Abs(in.Path); err == nil && is != was {
			r.log.Warn(fmt.Sprintf("%s takes the place of %s; give it a name of its own with --source if both should count", in.Path, old.Path))
		}
	}
}

// finish decides whether what was found in a file lets it be ingested.
func (r *ingestRun) finish(s ingest.Summary, src *ledger.Source) error {
	f := figureFlags{allowErrors: r.o.allowErrors, strict: r.o.strict}
	if err := r.judge(s, f); err != nil {
		return err
	}
	e := s.Exports[0]
	src.SHA256, src.Size, src.Rows, src.Rejected = e.SHA256, e.Size, e.Rows, e.Rejected
	src.Errors, src.Warnings, src.Infos = s.Count(ingest.SeverityError), s.Count(ingest.SeverityWarning), s.Count(ingest.SeverityInfo)
	return nil
}

// changeText says in one line what an ingest did to a source.
func changeText(c ledger.Change) string {
	name := c.Source.Name
	if c.Skipped {
		return name + ": has not changed"
	}
	var parts []string
	for _, t := range []struct {
		tally ledger.Tally
		what  string
	}{
		{c.Tally, "contacts"},
		{c.Roster, "roster rows"},
	} {
		if t.tally == (ledger.Tally{}) {
			continue
		}
		parts = append(parts, fmt.Sprintf("%d added, %d changed, %d removed, %d unchanged %s",
			t.tally.Added, t.tally.Changed, t.tally.Removed, t.tally.Unchanged, t.what))
	}
	if len(parts) == 0 {
		parts = append(parts, "no contacts")
	}
	if c.Source.Rejected > 0 {
		parts = append(parts, plural(c.Source.Rejected, "row", "rows")+" left out")
	}
	return name + ": " + strings.Join(parts, "; ")
}

func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
