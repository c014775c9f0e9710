// Package table reads the rows of an export: one CSV or XLSX file as it really is, in whatever
// dialect. It knows files, and nothing of what their columns mean.
//
// The way through:
//
//	path or stream ─▶ input (bytes, digest) ─▶ sniff ─▶ CSV:  encoding ─▶ delimiter ─▶ records
//	                                                └─▶ XLSX: zip parts ─▶ strings, styles, merges ─▶ sheet rows
//
// Both readers stream: memory is bounded by some blocks of a CSV, or its longest record
// (MaxRecord), or by a workbook's shared strings (MaxStrings). What a reader saw and coped with is
// a Notice; what stops it is an *Error. No text of either holds the value of a cell.
//
// Sheet XML is scanned by hand, because excelize's Rows takes many times as long on the same file;
// excelize decrypts workbooks, and the tests hold the scanner to what it reads. This package only
// reads: see the report's workbook writer for output.
package table

import (
	"context"
	"io"
	"iter"
)

// Format is what a file is, found out from its content and never from its name.
type Format string

// The formats that can be read.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// Limits on what is read. Beyond one of them reading stops with an *Error of the kind TooLarge.
const (
	DefaultMaxUnzipped = 2 << 30   // bytes that a workbook or .gz may unpack to where Options say nothing
	MaxRecord          = 16 << 20  // bytes of a CSV record, a row's own texts, an XML tag or one text in a workbook
	MaxStrings         = 512 << 20 // bytes of a workbook's shared strings
	MaxRows            = 1 << 20   // rows of a sheet, as in Excel
	MaxColumns         = 1 << 14   // columns of a CSV or a sheet, as in Excel
	MaxCellText        = 32_767    // characters that Excel holds in a cell; a longer text is read, with a notice
)

// Options say how a file is to be read. The zero value reads any file that needs no password.
type Options struct {
	Password    string // opens an encrypted workbook
	MaxUnzipped int64  // bytes a workbook or .gz may unpack to; 0 means DefaultMaxUnzipped
}

// Kind is the type of a cell's value.
type Kind uint8

// The kinds of value. A CSV file has only Blank and Text.
const (
	Blank      Kind = iota
	Text            // Cell.Text is the text as it stands in the file
	Number          // Cell.Text is the shortest decimal, never an exponent: 1023, 0.5
	Date            // a serial under a date format; Cell.Text is 2024-07-01
	DateTime        // a serial under a date-and-time format; Cell.Text is 2024-07-01T13:45:00
	Time            // a serial under a time format; Cell.Text is 13:45:00; a duration may have more than 24 hours
	Bool            // Cell.Text is TRUE or FALSE
	ErrorValue      // Cell.Text is the error, such as #N/A
)

// Cell is one value. Its Text is a part of a larger string: clone it before keeping it for long.
type Cell struct {
	Kind Kind
	Text string
}

// Row is one row of a sheet. A row that Excel would show as empty is not yielded.
type Row struct {
	Num     int    // as Excel shows it: 1 is the first; in a CSV a record, or a blank line, is a row
	Cells   []Cell // by column, 0 is A; valid until the next row is asked for
	Hidden  bool   // hidden in the workbook, by hand or by a filter
	Notices []Notice
}

// Sheet describes one sheet of a file. A CSV file has one, without a name.
type Sheet struct {
	Name   string
	Hidden bool
}

// File is an opened export. It is for one goroutine at a time.
type File struct{ src source }

// source is what a format's reader provides.
type source interface {
	format() Format
	sheets() []Sheet
	date1904() bool
	// blocks yields the rows of a sheet below a row, prepared unless that is nil. After an error
	// there are none.
	blocks(ctx context.Context, sheet, below int, prepare func() preparer) iter.Seq2[*block, error]
	notices() []Notice
	digest() (sha256 string, size int64, err error)
	io.Closer
}

// Format returns what the file is.
func (f *File) Format() Format { return f.src.format() }

// Sheets returns the sheets in the order of the workbook, at least one. Chart sheets and macro
// sheets are not among them. The caller must not change the slice.
func (f *File) Sheets() []Sheet { return f.src.sheets() }

// Date1904 reports whether a workbook counts its days from 1904. The rows' dates have it applied
// already.
func (f *File) Date1904() bool { return f.src.date1904() }

// Rows reads a sheet, by its index in Sheets, from its first row, in ascending Row.Num. It may be
// called again. An error ends the rows: an *Error, or that of ctx, which is looked at now and then.
func (f *File) Rows(ctx context.Context, sheet int) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		n := 0
		for b, err := range f.src.blocks(ctx, sheet, 0, nil) {
			if err != nil {
				yield(Row{}, err)
				return
			}
			for _, row := range b.rows {
				if n++; n%contextRows == 0 && ctx.Err() != nil {
					yield(Row{}, context.Cause(ctx))
					return
				}
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

// contextRows is after how many rows the context is looked at.
const contextRows = 1024

// Notices returns what was noticed of the file as a whole and of the sheets read so far; it is
// complete after the last row. Notices of a yielded row are in Row.Notices alone.
func (f *File) Notices() []Notice { return f.src.notices() }

// Digest returns the SHA-256 of the file's bytes, packed or encrypted as they are, in lower-case
// hex, and their number. It is cheapest after the rows are read; before, it reads the file. It
// fails where the file has changed since it was opened.
func (f *File) Digest() (sha256 string, size int64, err error) { return f.src.digest() }

// Close releases the file. Strings of its cells stay valid.
func (f *File) Close() error { return f.src.Close() }
