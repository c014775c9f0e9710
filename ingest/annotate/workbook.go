package annotate

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"

	"github.com/xuri/excelize/v2"

	"picreport/ingest/table"
)

// copyWorkbook opens the user's workbook and marks its cells.
func (b *book) copyWorkbook(ctx context.Context, path string, o Options) error {
	if err := b.openWorkbook(path, o); err != nil {
		return err
	}
	for i, s := range b.src.Sheets() {
		marks, err := b.marks(ctx, i, s.Name, s.Name)
		if err != nil {
			return err
		}
		if len(marks) == 0 {
			continue
		}
		if err := b.fillCells(ctx, s.Name, marks); err != nil {
			return err
		}
		if err := b.comment(ctx, s.Name, marks); err != nil {
			return err
		}
	}
	return nil
}

// fillCells gives each marked cell the fill of its worst finding.
func (b *book) fillCells(ctx context.Context, sheet string, marks []*mark) error {
	for _, m := range marks {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		base, err := b.f.GetCellStyle(sheet, m.cell)
		if err != nil {
			return err
		}
		style, err := b.filled(base, m.severity())
		if err != nil {
			return err
		}
		if err := b.f.SetCellStyle(sheet, m.cell, m.cell, style); err != nil {
			return err
		}
	}
	return nil
}

// openWorkbook reads the workbook into memory, decrypted where it is encrypted.
func (b *book) openWorkbook(path string, o Options) (err error) {
	if b.source, b.password, err = readSource(path, o); err != nil {
		return err
	}
	opts := excelize.Options{UnzipSizeLimit: table.DefaultMaxUnzipped, UnzipXMLSizeLimit: table.DefaultMaxUnzipped}
	if b.f, err = excelize.OpenReader(bytes.NewReader(b.source), opts); err != nil {
		return err
	}
	if err := b.checkName(o.Name); err != nil {
		return err
	}
	return b.ensureStyles()
}

// checkName refuses a file name with which Excel would not open the copy.
func (b *book) checkName(name string) error {
	types, _ := b.f.Pkg.Load(contentTypes)
	raw, _ := types.([]byte)
	macros := bytes.Contains(raw, []byte("macroEnabled"))
	switch ext := strings.ToLower(filepath.Ext(name)); {
	case name == "":
	case macros && ext == ".xlsx":
		return errors.New("the workbook has macros, so its copy does too; give the copy a name that ends in .xlsm")
	case !macros && ext == ".xlsm":
		return errors.New("the workbook has no macros; give the copy a name that ends in .xlsx")
	}
	return nil
}
