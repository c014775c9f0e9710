package main

import (
	"io"
	"iter"
	"log/slog"
	"time"

	"picreport/cmd/picreport/internal/job"
	"picreport/ingest/contact"
	"picreport/ingest/finding"
)

// Env is what a command needs of the world around it, and what the flags that every command has
// say.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Now            func() time.Time
	LookupEnv      func(name string) (string, bool)
	Log            *slog.Logger

	config    string
	ledger    string
	program   programFlag
	quiet     bool
	noColor   bool
	logFormat string
	profile   string
}

// job is what a job takes of env.
func (env *Env) job() job.Env {
	return job.Env{
		Stdin: env.Stdin, Stdout: env.Stdout, Now: env.Now, LookupEnv: env.LookupEnv, Log: env.Log, Quiet: env.quiet,
		Show: env.showFindings, Progress: env.progress,
		Config: env.config, Ledger: env.ledger, Program: string(env.program),
	}
}

// showFindings says findings on standard error: grouped for a person, one by one for a machine.
// program is the programme that they are of, where there are several.
func (env *Env) showFindings(program string, findings []finding.Finding) {
	if env.logFormat != logJSON {
		printFindings(env.Stderr, ofProgram(program, findings), env.colors(env.Stderr))
		return
	}
	log := env.Log
	if program != "" {
		log = log.With(job.ProgramKey, program)
	}
	for _, f := range findings {
		log.Error(f.Message, "code", f.Code, "severity", f.Severity, "file", f.File, "sheet", f.Sheet,
			"row", f.Row, "cell", f.Cell, "hint", f.Hint)
	}
}

// colors says whether what is written to w may have colours: on a terminal, unless --no-color or
// NO_COLOR (https://no-color.org) is set.
func (env *Env) colors(w io.Writer) bool {
	if unwanted, ok := env.LookupEnv("NO_COLOR"); env.noColor || ok && unwanted != "" {
		return false
	}
	return isTerminal(w)
}

// progress passes contacts on, and shows how many there were so far: only on a terminal, and only
// when reading takes a while.
func (env *Env) progress(contacts iter.Seq2[*contact.Contact, error]) iter.Seq2[*contact.Contact, error] {
	if env.quiet || env.logFormat == logJSON || !isTerminal(env.Stderr) {
		return contacts
	}
	return counted(contacts, env.Stderr)
}
