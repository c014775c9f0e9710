package pdf

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// tool runs a program on the sample, and skips the test where it is not installed.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skip(name + " is not installed")
	}
	file := filepath.Join(t.TempDir(), "sample.pdf")
	write(t, file, render(t, sample(), options(t)))
	for i, a := range args {
		if a == "FILE" {
			args[i] = file
		}
	}
	b, err := exec.Command(path, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, b)
	}
	return string(b)
}

// inOrder fails unless text holds the parts one after the other.
func inOrder(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		_, rest, ok := strings.Cut(text, p)
		if !ok {
			t.Errorf("%q is missing, or stands before what it follows", p)
			continue
		}
		text = rest
	}
}

func TestPopplerReadsInOrder(t *testing.T) {
	text := tool(t, "pdftotext", "FILE", "-")
	inOrder(
		t, text, "Partners in Care\n", "Progress Report\n", "July–September, 2024\n",
		"WILMINGTON PARTNERS IN CARE\n", "MISSION AND OVERVIEW\n",
		"A partnership between the Wilmington Police", "two clinicians.", "The third quarter of 2024",
		"BY THE NUMBERS\n", "207\n", "Total number of individuals\nwho have received services\n",
		"NEW CLIENTS by quarter\n", "5 March 2024\n", "87 April–June 2024\n", "115 July–September 2024\n",
		"THIRD QUARTER BREAKDOWN\n", "a total of 128 individuals", "55 Male\n", "60 Female\n", "2 0–12 yrs\n",
		"9 13–17 yrs\n", "14 18–24 yrs\n", "68 25–59 yrs\n", "18 60+ yrs\n", "4 Not reported\n",
		"The majority of clinician", "Immediate access", "De-escalation", "Referrals for mental",
		"Referrals for addiction", "Referrals to other", "Providing information", "Referrals to the WPD",
		"(302) 576-3189", "PartnersInCare@ChristianaCare.org", "WilmingtonDE.gov/PartnersInCare",
		"This program is funded",
	)
}

func TestPopplerReadsStructure(t *testing.T) {
	text := tool(t, "pdfinfo", "-struct-text", "FILE")
	inOrder(
		t, text, "H1", `"Partners in Care"`, "H2", `"MISSION AND OVERVIEW"`, "H2", `"BY THE NUMBERS"`,
		"Table", "TH", `"by quarter"`, "TD", `"5"`, "TH", `"March 2024"`, "Figure", "H2",
		`"THIRD QUARTER BREAKDOWN"`, "Table", "Table", "L ", "LI", "Lbl", "LBody",
		`"Immediate access to mental health crisis services"`, "Link", `"PartnersInCare@ChristianaCare.org"`,
	)
}

func TestQpdf(t *testing.T) {
	inOrder(t, tool(t, "qpdf", "--check", "FILE"), "No syntax or stream encoding errors found")
}
