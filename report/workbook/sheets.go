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
	anonymous(sh, f.Contacts)
	sh.add(wordRowsRead, f.Data.Rows)
	sh.add(wordContactsRead, f.Data.Contacts)
	sh.add(wordRosterRead, f.Data.Roster)
	sh.add(wordRejected, f.Data.Rejected)
	sh.add(wordDuplicates, f.Data.Duplicates)
}

// anonymous adds the contacts that are none of clients, where there are some.
func anonymous(sh *sheet, c report.ContactCounts) {
	if c.Anonymous > 0 {
		sh.add(wordAnonymous, c.Anonymous)
	}
}

func rollupFigures(sh *sheet, r *report.Rollup) {
	begun := 0
	for _, p := range r.Programs {
		if p.Begun {
			begun++
		}
	}
	sh.add(wordOverseer, r.Program)
	sh.add(wordQuarter, r.Quarter.String())
	sh.add(wordPeriod, r.Period.Label)
	sh.add(wordStart, r.Period.Start.Time())
	sh.add(wordEnd, r.Period.End.Time())
	sh.add(wordPartial, r.Period.Partial)
	sh.add(wordEarliest, r.Inception)
	sh.add(wordPrograms, len(r.Programs))
	sh.add(wordProgramsBegun, begun)
	sh.add(wordSinceInception, r.Totals.Clients.SinceInception)
	sh.add(wordServed, r.Totals.Clients.Served)
	sh.add(wordNew, r.Totals.Clients.New)
	sh.add(wordCarriedOver, r.Totals.Clients.CarriedOver)
	sh.add(wordContacts, r.Totals.Contacts.Total)
	anonymous(sh, r.Totals.Contacts)
	sh.add(wordWithin, wordWithinYes)
}

// programs writes a row for each programme, and their sum.
func programs(sh *sheet, r *report.Rollup) {
	for _, p := range r.Programs {
		var c report.Clients
		contacts := 0
		if p.Figures != nil {
			c, contacts = p.Figures.Clients, p.Figures.Contacts.Total
		}
		sh.add(p.ID, p.Name, p.Inception, p.Begun, c.SinceInception, c.Served, c.New, c.CarriedOver, contacts)
	}
	t, last := r.Totals, sh.row
	sh.add(
		nil, wordAllPrograms, nil, nil, t.Clients.SinceInception, t.Clients.Served, t.Clients.New,
		t.Clients.CarriedOver, t.Contacts.Total,
	)
	sh.chart(excelize.Bar, titlePrograms, span{labels: 2, values: 6, first: 2, last: last}, "K2")
}

// change writes the same rows whether or not there is a change, so that a figure keeps its row from
// quarter to quarter.
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

func newByQuarter(sh *sheet, quarters []report.QuarterCount) {
	for _, q := range quarters {
		sh.add(q.Quarter.String(), q.Label, q.Partial, q.New)
	}
	sh.chart(excelize.Bar, titleNew, span{labels: 2, values: 4, first: 2, last: sh.row}, "F2")
}

func demographics(sh *sheet, d report.Demography) {
	who := wordBasis
	if d.Basis == report.BasisServed {
		who = wordAll
	}
	for _, c := range d.Gender {
		sh.add(wordGender, c.Label, who, c.Count)
	}
	first := sh.row + 1
	for _, c := range d.Age {
		sh.add(wordAge, c.Label, who, c.Count)
	}
	sh.chart(excelize.Col, fmt.Sprintf(titleAge, who), span{labels: 2, values: 4, first: first, last: sh.row}, "F2")
}

func (sh *sheet) counts(counts []report.Count, title string) {
	for _, c := range counts {
		sh.add(c.Label, c.Count)
	}
	sh.chart(excelize.Bar, title, span{labels: 1, values: 2, first: 2, last: sh.row}, "D2")
}
