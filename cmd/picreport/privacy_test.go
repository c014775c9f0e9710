package main

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/filetest"
	"picreport/cmd/picreport/internal/job"

	"github.com/xuri/excelize/v2"
)

// planted is a made-up client's data, in small letters: names, a birth date in the forms in which
// programs write it, a remark.
var planted = []string{
	"zaphod", "beeblebrox", "trillian", "elm street", "unicorn",
	"1987-03-29", "19870329", "3/29/1987", "3/29/87", "29/3/1987", "29.03.1987", "29 march", "march 29", "31865",
}

// plantedIDs are the client IDs of the same. Only the ledger and explain may have them.
var plantedIDs = []string{"qx-447", "rz_981"}

// plantedExports are exports that hold planted data, in every way of being right and wrong.
func plantedExports(t *testing.T) map[string]string {
	t.Helper()
	const head = "Contact ID,Client ID,Contact Date,Date of Birth,Age,Gender,Source,Services,Entered on,Name,Remarks\n"
	var book, damaged bytes.Buffer
	f := excelize.NewFile()
	for i, row := range [][]any{
		{"Clients of the team"},
		{"Client ID", "Contact Date", "DOB", "Gender", "Source", "Name", "Remarks"},
		{"QX-4471", "2024-07-01", 31865, "Zaphod", "Trillian", "Zaphod Beeblebrox", "Elm Street 4"},
		{"QX-4472", "3/29/1987", "29/3/1987", "Female", "Unicorn", "Trillian", nil},
		{nil, "2024-07-02", "March 29, 1987", "Trillian", nil, "Zaphod", "Unicorn"},
		{"Total for Zaphod", nil, 31865},
	} {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellFormula("Sheet1", "D4", `"Zaphod"`); err != nil {
		t.Fatal(err)
	}
	if err := f.MergeCell("Sheet1", "F3", "G3"); err != nil {
		t.Fatal(err)
	}
	if err := f.Write(&book); err != nil {
		t.Fatal(err)
	}
	damaged.Write(book.Bytes()[:book.Len()*2/3])
	return map[string]string{
		"good.csv": head +
			"1,QX-4471,2024-07-01,1987-03-29,37,Male,CFS,De-escalation,2024-07-02,Zaphod Beeblebrox,Elm Street 4\n" +
			"2,RZ_9810,2024-08-01,3/29/1987,,Female,CFS,,2024-08-02,Trillian,Unicorn\n",
		"bad.csv": head +
			"1,QX-4471,Zaphod,29/3/1987,Trillian,Zaphod,Trillian,Unicorn; Elm Street,29 March,Beeblebrox,Zaphod\n" +
			"2,QX-4472,13/29/1987,March 29,1987-03-29,Beeblebrox,Zaphod,Zaphod | Trillian,Zaphod,Zaphod,\n" +
			"3,,2024-07-03,29.03.1987,37,M,Elm Street,Unicorn,2024-07-04,Trillian,\n" +
			"4,QX-4473,29 March,#N/A,19870329,#REF!,#N/A,,,Zaphod,\n" +
			"5,QX-4474,2044-07-01,2044-03-29,999,F,CFS,,,Zaphod,\n",
		"doubtful.csv": head +
			"1,QX-4471,2024-07-01,1987-03-29,12,Male,CFS,,,Zaphod Beeblebrox,\n" +
			"1,qx-4471,2024-07-01,1987-03-29,37,Female,Zaphod,Trillian,2023-01-01,Zaphod Beeblebrox,\n" +
			"2,QX-44 71,2024-07-05,3/29/1987,37,Trillian,Unicorn,Unicorn,,\"Beeblebrox, Zaphod\",\n" +
			"3,QX-4479,2024-07-05,1987-03-29,37,Trillian,Unicorn,Unicorn,,Zaphod Beeblebrox,extra,Zaphod\n",
		"headerless.csv":  "Zaphod Beeblebrox,QX-4471,3/29/1987,Male\nTrillian,RZ_9810,3/29/1987,Female\n",
		"odd-headers.csv": "Client: Zaphod Beeblebrox\nBorn: 3/29/1987\nIdent,When\nQX-4471,2024-07-01\n",
		"quotes.csv":      head + "1,QX-4471,\"2024-07-01\"Zaphod,\"3/29/1987\n2,Trillian\"x,Unicorn\n",
		"latin.csv": "Client ID;Contact Date;DOB;Name\nQX-4471;2024-07-01;1987-03-29;Zaphod Beeblebr\xf6x\n" +
			"QX-4472;Elm Street;29.03.1987;Trillian\n",
		"roster.csv": "Client ID,DOB,Gender,Name\nQX-4471,29/3/1987,Zaphod,Zaphod Beeblebrox\n" +
			"QX-4471,1987-03-29,Male,Trillian\n",
		"redcap.csv": "record_id,redcap_repeat_instrument,redcap_repeat_instance,dob,sex,contact_date,source,first_name\n" +
			"QX-4471,,,3/29/1987,Zaphod,,,Zaphod\nQX-4471,contact,1,,,29 March,Trillian,\n" +
			"QX-4471,contact,2,,,2024-07-01,Unicorn,\n",
		"book.xlsx":    book.String(),
		"damaged.xlsx": damaged.String(),
		"page.xlsx":    "<html><table><tr><td>Zaphod Beeblebrox</td><td>3/29/1987</td></tr></table></html>",
		"names.json":   `{"name": "Zaphod Beeblebrox", "born": "1987-03-29"}`,
	}
}

// TestPrivacy plants a client's data in exports, and looks for it in everything that picreport
// says, logs, stores and publishes.
func TestPrivacy(t *testing.T) {
	exports := plantedExports(t)
	var names []string
	for name := range exports {
		names = append(names, name)
	}
	slices.Sort(names)
	inputs := [][]string{names}
	for _, name := range names {
		inputs = append(inputs, []string{name})
	}
	done := map[int]int{}
	for _, files := range inputs {
		env, stdout, stderr := testApp(t)
		for name, content := range exports {
			filetest.Write(t, name, content)
		}
		run := func(secrets []string, args ...string) string {
			stdout.Reset()
			stderr.Reset()
			done[run(context.Background(), env, args)]++
			for _, stream := range []*bytes.Buffer{stdout, stderr} {
				leakIn(t, secrets, strings.Join(args, " "), logTime.ReplaceAllString(stream.String(), ""))
			}
			return stdout.String()
		}
		all := slices.Concat(planted, plantedIDs)
		for i, log := range []string{"text", "json"} {
			if i > 0 && len(files) == 1 {
				break // the messages are the same
			}
			for _, command := range exportCommands(log) {
				run(all, slices.Concat(command, []string{"--log-format", log}, files)...)
			}
			ledger := []string{"--ledger", log + ".db", "--log-format", log}
			for _, command := range ledgerCommands(files[0]) {
				run(all, append(command, ledger...)...)
			}
			explain := []string{"explain", "served", "--quarter", "2024Q3"}
			run(planted, slices.Concat(explain, []string{"--allow-errors", "--log-format", log}, files)...)
			run(planted, append(explain, ledger...)...)
		}
		leakInFiles(t, exports)
	}
	if done[failure.Done] < 100 || done[failure.Data] < 20 || done[failure.Failed] < 5 {
		t.Errorf("the commands ended otherwise than this test was made for: %v", done)
	}
}

// exportCommands are commands to be run on exports, with ledgers of a name of their own.
func exportCommands(ledger string) [][]string {
	return [][]string{
		{"validate"},
		{"validate", "--format", "json"},
		{"validate", "--format", "csv", "--strict"},
		{"tables", "--quarter", "2024Q3"},
		{"tables", "--quarter", "2024Q3", "--allow-errors", "--format", "json", "--output", "tables.json"},
		{"tables", "--quarter", "2024Q3", "--allow-errors", "--format", "csv"},
		{"tables", "--quarter", "2024Q3", "--allow-errors", "--format", "xlsx"},
		{"tables", "--quarter", "2024Q3", "--allow-errors", "--format", "variables"},
		{"build", "--quarter", "2024Q3", "--strict"},
		{"build", "--quarter", "2024Q3", "--allow-errors", "--format", "pdf,html,xlsx,json"},
		{"ingest", "--allow-errors", "--ledger", ledger + ".db"},
		{"ingest", "--atomic", "--ledger", ledger + "-atomic.db"},
	}
}

// ledgerCommands are commands to be run on a ledger that has a source.
func ledgerCommands(source string) [][]string {
	return [][]string{
		{"build", "--quarter", "2024Q3", "--format", "pdf,html,json", "--output", "ledger.pdf"},
		{"ledger", "list"},
		{"ledger", "check"},
		{"ledger", "published"},
		{"ledger", "show", source},
	}
}

// TestPlantedDataIsFound holds that the test above could fail: what is asked for is shown.
func TestPlantedDataIsFound(t *testing.T) {
	env, stdout, _ := testApp(t)
	for name, content := range plantedExports(t) {
		filetest.Write(t, name, content)
	}
	for _, format := range []string{"text", "json", "csv"} {
		stdout.Reset()
		files := []string{"bad.csv", "doubtful.csv", "book.xlsx"}
		run(context.Background(), env, append([]string{"validate", "--show-values", "--format", format}, files...))
		for _, secret := range []string{"zaphod", "beeblebrox", "trillian", "29/3/1987", "elm street", "unicorn"} {
			if !strings.Contains(strings.ToLower(stdout.String()), secret) {
				t.Errorf("validate --show-values --format %s does not show %q", format, secret)
			}
		}
	}
	for _, command := range [][]string{
		{"explain", "served"}, {"explain", "served", "--format", "json"}, {"explain", "new", "--format", "csv"},
	} {
		stdout.Reset()
		run(context.Background(), env, append(command, "--quarter", "2024Q3", "good.csv"))
		for _, id := range plantedIDs {
			if !strings.Contains(strings.ToLower(stdout.String()), id) {
				t.Errorf("%v does not show %q: %s", command, id, stdout)
			}
		}
	}
}

// logTime is the time of a message in a JSON log, whose digits may be those of a client by chance.
var logTime = regexp.MustCompile(`"time":"[-0-9T:.+Z]*"`)

// leakIn reports secrets that a text holds.
func leakIn(t *testing.T, secrets []string, what, text string) {
	t.Helper()
	text = strings.ToLower(text)
	for _, s := range secrets {
		if i := strings.Index(text, s); i >= 0 {
			t.Errorf("%s holds %q: …%s…", what, s, text[max(0, i-60):min(len(text), i+60)])
		}
	}
}

// leakInFiles looks into every file of the working folder that is no export: its bytes, the parts
// of a workbook, the text of a PDF.
func leakInFiles(t *testing.T, exports map[string]string) {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, e := range entries {
		if _, ok := exports[e.Name()]; ok {
			continue
		}
		data, err := os.ReadFile(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		kind := filepath.Ext(e.Name())
		seen[kind] = true
		secrets := slices.Concat(planted, plantedIDs)
		if kind == ".db" {
			secrets = planted
		}
		leakIn(t, textual(secrets, kind), e.Name(), string(data))
		switch kind {
		case ".xlsx":
			leakIn(t, secrets, e.Name(), unzipped(t, data))
		case ".pdf":
			leakIn(t, secrets, e.Name(), pdfText(t, e.Name()))
		}
	}
	if !seen[".db"] {
		t.Error("there is no ledger to look into")
	}
}

// textual leaves out the numbers among the secrets where the file is compressed and such a number
// may be in it by chance.
func textual(secrets []string, kind string) []string {
	if kind != ".pdf" && kind != ".xlsx" && kind != ".html" {
		return secrets
	}
	return slices.DeleteFunc(slices.Clone(secrets), func(s string) bool { return strings.Trim(s, "0123456789") == "" })
}

// unzipped is the content of all parts of a zip.
func unzipped(t *testing.T, data []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&b, r); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// pdfText is the text of a PDF, where there is a program to read it.
func pdfText(t *testing.T, name string) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		return ""
	}
	return poppler(t, "pdftotext", name, "-")
}

// TestFileModes holds what help privacy says of the modes of files.
func TestFileModes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files have the permissions of their folder")
	}
	env, _, stderr := testApp(t)
	for name, mode := range map[string]os.FileMode{"mine.xlsx": 0o600, "ours.xlsx": 0o640} {
		content, err := os.ReadFile(filetest.Data("contacts-2024.xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		filetest.Write(t, name, string(content))
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	filetest.Write(t, "old.pdf", "")
	for _, command := range [][]string{
		{"ingest", "mine.xlsx"},
		{"validate", "mine.xlsx", "--annotate", "my-copy.xlsx"},
		{"validate", "ours.xlsx", "--annotate", "our-copy.xlsx"},
		{"build", "--quarter", "2024Q3", "--output", "old.pdf", "mine.xlsx"},
		{"build", "--quarter", "2024Q3", "--output", "new.pdf", "mine.xlsx"},
	} {
		if code := run(context.Background(), env, command); code != failure.Done {
			t.Fatalf("%v: exit %d: %s", command, code, stderr)
		}
	}
	for name, want := range map[string]os.FileMode{
		job.LedgerName: 0o600, "my-copy.xlsx": 0o600, "our-copy.xlsx": 0o640, "old.pdf": 0o600, "new.pdf": 0o644,
	} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has the mode %o; want %o", name, got, want)
		}
	}
}
