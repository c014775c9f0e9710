package report

// ProgramRow is a programme of a roll-up, as a text refers to it.
type ProgramRow struct {
	ID             Text
	Name           Text
	Inception      Text // its month; "" where the programme has not begun and nothing says when it will
	Begun          bool
	SinceInception int
	Served         int
	New            int
	CarriedOver    int
	Contacts       int
}

// newRollupView prepares a roll-up for its text: the sums as in a report of one programme, and the
// programmes.
func newRollupView(r *Rollup, f *Figures, o Options) View {
	v := newView(f, o)
	for _, p := range r.Programs {
		c := p.clients()
		row := ProgramRow{
			ID: Text(p.ID), Name: Text(p.Name), Begun: p.Begun,
			SinceInception: c.SinceInception, Served: c.Served, New: c.New, CarriedOver: c.CarriedOver, Contacts: p.contacts(),
		}
		if p.Inception != "" {
			row.Inception = Text(o.Words.monthLabel(p.Inception))
		}
		v.Programs = append(v.Programs, row)
		if !p.Begun {
			v.NotBegun = append(v.NotBegun, row.Name)
		}
	}
	return v
}

// programTable is the table of a roll-up's programmes. Its last row is the sum of the others.
func programTable(r *Rollup, w *Words) Table {
	t := Table{Title: w.Rollup.Programs}
	for i, title := range w.Rollup.Columns {
		t.Columns = append(t.Columns, Column{Title: title, Number: i > 1})
	}
	for _, p := range r.Programs {
		t.Rows = append(t.Rows, programRow(p.Name, inceptionCell(p, w), p.clients(), p.contacts(), w))
	}
	t.Total = programRow(w.Rollup.Total, "", r.Totals.Clients, r.Totals.Contacts.Total, w)
	return t
}

func programRow(name, inception string, c Clients, contacts int, w *Words) []string {
	return []string{
		name, inception, w.Number(c.SinceInception), w.Number(c.Served), w.Number(c.New), w.Number(c.CarriedOver), w.Number(contacts),
	}
}

// inceptionCell says when a programme began, or that it has not.
func inceptionCell(p ProgramFigures, w *Words) string {
	switch {
	case p.Inception == "":
		return w.Rollup.NotBegun
	case !p.Begun:
		return fill(w.Rollup.NotBegunTill, "inception", w.monthLabel(p.Inception))
	}
	return w.monthLabel(p.Inception)
}
