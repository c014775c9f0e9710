package ingest_test

import (
	"strings"
	"testing"
)

// Columns of marks that are headed by genders: the genders that are read, and the findings but for columns that are not read.
func TestGenderBoxes(t *testing.T) {
	tests := []struct{ name, text, want, found string }{
		{"0 and 1", "client_id,contact_date,Male,Female\nA1,2024-07-01,1,0\nA2,2024-07-02,0,1\nA3,2024-07-03,0,0\n", "Male|Female|", ""},
		{
			"HMIS", "PersonalID,ContactDate,Woman,Man,NonBinary,GenderNone\nA1,2024-07-01,1,0,0,\nA2,2024-07-02,99,99,99,99\nA3,2024-07-03,0,1,0,\n" +
				"A4,2024-07-04,0,0,0,8\n", "Female||Male|", "",
		},
		{"crosses", "client_id,contact_date,M,F\nA1,2024-07-01,x,\nA2,2024-07-02,,X\n", "Male|Female", ""},
		{"Checked", "client_id,contact_date,Male,Female\nA1,2024-07-01,Checked,Unchecked\n", "Male", ""},
		{"two of them", "client_id,contact_date,Male,Female\nA1,2024-07-01,1,1\n", "Male", "several-values D2"},
		{"another", "client_id,contact_date,Man,Woman,Nonbinary\nA1,2024-07-01,0,0,1\n", "", "gender-unknown E2"},
		{"counts", "client_id,contact_date,Male,Female\nA1,2024-07-01,3,2\n", "", ""},
		{"one alone", "client_id,contact_date,Male\nA1,2024-07-01,1\n", "", ""},
		{"beside the gender", "client_id,contact_date,Gender,Male,Female\nA1,2024-07-01,F,1,0\n", "Female", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			contacts, sum := readFiles(t, options(), csv(tt.text))
			var genders, found []string
			for _, c := range contacts {
				genders = append(genders, c.Gender)
			}
			for _, code := range codes(sum) {
				if !strings.HasPrefix(code, "columns-not-read") {
					found = append(found, code)
				}
			}
			if g, f := strings.Join(genders, "|"), strings.Join(found, " "); g != tt.want || f != tt.found {
				t.Errorf("read %q with %q, want %q with %q", g, f, tt.want, tt.found)
			}
		})
	}
}

// Marks of what was not said or not collected are none.
func TestMarksOfNothing(t *testing.T) {
	for mark, want := range map[string]int{
		"1": 1, "Checked": 1, "yes": 1, "x": 1, "0": 0, "99": 0, "8": 0, "9": 0, "-99": 0, "Unknown": 0, "#N/A": 0, "": 0, "No": 0,
	} {
		contacts, _ := readFiles(t, options(), csv("client_id,contact_date,services___shelter_information,note\nA1,2024-07-01,"+mark+",x\n"))
		if got := len(contacts[0].Services); got != want {
			t.Errorf("%q: %d services, want %d", mark, got, want)
		}
	}
}
