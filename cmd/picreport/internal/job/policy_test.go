package job

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest"
	"picreport/ingest/contact"
	"picreport/ingest/finding"
	"picreport/ingest/ledger"
	"picreport/report"
)

// testEnv is an environment of which is kept what is said and shown, line by line.
func testEnv() (env Env, said *bytes.Buffer) {
	said = &bytes.Buffer{}
	leaveOut := func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}
	return Env{
		Now:       func() time.Time { return time.Date(2026, time.January, 23, 12, 0, 0, 0, time.UTC) },
		LookupEnv: func(string) (string, bool) { return "", false },
		Log:       slog.New(slog.NewTextHandler(said, &slog.HandlerOptions{ReplaceAttr: leaveOut})),
		Show: func(program string, findings []finding.Finding) {
			for _, f := range findings {
				fmt.Fprintf(said, "shown %s%s\n", program, f.Code)
			}
		},
	}, said
}

// passCase is what a policy makes of what was found: the exit code, the last line, and what is said before it.
type passCase struct {
	name   string
	policy finding.Policy
	found  []finding.Finding
	code   int
	last   string
	said   string
}

func passCases() []passCase {
	row := finding.Finding{Code: "row", Severity: finding.Error, File: "a.csv", Row: 3}
	export := finding.Finding{
		Code: "export", Severity: finding.Error, File: "a.csv", Message: "no headers", Hint: "Add them.",
	}
	file := finding.Finding{
		Code: finding.FileDamaged.Rule().Code, Severity: finding.Error, File: "b.xlsx", Message: "broken",
	}
	warning := finding.Finding{Code: "warning", Severity: finding.Warning, File: "a.csv", Row: 2}
	unread := finding.Finding{Code: "rows-missing", Severity: finding.Warning, File: "a.csv", Message: "rows are missing"}
	note := finding.Finding{Code: "note", Severity: finding.Info, File: "a.csv"}
	lenient, strict := finding.Policy{AllowErrors: true}, finding.Policy{Strict: true}
	return []passCase{
		{"nothing", finding.Policy{}, []finding.Finding{note}, failure.Done, "", ""},
		{
			"an error",
			finding.Policy{},
			[]finding.Finding{row, warning},
			failure.Data,
			"1 error in the data: x; correct the data, or leave these rows out with --allow-errors", "shown row\n",
		},
		{
			"an error, allowed", lenient,
			[]finding.Finding{row, note},
			failure.Done, "",
			"shown row\nlevel=ERROR msg=\"2 rows left out because of errors\"\n",
		},
		{
			"a warning",
			finding.Policy{},
			[]finding.Finding{warning, unread},
			failure.Done, "",
			"level=WARN msg=\"a.csv: rows are missing\"\n" +
				"level=INFO msg=\"1 warning in the data; picreport validate shows them\"\n",
		},
		{
			"a warning, strict", strict,
			[]finding.Finding{warning, note},
			failure.Data,
			"1 warning in the data, and --strict is set: x; correct the data, accept what is right with picreport accept, or leave out --strict", "shown warning\n",
		},
		{
			"both, strict", strict,
			[]finding.Finding{warning, row, row},
			failure.Data,
			"2 errors and 1 warning in the data: x; correct the data, accept what is right with picreport accept, or leave out --strict",
			"shown row\nshown row\nshown warning\n",
		},
		{"an export", lenient, []finding.Finding{row, export}, failure.Data, "a.csv: no headers; Add them", ""},
		{"a file", lenient, []finding.Finding{file}, failure.Failed, "b.xlsx: broken", ""},
		{
			"a file and an export", lenient,
			[]finding.Finding{export, row, file},
			failure.Failed,
			"2 exports cannot be read: nothing was written", "shown export\nshown file-damaged\n",
		},
	}
}

// TestPass holds what each policy makes of what was found, and that with --quiet only what was left out is said.
func TestPass(t *testing.T) {
	for _, c := range passCases() {
		t.Run(c.name, func(t *testing.T) {
			env, said := testEnv()
			s := ingest.Summary{Findings: c.found, Exports: []ingest.Export{{Rejected: 2}}}
			checkStop(t, env.pass(s, c.policy, "x"), said.String(), c.code, c.last, c.said)
		})
	}
	env, said := testEnv()
	env.Quiet = true
	s := ingest.Summary{
		Findings: []finding.Finding{{Severity: finding.Error, Row: 3}}, Exports: []ingest.Export{{Rejected: 1}},
	}
	checkStop(t, env.of("Riverton ").pass(s, finding.Policy{AllowErrors: true}, "x"), said.String(), failure.Done, "",
		"level=ERROR msg=\"1 row left out because of errors\" program=\"Riverton \"\n")
}

func checkStop(t *testing.T, err error, said string, code int, last, before string) {
	t.Helper()
	text := ""
	if err != nil {
		text = err.Error()
	}
	if failure.Code(err) != code || text != last {
		t.Errorf("exit code %d, %q; want %d, %q", failure.Code(err), text, code, last)
	}
	if said != before {
		t.Errorf("said %q; want %q", said, before)
	}
}

// TestPassSource holds that a ledger's source stops what its export would stop.
func TestPassSource(t *testing.T) {
	for _, c := range []struct {
		name     string
		policy   finding.Policy
		rejected int
		warnings int
		code     int
		last     string
		said     string
	}{
		{"nothing", finding.Policy{Strict: true}, 0, 0, failure.Done, "", ""},
		{"warnings", finding.Policy{}, 0, 2, failure.Done, "", ""},
		{
			"rows",
			finding.Policy{Strict: true},
			2, 1, failure.Data,
			"2 rows of a.csv left out because of errors when it was ingested: nothing was written; correct the export and " +
				"ingest it again, or allow it with --allow-errors", "",
		},
		{
			"rows, allowed",
			finding.Policy{AllowErrors: true},
			2, 1, failure.Done, "",
			"level=ERROR msg=\"2 rows of a.csv left out because of errors when it was ingested\"\n",
		},
		{
			"warnings, strict",
			finding.Policy{AllowErrors: true, Strict: true},
			0, 1, failure.Data,
			"a.csv had 1 warning when it was ingested, and --strict is set: nothing was written", "",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			env, said := testEnv()
			src := ledger.Source{Name: "a.csv", Rejected: c.rejected, Warnings: c.warnings}
			checkStop(t, env.passSource(c.policy, src), said.String(), c.code, c.last, c.said)
		})
	}
}

// TestPassSources holds that a source is not counted that was read with another configuration, but with another sheet.
func TestPassSources(t *testing.T) {
	c, err := config.Load("", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	reading, err := c.Reading()
	if err != nil {
		t.Fatal(err)
	}
	env, _ := testEnv()
	for was, code := range map[string]int{
		reading + "#": failure.Done, reading + "#Summer": failure.Done, "other#": failure.Usage,
	} {
		err := env.passSources(c, finding.Policy{}, []ledger.Source{{Name: "a.csv", Reading: was}})
		if failure.Code(err) != code {
			t.Errorf("%s: %v; want exit code %d", was, err, code)
		}
	}
}

// TestGates holds that a quarter that has not ended is held back unless that is allowed, and that an empty one is said.
func TestGates(t *testing.T) {
	env, said := testEnv()
	r := Report{env: env, config: &config.Config{}, Quarter: contact.QuarterOf(contact.MakeDate(2024, time.July, 1)), Figures: &report.Figures{}}
	for day, code := range map[contact.Date]int{
		contact.MakeDate(2024, time.September, 30): failure.Usage, contact.MakeDate(2024, time.October, 1): failure.Done,
	} {
		r.today = day
		if err := r.gateOnPlan(BuildOptions{}); failure.Code(err) != code {
			t.Errorf("on %s: %v; want exit code %d", day, err, code)
		}
		if err := r.gateOnPlan(BuildOptions{AllowPartial: true}); err != nil {
			t.Errorf("on %s, allowed: %v", day, err)
		}
	}
	r.warnOfFigures()
	if !strings.Contains(said.String(), "level=WARN msg=\"2024Q3 has no contacts: ") {
		t.Errorf("of an empty quarter is said %q", said)
	}
	said.Reset()
	r.Figures.Contacts.Total = 1
	if r.warnOfFigures(); said.Len() > 0 {
		t.Errorf("of a quarter with a contact is said %q", said)
	}
}
