package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/filetest"

	"github.com/google/go-cmp/cmp"
)

// The figures below were counted from testdata/contacts-2024.csv by a script that shares nothing
// with this program; those of 2024Q3 are the published ones.
type publishedFigures struct {
	Clients   map[string]int
	New       []int // by quarter, from the inception quarter on
	Gender    []labelled
	Age       []int // 0–12, 13–17, 18–24, 25–59, 60+, not reported
	Contacts  int
	BySource  []labelled
	ByService []labelled
}

type labelled struct {
	Label string
	Count int
}

var published = map[string]publishedFigures{
	"2024Q1": {
		Clients:   map[string]int{"since_inception": 5, "served": 5, "new": 5, "carried_over": 0},
		New:       []int{5},
		Gender:    []labelled{{"Male", 3}, {"Female", 2}},
		Age:       []int{0, 1, 1, 2, 1, 0},
		Contacts:  9,
		BySource:  []labelled{{calls, 5}, {officers, 2}, {patrol, 2}},
		ByService: []labelled{{crisis, 3}, {social, 3}, {deescalation, 2}, {addiction, 2}, {mental, 2}, {shelter, 1}},
	},
	"2024Q2": {
		Clients:  map[string]int{"since_inception": 92, "served": 90, "new": 87, "carried_over": 3},
		New:      []int{5, 87},
		Gender:   []labelled{{"Male", 40}, {"Female", 47}},
		Age:      []int{1, 6, 11, 55, 12, 2},
		Contacts: 126,
		BySource: []labelled{{calls, 77}, {officers, 23}, {patrol, 15}, {victims, 6}, {youth, 3}, {"Not reported", 2}},
		ByService: []labelled{
			{deescalation, 48}, {crisis, 46}, {mental, 44}, {social, 36}, {addiction, 28}, {shelter, 21}, {units, 11},
		},
	},
	"2024Q3": {
		Clients:  map[string]int{"since_inception": 207, "served": 128, "new": 115, "carried_over": 13},
		New:      []int{5, 87, 115},
		Gender:   []labelled{{"Male", 55}, {"Female", 60}},
		Age:      []int{2, 9, 14, 68, 18, 4},
		Contacts: 202,
		BySource: []labelled{{calls, 122}, {officers, 36}, {patrol, 20}, {victims, 19}, {youth, 4}, {"Not reported", 1}},
		ByService: []labelled{
			{crisis, 93}, {deescalation, 88}, {social, 63}, {mental, 61}, {shelter, 35}, {addiction, 29}, {units, 14},
		},
	},
	"2024Q4": {
		Clients:  map[string]int{"since_inception": 315, "served": 117, "new": 108, "carried_over": 9},
		New:      []int{5, 87, 115, 108},
		Gender:   []labelled{{"Male", 53}, {"Female", 51}, {"Nonbinary", 1}, {"Not reported", 3}},
		Age:      []int{0, 8, 14, 65, 18, 3},
		Contacts: 185,
		BySource: []labelled{{calls, 83}, {officers, 47}, {patrol, 33}, {victims, 17}, {youth, 5}},
		ByService: []labelled{
			{crisis, 78}, {deescalation, 72}, {mental, 63}, {social, 56}, {addiction, 32}, {units, 17}, {shelter, 16},
		},
	},
	"2025Q1": {
		Clients:  map[string]int{"since_inception": 315, "served": 0, "new": 0, "carried_over": 0},
		New:      []int{5, 87, 115, 108, 0},
		Gender:   []labelled{{"Male", 0}, {"Female", 0}},
		Age:      []int{0, 0, 0, 0, 0, 0},
		Contacts: 0,
	},
}

const (
	calls    = "Calls for service"
	patrol   = "Proactive patrol and outreach"
	officers = "Community and police officer contacts"
	victims  = "WPD Victim Services Unit"
	youth    = "Youth Response Unit"

	crisis       = "Immediate access to mental health crisis services"
	deescalation = "De-escalation and stabilization on scene"
	mental       = "Referrals for mental health treatment"
	addiction    = "Referrals for addiction treatment"
	social       = "Referrals to other social service providers"
	shelter      = "Providing information about emergency shelter options"
	units        = "Referrals to the WPD Victim Services Unit and Youth Response Unit"
)

// testApp is a run of picreport on 23 January 2026 with nothing in its environment, from an empty
// folder.
func testApp(t testing.TB) (env *Env, stdout, stderr *bytes.Buffer) {
	t.Helper()
	t.Chdir(t.TempDir())
	stdout, stderr = &bytes.Buffer{}, &bytes.Buffer{}
	return &Env{
		Stdin: strings.NewReader(""), Stdout: stdout, Stderr: stderr,
		Now:       func() time.Time { return time.Date(2026, time.January, 23, 12, 0, 0, 0, time.UTC) },
		LookupEnv: func(string) (string, bool) { return "", false },
	}, stdout, stderr
}

// TestPublishedFigures counts every quarter from every form of the same contacts.
func TestPublishedFigures(t *testing.T) {
	for name, files := range map[string][]string{
		"csv":         {filetest.Data("contacts-2024.csv")},
		"xlsx":        {filetest.Data("contacts-2024.xlsx")},
		"without ids": {filetest.Data("contacts-2024-noids.csv")},
		"split":       {filetest.Data("contacts-2024-Q1-Q2.csv"), filetest.Data("contacts-2024-Q3-Q4.csv")},
		"twice": {
			filetest.Data("contacts-2024.csv"), filetest.Data("contacts-2024.xlsx"),
			filetest.Data("contacts-2024-Q1-Q2.csv"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			for quarter, want := range published {
				env, stdout, stderr := testApp(t)
				args := append([]string{"tables", "--format", "json", "--quarter", quarter}, files...)
				if code := run(context.Background(), env, args); code != failure.Done {
					t.Fatalf("%s: exit %d: %s", quarter, code, stderr)
				}
				if diff := cmp.Diff(want, decodeFigures(t, stdout)); diff != "" {
					t.Errorf("%s: figures differ (-want +got):\n%s", quarter, diff)
				}
			}
		})
	}
}

// decodeFigures reads the figures document as any other program would.
func decodeFigures(t *testing.T, r io.Reader) publishedFigures {
	t.Helper()
	type count struct {
		Label string `json:"label"`
		Count int    `json:"count"`
	}
	var doc struct {
		Clients      map[string]int `json:"clients"`
		NewByQuarter []struct {
			New int `json:"new"`
		} `json:"new_by_quarter"`
		Demographics struct {
			Gender []labelled `json:"gender"`
			Age    []count    `json:"age"`
		} `json:"demographics"`
		Contacts struct {
			Total     int        `json:"total"`
			BySource  []labelled `json:"by_source"`
			ByService []labelled `json:"by_service"`
		} `json:"contacts"`
	}
	if err := json.NewDecoder(r).Decode(&doc); err != nil {
		t.Fatal(err)
	}
	got := publishedFigures{Clients: doc.Clients, Gender: doc.Demographics.Gender, Contacts: doc.Contacts.Total}
	for _, q := range doc.NewByQuarter {
		got.New = append(got.New, q.New)
	}
	for _, c := range doc.Demographics.Age {
		got.Age = append(got.Age, c.Count)
	}
	if len(doc.Contacts.BySource) > 0 {
		got.BySource = doc.Contacts.BySource
	}
	if len(doc.Contacts.ByService) > 0 {
		got.ByService = doc.Contacts.ByService
	}
	return got
}

// seedText is the published report for 2024Q3, as its PDF reads: lines of running text are joined.
// Ranges have an en dash.
var seedText = []string{
	"Partners in Care", "Progress Report", "July–September, 2024",
	"WILMINGTON PARTNERS IN CARE", "MISSION AND OVERVIEW",
	"A partnership between the Wilmington Police Department and ChristianaCare, the Wilmington Partners in Care Program " +
		"pairs trained mental health clinicians with police officers, who respond as a team to calls for service and " +
		"conduct proactive outreach to support those in need in our community. Launched in March 2024, our program " +
		"includes a case manager and two clinicians.",
	"The third quarter of 2024 saw the continued growth of our pilot program, and the expanded reach of this initiative " +
		"in the community. The team has reported a 32% increase in new clients compared with the second quarter, and our " +
		"case manager and clinicians have been attending community events and conducting outreach to raise awareness of " +
		"our partnership.",
	"BY THE NUMBERS", "207",
	"Total number of individuals who have received services since our program’s inception in March 2024",
	"NEW CLIENTS by quarter", "5 March 2024", "87 April–June 2024", "115 July–September 2024",
	"THIRD QUARTER BREAKDOWN",
	"In the third quarter of 2024, a total of 128 individuals received services, including 115 new clients and 13 " +
		"clients who have been receiving continued assistance dating back to a prior quarter.",
	"55 Male", "60 Female", "2 0–12 yrs", "9 13–17 yrs", "14 18–24 yrs", "68 25–59 yrs", "18 60+ yrs", "4 Not reported",
	"The majority of clinician and case manager contacts were generated through calls for service, in addition to " +
		"proactive patrol and outreach, community and police officer contacts, and referrals from the WPD Victim Services " +
		"Unit and Youth Response Unit.",
	"Services and referrals provided by our clinicians and case manager include:",
	crisis, deescalation, mental, addiction, social, shelter, units,
	"(302) 576-3189", "PartnersInCare@ChristianaCare.org", "WilmingtonDE.gov/PartnersInCare",
	"This program is funded in part through the Delaware Criminal Justice Council by the U.S. Department of Justice, " +
		"Office of Justice Programs, Bureau of Justice Assistance, Comprehensive Opioid, Stimulant, and Substance Use " +
		"Program.",
}

// TestPublishedReport builds the report of 2024Q3 and reads its text in the order in which a screen
// reader does.
func TestPublishedReport(t *testing.T) {
	if _, err := exec.LookPath("pdfinfo"); err != nil {
		t.Skip("poppler-utils is not installed")
	}
	for _, file := range []string{filetest.Data("contacts-2024.csv"), filetest.Data("contacts-2024.xlsx")} {
		env, stdout, stderr := testApp(t)
		if code := run(context.Background(), env, []string{"build", "--quarter", "2024Q3", file}); code != failure.Done {
			t.Fatalf("exit %d: %s", code, stderr)
		}
		if got := stdout.String(); got != "progress-report-2024Q3.pdf\n" {
			t.Errorf("standard output: %q", got)
		}
		info := poppler(t, "pdfinfo", "progress-report-2024Q3.pdf")
		if !strings.Contains(info, "Pages:           2\n") {
			t.Errorf("not two pages:\n%s", info)
		}
		for tool, text := range map[string]string{
			"pdfinfo -struct-text": structureText(poppler(t, "pdfinfo", "-struct-text", "progress-report-2024Q3.pdf")),
			"pdftotext -raw": strings.Join(strings.Fields(
				poppler(t, "pdftotext", "-raw", "progress-report-2024Q3.pdf", "-")), " "),
		} {
			rest := text
			for _, want := range seedText {
				_, after, found := strings.Cut(rest, want)
				if !found {
					t.Errorf("%s of %s: %q is missing, or out of order, in\n%s", tool, filepath.Base(file), want, rest)
					break
				}
				rest = after
			}
		}
	}
}

// structureText joins the text of a structure tree, as pdfinfo prints it between quotation marks,
// line by line.
func structureText(tree string) string {
	var words []string
	for _, line := range strings.Split(tree, "\n") {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, `"`) {
			words = append(words, strings.Fields(strings.Trim(line, `"`))...)
		}
	}
	return strings.Join(words, " ")
}

func poppler(t *testing.T, tool string, args ...string) string {
	t.Helper()
	cmd := exec.Command(tool, args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
