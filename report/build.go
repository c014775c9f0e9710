package report

import (
	"fmt"
	"strings"
)

// Texts is what a report says: the report text itself, and the paragraph that may stand in for the quarter's own.
type Texts struct {
	Report  TextSource
	Quarter *TextSource // nil where the quarter has no text of its own
}

// Build fills the figures into the report text and returns the document. Whatever is wrong with a text is a *TextError.
func Build(f *Figures, t Texts, o Options) (Document, error) {
	v := newView(f, o)
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
	place := func(name, argument string) (Block, error) { return ownBlock(name, argument, f, o) }
	blocks, err := (&builder{src: filled, place: place}).blocks()
	if err != nil {
		return Document{}, err
	}
	if len(blocks) == 0 {
		return Document{}, &TextError{File: t.Report.Name, Msg: "the text is empty; picreport init writes one"}
	}
	w := o.Words
	cover, period := w.coverPeriod(f.Period.Start, f.Period.End), f.Period.Label
	if f.Period.Through != 0 {
		day, err := w.date(f.Period.Through.String())
		if err != nil {
			return Document{}, err
		}
		cover = fill(w.Through, "period", cover, "date", day)
		period = fill(w.Through, "period", period, "date", day)
	}
	return Document{
		Lang:   w.Lang,
		Title:  fill(w.Title, "program", o.Program.Name, "period", period),
		Author: o.Program.Name,
		Cover:  Cover{Title: o.Program.title(), Subtitle: w.Subtitle, Period: cover},
		Footer: fill(w.Footer, "program", o.Program.Name, "period", cover),
		Page:   w.Page,
		Blocks: blocks,
	}, nil
}

// CheckTexts finds what is wrong with the texts whatever the figures are: misspelt names, braces that are not closed, a text in another
// language. It is quick, and so can be done before the data is read.
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

// fillInPart fills in a text that goes into the report text, and checks it by itself so that an error names its own file.
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

// ownBlocks are the names that a report text can place.
var ownBlocks = []string{"eyebrow", "by-the-numbers", "demographics", "contact", "page-break"}

func ownBlock(name, argument string, f *Figures, o Options) (Block, error) {
	if name == "eyebrow" {
		if argument == "" {
			return nil, fmt.Errorf("[eyebrow] has no text: write [eyebrow: TEXT]")
		}
		return Eyebrow{Text: argument}, nil
	}
	if argument != "" {
		return nil, fmt.Errorf("[%s] takes no text: write [%s]", name, name)
	}
	switch name {
	case "by-the-numbers":
		return numbers(f, o.Words), nil
	case "demographics":
		return demographics(f.Demographics, o.Words), nil
	case "contact":
		return contactLines(o), nil
	case "page-break":
		return PageBreak{}, nil
	}
	return nil, fmt.Errorf("there is no block [%s]%s: the blocks are %s", name, suggestion(name, ownBlocks), strings.Join(ownBlocks, ", "))
}
