package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// runner runs the commands of a case with both builds, each in a folder of its own with the same
// files.
type runner struct {
	options
	number int
	folder string

	commands    int
	differences int
}

// outcome is what a command left.
type outcome struct {
	stdout, stderr string
	code           int
	files          map[string]string // hashes by name
}

// compare makes the exports of the case and runs all commands. Folders of cases that do not differ
// are removed.
func (r *runner) compare(ctx context.Context) error {
	c, err := r.make()
	if err != nil {
		return fmt.Errorf("make case %d: %w", r.number, err)
	}
	for _, args := range c.commands {
		r.commands++
		var got [2]outcome
		for i, binary := range [...]string{r.old, r.new} {
			if got[i], err = start(ctx, binary, filepath.Join(r.folder, sides[i]), args); err != nil {
				return fmt.Errorf("case %d: %w", r.number, err)
			}
		}
		if what := differing(got[0], got[1]); what != "" {
			r.differences++
			r.report(args, what)
		}
	}
	if r.differences > 0 {
		return nil
	}
	return os.RemoveAll(r.folder)
}

var sides = [...]string{"old", "new"}

// make writes the files of the case twice.
func (r *runner) make() (*sample, error) {
	var c *sample
	for _, side := range sides {
		folder := filepath.Join(r.folder, side)
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return nil, err
		}
		if side == "new" {
			return c, os.CopyFS(folder, os.DirFS(filepath.Join(r.folder, "old")))
		}
		var err error
		if r.number == 0 {
			c, err = newTestdata(folder, r.testdata)
		} else {
			c, err = newSample(rand.New(rand.NewPCG(r.seed, uint64(r.number))), folder, r.isLarge(r.number))
		}
		if err != nil {
			return nil, err
		}
	}
	return c, nil
}

// report prints a difference with what repeats it.
func (r *runner) report(args []string, what string) {
	quoted := make([]string, len(args))
	for i, a := range args {
		quoted[i] = "'" + a + "'"
	}
	fmt.Printf("case %d differs in %s\n  again: .ci/campaign exports %s %s %d %d -seed %d -only %d\n",
		r.number, what, r.old, r.new, r.small, r.large, r.seed, r.number)
	for i, binary := range [...]string{r.old, r.new} {
		fmt.Printf("  %s: cd %s && SOURCE_DATE_EPOCH=0 %s %s\n", sides[i], filepath.Join(r.folder, sides[i]),
			binary, strings.Join(quoted, " "))
	}
}

// start runs a command in a folder.
func start(ctx context.Context, binary, folder string, args []string) (outcome, error) {
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "SOURCE_DATE_EPOCH=0", "TZ=UTC")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || ctx.Err() != nil) {
		return outcome{}, err
	}
	files, err := hashes(folder)
	return outcome{
		stdout: masked(stdout.String(), folder), stderr: masked(stderr.String(), folder),
		code: cmd.ProcessState.ExitCode(), files: files,
	}, err
}

// clock is a time of day at which something was stored.
var clock = regexp.MustCompile(`\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?Z?`)

// masked returns what a build printed without what differs between any two runs.
func masked(text, folder string) string {
	return clock.ReplaceAllString(strings.ReplaceAll(text, folder, "FOLDER"), "TIME")
}

// hashes returns the hashes of the outputs in a folder. Those of a ledger hold the time, and its
// commands show what is in it.
func hashes(folder string) (map[string]string, error) {
	out := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		name := filepath.Base(path)
		if err != nil || d.IsDir() || strings.HasPrefix(name, "picreport.db") || strings.HasPrefix(name, "export") {
			return err
		}
		b, err := os.ReadFile(path)
		out[name] = fmt.Sprintf("%x", sha256.Sum256(b))
		return err
	})
	return out, err
}

// differing says in what two outcomes differ, "" for nothing.
func differing(a, b outcome) string {
	var what []string
	if a.code != b.code {
		what = append(what, fmt.Sprintf("the exit code, %d and %d", a.code, b.code))
	}
	for _, s := range [...]struct{ name, a, b string }{{"stdout", a.stdout, b.stdout}, {
		"stderr", a.stderr,
		b.stderr,
	}} {
		if s.a != s.b {
			what = append(what, s.name+firstLine(s.a, s.b))
		}
	}
	for name, hash := range a.files {
		if b.files[name] != hash {
			what = append(what, name)
		}
	}
	for name := range b.files {
		if _, ok := a.files[name]; !ok {
			what = append(what, name+", which only the new one writes")
		}
	}
	slices.Sort(what)
	return strings.Join(what, "; ")
}

// firstLine shows the first line in which two texts differ.
func firstLine(a, b string) string {
	before, after := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range max(len(before), len(after)) {
		if i >= len(before) || i >= len(after) || before[i] != after[i] {
			return fmt.Sprintf(" at line %d:\n    old %.300s\n    new %.300s\n  ", i+1, at(before, i), at(after, i))
		}
	}
	return ""
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(none)"
}
