package pdf

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"picreport/report"
)

// sentence is a paragraph of n lines, the last of which holds the word last alone.
func sentence(n int, last string) report.Paragraph {
	return report.Paragraph{Runs: []report.Run{{Text: strings.Repeat(strings.Repeat("m", 50)+" ", n-1) + last}}}
}

func services(n int, text string) report.List {
	var b report.List
	for i := range n {
		b.Items = append(b.Items, []report.Run{{Text: fmt.Sprintf("service%d %s", i+1, text)}})
	}
	return b
}

// pageOf is the page where the first text that begins so stands, 0 for none.
func pageOf(l *pages, prefix string) int {
	for _, b := range l.boxes {
		if !b.ground && strings.HasPrefix(b.name, prefix) {
			return b.page
		}
	}
	return 0
}

// atEveryHeight draws blocks below more and more text, until they begin on the second page.
func atEveryHeight(t *testing.T, blocks []report.Block, see func(l *pages, lines int)) {
	t.Helper()
	o := options(t)
	for n := 4; n < 32; n++ {
		doc := report.Document{Lang: "en", Title: "T", Cover: report.Cover{Title: "T"}, Page: "{n} of {m}"}
		doc.Blocks = append([]report.Block{sentence(n, "before")}, blocks...)
		l, err := drawPages(context.Background(), doc, look(t, o), 3)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range collisions(l.boxes, l.width, l.height) {
			t.Errorf("below %d lines: %s", n, p)
		}
		see(l, n)
	}
}

// TestListKeepsItsIntroduction keeps the last line of a paragraph to the page of the list's first
// two items.
func TestListKeepsItsIntroduction(t *testing.T) {
	const wordy = "that goes on, as the names of services do, over more than the one line " +
		"that would be enough to say what is done, and for whom"
	lists := map[string]report.List{
		"7 items":         services(7, "given"),
		"1 item":          services(1, "given"),
		"7 ordered items": {Ordered: true, Items: services(7, wordy).Items},
	}
	for name, list := range lists {
		for _, lines := range []int{1, 3, 4, 9} {
			t.Run(fmt.Sprintf("%s after %d lines", name, lines), func(t *testing.T) {
				atEveryHeight(t, []report.Block{sentence(lines, "include:"), list}, func(l *pages, n int) {
					want := pageOf(l, "include:")
					for i := range min(2, len(list.Items)) {
						if got := pageOf(l, fmt.Sprintf("service%d ", i+1)); got != want || got == 0 {
							t.Errorf(
								"below %d lines: item %d stands on page %d, its introduction ends on page %d",
								n, i+1, got, want,
							)
						}
					}
				})
			})
		}
	}
}

// TestHeadingKeepsWhatItHeads keeps a heading on the page where the block after it begins.
func TestHeadingKeepsWhatItHeads(t *testing.T) {
	panel := sampleNumbers()
	panel.Heading = "Panel"
	text := report.Paragraph{Runs: []report.Run{{Text: "first " + strings.Repeat(long, 9)}}}
	tests := map[string]struct {
		blocks []report.Block
		first  string // what the block begins with
	}{
		"paragraph":    {[]report.Block{text}, "first"},
		"introduction": {[]report.Block{sentence(1, "include:"), services(7, "given")}, "include:"},
		"list":         {[]report.Block{services(7, "given")}, "service1"},
		"numbers":      {[]report.Block{panel}, "PANEL"},
		"demographics": {[]report.Block{sampleDemographics()}, "NEW CLIENTS"},
		"contact":      {[]report.Block{sampleContact()}, "(302)"},
		"subheading":   {[]report.Block{report.Heading{Level: 3, Text: "Below"}, sampleDemographics()}, "BELOW"},
		"empty blocks": {[]report.Block{report.Paragraph{}, report.List{}, text}, "first"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			blocks := append(
				[]report.Block{report.Eyebrow{Text: "Above"}, report.Heading{Level: 2, Text: "Head"}},
				tt.blocks...)
			atEveryHeight(t, blocks, func(l *pages, n int) {
				above, head, first := pageOf(l, "ABOVE"), pageOf(l, "HEAD"), pageOf(l, tt.first)
				if above == 0 || above != head || head != first {
					t.Errorf(
						"below %d lines: the eyebrow stands on page %d, the heading on page %d, the block on page %d",
						n,
						above,
						head,
						first,
					)
				}
			})
		})
	}
}

// TestBlocksBeginWithEnough keeps what a block begins with to one page, and to that of the heading
// above it.
func TestBlocksBeginWithEnough(t *testing.T) {
	two := "first" + strings.Repeat("m", 45) + " second" + strings.Repeat("m", 44)
	head := report.Heading{Level: 2, Text: "Head"}
	tests := map[string]struct {
		blocks   []report.Block
		together []string
	}{
		"two lines of a paragraph": {
			[]report.Block{head, report.Paragraph{Runs: []report.Run{{Text: two + strings.Repeat(" "+long, 5)}}}},
			[]string{"HEAD", "first", "second"},
		},
		"an eyebrow under a heading": {
			[]report.Block{head, report.Eyebrow{Text: "Eye"}, report.Heading{Level: 3, Text: "Below"}, sampleDemographics()},
			[]string{"HEAD", "EYE", "BELOW", "NEW CLIENTS"},
		},
		"three rows of a panel that no page holds": {
			[]report.Block{head, report.Numbers{Heading: "Panel", Total: "1", Rows: numbered(80)}},
			[]string{"HEAD", "PANEL", "row0.", "row1.", "row2."},
		},
		"all rows of a panel that a page holds": {
			[]report.Block{report.Numbers{Heading: "Panel", Total: "1", Rows: numbered(12)}},
			[]string{"PANEL", "row0.", "row11."},
		},
		"three rows of a table that no page holds": {
			[]report.Block{head, sampleTable(60, func(i int) string { return fmt.Sprintf("row%d.", i) })},
			[]string{"HEAD", "row0.", "row1.", "row2."},
		},
		"a card as wide as the page": {
			[]report.Block{head, report.Demographics{Tables: []report.CountTable{
				{Title: "Wide", Columns: [2]string{"n", "of"}, Rows: counts(4, "%d "+long)},
			}}},
			[]string{"HEAD", "WIDE"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			atEveryHeight(t, tt.blocks, func(l *pages, n int) {
				want := pageOf(l, tt.together[0])
				for _, text := range tt.together {
					if got := pageOf(l, text); got != want || got == 0 {
						t.Errorf("below %d lines: %q stands on page %d, %q on page %d", n, text, got, tt.together[0], want)
					}
				}
			})
		})
	}
}

// numbered are n rows of a panel, with the labels row0. and so on.
func numbered(n int) []report.NumberRow {
	var rows []report.NumberRow
	for i := range n {
		rows = append(rows, report.NumberRow{Text: "1", Value: 1, Label: fmt.Sprintf("row%d.", i)})
	}
	return rows
}

// TestListOfLongItemsStaysBelowText leaves an introduction where it is if the first item of its
// list is higher than the page.
func TestListOfLongItemsStaysBelowText(t *testing.T) {
	list := report.List{Items: [][]report.Run{{{Text: strings.Repeat(long, 80)}}, {{Text: "second"}}}}
	doc := report.Document{Lang: "en", Title: "T", Cover: report.Cover{Title: "T"}, Page: "{n} of {m}"}
	doc.Blocks = []report.Block{sentence(6, "before"), sentence(1, "include:"), list}
	l, err := drawPages(context.Background(), doc, look(t, options(t)), 3)
	if err != nil {
		t.Fatal(err)
	}
	if got := pageOf(l, "include:"); got != 1 {
		t.Errorf("the introduction stands on page %d, want 1", got)
	}
}
