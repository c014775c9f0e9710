package ingest_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"picreport/ingest"
	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
	"picreport/ingest/finding"
)

// ruleCase is an export that has what a rule looks for, and one that just does not.
type ruleCase struct {
	options   ingest.Options
	has, hasn []file
	at        string // the cell of the first finding of has; "" where it has none
}

// file is a CSV, or a workbook that build makes, or a path that does not exist.
type file struct {
	csv   string
	build func(*excelize.File)
	path  string

	password string // of the workbook that build makes
	cut      bool   // leaves out the second half of it
}

func csv(texts ...string) []file {
	var out []file
	for _, t := range texts {
		out = append(out, file{csv: t})
	}
	return out
}

func book(build func(*excelize.File)) []file { return []file{{build: build}} }

// sheet fills a sheet, which it makes where it is not there, from A1.
func sheet(f *excelize.File, name string, rows ...[]any) {
	if i, _ := f.GetSheetIndex(name); i < 0 {
		if _, err := f.NewSheet(name); err != nil {
			panic(err)
		}
	}
	for i, row := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow(name, cell, &row); err != nil {
			panic(err)
		}
	}
}

// contactsSheet is a sheet of two clean contacts.
func contactsSheet(f *excelize.File) {
	sheet(f, "Sheet1", []any{"Client ID", "Contact Date"}, []any{"A1", "2024-07-01"}, []any{"A2", "2024-07-02"})
}

const today = "2024-10-01"

func options() ingest.Options {
	return ingest.Options{
		Today: contact.MakeDate(2024, 10, 1), Inception: contact.MakeDate(2024, 3, 1),
		Sources:  []ingest.Label{{Name: "Calls for service", Values: []string{"911"}}, {Name: "Proactive patrol and outreach"}},
		Services: []ingest.Label{{Name: "De-escalation"}, {Name: "Referral for treatment"}},
	}
}

func with(change func(*ingest.Options)) ingest.Options {
	o := options()
	change(&o)
	return o
}

const head = "client_id,contact_date\n"

var clean = csv(head + "A1,2024-07-01\n")

var ruleCases = map[string]ruleCase{
	"file-unreadable": {has: []file{{path: "absent.csv"}}, hasn: clean},
	"file-wrong-type": {has: csv("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"), hasn: clean},
	"file-encrypted": {
		has: []file{{build: contactsSheet, password: "secret"}}, hasn: book(contactsSheet),
	},
	"file-damaged":   {has: []file{{build: contactsSheet, cut: true}}, hasn: book(contactsSheet)},
	"file-too-large": {has: csv(head + "A1," + strings.Repeat("x", 17<<20) + "\n"), hasn: clean},
	"file-empty":     {has: csv(""), hasn: clean},
	"file-twice": {
		has: []file{{path: "testdata/clean.csv"}, {path: "testdata/clean.csv"}}, hasn: []file{{path: "testdata/clean.csv"}},
	},
	"file-same-content": {has: csv(head+"A1,2024-07-01\n", head+"A1,2024-07-01\n"), hasn: csv(head+"A1,2024-07-01\n", head+"A1,2024-07-02\n")},
	"encoding-guessed":  {has: csv(head + "Ren\xe9,2024-07-01\n"), hasn: csv(head + "René,2024-07-01\n")},
	"file-oddity": {
		has: csv(head + "A1,2024-07-01," + strings.Repeat("x", 40_000) + "\n"), hasn: clean, at: "C2",
	},
	"sheet-unknown": {
		options: with(func(o *ingest.Options) { o.Sheets = []string{"Contcts"} }), has: book(contactsSheet),
		hasn: book(func(f *excelize.File) {
			sheet(f, "Contcts", []any{"Client ID", "Contact Date"}, []any{"A1", "2024-07-01"})
		}),
	},
	"sheet-not-read": {
		has: book(func(f *excelize.File) {
			contactsSheet(f)
			sheet(f, "Notes", []any{"Remember to call"})
		}),
		hasn: book(contactsSheet),
	},
	"sheets-with-contacts": {
		has: book(func(f *excelize.File) {
			contactsSheet(f)
			sheet(f, "August", []any{"Client ID", "Contact Date"}, []any{"A1", "2024-08-01"})
		}),
		hasn: book(func(f *excelize.File) {
			contactsSheet(f)
			sheet(f, "August", []any{"Client ID", "Contact Date"})
		}),
	},
	"sheet-contacts-not-read": {
		has: book(func(f *excelize.File) {
			contactsSheet(f)
			sheet(f, "Visits", []any{"Client ID", "Room", "Sex", "Day seen"}, []any{"A1", "7", "M", "2024-08-01"})
		}),
		hasn: book(func(f *excelize.File) {
			contactsSheet(f)
			sheet(f, "Roster", []any{"Client ID", "Sex"}, []any{"A1", "M"}, []any{"A2", "F"})
		}),
	},
	"sheet-hidden": {
		has: book(func(f *excelize.File) {
			sheet(f, "Sheet1", []any{"Remember to call"})
			sheet(f, "Data", []any{"Client ID", "Contact Date"}, []any{"A1", "2024-07-01"})
			must(f.SetSheetVisible("Data", false))
		}),
		hasn: book(contactsSheet),
	},
	"rows-hidden": {
		has: book(func(f *excelize.File) {
			contactsSheet(f)
			must(f.SetRowVisible("Sheet1", 3, false))
		}), hasn: book(contactsSheet),
	},
	"columns-hidden": {
		has: book(func(f *excelize.File) {
			contactsSheet(f)
			must(f.SetColVisible("Sheet1", "B", false))
		}), hasn: book(contactsSheet),
	},
	"merged-cells": {
		has: book(func(f *excelize.File) {
			contactsSheet(f)
			must(f.MergeCell("Sheet1", "A2", "A3"))
		}), hasn: book(contactsSheet), at: "A2",
	},
	"formula-without-value": {
		has: book(func(f *excelize.File) {
			sheet(f, "Sheet1", []any{"Client ID", "Contact Date", "Sex"}, []any{"A1", "2024-07-01"})
			must(f.SetCellFormula("Sheet1", "C2", `"M"`))
		}), hasn: book(contactsSheet), at: "C2",
	},
	"header-missing":   {has: csv("a,b\n1,2\n"), hasn: clean},
	"column-missing":   {has: csv("Client ID,Contct Dt,Source\nA1,2024-07-01,911\n"), hasn: csv("Client ID,Contact Date,Source\nA1,2024-07-01,911\n")},
	"column-ambiguous": {has: csv("record_id,redcap_repeat_instrument,redcap_repeat_instance,visit_date,service_date\n1,c,1,2024-07-01,\n"), hasn: csv("record_id,redcap_repeat_instrument,redcap_repeat_instance,visit_date\n1,c,1,2024-07-01\n")},
	"header-duplicate": {has: csv("Client ID,client_id,Date\nA1,A1,2024-07-01\n"), hasn: csv("Client ID,MRN,Date\nA1,A1,2024-07-01\n"), at: "B1"},
	"contact-date-doubtful": {
		has: csv("Date,Client ID,Date of Call\n2024-07-02,A1,2024-07-01\n"), hasn: csv("Date,Client ID,Date of Call\n2024-07-02,A1,2024-07-02\n"),
	},
	"contact-dates-not-read": {
		has:  csv("Contact Date,Client ID,Visit on\n2024-07-02,A1,2024-07-01\n"),
		hasn: csv("Contact Date,Client ID,Visit on\n2024-07-02,A1,2024-07-02\n"),
	},
	"contact-dates-in-columns": {
		has:  csv("Client ID,Contact Date,Contact Date 2\nA1,2024-07-02,2024-07-09\n"),
		hasn: csv("Client ID,Contact Date,Contact Date 2\nA1,2024-07-02,\n"),
	},
	"redcap-contacts-not-read": {
		has:  csv("record_id,redcap_repeat_instrument,redcap_repeat_instance,visit_date,call_date\n1,v,1,2024-07-01,\n1,c,1,,2024-07-02\n"),
		hasn: csv("record_id,redcap_repeat_instrument,redcap_repeat_instance,visit_date,call_date\n1,v,1,2024-07-01,\n1,c,1,,\n"),
	},
	"redcap-contacts-unknown": {
		options: with(func(o *ingest.Options) { o.RedcapContacts = []string{"visits"} }),
		has:     csv("record_id,redcap_repeat_instrument,redcap_repeat_instance,visit_date\n1,visit,1,2024-07-01\n"),
		hasn:    csv("record_id,redcap_repeat_instrument,redcap_repeat_instance,visit_date\n1,visits,1,2024-07-01\n"),
	},
	"redcap-not-contacts": {
		options: with(func(o *ingest.Options) { o.RedcapContacts = []string{"visit"} }),
		has:     csv("record_id,redcap_repeat_instrument,redcap_repeat_instance,visit_date\n1,intake,1,2024-07-01\n"),
		hasn:    csv("record_id,redcap_repeat_instrument,redcap_repeat_instance,visit_date\n1,visit,1,2024-07-01\n1,intake,1,\n"),
	},
	"crosstab": {
		has: csv("Client ID,Sex,July,August\nA1,M,2,1\nA2,F,,3\n"), hasn: csv("Client ID,Sex,July\nA1,M,2\nA2,F,3\n"),
	},
	"admissions-not-read": {
		has: csv("Client ID,Sex,Admission Date\nA1,M,2024-07-01\n"), hasn: csv("Client ID,Sex,Admission Date\nA1,M,2024-07-01\n", head+"A1,2024-07-01\n"),
	},
	"roster-dates-not-read": {
		has: csv("Client ID,Sex,Date enrolled\nA1,M,2024-07-01\n"), hasn: csv("Client ID,Sex,Date updated\nA1,M,2024-07-01\n"),
	},
	"column-not-used": {has: csv("Client ID,MRN,Date\nA1,A1,2024-07-01\n"), hasn: clean, at: "B1"},
	"mapped-column-missing": {
		options: with(func(o *ingest.Options) { o.Columns = map[string]string{"How come": "source"} }),
		has:     csv(head + "A1,2024-07-01\n"), hasn: csv("client_id,contact_date,HOW-COME\nA1,2024-07-01,911\n"),
	},
	"header-near": {
		has:  csv("client_id,contact_date,Genderr\nA1,2024-07-01,M\n"),
		hasn: csv("client_id,contact_date,Sex Offender\nA1,2024-07-01,N\n"), at: "C1",
	},
	"counted-field-missing": {
		options: with(func(o *ingest.Options) { o.Counted = []string{"gender", "services"} }),
		has:     csv("client_id,contact_date,services\nA1,2024-07-01,De-escalation\n"),
		hasn:    csv("client_id,contact_date,services\nA1,2024-07-01,De-escalation\n", "client_id,sex\nA1,M\n"),
	},
	"columns-not-read": {
		has:  csv("client_id,contact_date,Remarks\nA1,2024-07-01,none\n"),
		hasn: csv("client_id,contact_date,sex\nA1,2024-07-01,M\n"),
	},
	"rows-missing": {has: csv("client_id,contact_date\nTotal,0\n"), hasn: clean},
	"total-row":    {has: csv(head + "A1,2024-07-01\nTotal,1\n"), hasn: csv("client_id,contact_date,sex\nA1,2024-07-01,\nTotal,2024-07-01,M\n")},
	"rows-prepared": {
		has:  csv(head + "A1,2024-07-01\nA2,\nA3,\nA4,\n"),
		hasn: csv(head+"A1,2024-07-01\nA2,\nA3,\n", head+"A1,2024-07-01\nA7,\nA8,\nA9,\n"),
	},
	"rows-left-out": {
		options: with(func(o *ingest.Options) { o.LeaveOut = ingest.LeaveOut{Clients: []string{"Test"}, Reason: "training"} }),
		has:     csv(head + "A1,2024-07-01\n test ,2024-07-02\n"), hasn: clean, at: "A3",
	},
	"table-below": {
		has:  csv("client_id,contact_date,sex\nA1,2024-07-01,M\n\nSex,Contacts\nMale,1\n"),
		hasn: csv("client_id,contact_date,sex\nA1,2024-07-01,M\nSex,Contacts\nMale,1\n"),
	},
	"header-rows": {
		has:  csv("client_id,contact_date\nClient ID,Date of contact\nA1,2024-07-01\n"),
		hasn: csv("client_id,contact_date\nA1,2024-07-01\nClient ID,Contact date\n"),
	},
	"header-repeated": {has: csv(head + "A1,2024-07-01\nClient_ID,Contact_Date\n"), hasn: clean},
	"header-moved": {
		has:  csv("client_id,contact_date,gender,source\nA1,2024-07-01,M,CFS\nclient_id,contact_date,source,gender\nA2,2024-07-01,CFS,M\n"),
		hasn: csv("client_id,contact_date,gender,source\nA1,2024-07-01,M,CFS\nClient_ID,Contact_Date,Gender,\nA2,2024-07-01,M,CFS\n"),
	},
	"stray-quote": {has: csv("client_id,contact_date,sex\nA1,2024-07-01,M\"\n"), hasn: clean, at: "C2"},
	"nul-bytes":   {has: csv(head + "A\x001,2024-07-01\n"), hasn: clean, at: "A2"},
	"row-width":   {has: csv(head + "A1,2024-07-01,M\n"), hasn: csv(head + "A1,2024-07-01, \n"), at: "C2"},
	"unusual-characters": {
		has: csv(head + "\u200bA1\u00a0,2024-07-01\n"), hasn: csv(head + "Ä1,2024-07-01\n"), at: "A2",
	},
	"date-serial":         {has: csv(head + "A1,45474\n"), hasn: clean, at: "B2"},
	"date-order":          {has: csv(head + "A1,7/1/2024\nA1,31/7/2024\n"), hasn: csv(head + "A1,7/1/2024\nA1,7/31/2024\n"), at: "B3"},
	"dates-swapped":       {has: book(datedSheet(5, 8, "20/07/2024", "25/09/2024")), hasn: book(datedSheet(5, 13, "20/07/2024", "25/09/2024"))},
	"date-order-unknown":  {has: csv(head + "A1,7.1.2024\n"), hasn: csv(head + "A1,7.1.2024\nA2,7.13.2024\n")},
	"date-order-unproven": {has: csv(head + "A1,7/1/2024\n"), hasn: csv(head + "A1,7/1/2024\nA2,7/13/2024\n"), at: "B2"},
	"dates-utc": {
		options: with(func(o *ingest.Options) { o.Zone = newYork }),
		has:     csv(head + "A1,2024-07-01T12:00:00Z\nA2,2024-07-01T02:00:00Z\n"), hasn: csv(head + "A1,2024-07-01T12:00:00Z\n"), at: "B3",
	},
	"birth-date-of-entry": {
		has:  csv("client_id,contact_date,dob\nA1,2024-07-01,2024-07-01\n"),
		hasn: csv("client_id,contact_date,dob\nA1,2024-07-01,2024-06-30\n"), at: "C2",
	},
	"values-not-reported": {
		has: csv("client_id,contact_date,sex\nA1,2024-07-01,Declined\n"), hasn: csv("client_id,contact_date,sex\nA1,2024-07-01,\n"), at: "C2",
	},
	"id-shortened":      {has: csv(head + "1.02E+09,2024-07-01\n"), hasn: csv(head + "1E+9,2024-07-01\n1020000000,2024-07-02\nE+09,2024-07-02\n"), at: "A2"},
	"client-id-missing": {has: csv(head + ",2024-07-01\n"), hasn: clean, at: "A2"},
	"client-id-converted": {
		has: csv(head + "A1,2024-07-01\nA2,2024-07-01\n12-Mar,2024-07-01\n"), hasn: csv(head + "12-Mar,2024-07-01\n13-Mar,2024-07-01\nA1,2024-07-02\n"),
		at: "A4",
	},
	"client-ids-in-one-cell": {
		has: csv(head + "A1,2024-07-01\nA2,2024-07-01\nA1; A2,2024-07-01\n"), hasn: csv(head + "24/1,2024-07-01\n24/2,2024-07-01\n24/3,2024-07-02\n"),
		at: "A4",
	},
	"client-id-shape": {
		has: csv(manyIDs(60, "A%d") + "B-1,2024-07-01\n"), hasn: csv(manyIDs(60, "A%d") + manyIDs(10, "B-%d")), at: "A62",
	},
	"client-id-row-number": {
		has: csv(manyIDs(200, "%d")), hasn: csv(manyIDs(199, "%d") + "1,2024-07-02\n"), at: "A2",
	},
	"contact-date-missing":    {has: csv(head + "A1,\n"), hasn: clean, at: "B2"},
	"contact-date-unreadable": {has: csv(head + "A1,2/31/2024\n"), hasn: csv(head + "A1,3/31/2024\n"), at: "B2"},
	"contact-date-ambiguous":  {has: csv(head + "A1,7/1\n"), hasn: csv(head + "A1,7/1/24\n"), at: "B2"},
	"contact-date-future":     {has: csv(head + "A1,2024-10-02\n"), hasn: csv(head + "A1," + today + "\n"), at: "B2"},
	"contact-date-before-inception": {
		has: csv(head + "A1,2024-02-29\n"), hasn: csv(head + "A1,2024-03-01\n"), at: "B2",
	},
	"error-cell-needed": {has: csv(head + "A1,#N/A\n"), hasn: csv("client_id,contact_date,sex\nA1,2024-07-01,#N/A\n"), at: "B2"},
	"error-cell":        {has: csv("client_id,contact_date,sex\nA1,2024-07-01,#N/A\n"), hasn: csv("client_id,contact_date,sex\nA1,2024-07-01,NA\n"), at: "C2"},
	"birth-date-unreadable": {
		has: csv("client_id,contact_date,dob\nA1,2024-07-01,1990\n"), hasn: csv("client_id,contact_date,dob\nA1,2024-07-01,unknown\n"), at: "C2",
	},
	"birth-date-future": {
		has: csv("client_id,contact_date,dob\nA1,2024-07-01,2025-01-01\n"), hasn: csv("client_id,contact_date,dob\nA1,2024-07-01,1/1/25\n"), at: "C2",
	},
	"birth-date-after-contact": {
		has: csv("client_id,contact_date,dob\nA1,2024-07-01,2024-07-02\n"), hasn: csv("client_id,contact_date,dob\nA1,2024-07-01,2024-07-01\n"), at: "C2",
	},
	"birth-date-implausible": {
		has: csv("client_id,contact_date,dob\nA1,2024-07-01,1913-07-01\n"), hasn: csv("client_id,contact_date,dob\nA1,2024-07-01,1913-07-02\n"), at: "C2",
	},
	"age-unreadable": {has: csv("client_id,contact_date,age\nA1,2024-07-01,adult\n"), hasn: csv("client_id,contact_date,age\nA1,2024-07-01,18-24\n"), at: "C2"},
	"age-group-in-no-band": {
		options: with(func(o *ingest.Options) {
			o.AgeBands = []contact.Age{{Low: 0, High: 17, Known: true}, {Low: 18, High: 120, Known: true}}
		}),
		at:   "C2",
		has:  csv("client_id,contact_date,age\nA1,2024-07-01,12-20\n"),
		hasn: csv("client_id,contact_date,age\nA1,2024-07-01,Under 18\nA2,2024-07-01,34\n"),
	},
	"age-out-of-range": {has: csv("client_id,contact_date,age\nA1,2024-07-01,111\n"), hasn: csv("client_id,contact_date,age\nA1,2024-07-01,110\n"), at: "C2"},
	"age-birth-date-mismatch": {
		has: csv("client_id,contact_date,age,dob\nA1,2024-07-01,36,1990-01-01\n"), hasn: csv("client_id,contact_date,age,dob\nA1,2024-07-01,35,1990-01-01\n"), at: "C2",
	},
	"gender-unknown":  {has: csv("client_id,contact_date,sex\nA1,2024-07-01,Mle\n"), hasn: csv("client_id,contact_date,sex\nA1,2024-07-01,m.\n"), at: "C2"},
	"source-unknown":  {has: csv("client_id,contact_date,source\nA1,2024-07-01,Call for servce\n"), hasn: csv("client_id,contact_date,source\nA1,2024-07-01,CALLS-for service\n"), at: "C2"},
	"service-unknown": {has: csv("client_id,contact_date,services\nA1,2024-07-01,De-escalation; Lunch\n"), hasn: csv("client_id,contact_date,services\nA1,2024-07-01,De-escalation | referral for treatment;\n"), at: "C2"},
	"several-values": {
		has:  csv("record_id,redcap_event_name,contact_date,sex___m,sex___f\n1,e,2024-07-01,1,1\n"),
		hasn: csv("record_id,redcap_event_name,contact_date,sex___m,sex___f\n1,e,2024-07-01,0,1\n"), at: "E2",
	},
	"recorded-on-unreadable":  {has: csv("client_id,contact_date,date entered\nA1,2024-07-01,soon\n"), hasn: csv("client_id,contact_date,date entered\nA1,2024-07-01,\n"), at: "C2"},
	"recorded-before-contact": {has: csv("client_id,contact_date,date entered\nA1,2024-07-01,2024-06-30\n"), hasn: csv("client_id,contact_date,date entered\nA1,2024-07-01,2024-07-01\n"), at: "C2"},
	"entry-lag":               {has: csv("client_id,contact_date,date entered\nA1,2024-07-01,2024-08-01\n"), hasn: csv("client_id,contact_date,date entered\nA1,2024-07-01,2024-07-31\n"), at: "C2"},
	"contact-id-reused": {
		has: csv("contact_id,client_id,contact_date,sex\n7,A1,2024-07-01,F\n7,A1,2024-07-01,M\n"), hasn: csv("contact_id,client_id,contact_date,sex\n7,A1,2024-07-01,F\n8,A1,2024-07-01,M\n"), at: "A3",
	},
	"contact-id-not-unique": {
		has:  csv("contact_id,client_id,contact_date\n7,A1,2024-07-01\n7,A1,2024-07-02\n"),
		hasn: csv("contact_id,client_id,contact_date\n7,A1,2024-07-01\n7,A2,2024-07-02\n"), at: "A3",
	},
	"contact-id-two-contacts": {
		has:  csv("contact_id,client_id,contact_date\n7,A1,2024-07-01\n7,A2,2024-07-02\n"),
		hasn: csv("contact_id,client_id,contact_date\n7,A1,2024-07-01\n7,A2,2024-07-01\n"), at: "A3",
	},
	"contact-id-shared": {
		has:  csv("contact_id,client_id,contact_date\n7,A1,2024-07-01\n7,A2,2024-07-01\n"),
		hasn: csv("contact_id,client_id,contact_date\n7,A1,2024-07-01\n8,A2,2024-07-01\n"), at: "A3",
	},
	"contact-corrected": {
		has:  csv("contact_id,client_id,contact_date,sex\n7,A1,2024-07-01,\n", "contact_id,client_id,contact_date,sex\n7,A1,2024-07-01,F\n"),
		hasn: csv("contact_id,client_id,contact_date\n7,A1,2024-07-01\n", "client_id,contact_id,contact_date\nA1,7,2024-07-01\n"), at: "A2",
	},
	"same-contact-twice": {has: csv(head + "A1,2024-07-01\nA1,7/1/2024\n"), hasn: csv(head+"A1,2024-07-01\n", head+"A1,2024-07-01\nA2,2024-07-01\n"), at: "A3"},
	"exports-overlap": {
		has:  csv(head+"A1,2024-07-01\nA2,2024-07-02\nA3,2024-07-03\n", head+"A1,2024-07-01\nA2,2024-07-02\nA2,2024-07-03\n"),
		hasn: csv(head+"A1,2024-07-01\nA2,2024-07-02\nA3,2024-07-03\n", head+"A1,2024-07-01\nA2,2024-07-02\nA3,2024-07-03\nA4,2024-07-09\n"),
	},
	"contacts-alike": {
		has: csv(head[:len(head)-1]+",note\nA1,2024-07-01,a\nA2,2024-07-02,a\nA3,2024-07-03,a\n",
			head[:len(head)-1]+",note\nA1,2024-07-01,b\nA4,2024-07-04,a\nA5,2024-07-05,a\n"),
		hasn: csv(head[:len(head)-1]+",note\nA1,2024-07-01 09:00,a\nA2,2024-07-02,a\nA3,2024-07-03,a\n",
			head[:len(head)-1]+",note\nA1,2024-07-01 15:00,b\nA2,2024-07-02,a\nA5,2024-07-05,a\n"),
	},
	"client-birth-dates": {has: csv("client_id,contact_date,dob\nA1,2024-07-01,1990-01-01\nA1,2024-07-02,1990-01-02\n"), hasn: csv("client_id,contact_date,dob\nA1,2024-07-01,1990-01-01\nA1,2024-07-02,1/1/90\nA1,2024-07-03,\n"), at: "C3"},
	"client-genders":     {has: csv("client_id,contact_date,sex\nA1,2024-07-01,M\nA1,2024-07-02,F\n"), hasn: csv("client_id,contact_date,sex\nA1,2024-07-01,M\nA1,2024-07-02,male\nA1,2024-07-03,unknown\n"), at: "C3"},
	"client-id-spelling": {has: csv(head + "A 1,2024-07-01\na  1,2024-07-02\n"), hasn: csv(head + "A 1,2024-07-01\n A 1 ,2024-07-02\n"), at: "A3"},
	"client-id-look-alike": {
		has: csv(head + "0012,2024-07-01\n12,2024-07-02\n"), hasn: csv(head + "1-12,2024-07-01\n11-2,2024-07-02\nA-1,2024-07-02\nB-1,2024-07-02\n10,2024-07-02\n100,2024-07-02\n"), at: "A3",
	},
	"person-two-ids": {
		has:  csv("client_id,contact_date,dob,name\nA1,2024-07-01,1990-01-01,\"Doe, Jo\"\nA2,2024-07-02,1990-01-01,Jo Doe\n"),
		hasn: csv("client_id,contact_date,dob,name\nA1,2024-07-01,1990-01-01,\"Doe, Jo\"\nA2,2024-07-02,1990-01-02,Jo Doe\n"), at: "A3",
	},
	"client-not-in-roster": {
		has: csv(head+"A1,2024-07-01\nA2,2024-07-01\n", "client_id,sex\nA2,F\n"), hasn: csv(head+"A1,2024-07-01\n", "client_id,sex\nA2,F\na1,M\n"), at: "A2",
	},
	"roster-client-twice": {has: csv("client_id,sex\nA2,F\nA2,F\n"), hasn: csv("client_id,sex\nA2,F\nA3,F\n", "client_id,sex\nA2,F\n"), at: "A3"},
}

// manyIDs is an export of clients, a contact each, whose IDs are made of the numbers from 1.
func manyIDs(n int, format string) string {
	var b strings.Builder
	b.WriteString(head)
	for i := range n {
		fmt.Fprintf(&b, format+",2024-07-01\n", i+1)
	}
	return b.String()
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// inputs makes the inputs of files; their names are a.csv, b.csv …
func inputs(t *testing.T, files []file) []ingest.Input {
	t.Helper()
	var out []ingest.Input
	for i, f := range files {
		in := ingest.Input{Name: string(rune('a'+i)) + ".csv", Path: f.path}
		switch {
		case f.build != nil:
			x := excelize.NewFile()
			f.build(x)
			var b bytes.Buffer
			if err := x.Write(&b, excelize.Options{Password: f.password}); err != nil {
				t.Fatal(err)
			}
			if f.cut {
				b.Truncate(b.Len() / 2)
			}
			in.Path = filepath.Join(t.TempDir(), "book.xlsx")
			if err := os.WriteFile(in.Path, b.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		case f.path == "":
			in.Stdin = strings.NewReader(f.csv)
		}
		out = append(out, in)
	}
	return out
}

// readFiles reads files, and fails on an error.
func readFiles(t *testing.T, o ingest.Options, files []file) ([]contacttest.Row, ingest.Summary) {
	t.Helper()
	r, err := ingest.NewReader(o)
	if err != nil {
		t.Fatal(err)
	}
	var contacts []contacttest.Row
	for c, err := range r.Read(context.Background(), inputs(t, files)) {
		if err != nil {
			t.Fatal(err)
		}
		contacts = append(contacts, contacttest.Of(c))
	}
	return contacts, r.Summary()
}

func TestRules(t *testing.T) {
	for _, rule := range finding.Rules() {
		t.Run(rule.Code, func(t *testing.T) {
			c, ok := ruleCases[rule.Code]
			if !ok {
				t.Fatal("the rule has no case")
			}
			o := c.options
			if o.Today == 0 {
				o = options()
			}
			is := func(f finding.Finding) bool { return f.Code == rule.Code }
			_, sum := readFiles(t, o, c.has)
			i := slices.IndexFunc(sum.Findings, is)
			if i < 0 {
				t.Fatalf("not found; findings are %+v", sum.Findings)
			}
			f := sum.Findings[i]
			if f.Severity != rule.Severity || f.Cell != c.at || f.Message == "" || f.File == "" || f.Value != "" {
				t.Errorf("finding %+v, want it at %q", f, c.at)
			}
			checkExports(t, sum)
			if _, sum := readFiles(t, o, c.hasn); slices.ContainsFunc(sum.Findings, is) {
				t.Errorf("found where there is nothing to find: %+v", sum.Findings)
			}
		})
	}
	for code := range ruleCases {
		if _, ok := finding.ByCode(code); !ok {
			t.Errorf("a case for %s, which is no rule", code)
		}
	}
}

// checkExports checks that no row is lost between the counts, and that errors and rejections go
// together.
func checkExports(t *testing.T, sum ingest.Summary) {
	t.Helper()
	for _, e := range sum.Exports {
		if e.Rows != e.Contacts+e.Roster+e.Rejected {
			t.Errorf("counts do not add up: %+v", e)
		}
		rows := map[int]bool{}
		if e.Rows == 0 {
			continue
		}
		for _, f := range sum.Findings {
			if f.File == e.Name && f.Severity == finding.Error && f.Cell != "" {
				rows[f.Row] = true
			}
		}
		if len(rows) != e.Rejected {
			t.Errorf("%d rows have errors, %d were rejected", len(rows), e.Rejected)
		}
	}
}

func TestCatalogue(t *testing.T) {
	codes := map[string]bool{}
	for _, r := range finding.Rules() {
		if r.Code == "" || codes[r.Code] || r.Title == "" || !strings.HasSuffix(r.Meaning, ".") || !strings.HasSuffix(r.Mend, ".") {
			t.Errorf("incomplete or twice: %+v", r)
		}
		codes[r.Code] = true
		if got, ok := finding.ByCode(r.Code); !ok || got != r {
			t.Errorf("RuleByCode(%s) = %+v, %t", r.Code, got, ok)
		}
	}
	if _, ok := finding.ByCode("no-such-rule"); ok {
		t.Error("a rule of no code")
	}
}
