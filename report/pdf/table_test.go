package pdf

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"picreport/report"
)

// TestHeaderRowOnEachPage looks for the header row on every page that has rows: read once, and
// drawn again where the table goes on.
func TestHeaderRowOnEachPage(t *testing.T) {
	doc := sample()
	doc.Blocks = []report.Block{sampleTable(60, func(i int) string { return fmt.Sprintf("Programme %02d", i+1) })}
	c := check(t, render(t, doc, options(t)).PDF)
	for _, p := range c.problems {
		t.Error(p)
	}
	rows := 0
	for i, marks := range c.content {
		var drawn, read int
		own := 0
		for _, m := range marks {
			switch {
			case strings.HasPrefix(m.text, "Programme "):
				own++
			case m.text == "Inception" && m.tag == "TH":
				read++
			case m.text == "Inception" && m.tag == "Artifact":
				drawn++
			}
		}
		rows += own
		if want := []int{1 - min(i, 1), min(i, 1)}; own == 0 || !slices.Equal(want, []int{read, drawn}) {
			t.Errorf(
				"page %d: %d rows, the header row is read %d times and drawn again %d times", i+1, own, read,
				drawn,
			)
		}
	}
	if rows != 60 || len(c.content) < 3 {
		t.Errorf("%d rows on %d pages", rows, len(c.content))
	}
}

// TestTotalStaysWithRows leaves the last row not alone on a page, however many there are.
func TestTotalStaysWithRows(t *testing.T) {
	for n := 20; n < 60; n++ {
		doc := sample()
		doc.Blocks = []report.Block{sampleTable(n, func(i int) string { return fmt.Sprintf("Programme %02d", i+1) })}
		c := check(t, render(t, doc, options(t)).PDF)
		for i, marks := range c.content {
			text := ""
			for _, m := range marks {
				text += m.text + "\n"
			}
			if strings.Contains(text, "All programs") && !strings.Contains(text, "Programme ") {
				t.Errorf("%d programmes: their sum is alone on page %d", n, i+1)
			}
		}
	}
}
