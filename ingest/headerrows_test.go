package ingest_test

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"picreport/ingest/finding"
)

// Headers in several rows, as surveys and forms have them: the clients, days, genders and services that are read below, or the code of
// the error that stops them.
func TestHeaderRows(t *testing.T) {
	const importIDs = `"{""ImportId"":""QID1_TEXT""}","{""ImportId"":""QID2_TEXT""}","{""ImportId"":""QID3""}"`
	const rows = "A1,7/1/2024,F\nA2,7/22/2024,M\n"
	const read = "a1 2024-07-01 Female, a2 2024-07-22 Male"
	tests := []struct{ name, text, want string }{
		{"names, questions and JSON", "client_id,contact_date,gender\nWhat is the ID?,Which day?,Gender?\n" + importIDs + "\n" + rows, read},
		{"codes, labels and JSON", "Q1,Q2,Q3\nClient ID,Contact date,Gender\n" + importIDs + "\n" + rows, read},
		{"names and JSON", "client_id,contact_date,gender\n" + importIDs + "\n" + rows, read},
		{
			"questions of two lines", "client_id,contact_date,gender\n\"What is the\nclient's ID?\",\"On what date\ndid you meet?\",Gender\n" + rows,
			read,
		},
		{"forms of answers", "Client ID,Contact date,Gender\nOpen-Ended Response,Date / Time,Response\n" + rows, read},
		{"how to fill them in", "Client ID,Contact date,Gender\n(text),(mm/dd/yyyy),(M/F)\n" + rows, read},
		{"names and labels", "client_id,contact_date,gender\nClient ID,Date of contact,Gender\n" + rows, read},
		{"groups above", "Client,Contact,\nID,Date,Gender\n" + rows, read},
		{"groups above headers", "Who,When,\nClient ID,Contact Date,Gender\n" + rows, read},
		{"half of a header each", "Client,Contact,Gender\nID,Date,\n" + rows, read},
		{"groups of Kobo", "intake/client_id,intake/contact_date,about/gender\n" + rows, read},
		{"a group in a group", "a/b/client_id,a/b/contact_date,a/gender\n" + rows, read},
		{"the date of another group", "Client,,Intake\nID,Gender,Date\nA1,F,7/1/2024\n", "column-missing"},
		{"two dates in groups", "Client,,Intake,Contact\nID,Gender,Date,Date\nA1,F,6/1/2024,7/1/2024\n", "a1 2024-07-01 Female"},
		{"a date in another group of Kobo", "intake/client_id,referral/date,about/gender\n" + rows, "column-missing"},
		{"a date in a group of contacts", "intake/client_id,visit/date,about/gender\n" + rows, read},
		{"HMIS", "PersonalID,ContactDate,Gender\n" + rows, read},
		{"one field in two groups", "a/client_id,contact_date,b/client_id\n" + rows, "header-duplicate"},
		{"a client without a day", "Client ID,Contact Date,Gender\nMary,not known yet,F\n" + rows, "contact-date-unreadable"},
		{"a day without a client", "Client ID,Contact Date,Gender\n,7/2/2024,F\n" + rows, "client-id-missing"},
		{"columns in another order", "client_id,contact_date,recorded_on\nClient ID,Entry date,Contact date\nA1,7/1/2024,7/2/2024\n", "contact-date-unreadable"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { checkHeaderRows(t, csv(tt.text), tt.want) })
	}
}

func checkHeaderRows(t *testing.T, files []file, want string) {
	t.Helper()
	contacts, sum := readFiles(t, options(), files)
	var got, stops []string
	for _, c := range contacts {
		got = append(got, c.Client+" "+c.Date.String()+" "+c.Gender)
	}
	for _, f := range sum.Findings {
		if f.Severity == finding.Error {
			stops = append(stops, f.Code)
		}
	}
	if len(stops) > 0 {
		got = stops
	}
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("got %s, want %s", s, want)
	}
}

// Excel keeps a date as a number; the questions above are text.
func TestHeaderRowsOfWorkbook(t *testing.T) {
	checkHeaderRows(t, book(func(f *excelize.File) {
		sheet(
			f, "Sheet1", []any{"client_id", "contact_date", "gender"}, []any{"What is the ID?", "On which day?", "Gender?"},
			[]any{`{"ImportId":"QID1"}`, `{"ImportId":"QID2"}`, `{"ImportId":"QID3"}`}, []any{"A1", "2024-07-01", "F"},
		)
	}), "a1 2024-07-01 Female")
}

// A question with several answers has a column for each, of which only the first has a header.
func TestAnswersOfQuestion(t *testing.T) {
	contacts, sum := readFiles(t, options(), csv("Client ID,Contact date,Services,,,Gender,\n"+
		"Open-Ended Response,Date / Time,De-escalation,Shelter information,Other,Response,Other (please specify)\n"+
		"A1,7/1/2024,De-escalation,Shelter information,,F,\nA2,7/22/2024,,Shelter information,,,woman\n"))
	if len(contacts) != 2 || len(contacts[0].Services) != 2 || len(contacts[1].Services) != 1 {
		t.Errorf("read %+v", contacts)
	}
	unread := ""
	for _, f := range sum.Findings {
		if f.Code == "columns-not-read" {
			unread = f.Message
		}
	}
	if !strings.Contains(unread, "Gender: Other (please specify)") {
		t.Errorf("the columns that are not read: %q", unread)
	}
}
