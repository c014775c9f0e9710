package tagged

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	startXref = regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n?$`)
	rootRef   = regexp.MustCompile(`/Root (\d+) 0 R`)
	infoRef   = regexp.MustCompile(`/Info (\d+) 0 R`)
)

// file is a PDF file cut into its objects: objs[n] is the body of object n; objs[0] is unused.
type file struct {
	objs       [][]byte
	root, info int
}

func (f *file) add(body string) int {
	f.objs = append(f.objs, []byte(body))
	return len(f.objs) - 1
}

// split cuts fpdf's output into its objects, by its own cross-reference table.
func split(b []byte) (*file, error) {
	m := startXref.FindSubmatch(b[max(0, len(b)-64):])
	if m == nil {
		return nil, errors.New("unexpected fpdf output: no startxref")
	}
	start, err := strconv.Atoi(string(m[1]))
	if err != nil || start > len(b) {
		return nil, errors.New("unexpected fpdf output: startxref points outside the file")
	}
	lines := strings.Split(string(b[start:]), "\n")
	if len(lines) < 3 || lines[0] != "xref" {
		return nil, errors.New("unexpected fpdf output: no cross-reference table")
	}
	n, err := strconv.Atoi(strings.TrimPrefix(lines[1], "0 "))
	if err != nil || len(lines) < 2+n {
		return nil, errors.New("unexpected fpdf output: damaged cross-reference table")
	}
	f := &file{objs: make([][]byte, n)}
	trailer := strings.Join(lines[2+n:], "\n")
	root, info := rootRef.FindStringSubmatch(trailer), infoRef.FindStringSubmatch(trailer)
	if root == nil || info == nil {
		return nil, errors.New("unexpected fpdf output: incomplete trailer")
	}
	f.root, _ = strconv.Atoi(root[1])
	f.info, _ = strconv.Atoi(info[1])
	return f, f.cut(b, lines[3:2+n], start)
}

// cut fills objs from the lines of a cross-reference table that stands at end, the first line for
// object 1.
func (f *file) cut(b []byte, table []string, end int) error {
	offsets := make([]int, len(table))
	for i, line := range table {
		off, err := strconv.Atoi(line[:min(10, len(line))])
		if err != nil || off > end {
			return fmt.Errorf("unexpected fpdf output: cross-reference of object %d", i+1)
		}
		offsets[i] = off
	}
	sorted := append(slices.Sorted(slices.Values(offsets)), end)
	for i, off := range offsets {
		at, _ := slices.BinarySearch(sorted, off)
		body := bytes.TrimRight(b[off:sorted[at+1]], "\n ")
		body, ok := bytes.CutPrefix(body, fmt.Appendf(nil, "%d 0 obj\n", i+1))
		body, closed := bytes.CutSuffix(body, []byte("endobj"))
		if !ok || !closed {
			return fmt.Errorf("unexpected fpdf output: object %d", i+1)
		}
		f.objs[i+1] = bytes.TrimRight(body, "\n")
	}
	return nil
}
