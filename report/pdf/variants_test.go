package pdf

import (
	"context"
	"flag"
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"picreport/report"
	"picreport/report/brand"
	"picreport/report/pdf/internal/tagged"
)

var out = flag.String(
	"out", "", "write every variant of the report into this folder, for validators and for looking at",
)

// variant is one report to draw. Its change makes it of the sample.
type variant struct {
	name   string
	change func(t *testing.T, doc *report.Document, o *Options)
	pages  int // 0 for any number

	reworded bool // the file cannot say all that the document says
}

// document is a variant that changes the document alone.
func document(name string, pages int, change func(*report.Document)) variant {
	return variant{name: name, pages: pages, change: func(_ *testing.T, d *report.Document, _ *Options) { change(d) }}
}

func reworded(v variant) variant {
	v.reworded = true
	return v
}

// changed is a variant with one block of the sample changed.
func changed[B report.Block](name string, pages int, change func(*B)) variant {
	return document(name, pages, func(d *report.Document) {
		for i := range d.Blocks {
			if b, ok := d.Blocks[i].(B); ok {
				change(&b)
				d.Blocks[i] = b
				return
			}
		}
	})
}

// programs is a variant with a table of n programmes before the demographics.
func programs(name string, n int, called func(int) string) variant {
	return document(name, 0, func(d *report.Document) {
		d.Blocks = slices.Insert(
			d.Blocks, 7, report.Block(report.Heading{Level: 2, Text: "Programs"}),
			report.Block(sampleTable(n, called)),
		)
	})
}

// changedTable is a variant with such a table changed.
func changedTable(name string, change func(*report.Table)) variant {
	return document(name, 0, func(d *report.Document) {
		b := sampleTable(3, func(i int) string { return fmt.Sprintf("Program %d", i+1) })
		change(&b)
		d.Blocks = slices.Insert(d.Blocks, 7, report.Block(b))
	})
}

// logos is a variant with logos of the given sizes.
func logos(name string, c color.NRGBA, sizes ...[2]int) variant {
	return variant{name: name, pages: 2, change: func(t *testing.T, _ *report.Document, o *Options) {
		for i, s := range sizes {
			o.Brand.Logos = append(
				o.Brand.Logos,
				brand.Logo{Name: "logo.png", Data: seal(t, s[0], s[1], c), Alt: fmt.Sprintf("Logo %d", i+1)},
			)
		}
	}}
}

const (
	long = "The Greater Wilmington and Brandywine Valley Police and Mental Health " +
		"Co-Response Partnership in Care of the Community "
	url = "https://www.example.org/departments/public-safety/police/programs/partners-in-care/" +
		"quarterly-progress-reports/2024/third"
)

// quarters are n rows of history.
func quarters(n int) []report.NumberRow {
	var rows []report.NumberRow
	for i := range n {
		months := []string{"January–March", "April–June", "July–September", "October–December"}[i%4]
		v := 37 * (i%5 + 1)
		rows = append(
			rows,
			report.NumberRow{
				Text:    fmt.Sprint(v),
				Value:   v,
				Label:   fmt.Sprintf("%s %d", months, 2015+i/4),
				Current: i == n-1,
			},
		)
	}
	return rows
}

// folded are n years, and the quarters of the last one.
func folded(n int) []report.NumberRow {
	var rows []report.NumberRow
	for i := range n {
		v := 400 + 37*i
		rows = append(rows, report.NumberRow{Text: fmt.Sprint(v), Value: v, Label: fmt.Sprint(2015 + i), Folded: true})
	}
	return append(rows, quarters(4)...)
}

func counts(n int, label string) []report.CountRow {
	var rows []report.CountRow
	for i := range n {
		rows = append(rows, report.CountRow{Text: fmt.Sprint(i * i), Label: fmt.Sprintf(label, i)})
	}
	return rows
}

func variants() []variant {
	return slices.Concat(
		wholeVariants(), textVariants(), numbersVariants(), cardVariants(), tableVariants(), closingVariants(),
	)
}

// wholeVariants are reports with something about all of them changed.
func wholeVariants() []variant {
	return []variant{
		document("sample", 2, func(*report.Document) {}),
		{name: "a4", pages: 2, change: func(_ *testing.T, _ *report.Document, o *Options) { o.Brand.Paper = brand.A4 }},
		logos("logo", gold, [2]int{300, 300}),
		logos("two-logos", gold, [2]int{300, 300}, [2]int{300, 120}),
		logos("three-logos", gold, [2]int{400, 40}, [2]int{40, 400}, [2]int{900, 800}),
		logos("dark-logos", color.NRGBA{R: 0x20, G: 0x20, B: 0x60, A: 0xFF}, [2]int{200, 200}, [2]int{500, 100}),
		document("long-names", 0, func(d *report.Document) {
			d.Cover.Title, d.Cover.Subtitle, d.Cover.Period, d.Footer = long, long, long, long+long+long
			d.Blocks[0] = report.Eyebrow{Text: long}
			d.Blocks[1] = report.Heading{Level: 2, Text: long}
		}),
		{name: "long-names-and-logos", change: func(t *testing.T, d *report.Document, o *Options) {
			d.Cover.Title = long
			logos("", gold, [2]int{500, 300}, [2]int{300, 300}).change(t, d, o)
		}},
		document("full-last-page", 3, func(d *report.Document) {
			p := d.Blocks[2]
			d.Blocks = append(d.Blocks[:len(d.Blocks)-1], p, p, p, p, d.Blocks[len(d.Blocks)-1])
		}),
		reworded(document("empty-texts", 2, func(d *report.Document) {
			d.Cover.Subtitle, d.Cover.Period = "", ""
			d.Blocks[0], d.Blocks[1] = report.Eyebrow{}, report.Heading{Level: 2}
			d.Blocks[2] = report.Paragraph{Runs: []report.Run{{Text: " "}}}
			n := sampleNumbers()
			n.Rows[0].Label, n.Rows[1].Text, n.Note, n.Caption, n.Total = "", "", "", "", ""
			d.Blocks[4] = n
			c := sampleDemographics()
			c.Tables[0].Title, c.Tables[0].Rows[0].Label = "", ""
			d.Blocks[8] = c
			d.Blocks[11] = report.List{Items: [][]report.Run{nil, {{Text: "One"}}, {}, {{Text: "Two"}}}}
		})),
		reworded(document("levels", 0, func(d *report.Document) {
			d.Blocks = append(
				d.Blocks, report.Heading{Level: 4, Text: "Too deep"}, d.Blocks[2],
				report.Heading{Level: 0, Text: "Too high"}, d.Blocks[2],
			)
		})),
		document("spanish", 2, func(d *report.Document) {
			d.Lang, d.Title = "es", "Informe de avance"
			d.Blocks[1] = report.Heading{Level: 2, Text: "Misión y visión general: ¿qué, cómo y por qué?"}
		}),
		reworded(document("empty", 1, func(d *report.Document) {
			d.Blocks, d.Cover, d.Footer, d.Page = nil, report.Cover{Title: "T"}, "", ""
		})),
	}
}

// textVariants change paragraphs and lists.
func textVariants() []variant {
	return []variant{
		document("long-words", 0, func(d *report.Document) {
			word := strings.Repeat("Donaudampfschifffahrt", 9)
			d.Cover = report.Cover{Title: word, Subtitle: word, Period: word}
			d.Footer = word
			d.Blocks[1] = report.Heading{Level: 2, Text: word}
			d.Blocks[2] = report.Paragraph{Runs: []report.Run{
				{Text: "See "},
				{Text: url, Link: url},
				{Text: " and "},
				{Text: word, Bold: true},
				{Text: ", or "},
				{Text: "the whole list of our partners", Link: "https://example.org/partners"},
				{Text: "."},
			}}
		}),
		changed(
			"long-services", 0,
			func(b *report.List) { b.Items = append(b.Items, []report.Run{{Text: long + long}}) },
		),
		changed("many-services", 0, func(b *report.List) {
			for range 40 {
				b.Items = append(b.Items, b.Items[1])
			}
		}),
		changed("ordered-services", 0, func(b *report.List) {
			b.Ordered = true
			b.Items = append(b.Items, b.Items...)
		}),
		changed("no-services", 2, func(b *report.List) { b.Items = nil }),
		changed(
			"long-paragraph", 0,
			func(b *report.Paragraph) { b.Runs = append(b.Runs, report.Run{Text: strings.Repeat(" "+long, 60)}) },
		),
		reworded(document("odd-characters", 2, func(d *report.Document) {
			d.Blocks[2] = report.Paragraph{
				Runs: []report.Run{
					{Text: "A\u00a0no-break space, a soft\u00adhyphen, a tab\there, 你好, 🚓, (\\) and ᚠ."},
				},
			}
		})),
	}
}

// numbersVariants change the panel of numbers.
func numbersVariants() []variant {
	return []variant{
		changed("one-quarter", 2, func(b *report.Numbers) { b.Rows = quarters(1) }),
		changed("no-quarters", 2, func(b *report.Numbers) { b.Rows = nil }),
		changed(
			"zero-quarters", 2,
			func(b *report.Numbers) { b.Rows = []report.NumberRow{{Text: "0", Label: "March 2024"}} },
		),
		changed("8-quarters", 2, func(b *report.Numbers) { b.Rows = quarters(8) }),
		changed("13-quarters", 2, func(b *report.Numbers) { b.Rows = quarters(13) }),
		changed("20-quarters", 0, func(b *report.Numbers) { b.Rows = quarters(20) }),
		changed("40-quarters", 0, func(b *report.Numbers) { b.Rows = quarters(40) }),
		changed("90-quarters", 0, func(b *report.Numbers) { b.Rows = quarters(90) }),
		changed("folded-years", 2, func(b *report.Numbers) { b.Rows = folded(10) }),
		changed("one-folded-year", 2, func(b *report.Numbers) { b.Rows = folded(1) }),
		changed("90-folded-years", 0, func(b *report.Numbers) { b.Rows = folded(90) }),
		changed("nothing-but-folded-years", 2, func(b *report.Numbers) { b.Rows = folded(3)[:3] }),
		changed("large-numbers", 0, func(b *report.Numbers) {
			b.Total = "1,234,567,890"
			for i := range b.Rows {
				b.Rows[i].Text, b.Rows[i].Value = "1,234,567,890", 1234567890-i
			}
		}),
		changed("huge-numbers", 0, func(b *report.Numbers) {
			b.Total = strings.Repeat("1,234,", 12)
			b.Rows[0].Text = strings.Repeat("1,234,", 12)
			b.Rows[1].Label = long + long
			b.Caption = long + long
		}),
	}
}

// cardVariants change the tables of counts.
func cardVariants() []variant {
	return []variant{
		changed("12-age-bands", 2, func(b *report.Demographics) { b.Tables[1].Rows = counts(12, "%d–99 yrs") }),
		changed("many-bands", 0, func(b *report.Demographics) { b.Tables[1].Rows = counts(150, "%d years and over") }),
		changed("long-bands", 0, func(b *report.Demographics) {
			b.Tables[0].Rows = append(b.Tables[0].Rows, report.CountRow{Text: "1,234,567,890", Label: long})
			b.Tables[1].Title = long
		}),
		changed("three-tables", 0, func(b *report.Demographics) { b.Tables = append(b.Tables, b.Tables[1]) }),
		changed("no-tables", 2, func(b *report.Demographics) { b.Tables = nil }),
		changed("empty-table", 2, func(b *report.Demographics) { b.Tables[0].Rows = nil }),
	}
}

// tableVariants have a table with a row for each programme.
func tableVariants() []variant {
	return []variant{
		programs("programs", 3, func(i int) string { return []string{"Riverton", "Lakeside", "Hilltop"}[i] }),
		programs(
			"60-programs", 60,
			func(i int) string { return fmt.Sprintf("Équipe n° %d de São José – Łódź – Čakovec", i+1) },
		),
		programs("long-programs", 20, func(i int) string { return strings.Repeat(long, i%3+1) }),
		programs("one-word-programs", 8, func(i int) string { return strings.Repeat("Donaudampfschifffahrt", i+1) }),
		programs("program-longer-than-a-page", 2, func(int) string { return strings.Repeat(long, 60) }),
		programs("no-programs", 0, nil),
		changedTable("table-of-huge-numbers", func(b *report.Table) {
			b.Rows[0][3], b.Rows[1][4], b.Total[2] = "1,234,567,890", strings.Repeat("1,234,", 12), "123,456,789,012"
		}),
		changedTable("table-without-total", func(b *report.Table) { b.Total = nil }),
		changedTable("table-without-title", func(b *report.Table) { b.Title = "" }),
		changedTable("table-of-long-headers", func(b *report.Table) {
			for i := range b.Columns {
				b.Columns[i].Title = "Interdepartmental and misunderstandings’ " + b.Columns[i].Title
			}
			b.Rows[0][1] = "begins in September of the year 2024"
		}),
		reworded(changedTable("table-of-odd-characters", func(b *report.Table) {
			b.Rows[1][0] = "日本 Team \u00ad🚓 (\\)"
		})),
	}
}

// closingVariants change what closes the report.
func closingVariants() []variant {
	return []variant{
		changed("long-funding", 0, func(b *report.Closing) { b.Funding = strings.Repeat(b.Funding+" ", 12) }),
		changed("long-contacts", 0, func(b *report.Closing) {
			b.Lines[1].Text = strings.Repeat("a.long.mailbox.", 12) + "@example.org"
			b.Lines[2].Text = url
		}),
		changed("no-contacts", 0, func(b *report.Closing) { b.Lines = nil }),
		changed("no-funding", 0, func(b *report.Closing) { b.Funding = "" }),
		changed("nothing-to-close", 2, func(b *report.Closing) { b.Lines, b.Funding = nil, "" }),
	}
}

// of returns a variant's document and options.
func (v variant) of(t *testing.T) (report.Document, Options) {
	doc, o := sample(), options(t)
	v.change(t, &doc, &o)
	return doc, o
}

// writeOut writes r where -out asks for it.
func writeOut(t *testing.T, name string, r *Result) {
	if *out != "" {
		write(t, filepath.Join(*out, name+".pdf"), r)
	}
}

func write(t *testing.T, path string, r *Result) {
	t.Helper()
	if err := os.WriteFile(path, r.PDF, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestVariants(t *testing.T) {
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			doc, o := v.of(t)
			r := render(t, doc, o)
			writeOut(t, v.name, r)
			if v.pages != 0 && r.Pages != v.pages {
				t.Errorf("%d pages, want %d", r.Pages, v.pages)
			}
			if len(r.PDF) > 150<<10+rowBytes*tableRows(doc) {
				t.Errorf("the file has %d bytes", len(r.PDF))
			}
			c := check(t, r.PDF)
			if len(c.pages) != r.Pages {
				t.Errorf("the file has %d pages, Render says %d", len(c.pages), r.Pages)
			}
			for _, p := range c.problems {
				t.Error(p)
			}
			var got []string
			c.root.read(&got)
			if d := cmp.Diff(texts(doc, len(o.Brand.Logos)), got, sameWords); d != "" && !v.reworded {
				t.Errorf("the file reads otherwise than the document (-document +file):\n%s", d)
			}
		})
	}
}

// rowBytes is what a row of a table of programmes may add to the file: the structure of its seven
// cells.
const rowBytes = 2000

func tableRows(doc report.Document) (n int) {
	for _, b := range doc.Blocks {
		if t, ok := b.(report.Table); ok {
			n += len(t.Rows)
		}
	}
	return n
}

// sameWords overlooks where lines and pages end.
var sameWords = cmp.Transformer("words", func(s string) string { return strings.Join(strings.Fields(s), " ") })

// TestNothingOverlaps draws the ugliest reports that can be thought of.
func TestNothingOverlaps(t *testing.T) {
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			doc, o := v.of(t)
			l, err := drawPages(context.Background(), doc, look(t, o), 3)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range collisions(l.boxes, l.width, l.height) {
				t.Error(p)
			}
		})
	}
}

// collisions are the boxes that overlap or leave their page. A box may lie wholly within a ground.
func collisions(boxes []box, width, height float64) []string {
	const slack = 0.3
	var out []string
	for i, a := range boxes {
		if a.X < -slack || a.Y < -slack || a.X+a.W > width+slack || a.Y+a.H > height+slack {
			out = append(out, fmt.Sprintf("page %d: %q leaves the page: %.1f", a.page, a.name, a.Rect))
		}
		if !a.ground && (a.X < margin-slack || a.X+a.W > width-margin+slack) {
			out = append(out, fmt.Sprintf("page %d: %q leaves the margins: %.1f", a.page, a.name, a.Rect))
		}
		for _, b := range boxes[:i] {
			if a.page != b.page || !overlap(a.Rect, b.Rect, slack) {
				continue
			}
			if b.ground && within(a.Rect, b.Rect, slack) {
				continue
			}
			out = append(out, fmt.Sprintf("page %d: %q %.1f overlaps %q %.1f", a.page, a.name, a.Rect, b.name, b.Rect))
		}
	}
	return out
}

func overlap(a, b tagged.Rect, slack float64) bool {
	return a.X+slack < b.X+b.W && b.X+slack < a.X+a.W && a.Y+slack < b.Y+b.H && b.Y+slack < a.Y+a.H
}

func within(a, b tagged.Rect, slack float64) bool {
	return a.X > b.X-slack && a.Y > b.Y-slack && a.X+a.W < b.X+b.W+slack && a.Y+a.H < b.Y+b.H+slack
}

// TestCollisions sees that the layout test can fail.
func TestCollisions(t *testing.T) {
	at := func(x, y, w, h float64, ground bool) box {
		return box{Rect: tagged.Rect{X: x, Y: y, W: w, H: h}, page: 1, name: "b", ground: ground}
	}
	tests := []struct {
		name  string
		boxes []box
		want  int
	}{
		{"apart", []box{at(60, 60, 10, 10, false), at(71, 60, 10, 10, false)}, 0},
		{"overlap", []box{at(60, 60, 10, 10, false), at(65, 65, 10, 10, false)}, 1},
		{"on its ground", []box{at(60, 60, 100, 100, true), at(65, 65, 10, 10, false)}, 0},
		{"half off its ground", []box{at(60, 60, 100, 100, true), at(155, 65, 10, 10, false)}, 1},
		{"off the page", []box{at(60, 795, 10, 10, false)}, 1},
		{"in the margin", []box{at(20, 60, 10, 10, false)}, 1},
	}
	for _, tt := range tests {
		if got := collisions(tt.boxes, 612, 792); len(got) != tt.want {
			t.Errorf("%s: %q, want %d", tt.name, got, tt.want)
		}
	}
}
