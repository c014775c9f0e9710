package job

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"picreport/cmd/picreport/internal/atomicfile"
	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest"
	"picreport/ingest/finding"
)

// AcceptedName is the name of the file of accepted warnings.
const AcceptedName = "picreport.accepted"

// acceptedHead stands above what the file holds.
const acceptedHead = `# Warnings that somebody looked at and let be: who, when and why. Written by picreport accept; to take one
# back, delete its line, or use picreport accept --withdraw. Each case is a keyed hash of the rule, the client,
# the contact and the value: none of them can be guessed without the secret. Keep the file to yourself.
`

// accepted is the file of accepted warnings.
type accepted struct {
	path   string
	Secret string         `yaml:"secret"` // of the cases, in base64
	Cases  []acceptedCase `yaml:"accepted"`
}

// acceptedCase is one accepted warning.
type acceptedCase struct {
	Code   string `yaml:"code"`
	Period string `yaml:"period,omitempty"` // of a warning that is about no row
	Case   string `yaml:"case"`
	By     string `yaml:"by"`
	On     string `yaml:"on"`
	Reason string `yaml:"reason"`
}

// acceptedPath is where the file of accepted warnings stands: beside the configuration or, without
// one, beside the first export.
func acceptedPath(c *config.Config, inputs []ingest.Input) string {
	switch {
	case c.Path() != "":
		return filepath.Join(filepath.Dir(c.Path()), AcceptedName)
	case len(inputs) > 0 && inputs[0].Stdin == nil:
		return filepath.Join(filepath.Dir(inputs[0].Path), AcceptedName)
	}
	return AcceptedName
}

// readAccepted reads the file; one that is not there holds nothing.
func readAccepted(path string) (*accepted, error) {
	a := &accepted{path: path}
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return a, nil
	}
	if err != nil {
		return nil, failure.Usagef("%s: cannot read what was accepted: %w", path, err)
	}
	if err := yaml.UnmarshalWithOptions(raw, a, yaml.Strict()); err != nil {
		return nil, failure.Usagef("%s: not a file of picreport accept: %w", path, err)
	}
	if _, err := a.secret(); err != nil {
		return nil, failure.Usagef("%s: its secret is damaged, and no case can be told by it: %w", path, err)
	}
	return a, nil
}

// secretBytes is how long the secret is.
const secretBytes = 32

func (a *accepted) secret() ([]byte, error) {
	key, err := base64.StdEncoding.DecodeString(a.Secret)
	if err == nil && len(key) != secretBytes && (len(key) > 0 || len(a.Cases) > 0) {
		err = fmt.Errorf("it has %d bytes, and not %d", len(key), secretBytes)
	}
	return key, err
}

// write writes the file for its owner alone, whatever it was before.
func (a *accepted) write() error {
	var b bytes.Buffer
	b.WriteString(acceptedHead)
	fmt.Fprintf(&b, "secret: %s\naccepted:\n", a.Secret)
	for _, c := range a.Cases {
		line, err := yaml.MarshalWithOptions(c, yaml.Flow(true))
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "  - %s\n", bytes.TrimSpace(line))
	}
	if _, err := os.Stat(a.path); err == nil {
		if err := os.Chmod(a.path, 0o600); err != nil {
			return err
		}
	}
	return atomicfile.Write(a.path, b.Bytes(), 0o600)
}

// newSecret gives a file that has none a secret.
func (a *accepted) newSecret() error {
	if a.Secret != "" {
		return nil
	}
	key := make([]byte, secretBytes)
	if _, err := rand.Read(key); err != nil {
		return err
	}
	a.Secret = base64.StdEncoding.EncodeToString(key)
	return nil
}

// places are the cells and rows that a message names. They move as rows do, and are no part of what
// it says.
var places = regexp.MustCompile(`\b[A-Z]{1,3}[0-9]+\b|\b(row|rows) [0-9]+`)

// caseKey tells a warning by what it is about: its rule, client, contact and value, or of one that is
// about no row the period. Without the secret nothing of it can be guessed.
func (a *accepted) caseKey(f *finding.Finding, c ingest.Case, period string) string {
	key, _ := a.secret() // was read
	sum := hmac.New(sha256.New, key)
	for _, part := range []string{f.Code, f.Field, c.Client, c.Contact, c.Value, period, places.ReplaceAllString(f.Message, "")} {
		fmt.Fprintf(sum, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// keys tells the warnings that pick picks, by their index. What is about a row of a stream, or about
// no row without a period, has none.
func (a *accepted) keys(
	ctx context.Context, r *ingest.Reader, found []finding.Finding, period string,
	pick func(*finding.Finding) bool,
) (map[int]string, error) {
	cases, err := r.Cases(ctx, found, pick)
	if err != nil {
		return nil, err
	}
	out := map[int]string{}
	for i := range found {
		f := &found[i]
		c, known := cases[i]
		switch {
		case !pick(f):
		case known:
			out[i] = a.caseKey(f, c, "")
		case f.Row == 0 && period != "":
			out[i] = a.caseKey(f, ingest.Case{}, period)
		}
	}
	return out, nil
}

// acceptedIn returns what a reader found, with the warnings marked that were accepted. A case counts
// as often as it was accepted.
func acceptedIn(
	ctx context.Context, c *config.Config, r *ingest.Reader, inputs []ingest.Input, period string,
) (ingest.Summary, error) {
	s := r.Summary()
	a, err := readAccepted(acceptedPath(c, inputs))
	if err != nil || len(a.Cases) == 0 {
		return s, err
	}
	left, codes := map[string]int{}, map[string]bool{}
	for _, one := range a.Cases {
		left[one.Code+one.Case]++
		codes[one.Code] = true
	}
	keys, err := a.keys(ctx, r, s.Findings, period, func(f *finding.Finding) bool {
		return f.Severity == finding.Warning && codes[f.Code]
	})
	if err != nil {
		return s, err
	}
	s.Findings = slices.Clone(s.Findings)
	for i := range s.Findings {
		f := &s.Findings[i]
		if key, ok := keys[i]; ok && left[f.Code+key] > 0 {
			left[f.Code+key]--
			f.Accepted = true
		}
	}
	return s, nil
}

// isAt says whether a finding is at a place that a user names: C14, Sheet1!C14, contacts.csv:C14,
// contacts.xlsx:Sheet1!C14, or 14 for a row.
func isAt(f *finding.Finding, place string) bool {
	cell := f.Cell
	if cell == "" {
		cell = fmt.Sprint(f.Row)
	}
	for _, prefix := range []string{"", f.File + ":"} {
		if strings.EqualFold(place, prefix+cell) || f.Sheet != "" && strings.EqualFold(place, prefix+f.Sheet+"!"+cell) {
			return true
		}
	}
	return false
}
