//go:build man

package main

import (
	"context"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"picreport/cmd/picreport/internal/failure"

	"github.com/google/go-cmp/cmp"
)

// TestMan holds that every command that help lists has a manual page, the same bytes on every run,
// with its example.
func TestMan(t *testing.T) {
	var want []string
	texts := map[string]string{}
	for _, cmd := range commandTree(t) {
		if (cmd.IsAvailableCommand() || !cmd.HasParent()) && cmd.Name() != "help" {
			name := strings.ReplaceAll(cmd.CommandPath(), " ", "-") + ".1"
			want = append(want, name)
			texts[name] = cmd.Example
		}
	}
	slices.Sort(want)
	first := manual(t)
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(first))); diff != "" {
		t.Errorf("manual pages (-want +got):\n%s", diff)
	}
	for name, text := range first {
		if !strings.Contains(text, `"Jan 2024" "picreport `+version()) {
			t.Errorf("%s: has not the date of SOURCE_DATE_EPOCH: %.200s", name, text)
		}
		dashes := strings.NewReplacer("-", `\-`)
		if example := dashes.Replace(firstLine(texts[name])); !strings.Contains(dashes.Replace(text), example) {
			t.Errorf("%s: has not the example %q", name, example)
		}
	}
	if diff := cmp.Diff(first, manual(t)); diff != "" {
		t.Errorf("another run writes another manual:\n%s", diff)
	}
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}

// manual returns the manual pages by their names.
func manual(t *testing.T) map[string]string {
	t.Helper()
	env, _, stderr := testApp(t)
	env.LookupEnv = func(name string) (string, bool) { return "1704067200", name == "SOURCE_DATE_EPOCH" }
	if code := run(context.Background(), env, []string{"man", "man"}); code != failure.Done {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	entries, err := os.ReadDir("man")
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	for _, e := range entries {
		data, err := os.ReadFile("man/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		pages[e.Name()] = string(data)
	}
	return pages
}
