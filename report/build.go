package report

import (
	"fmt"
	"slices"
	"strings"
)

// Texts is what a report says: the report text itself, and the paragraph that may stand in for the
// quarter's own.
type Texts struct {
	Report  TextSource
	Quarter *TextSource // nil where the quarter has no text of its own
}

// Build fills the figures into the report text and returns the document. Whatever is wrong with a
// text is a *TextError.
func Build(f *Figures, t Texts, o Options) (Document, error) {
	return contents{f: f, o: o}.document(newView(f, o), t)
}

// BuildRollup is Build for the roll-up of several programmes. o is of who oversees them.
func BuildRollup(r *Rollup, t Texts, o Options) (Document, error) {
	f := r.sums()
	return contents{f: f, rollup: r, o: o}.document(newRollupView(r, f, o), t)
}

// contents are what a document is made of.
type contents struct {
	f      *Figures // of the programme, or the sums of several
	rollup *Rollup  // nil for the report of one programme
	o      Options
}

// document fills a view into the texts.
func (c contents) document(v View, t Texts) (Document, error) {
	o := c.o
	mission, err := fillInPart(TextSource{Name: missionName, Text: o.Program.Mission}, v, o.Words)
	if err != nil {
		return Document{}, err
	}
	v.Program.Mission = mission
	if t.Quarter != nil {
		if v.QuarterText, err = fillInPart(*t.Quarter, v, o.Words); err != nil {
			return Document{}, err
		}
		if v.QuarterText == "" {
			return Document{}, &TextError{File: t.Quarter.Name, Msg: "the quarter's text is empty; write its paragraph, or delete the file"}
		}
	}
	filled, err := fillIn(t.Report, v, o.Words)
	if err != nil {
		return Document{}, err
	}
	blocks, err := (&builder{src: filled, place: c.block}).blocks()
	if err != nil {
		return Document{}, err
	}
	if len(blocks) == 0 {
		return Document{}, &TextError{File: t.Report.Name, Msg: "the text is empty; picreport init writes one"}
	}
	doc, err := c.frame()
	doc.Blocks = c.withAnonymous(blocks)
	return doc, err
}

// withAnonymous says below the first tables of clients how many contacts are none of theirs.
func (c contents) withAnonymous(blocks []Block) []Block {
	n, w := c.f.Contacts.Anonymous, c.o.Words
	i := slices.IndexFunc(blocks, func(b Block) bool { _, is := b.(Demographics); return is })
	if n == 0 || i < 0 {
		return blocks
	}
	text := w.Contacts.OneAnonymous
	if n > 1 {
		text = fill(w.Contacts.Anonymous, "n", w.Number(n))
	}
	return slices.Insert(blocks, i+1, Block(Paragraph{Runs: []Run{{Text: text}}}))
}

// frame is the document without its blocks.
func (c contents) frame() (Document, error) {
	o, w, p := c.o, c.o.Words, c.f.Period
	title, subtitle, footer := w.Title, w.Subtitle, w.Footer
	if c.rollup != nil {
		title, subtitle, footer = w.Rollup.Title, w.Rollup.Subtitle, w.Rollup.Footer
	}
	cover, period := w.coverPeriod(p.Start, p.End), p.Label
	if p.Through != 0 {
		day, err := w.date(p.Through.String())
		if err != nil {
			return Document{}, err
		}
		cover = fill(w.Through, "period", cover, "date", day)
		period = fill(w.Through, "period", period, "date", day)
	}
	return Document{
		Lang:   w.Lang,
		Title:  fill(title, "program", o.Program.Name, "period", period),
		Author: o.Program.Name,
		Cover:  Cover{Title: o.Program.title(), Subtitle: subtitle, Period: cover},
		Footer: fill(footer, "program", o.Program.Name, "period", cover),
		Page:   w.Page,
	}, nil
}

// CheckTexts finds what is wrong with the texts whatever the figures are: misspelt names, braces
// that are not closed, a text in another language. It is quick, and so can be done before the data
// is read.
func CheckTexts(t Texts, o Options) error {
	sources := []TextSource{{Name: missionName, Text: o.Program.Mission}, t.Report}
	if t.Quarter != nil {
		sources = append(sources, *t.Quarter)
	}
	for _, src := range sources {
		if _, err := parseText(src, o.Words); err != nil {
			return err
		}
	}
	return nil
}

// missionName is the place of the mission, for messages.
const missionName = "program.mission"

// fillInPart fills in a text that goes into the report text, and checks it by itself so that an
// error names its own file.
func fillInPart(src TextSource, v View, w *Words) (string, error) {
	filled, err := fillIn(src, v, w)
	if err != nil {
		return "", err
	}
	none := func(name, _ string) (Block, error) {
		return nil, fmt.Errorf("[%s]: this text cannot place blocks; write it in the report text", name)
	}
	if _, err := (&builder{src: filled, place: none}).blocks(); err != nil {
		return "", err
	}
	return strings.TrimSpace(string(filled.text)), nil
}

// ownBlocks are the names that a report text can place; rollupBlocks those that only the text of a
// roll-up can.
var (
	ownBlocks    = []string{"eyebrow", "by-the-numbers", "demographics", "sources-and-services", "contact", "page-break"}
	rollupBlocks = []string{"programs"}
)

// block makes one of the report's own blocks.
func (c contents) block(name, argument string) (Block, error) {
	if name == "eyebrow" {
		if argument == "" {
			return nil, fmt.Errorf("[eyebrow] has no text: write [eyebrow: TEXT]")
		}
		return Eyebrow{Text: argument}, nil
	}
	if argument != "" {
		return nil, fmt.Errorf("[%s] takes no text: write [%s]", name, name)
	}
	w, names := c.o.Words, ownBlocks
	if c.rollup != nil {
		names = slices.Concat(ownBlocks, rollupBlocks)
	}
	switch name {
	case "by-the-numbers":
		n := numbers(c.f, w)
		if c.rollup != nil {
			n.Caption = w.Rollup.Caption
		}
		return n, nil
	case "demographics":
		return demographics(c.f.Demographics, w), nil
	case "sources-and-services":
		return contactTables(c.f.Contacts, w), nil
	case "programs":
		if c.rollup == nil {
			return nil, fmt.Errorf("[programs] stands in the text of a roll-up alone")
		}
		return programTable(c.rollup, w), nil
	case "contact":
		return closing(c.o), nil
	case "page-break":
		return PageBreak{}, nil
	}
	return nil, fmt.Errorf("there is no block [%s]%s: the blocks are %s", name, suggestion(name, names), strings.Join(names, ", "))
}
