package table

// Notice is something that a reader saw in a file and coped with.
type Notice struct {
	Kind   NoticeKind
	Sheet  string // the sheet's name; "" in a CSV and for the workbook as a whole
	Row    int    // as in Row.Num; 0 where the notice has no one row
	Col    int    // 0 is A; -1 where the notice has no one column
	Width  int    // how many columns from Col on it is about, of the kind TotalsRow; else 0
	Detail string // what the kind says of it; never the value of a cell
}

// NoticeKind tells the notices apart.
type NoticeKind string

// Notices of a file or a sheet, returned by File.Notices.
const (
	EncodingGuessed NoticeKind = "encoding-guessed" // not UTF-8, no BOM; Detail is the encoding it was read in
	DelimiterFound  NoticeKind = "delimiter-found"  // no comma; Detail is semicolon, tab, pipe or that of a sep= line
	HiddenColumns   NoticeKind = "hidden-columns"   // hidden columns with values, which were read; Detail is "C, E:F"
	MergedCells     NoticeKind = "merged-cells"     // Row and Col are those of the first, Detail is "A2:A4 and 3 more"
)

// Notices of a row, in Row.Notices. For rows that hold nothing and were not yielded, the first of
// each kind is in File.Notices; of FormulaNoValue, Detail is then the number of such rows in the
// sheet.
const (
	StrayQuote     NoticeKind = "stray-quote"      // a quote that neither opens nor closes a CSV field; once a row
	UnclosedQuote  NoticeKind = "unclosed-quote"   // a quote opens a field and never closes it; it was read as text
	NULBytes       NoticeKind = "nul-bytes"        // bytes of value zero, left out; once a row
	FormulaNoValue NoticeKind = "formula-no-value" // a formula whose value was never stored; its cell is Blank
	TotalsRow      NoticeKind = "totals-row"       // the totals of a table of the workbook stand in Width columns of the row
	LongText       NoticeKind = "long-text"        // longer than MaxCellText; Detail is "40000 characters"
	BadText        NoticeKind = "bad-text"         // U+FFFD in a CSV: characters that a conversion lost; once a row
)
