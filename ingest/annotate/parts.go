package annotate

import (
	"bytes"
	"errors"

	"picreport/ingest/table"

	"github.com/xuri/excelize/v2"
)

// Names of parts of a workbook, as excelize knows them.
const (
	contentTypes = "[Content_Types].xml"
	workbookPart = "xl/workbook.xml"
	stylesPart   = "xl/styles.xml"
)

// part returns a part of the workbook as it was read; nil where there is none.
func (b *book) part(name string) []byte {
	content, _ := b.f.Pkg.Load(name)
	raw, _ := content.([]byte)
	return raw
}

// relations returns the relations of a part; none where no part lists them.
func (b *book) relations(of string) ([]table.Relation, error) {
	content := b.part(table.RelationsPart(of))
	if content == nil {
		return nil, nil
	}
	return table.Relations(of, content)
}

// sheetRelations returns the relations of a sheet.
func (b *book) sheetRelations(sheet string) ([]table.Relation, error) {
	all, err := b.relations(workbookPart)
	if err != nil {
		return nil, err
	}
	for _, s := range b.f.WorkBook.Sheets.Sheet {
		for _, r := range all {
			if s.Name == sheet && s.ID == r.ID {
				return b.relations(r.Part)
			}
		}
	}
	return nil, nil
}

// ensureStyles completes the styles of a workbook: excelize takes for granted that they are there,
// and that the counts of fonts and fills, which the format leaves optional, are right. Some phone
// apps write none at all.
func (b *book) ensureStyles() error {
	fresh := excelize.NewFile()
	defer fresh.Close()
	if b.part(stylesPart) == nil {
		if err := b.addStylesPart(); err != nil {
			return err
		}
		b.f.Styles = fresh.Styles
		return nil
	}
	_, _ = b.f.GetStyle(-1) // reads them; there is no such style
	s := b.f.Styles
	if s == nil {
		return errors.New("the styles of the workbook cannot be read; save it anew in Excel")
	}
	if s.Fonts == nil || len(s.Fonts.Font) == 0 {
		s.Fonts = fresh.Styles.Fonts
	}
	if first := s.Fonts.Font[0]; first == nil {
		s.Fonts.Font[0] = fresh.Styles.Fonts.Font[0]
	} else if first.Name == nil || first.Name.Val == nil {
		first.Name = fresh.Styles.Fonts.Font[0].Name // excelize asks for the name of the default font
	}
	if s.Fills == nil {
		s.Fills = fresh.Styles.Fills
	}
	if s.Borders == nil {
		s.Borders = fresh.Styles.Borders
	}
	if s.CellXfs == nil {
		s.CellXfs = fresh.Styles.CellXfs
	}
	s.Fonts.Count, s.Fills.Count = len(s.Fonts.Font), len(s.Fills.Fill)
	return nil
}

// addStylesPart makes room for the part of styles, which excelize writes.
func (b *book) addStylesPart() error {
	all, err := b.relations(workbookPart)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.Kind == "styles" {
			return errors.New("the workbook keeps its styles in an unusual place; save it anew in Excel")
		}
	}
	rels := table.RelationsPart(workbookPart)
	ok := b.insert(rels, "</Relationships>", `<Relationship Id="rIdPicreportStyles" Target="styles.xml" `+
		`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/>`)
	ok = ok && b.insert(contentTypes, "</Types>", `<Override PartName="/xl/styles.xml" `+
		`ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>`)
	if !ok {
		return errors.New("the workbook has no styles, and none can be added; save it anew in Excel")
	}
	b.f.Relationships.Delete(rels) // what excelize has parsed of them
	b.f.ContentTypes = nil
	return nil
}

// insert puts text before the last place of a mark in a part, and reports whether the mark is
// there.
func (b *book) insert(name, before, text string) bool {
	raw := b.part(name)
	i := bytes.LastIndex(raw, []byte(before))
	if i < 0 {
		return false
	}
	b.f.Pkg.Store(name, bytes.Join([][]byte{raw[:i], raw[i:]}, []byte(text)))
	return true
}
