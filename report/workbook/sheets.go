package workbook

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"picreport/report"
)

func figures(sh *sheet, f *report.Figures) {
	sh.add(wordProgram, f.Program)
	sh.add(wordQuarter, f.Quarter.String())
	sh.add(wordPeriod, f.Period.Label)
	sh.add(wordStart, f.Period.Start.Time())
	sh.add(wordEnd, f.Period.End.Time())
	sh.add(wordPartial, f.Period.Partial)
	sh.add(wordInception, f.Inception)
	sh.add(wordSinceInception, f.Clients.SinceInception)
	sh.add(wordServed, f.Clients.Served)
	sh.add(wordNew, f.Clients.New)
	sh.add(wordCarriedOver, f.Clients.CarriedOver)
	change(sh, f.ChangeInNew)
	sh.add(wordContacts, f.Contacts.Total)
	sh.add(wordRowsRead, f.Data.Rows)
	sh.add(wordContactsRead, f.Data.Contacts)
	sh.add(wordRosterRead, f.Data.Roster)
	sh.add(wordRejected, f.Data.Rejected)
	sh.add(wordDuplicates, f.Data.Duplicates)
}

// change writes the same rows whether or not there is a change, so that a figure keeps its row from quarter to quarter.
func change(sh *sheet, c *report.Change) {
	if c == nil {
		sh.add(wordPreviousQ, nil)
		sh.add(wordPrevious, nil)
		sh.add(wordChange, nil)
		sh.add(wordChangeExact, nil)
		return
	}
	sh.add(wordPreviousQ, c.PreviousQuarter.String())
	sh.add(wordPrevious, c.Previous)
	if c.Percent == nil {
		sh.add(wordChange, nil)
	} else {
		sh.add(wordChange, share(float64(*c.Percent)/100))
	}
	sh.add(wordChangeExact, exactShare(c.Exact/100))
}

func newByQuarter(sh *sheet, f *report.Figures) {
	for _, q := range f.NewByQuarter {
		sh.add(q.Quarter.String(), q.Label, q.Partial, q.New)
	}
	sh.chart(excelize.Bar, titleNew, table{labels: 2, values: 4, first: 2, last: sh.row}, "F2")
}

func demographics(sh *sheet, f *report.Figures) {
	who := wordBasis
	if f.Demographics.Basis == report.BasisServed {
		who = wordAll
	}
	for _, c := range f.Demographics.Gender {
		sh.add(wordGender, c.Label, who, c.Count)
	}
	first := sh.row + 1
	for _, c := range f.Demographics.Age {
		sh.add(wordAge, c.Label, who, c.Count)
	}
	sh.chart(excelize.Col, fmt.Sprintf(titleAge, who), table{labels: 2, values: 4, first: first, last: sh.row}, "F2")
}

func sources(sh *sheet, f *report.Figures) {
	sh.counts(f.Contacts.BySource, titleSources)
}

func services(sh *sheet, f *report.Figures) {
	sh.counts(f.Contacts.ByService, titleServices)
}

func (sh *sheet) counts(counts []report.Count, title string) {
	for _, c := range counts {
		sh.add(c.Label, c.Count)
	}
	sh.chart(excelize.Bar, title, table{labels: 1, values: 2, first: 2, last: sh.row}, "D2")
}
