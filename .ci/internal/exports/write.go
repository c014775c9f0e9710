package main

import (
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
)

// write writes the rows of a file, as a workbook or as text of some kind.
func (m *maker) write(i int, rows [][]string) error {
	if m.one(6) && len(rows) < 25_000 {
		return m.writeBook(fmt.Sprintf("export-%d.xlsx", i), rows)
	}
	name := fmt.Sprintf("export-%d.csv", i)
	text := m.text(rows)
	b := []byte(text)
	switch m.IntN(12) {
	case 0:
		b = append([]byte("\ufeff"), b...)
	case 1:
		b = []byte{0xff, 0xfe}
		for _, c := range utf16.Encode([]rune(text)) {
			b = append(b, byte(c), byte(c>>8))
		}
	case 2:
		if old, err := charmap.Windows1252.NewEncoder().String(text); err == nil {
			b = []byte(old)
		}
	case 3:
		name += ".gz"
		var packed strings.Builder
		w := gzip.NewWriter(&packed)
		if _, err := w.Write(b); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		b = []byte(packed.String())
	}
	m.files = append(m.files, name)
	return os.WriteFile(filepath.Join(m.folder, name), b, 0o600)
}

// text writes rows as text.
func (m *maker) text(rows [][]string) string {
	delimiter := m.any(",", ",", ",", ";", "\t", "|")
	end := m.any("\n", "\n", "\r\n")
	always := m.one(3)
	var b strings.Builder
	for i, row := range rows {
		for j, cell := range row {
			if j > 0 {
				b.WriteString(delimiter)
			}
			if always || strings.ContainsAny(cell, delimiter+"\"\n\r") {
				cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			b.WriteString(cell)
			if m.one(100 * m.odd) {
				b.WriteString(m.any(`"`, "\x00", " "))
			}
		}
		if i < len(rows)-1 || !m.one(4) {
			b.WriteString(end)
		}
	}
	return b.String()
}

// writeBook writes rows as a workbook, with numbers and dates as typed cells.
func (m *maker) writeBook(name string, rows [][]string) error {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	day, err := book.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		return err
	}
	typed, blank := !m.one(4), m.one(3)
	w, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for j, text := range row {
			cells[j] = text
			n, numErr := strconv.ParseFloat(text, 64)
			d, dayErr := time.Parse(time.DateOnly, text)
			switch {
			case text == "" && blank:
				cells[j] = nil
			case !typed || i == 0:
			case dayErr == nil && d.Year() > 1900:
				cells[j] = excelize.Cell{StyleID: day, Value: d.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0,
					time.UTC)).Hours() / 24}
			case numErr == nil && len(text) < 12:
				cells[j] = n
			}
		}
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := w.SetRow(at, cells, excelize.RowOpts{Hidden: i > 0 && m.one(40*m.odd)}); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if m.one(3) {
		if _, err := book.NewSheet("Notes"); err != nil {
			return err
		}
		if err := book.SetCellValue("Notes", "A1", "made up"); err != nil {
			return err
		}
	}
	m.files = append(m.files, name)
	return book.SaveAs(filepath.Join(m.folder, name))
}
