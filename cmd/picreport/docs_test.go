package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/filetest"
	"picreport/cmd/picreport/internal/job"
	"picreport/cmd/picreport/internal/schematest"
	"picreport/ingest"
)

// commandTree is every command of picreport, the root first.
func commandTree(t testing.TB) []*cobra.Command {
	t.Helper()
	env, _, _ := testApp(t)
	root := newRoot(env, nil)
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	all := []*cobra.Command{root}
	for i := 0; i < len(all); i++ {
		all = append(all, all[i].Commands()...)
	}
	return all
}

// generated says whether cobra made a command.
func generated(cmd *cobra.Command) bool {
	words := strings.Fields(cmd.CommandPath())
	return len(words) > 1 && words[1] == "completion"
}

// TestEverythingIsDocumented holds that each command says what it is for and shows an example, and
// each flag says what it does.
func TestEverythingIsDocumented(t *testing.T) {
	for _, cmd := range commandTree(t) {
		if cmd.Short == "" {
			t.Errorf("%s: has no Short", cmd.CommandPath())
		}
		if cmd.Runnable() && !cmd.HasSubCommands() && !generated(cmd) && cmd.Example == "" {
			t.Errorf("%s: has no Example", cmd.CommandPath())
		}
		for _, flags := range []*pflag.FlagSet{cmd.Flags(), cmd.PersistentFlags()} {
			flags.VisitAll(func(f *pflag.Flag) {
				if f.Usage == "" {
					t.Errorf("%s: --%s has no usage", cmd.CommandPath(), f.Name)
				}
			})
		}
	}
}

// TestTopics holds that each topic is listed, is shown by help, and fits a terminal of 80 columns.
func TestTopics(t *testing.T) {
	for _, name := range []string{
		"accessibility", "cron", "exports", "figures", "privacy", "programs", "redcap", "shared",
		"template",
	} {
		env, stdout, stderr := testApp(t)
		if code := run(context.Background(), env, []string{"help", name}); code != failure.Done || stderr.Len() > 0 {
			t.Errorf("help %s: exit %d: %s", name, code, stderr)
		}
		lines := strings.Split(stdout.String(), "\n")
		if len(lines) < 20 {
			t.Errorf("help %s: there are only %d lines", name, len(lines))
		}
		for i, line := range lines {
			if len([]rune(line)) > topicWidth {
				t.Errorf("help %s: line %d is wider than %d columns: %s", name, i+1, topicWidth, line)
			}
		}
		stdout.Reset()
		run(context.Background(), env, []string{"help"})
		if !strings.Contains(stdout.String(), "  picreport "+name) {
			t.Errorf("help does not list %s", name)
		}
	}
}

// TestHeadersOfTopic holds that every header in help exports is known as a header of its field.
func TestHeadersOfTopic(t *testing.T) {
	text, err := topicFiles.ReadFile("topics/exports.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "CLIENT-ID.\n\n")
	table, _, _ = strings.Cut(table, "\n\n")
	rows := regexp.MustCompile(`\n {10,}`).ReplaceAllString(table, " ")
	known := 0
	for row := range strings.SplitSeq(rows, "\n") {
		field, headers, _ := strings.Cut(strings.TrimSpace(row), " ")
		headers, _, _ = strings.Cut(strings.NewReplacer(" (needed)", "", ";", ",,").Replace(headers), ",,")
		for header := range strings.SplitSeq(headers, ",") {
			known++
			if reason := missing(t, field, strings.TrimSpace(header)); reason != "" {
				t.Errorf("%s: the header %q: %s", field, strings.TrimSpace(header), reason)
			}
		}
	}
	if known < 40 {
		t.Errorf("only %d headers were found in the topic", known)
	}
}

// missing says what an export lacks that has the needed columns, and a header in place of its
// field's usual one, or "".
func missing(t *testing.T, field, header string) string {
	t.Helper()
	columns := map[string]string{"client_id": "client id", "contact_date": "contact date"}
	columns[field] = header
	var names, cells []string
	for _, f := range []string{"client_id", "contact_date", field} {
		if !slices.Contains(names, columns[f]) {
			names, cells = append(names, columns[f]), append(cells, "2024-07-01")
		}
	}
	reader, err := ingest.NewReader(ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	export := strings.NewReader(strings.Join(names, ",") + "\n" + strings.Join(cells, ",") + "\n")
	for _, err := range reader.Read(context.Background(), []ingest.Input{{Path: "-", Stdin: export}}) {
		if err != nil {
			t.Fatal(err)
		}
	}
	summary := reader.Summary()
	if summary.Exports[0].Contacts != 1 {
		return fmt.Sprintf("no contact was read: %+v", summary.Findings)
	}
	for _, n := range summary.NotRun {
		if strings.HasSuffix(n.Reason, "no column for "+field) {
			return n.Reason
		}
	}
	return ""
}

var (
	exampleLine = regexp.MustCompile(`(?m)^(?:\t| {2,})(picreport .+|go run \./cmd/picreport .+)$`)
	exampleSpan = regexp.MustCompile("`(picreport [^`…]+)`")
)

// examples are the command lines that the README, the help of commands and the topics show, each
// with the place where it stands first.
func examples(t *testing.T) (lines []string, from map[string]string) {
	t.Helper()
	from = map[string]string{}
	add := func(place, line string) {
		line = strings.TrimSpace(strings.Replace(line, "go run ./cmd/picreport ", "picreport ", 1))
		if from[line] == "" {
			from[line] = place
			lines = append(lines, line)
		}
	}
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []*regexp.Regexp{exampleLine, exampleSpan} {
		for _, m := range form.FindAllStringSubmatch(string(readme), -1) {
			add("README.md", m[1])
		}
	}
	for _, cmd := range commandTree(t) {
		text := cmd.Example
		if !generated(cmd) {
			text = cmd.Long + "\n" + text
		}
		for _, m := range exampleLine.FindAllStringSubmatch(text, -1) {
			add(cmd.CommandPath(), m[1])
		}
	}
	return lines, from
}

// TestExamples runs every example, as a shell does, each in a folder of its own with exports, a
// configuration and a ledger.
func TestExamples(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no sh")
	}
	lines, from := examples(t)
	if len(lines) < 40 {
		t.Fatalf("only %d examples were found: %q", len(lines), lines)
	}
	scripts, data := t.TempDir(), exampleData(t)
	for i, line := range lines {
		script := fmt.Sprintf("# %s\nexec sh example.sh\n-- example.sh --\n%s\n", from[line], line)
		name := filepath.Join(scripts, fmt.Sprintf("%02d-%s.txtar", i, strings.Fields(line)[1]))
		if err := os.WriteFile(name, []byte(script), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	testscript.Run(t, testscript.Params{
		Dir: scripts,
		Setup: func(env *testscript.Env) error {
			env.Setenv("PICREPORT_TODAY", "2025-01-05")
			return layOut(env, data)
		},
	})
}

// exampleData is a folder with what the examples refer to.
func exampleData(t *testing.T) string {
	t.Helper()
	env, _, stderr := testApp(t)
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for name, source := range map[string]string{
		"contacts-2024.csv":               "contacts-2024.csv",
		"contacts-2024.xlsx":              "contacts-2024.xlsx",
		"roster-2024.csv":                 "roster-2024.csv",
		"contacts-2024-10.csv":            "contacts-2024.csv",
		"testdata/contacts-2024.csv":      "contacts-2024.csv",
		"testdata/contacts-2024.xlsx":     "contacts-2024.xlsx",
		"exports/contacts-2024-Q1-Q2.csv": "contacts-2024-Q1-Q2.csv",
		"exports/contacts-2024-Q3-Q4.csv": "contacts-2024-Q3-Q4.csv",
		"exports/contacts-2024.xlsx":      "contacts-2024.xlsx",
		"programs/riverton/contacts.csv":  "contacts-2024.csv",
		"programs/lakeside/contacts.xlsx": "contacts-2024.xlsx",
	} {
		content, err := os.ReadFile(filetest.Data(source))
		if err != nil {
			t.Fatal(err)
		}
		filetest.Write(t, filepath.Join(dir, name), string(content))
	}
	filetest.Write(t, filepath.Join(dir, config.Name), "exports: [exports/*.csv]\n")
	for _, args := range [][]string{
		{"accept", "client-birth-dates", "D59", "--file", "exports/contacts-2024-Q3-Q4.csv", "--reason", "looked at"},
		{"ingest", "contacts-2024.csv"},
		{"build", "--quarter", "2024Q2"},
		{"ingest", "--ledger", "office.db", "--program", "lakeside", "contacts-2024.xlsx"},
	} {
		if code := run(context.Background(), env, args); code != failure.Done {
			t.Fatalf("exit %d: %s", code, stderr)
		}
	}
	return dir
}

// layOut copies exampleData to where a script runs. A ledger is its owner's alone, which a copy does not keep.
func layOut(env *testscript.Env, data string) error {
	if err := os.CopyFS(env.WorkDir, os.DirFS(data)); err != nil {
		return err
	}
	for _, name := range []string{job.LedgerName, "office.db"} {
		if err := os.Chmod(filepath.Join(env.WorkDir, name), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// TestLinks holds that the files that the documents at the top link to are there.
func TestLinks(t *testing.T) {
	links := 0
	for _, name := range []string{"README.md", "CONTRIBUTING.md", "CHANGELOG.md"} {
		text, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`\]\(([^):#]+)\)`).FindAllStringSubmatch(string(text), -1) {
			links++
			if _, err := os.Stat(filepath.Join("..", "..", filepath.FromSlash(m[1]))); err != nil {
				t.Errorf("%s links to %s, which is not there", name, m[1])
			}
		}
	}
	if links < 5 {
		t.Errorf("only %d links were found", links)
	}
}

// TestConfigurationsInDocs holds the pieces of configuration in the README and in the topics against the schema.
func TestConfigurationsInDocs(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{"README.md": strings.ReplaceAll(string(readme), "\n    ", "\n  ")}
	for _, topic := range topics() {
		texts[topic.Name()] = topic.Long
	}
	block := regexp.MustCompile(`(?m)^  ([a-z_]+):(?: .*)?\n(?:^  .*\n)*`)
	env, stdout, stderr := testApp(t)
	if code := run(context.Background(), env, []string{"config", "schema"}); code != failure.Done {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	s, checked := schematest.Compile(t, stdout), 0
	for name, text := range texts {
		for _, m := range block.FindAllStringSubmatch(text+"\n", -1) {
			if config.JSONSchema().Properties[m[1]] == nil {
				continue
			}
			checked++
			if err := schematest.Validate(t, s, strings.ReplaceAll("\n"+m[0], "\n  ", "\n")); err != nil {
				t.Errorf("%s: %v\n%s", name, err, m[0])
			}
		}
	}
	if checked < 8 {
		t.Errorf("only %d pieces were found", checked)
	}
}

// TestChangelog holds that the newest version of the changelog is the program's, where a release
// has set one. (A release is not made of a version that the changelog lacks: .goreleaser.yaml looks.)
func TestChangelog(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "CHANGELOG.md"))
	if err != nil {
		t.Fatal(err)
	}
	newest := regexp.MustCompile(`(?m)^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$`).FindSubmatch(text)
	if newest == nil || number != "" && string(newest[1]) != number {
		t.Errorf("the newest version is %q; the program is %s", newest, number)
	}
}
