package table

import (
	"path/filepath"
	"slices"
	"strings"
)

// PackedEnding follows the ending of a text file that is packed with gzip.
const PackedEnding = ".gz"

var (
	textEndings     = []string{".csv", ".tsv", ".txt"}
	workbookEndings = []string{".xlsx", ".xlsm"}
)

// Endings returns the endings of the names of files that Open reads, in lower case and with the
// dot: those of text, which PackedEnding may follow, before those of workbooks.
func Endings() []string { return slices.Concat(textEndings, workbookEndings) }

// HasEnding reports whether a file's name ends like that of a file that Open reads, in any case.
// What the file is, its content says.
func HasEnding(name string) bool {
	name = strings.ToLower(name)
	if unpacked, ok := strings.CutSuffix(name, PackedEnding); ok {
		return slices.Contains(textEndings, filepath.Ext(unpacked))
	}
	ending := filepath.Ext(name)
	return slices.Contains(textEndings, ending) || slices.Contains(workbookEndings, ending)
}

// WithoutTextEnding takes the endings of a text file off a name, that of a packed one first.
func WithoutTextEnding(name string) string {
	for _, ending := range append([]string{PackedEnding}, textEndings...) {
		if strings.EqualFold(filepath.Ext(name), ending) {
			name = name[:len(name)-len(ending)]
		}
	}
	return name
}

// ColumnName returns the letters of a column as Excel shows them; 0 is A, 26 is AA.
func ColumnName(col int) string {
	var letters []byte
	for col++; col > 0; col = (col - 1) / 26 {
		letters = append(letters, byte('A'+(col-1)%26))
	}
	slices.Reverse(letters)
	return string(letters)
}
