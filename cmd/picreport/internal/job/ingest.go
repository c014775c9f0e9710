package job

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest"
	"picreport/ingest/finding"
	"picreport/ingest/ledger"
)

// IngestOptions say how exports are read into the ledger.
type IngestOptions struct {
	ReadOptions
	finding.Policy
	AllowShrink bool     // let an export have less than half of the contacts that it had
	Atomic      bool     // all files or none
	Replaces    []string // names of sources that the one export takes the place of
}

// Ingest reads exports into the ledger: files, or without any those that the configuration names.
// It tells done of each export: what changed, or nil where the export has not changed.
func Ingest(
	ctx context.Context, env Env, o IngestOptions, args []string, done func(name string, change *ledger.Change),
) error {
	c, err := env.config()
	if err != nil {
		return err
	}
	files, err := exportsOf(c, args)
	if err != nil {
		return err
	}
	exports, err := inputs(ctx, env, c, o.ReadOptions, files)
	if err != nil {
		return err
	}
	if err := nameInputs(exports); err != nil {
		return err
	}
	if len(o.Replaces) > 0 && len(exports) != 1 {
		return failure.Usagef("--replaces OLD takes one export, which takes the place of OLD, but there are %d", len(exports))
	}
	l, err := env.useLedger(ctx, c, ledger.Options{Create: true})
	if err != nil {
		return err
	}
	defer l.Close()
	if err := sayNewProgram(ctx, env, l); err != nil {
		return err
	}
	o.Families = c.Strict
	run := &ingestRun{
		env: env, o: o, config: c, ledger: l, done: done, several: len(exports) > 1, fromConfig: len(args) == 0,
	}
	if run.reading, err = c.Reading(); err != nil {
		return err
	}
	if err := run.all(ctx, exports); err != nil {
		return err
	}
	if len(args) == 0 {
		return run.warnOfGone(ctx, exports)
	}
	return nil
}

// nameInputs gives each file its source name, and refuses two files of one name: the second would
// take the place of the first.
func nameInputs(inputs []ingest.Input) error {
	paths := map[string]string{}
	for i := range inputs {
		if inputs[i].Name == "" {
			inputs[i].Name = filepath.Base(inputs[i].Path)
		}
		if other, ok := paths[inputs[i].Name]; ok {
			return failure.Usagef("%s and %s have one source name, by which the second would take the place of the first: "+
				"ingest one of them with --source NAME",
				other, inputs[i].Path)
		}
		paths[inputs[i].Name] = inputs[i].Path
	}
	return nil
}

// all ingests each file by itself, or all in one transaction.
func (r *ingestRun) all(ctx context.Context, inputs []ingest.Input) error {
	if r.o.Atomic {
		return r.files(ctx, inputs)
	}
	var failed error
	for i := range inputs {
		err := r.files(ctx, inputs[i:i+1])
		if ctx.Err() != nil {
			return err
		}
		if err != nil && len(inputs) > 1 {
			r.env.Log.Error(err.Error())
			err = failure.Said(failure.Code(err))
		}
		failed = failure.First(failed, err)
	}
	return failed
}

// sayNewProgram says that an ingest will begin a programme in a ledger that has others, which may
// also be a misspelt one.
func sayNewProgram(ctx context.Context, env Env, l *ledger.Ledger) error {
	programs, err := l.Programs(ctx)
	if err != nil || len(programs) == 0 || l.Program() == "" || slices.Contains(programs, l.Program()) ||
		slices.Contains(programs, "") {
		return err // the ledger refuses to begin one beside one without a name
	}
	if near := ingest.Nearest(l.Program(), programs); near != "" {
		env.Log.Warn(fmt.Sprintf("the programme %q is new to the ledger; it has %q, if that was meant", l.Program(), near))
	} else {
		env.Log.Info(fmt.Sprintf("the programme %q is new to the ledger, which has %s", l.Program(),
			strings.Join(programs, ", ")))
	}
	return nil
}

// warnOfGone names sources that the configuration's exports: no longer match: they go on counting.
func (r *ingestRun) warnOfGone(ctx context.Context, inputs []ingest.Input) error {
	sources, err := r.ledger.Sources(ctx)
	if err != nil {
		return err
	}
	for _, s := range sources {
		if !slices.ContainsFunc(inputs, func(in ingest.Input) bool { return in.Name == s.Name }) {
			r.env.Log.Warn(fmt.Sprintf("%s is in the ledger, but no longer among exports: and counts all the same; picreport "+
				"ledger remove %s takes it out", s.Name, s.Name))
		}
	}
	return nil
}

// ingestRun ingests files into a ledger.
type ingestRun struct {
	env     Env
	o       IngestOptions
	done    func(name string, change *ledger.Change)
	config  *config.Config
	ledger  *ledger.Ledger
	reading string
	several bool // the run has several files

	fromConfig bool // the files are those of exports:
}

// files ingests files in one transaction. One that has not changed, and in which nothing was wrong,
// stays as it is in the ledger.
func (r *ingestRun) files(ctx context.Context, inputs []ingest.Input) error {
	var batches []ledger.Batch
	for _, in := range inputs {
		same, err := r.unchanged(ctx, in)
		if err != nil {
			return err
		}
		if same {
			r.done(in.Name, nil)
			continue
		}
		b, err := r.batch(ctx, in)
		if err != nil {
			return err
		}
		batches = append(batches, b)
	}
	if len(batches) == 0 {
		return nil
	}
	changes, err := r.ledger.Ingest(ctx, batches, ledger.IngestOptions{
		AllowShrink: r.o.AllowShrink, Corrections: r.config.ContactIDs == ingest.ContactIDsCorrect,
	})
	var shrunk *ledger.ShrinkError
	var copied *ledger.OverlapError
	if errors.As(err, &copied) && r.fromConfig {
		return r.copied(ctx, copied)
	}
	if errors.As(err, &shrunk) || errors.As(err, &copied) {
		return failure.With(failure.Data, err)
	}
	if err != nil {
		return err
	}
	for _, c := range changes {
		for _, note := range c.Notes {
			r.env.Log.Warn(note)
		}
		r.done(c.Source.Name, &c)
	}
	return nil
}

// readingOf says how an export is read: as the configuration has it for all, and for this one.
func (r *ingestRun) readingOf(in ingest.Input) string {
	sheets := r.o.Sheets
	if len(in.Sheets) > 0 {
		sheets = in.Sheets
	}
	reading := r.reading + sheetMark + sheets.String()
	if len(in.Columns) > 0 {
		columns, _ := json.Marshal(in.Columns) // texts alone
		sum := sha256.Sum256(columns)
		reading += sheetMark + hex.EncodeToString(sum[:8])
	}
	return reading
}

// unchanged says whether a file need not be read: the ledger has its contacts, all of them, and
// nothing would stop it now. Rows that were left out are looked at anew, since what was wrong with
// them may not be wrong today, such as a date in the future.
func (r *ingestRun) unchanged(ctx context.Context, in ingest.Input) (bool, error) {
	if in.Stdin != nil || len(r.o.Replaces) > 0 {
		return false, nil
	}
	sum, err := hashFile(in.Path)
	if err != nil {
		return false, nil //nolint:nilerr // the reader says better what is wrong with the file
	}
	same, err := r.ledger.Unchanged(ctx, in.Name, sum, r.readingOf(in))
	if err != nil || !same {
		return false, err
	}
	s, err := r.ledger.Source(ctx, in.Name)
	if err != nil {
		return false, err
	}
	anew := finding.Policy{Strict: r.o.Strict || len(r.o.Families) > 0} // which allows no errors
	return !anew.Stops(finding.Found{Errors: s.Errors, Warnings: s.Warnings}).Any(), nil
}

// batch prepares one file to be read while it is ingested.
func (r *ingestRun) batch(ctx context.Context, in ingest.Input) (ledger.Batch, error) {
	path := in.Path
	if full, err := filepath.Abs(path); err == nil && in.Stdin == nil {
		path = full
	}
	reading := r.readingOf(in)
	b := ledger.Batch{Source: ledger.Source{Name: in.Name, Path: path, Reading: reading}, Replaces: r.o.Replaces}
	r.warnOfOther(ctx, b.Source)
	reader, err := r.newReader(ctx, in)
	if err != nil {
		return b, err
	}
	b.Contacts = r.env.Progress(reader.Read(ctx, []ingest.Input{in}))
	b.Finish = func(s *ledger.Source) error {
		found, err := acceptedIn(ctx, r.config, reader, []ingest.Input{in}, "")
		if err != nil {
			return err
		}
		return r.finish(found, s)
	}
	return b, nil
}

// newReader returns a reader of one file. Where the ledger has other sources, or the run other files,
// a gender may stand in one of those: a file without it is then as it should be.
func (r *ingestRun) newReader(ctx context.Context, in ingest.Input) (*ingest.Reader, error) {
	sources, err := r.ledger.Sources(ctx)
	var begins *ledger.ProgramError
	if err != nil && !errors.As(err, &begins) {
		return nil, err
	}
	o := r.o.ReadOptions
	o.partial = true
	if o.restKey, err = r.ledger.RestKey(ctx); err != nil {
		return nil, err
	}
	o.beside = r.several || slices.ContainsFunc(sources, func(s ledger.Source) bool { return s.Name != in.Name })
	return newReader(r.env, r.config, o)
}

// warnOfOther warns where a file takes the place of one from another folder: sources are told apart
// by name alone.
func (r *ingestRun) warnOfOther(ctx context.Context, s ledger.Source) {
	old, err := r.ledger.Source(ctx, s.Name)
	latest := slices.ContainsFunc(r.config.Exports, func(e config.Export) bool { return e.Latest && e.Source == s.Name })
	if err == nil && old.Path != s.Path && old.Path != "-" && s.Path != "-" && !latest {
		r.env.Log.Warn(fmt.Sprintf("%s takes the place of %s; give it a name of its own with --source if both should count",
			s.Path, old.Path))
	}
}

// finish decides whether what was found in a file lets it be ingested.
func (r *ingestRun) finish(s ingest.Summary, src *ledger.Source) error {
	if err := r.env.pass(s, r.o.Policy, src.Name+" was not ingested"); err != nil {
		return err
	}
	e := s.Exports[0]
	src.SHA256, src.Size, src.Rows, src.Rejected = e.SHA256, e.Size, e.Rows, e.Rejected
	src.Errors, src.Warnings, src.Infos = s.Count(finding.Error), s.Count(finding.Warning), s.Count(finding.Info)
	return nil
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
