package report

// Document is a report before it is drawn: what is said, in reading order, and nothing of how it
// looks. Every output walks it, so that no two can disagree.
type Document struct {
	Lang   string // BCP 47, such as "en-US"
	Title  string // of the file: "Wilmington Partners in Care – Progress Report, July–September 2024"
	Author string // the programme
	Cover  Cover
	Footer string // "Wilmington Partners in Care · Progress Report · July–September, 2024"
	Page   string // the page number in a footer, with {n} and {m}: "{n} of {m}"
	Blocks []Block
}

// Cover is the head of the first page, and in its short form of every other.
type Cover struct {
	Title    string // "Partners in Care"
	Subtitle string // "Progress Report"
	Period   string // "July–September, 2024"
}

// Block is one of Eyebrow, Heading, Paragraph, List, Numbers, Demographics, Table, Closing and
// PageBreak.
type Block interface{ block() }

// Run is a piece of text in one style.
type Run struct {
	Text string
	Bold bool
	Link string // an absolute URL (https:, mailto:, tel:); "" for plain text
}

// Eyebrow is a short line that stands above the heading that follows it.
type Eyebrow struct{ Text string }

// Heading is a section's heading. Its Level is 2 or more; the title of the cover is level 1.
type Heading struct {
	Level int
	Text  string
}

// Paragraph is a run of sentences.
type Paragraph struct{ Runs []Run }

// List is a list of short items, ordered by number where Ordered is set.
type List struct {
	Ordered bool
	Items   [][]Run
}

// Numbers is the panel of clients since inception and new clients by quarter.
type Numbers struct {
	Heading string    // "By the numbers": a level 2 heading
	Total   string    // "207"
	Caption string    // "Total number of individuals who have received services since …"
	Title   string    // "New clients"
	Note    string    // "by quarter", set beside the title
	Columns [2]string // what the columns of the table hold, for a reader who does not see it: "New clients", "Quarter"
	Rows    []NumberRow
	Alt     string // what the bars show, in one sentence
}

// NumberRow is one line of Numbers: a quarter, or a year into which earlier quarters were folded.
type NumberRow struct {
	Text    string // the number as printed: "1,234"
	Value   int    // the number, to draw by
	Label   string // "July–September 2024"
	Current bool   // the reported quarter
	Folded  bool   // a year, or years, into which quarters were folded; it has no bar
}

// Demographics are tables of counts, such as of who was served, side by side where they fit.
type Demographics struct{ Tables []CountTable }

// CountTable counts clients, or contacts, by one attribute.
type CountTable struct {
	Title   string    // "New clients by gender"
	Columns [2]string // for a reader who does not see it: "Clients", "Gender"
	Rows    []CountRow
}

// CountRow is one line of a CountTable.
type CountRow struct {
	Text  string // the number as printed
	Label string // "Male"
}

// Table is a table with a row for each of many, such as programmes, as wide as the page. It has at
// least two columns, and each row and the total have a cell for each.
type Table struct {
	Title   string // "Clients and contacts by program"
	Columns []Column
	Rows    [][]string // the first cell of a row names it
	Total   []string   // likewise, the last row, which stands apart; nil for none
}

// Column is a column of a Table.
type Column struct {
	Title  string // "Carried over"
	Number bool   // its cells are numbers as printed
}

// Closing says how to reach the programme, and who funds it. It ends the report.
type Closing struct {
	Heading string // for a reader who does not see the block: "Contact"
	Lines   []Run  // phone, mail, web, in this order, each a link; the ones that are not configured are absent
	Funding string // "" for none
}

// PageBreak starts a new page.
type PageBreak struct{}

func (Eyebrow) block()      {}
func (Heading) block()      {}
func (Paragraph) block()    {}
func (List) block()         {}
func (Numbers) block()      {}
func (Demographics) block() {}
func (Table) block()        {}
func (Closing) block()      {}
func (PageBreak) block()    {}
