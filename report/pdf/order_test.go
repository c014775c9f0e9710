package pdf

import (
	"slices"
	"strconv"
	"strings"

	"picreport/report"
)

// texts are what a document says, one line for each element that holds text, in reading order.
func texts(doc report.Document, logos int) []string {
	out := []string{"H1 " + doc.Cover.Title, "P " + doc.Cover.Subtitle, "P " + doc.Cover.Period}
	for range logos {
		out = append(out, "Figure ")
	}
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case report.Eyebrow:
			out = append(out, "P "+strings.ToUpper(b.Text))
		case report.Heading:
			out = append(out, "H"+strconv.Itoa(b.Level)+" "+strings.ToUpper(b.Text))
		case report.Paragraph:
			out = append(out, "P "+said(b.Runs))
		case report.List:
			for i, item := range b.Items {
				label := "•"
				if b.Ordered {
					label = strconv.Itoa(i+1) + "."
				}
				out = append(out, "Lbl "+label, "LBody "+said(item))
			}
		case report.Numbers:
			out = append(out, "H2 "+strings.ToUpper(b.Heading), "P "+b.Total, "P "+b.Caption)
			out = append(out, "TH "+strings.ToUpper(b.Title), "TH "+b.Note)
			bars := false
			for _, r := range b.Rows {
				out = append(out, "TD "+r.Text, "TH "+r.Label)
				bars = bars || r.Value > 0 && !r.Folded
			}
			if bars {
				out = append(out, "Figure ")
			}
		case report.Demographics:
			for _, t := range b.Tables {
				out = append(out, "TH "+strings.ToUpper(t.Title))
				for _, r := range t.Rows {
					out = append(out, "TD "+r.Text, "TH "+r.Label)
				}
			}
		case report.Table:
			out = append(out, tableTexts(b)...)
		case report.Closing:
			for _, r := range b.Lines {
				out = append(out, "P "+r.Text)
			}
			if b.Funding != "" {
				out = append(out, "P "+b.Funding)
			}
		}
	}
	return out
}

func tableTexts(b report.Table) (out []string) {
	if b.Title != "" {
		out = append(out, "Caption "+strings.ToUpper(b.Title))
	}
	for _, c := range b.Columns {
		out = append(out, "TH "+c.Title)
	}
	rows := b.Rows
	if b.Total != nil {
		rows = slices.Concat(rows, [][]string{b.Total})
	}
	for _, row := range rows {
		for i, cell := range row {
			kind := "TD "
			if i == 0 {
				kind = "TH "
			}
			out = append(out, kind+cell)
		}
	}
	return out
}

func said(runs []report.Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// read is the text of the tree, one line for each element that holds text.
func (n *node) read(out *[]string) {
	switch n.kind {
	case "H1", "H2", "H3", "H4", "P", "Lbl", "LBody", "TD", "TH", "Figure", "Caption":
		*out = append(*out, n.kind+" "+strings.TrimRight(n.text, " "))
		return
	}
	for _, k := range n.kids {
		k.read(out)
	}
}
