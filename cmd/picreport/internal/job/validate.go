package job

import (
	"bytes"
	"context"
	"os"
	"path/filepath"

	"picreport/cmd/picreport/internal/atomicfile"
	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest"
	"picreport/ingest/annotate"
	"picreport/ingest/finding"
	"picreport/report"
)

// ValidateOptions say how exports are looked at.
type ValidateOptions struct {
	ReadOptions
	Annotate string // path of a copy of the one workbook, with the cells marked; "" for none
}

// Validated is what was found in exports.
type Validated struct {
	ingest.Summary
	Coverage report.Coverage // of all their contacts
	Strict   []string        // families of findings whose warnings are errors
}

// Validate reads exports and returns what was found in them. It stores nothing but the marked copy.
func Validate(ctx context.Context, env Env, o ValidateOptions, args []string) (v Validated, err error) {
	c, err := env.config()
	if err != nil {
		return v, err
	}
	edition, err := c.In(c.Language)
	if err != nil {
		return v, err
	}
	options := edition.Options
	if through, err := c.OpeningThrough(); err == nil && through != 0 {
		options.Opening = &report.Opening{Through: through} // whose clients are not looked at
	}
	source, err := openFiles(ctx, env, c, o.ReadOptions, args)
	if err != nil {
		return v, err
	}
	if err := o.checkAnnotate(source); err != nil {
		return v, err
	}
	var days report.DayTally
	for one, err := range source.read(ctx) {
		if err != nil {
			return v, err
		}
		days.Add(one.Date)
	}
	v.Strict = c.Strict
	if err := source.accept(ctx, c, ""); err != nil {
		return v, err
	}
	v.Summary, v.Coverage = source.summary(), days.Coverage(options)
	env.warnOfCoverage(v.Coverage)
	if o.Annotate == "" || v.Exports[0].SHA256 == "" { // a file that could not be read is a finding
		return v, nil
	}
	return v, o.annotate(ctx, env, source.files[0].Path, v.Findings)
}

func (o ValidateOptions) checkAnnotate(source *fileSource) error {
	if o.Annotate == "" {
		return nil
	}
	if len(source.files) != 1 || source.files[0].Stdin != nil {
		return failure.Usagef("--annotate marks a copy of one file: name one FILE")
	}
	return atomicfile.CheckOutputs([]string{o.Annotate}, source.inputs())
}

// annotate writes the marked copy of a workbook. The copy is as private as the workbook.
func (o ValidateOptions) annotate(ctx context.Context, env Env, path string, findings []finding.Finding) error {
	password, err := env.password(o.PasswordFile)
	if err != nil {
		return err
	}
	date, err := env.Date()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	options := annotate.Options{Password: password, Name: filepath.Base(o.Annotate), Date: date}
	if err := annotate.Write(ctx, &b, path, findings, options); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if err := atomicfile.Write(o.Annotate, b.Bytes(), info.Mode().Perm()); err != nil {
		return err
	}
	env.Log.Info("wrote " + o.Annotate)
	return nil
}
