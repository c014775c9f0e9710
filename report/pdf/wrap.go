package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"picreport/report"
	"picreport/report/pdf/internal/tagged"
)

// piece is text of one run on one line.
type piece struct {
	text  string
	style tagged.Style
	run   int // index of its run
	width float64
}

// line is what stands on one line, trailing space included: without it words run together where the
// text is copied.
type line struct {
	pieces []piece
	width  float64 // without trailing space
}

func (ln line) text() string {
	var b strings.Builder
	for _, p := range ln.pieces {
		b.WriteString(p.text)
	}
	return b.String()
}

// word is text without a place to break, and the space after it.
type word struct {
	parts []piece
	width float64
	space *piece // nil at the end of the text
}

// words cuts runs at their spaces. A word may reach over several runs.
func (t *typesetter) words(runs []report.Run, style func(report.Run) tagged.Style) []word {
	var out []word
	var w word
	for i, r := range runs {
		st := style(r)
		text := t.drawable(st.Font, strings.Map(visible, r.Text))
		for text != "" {
			if r, n := utf8.DecodeRuneInString(text); isBreak(r) {
				text = text[n:]
				if w.parts != nil {
					w.space = &piece{text: " ", style: st, run: i, width: t.w.Width(st, " ")}
					out = append(out, w)
					w = word{}
				}
				continue
			}
			end := strings.IndexFunc(text, isBreak)
			if end < 0 {
				end = len(text)
			}
			p := piece{text: text[:end], style: st, run: i, width: t.w.Width(st, text[:end])}
			w.parts = append(w.parts, p)
			w.width += p.width
			text = text[end:]
		}
	}
	if w.parts != nil {
		out = append(out, w)
	} else if len(out) > 0 {
		out[len(out)-1].space = nil
	}
	return out
}

// isBreak reports whether a line may end at r. No-break spaces are no such place.
func isBreak(r rune) bool {
	return unicode.IsSpace(r) && r != '\u00A0' && r != '\u202F' && r != '\u2007'
}

// visible drops the characters that mean something to a line breaker alone, and control characters.
func visible(r rune) rune {
	if r == '\u00AD' || r == '\u200B' || r == '\uFEFF' || unicode.IsControl(r) && !unicode.IsSpace(r) {
		return -1
	}
	return r
}

// wrap breaks runs into lines no wider than width. A word too long for a line is broken inside.
func (t *typesetter) wrap(runs []report.Run, style func(report.Run) tagged.Style, width float64) []line {
	var lines []line
	var cur line
	advance := 0.0 // cur's width with its trailing space
	flush := func() {
		if cur.pieces != nil {
			lines = append(lines, cur)
		}
		cur, advance = line{}, 0
	}
	for _, w := range t.words(runs, style) {
		if advance > 0 && advance+w.width > width+0.01 {
			flush()
		}
		for w.width > width+0.01 {
			head, rest := t.breakWord(w, width)
			if rest.parts == nil {
				break
			}
			cur = line{pieces: head.parts, width: head.width}
			flush()
			w = rest
		}
		for _, p := range w.parts {
			cur.pieces = appendPiece(cur.pieces, p)
		}
		cur.width = advance + w.width
		advance = cur.width
		if w.space != nil {
			cur.pieces = appendPiece(cur.pieces, *w.space)
			advance += w.space.width
		}
	}
	flush()
	return lines
}

// appendPiece adds p to a line, joined to the piece before it where both are of one run.
func appendPiece(ps []piece, p piece) []piece {
	if n := len(ps) - 1; n >= 0 && ps[n].run == p.run && ps[n].style == p.style {
		ps[n].text += p.text
		ps[n].width += p.width
		return ps
	}
	return append(ps, p)
}

// breakWord cuts w so that its head fits width, after a punctuation mark where one stands in the
// head's second half. The head holds at least one character; the rest is empty if there is no
// other.
func (t *typesetter) breakWord(w word, width float64) (head, rest word) {
	rest.space = w.space
	for i, p := range w.parts {
		if head.width+p.width <= width {
			head.parts = append(head.parts, p)
			head.width += p.width
			continue
		}
		n := t.fitting(p, width-head.width, len(head.parts) == 0)
		a, b := p, p
		a.text, b.text = p.text[:n], p.text[n:]
		a.width, b.width = t.w.Width(p.style, a.text), t.w.Width(p.style, b.text)
		if a.text != "" {
			head.parts = append(head.parts, a)
			head.width += a.width
		}
		if b.text != "" {
			rest.parts = append(rest.parts, b)
		}
		rest.parts = append(rest.parts, w.parts[i+1:]...)
		break
	}
	for _, p := range rest.parts {
		rest.width += p.width
	}
	return head, rest
}

// fitting is how many bytes of p fit width: at least one character where some is set.
func (t *typesetter) fitting(p piece, width float64, some bool) int {
	n, used, mark := 0, 0.0, 0
	for i, r := range p.text {
		used += t.w.Width(p.style, string(r))
		if used > width && (i > 0 || !some) {
			break
		}
		n = i + utf8.RuneLen(r)
		if strings.ContainsRune("/-–.@_?&=", r) {
			mark = n
		}
	}
	if mark > n/2 {
		return mark
	}
	return n
}
