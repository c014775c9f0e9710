package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os/exec"
	"slices"
	"strings"
)

// tally counts what fires.
type tally struct {
	programmes int
	found      map[string]*fired // by severity and code, or gate
}

// fired is how often something fires.
type fired struct {
	findings   int
	programmes int
	forms      map[form]int // programmes by form
}

func newTally() *tally { return &tally{found: map[string]*fired{}} }

// look runs validate on a programme's exports, and counts each of its quarters.
func (t *tally) look(ctx context.Context, picreport string, p *programme) error {
	t.programmes++
	here := map[string]int{}
	out, _, err := start(ctx, picreport, p, append([]string{"validate", "--format", "json"}, p.files...))
	if err != nil {
		return err
	}
	var found struct {
		Findings []struct{ Code, Severity string }
	}
	if err := json.Unmarshal(out, &found); err != nil {
		return err
	}
	for _, f := range found.Findings {
		here[f.Severity+" "+f.Code]++
	}
	if p.form == fullDownloads { // each month the whole, into a ledger
		for _, name := range p.files {
			if _, said, err := start(ctx, picreport, p, []string{"ingest", "--allow-errors", "--source", "all", name}); err != nil {
				return err
			} else if len(said) > 0 && bytes.Contains(said, []byte("refused")) {
				here["ingest refused"]++
			}
		}
	}
	for quarter := range 4 * years {
		name := fmt.Sprintf("%dQ%d", 2023+quarter/4, quarter%4+1)
		out, _, err := start(ctx, picreport, p, append([]string{"tables", "--allow-errors", "--format", "json", "--quarter", name}, p.files...))
		if err != nil {
			return err
		}
		var figures struct {
			Coverage struct{ Doubts []struct{ Kind string } }
		}
		if len(out) == 0 {
			here["no figures"]++
			continue
		}
		if err := json.Unmarshal(out, &figures); err != nil {
			return err
		}
		for _, d := range figures.Coverage.Doubts {
			here["coverage "+d.Kind]++
		}
	}
	for what, n := range here {
		if t.found[what] == nil {
			t.found[what] = &fired{forms: map[form]int{}}
		}
		t.found[what].findings += n
		t.found[what].programmes++
		t.found[what].forms[p.form]++
	}
	return nil
}

// start runs a command in the programme's folder.
func start(ctx context.Context, picreport string, p *programme, args []string) (stdout, stderr []byte, err error) {
	cmd := exec.CommandContext(ctx, picreport, append(args, "--today", "2025-01-10")...)
	cmd.Dir = p.folder
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	err = cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && ctx.Err() == nil {
		err = nil // what a command refuses is counted
	}
	return out.Bytes(), said.Bytes(), err
}

func (t *tally) print() {
	fmt.Printf("%-48s %9s %15s %11s\n", "what", "findings", "programme-year", "programmes")
	for _, what := range slices.Sorted(maps.Keys(t.found)) {
		f := t.found[what]
		var in []string
		for _, form := range slices.Sorted(maps.Keys(f.forms)) {
			in = append(in, fmt.Sprintf("%s %d", form, f.forms[form]))
		}
		fmt.Printf("%-48s %9d %15.2f %8d/%d  (%s)\n", what, f.findings, float64(f.findings)/float64(t.programmes*years),
			f.programmes, t.programmes, strings.Join(in, ", "))
	}
}
