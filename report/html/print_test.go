package html

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"picreport/report"
)

// printed is the text of each page that a browser prints, and skips the test where none is
// installed.
func printed(t *testing.T, doc report.Document) []string {
	t.Helper()
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed")
	}
	reader, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed")
	}
	page, err := Render(doc, Options{})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.pdf")
	if err := os.WriteFile(in, page, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(
		ctx, browser, "--headless", "--no-sandbox", "--disable-gpu",
		"--user-data-dir="+dir,
		"--print-to-pdf="+out,
		"file://"+in,
	)
	if msg, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, msg)
	}
	text, err := exec.CommandContext(ctx, reader, out, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	var pages []string
	for p := range bytes.SplitSeq(text, []byte("\f")) {
		pages = append(pages, string(p))
	}
	return pages
}

// TestPrintKeepsTogether prints an introduction and its list, and a heading and what it heads, at
// every height about the foot of a page. One document holds them all, each on a sheet of its own.
func TestPrintKeepsTogether(t *testing.T) {
	doc := report.Document{Lang: "en", Title: "t", Page: "{n}"}
	say := func(format string, a ...any) report.Paragraph {
		return report.Paragraph{Runs: []report.Run{{Text: fmt.Sprintf(format, a...)}}}
	}
	const from, to = 28, 44 // lines above
	for n := from; n < to; n++ {
		filler := say("%s", strings.Repeat(strings.Repeat("m", 45)+" ", n))
		bullets, steps := report.List{}, report.List{Ordered: true}
		for i := range 7 {
			bullets.Items = append(bullets.Items, []report.Run{{Text: fmt.Sprintf("item%d-%d", i+1, n)}})
			steps.Items = append(steps.Items, []report.Run{{Text: fmt.Sprintf("step%d-%d", i+1, n)}})
		}
		doc.Blocks = append(
			doc.Blocks, report.PageBreak{}, filler, say("include-%d:", n), bullets, report.PageBreak{},
			filler, report.Heading{Level: 2, Text: fmt.Sprintf("head-%d", n)}, say("below-%d:", n), steps,
		)
	}
	pages := printed(t, doc)
	pageOf := func(format string, n int) int {
		for i, p := range pages {
			if strings.Contains(strings.ToLower(p), fmt.Sprintf(format, n)) {
				return i + 1
			}
		}
		return 0
	}
	for n := from; n < to; n++ {
		intro, first, second := pageOf("include-%d:", n), pageOf("item1-%d\n", n), pageOf("item2-%d\n", n)
		if intro == 0 || intro != first || first != second {
			t.Errorf(
				"below %d lines: the introduction is printed on page %d, the list's first items on %d and %d",
				n, intro, first, second,
			)
		}
		head, below, step1, step2 := pageOf(
			"head-%d\n", n,
		), pageOf(
			"below-%d:", n,
		), pageOf(
			"step1-%d\n", n,
		), pageOf(
			"step2-%d\n", n,
		)
		if head == 0 || head != below || below != step1 || step1 != step2 {
			t.Errorf(
				"below %d lines: the heading is printed on page %d, what it heads on %d, %d and %d", n, head,
				below, step1, step2,
			)
		}
	}
}
