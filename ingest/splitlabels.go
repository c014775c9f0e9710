package ingest

import (
	"strings"

	"picreport/ingest/internal/value"
)

// split splits the text of a cell into values, unless a label is all of it: a label may itself hold
// a separator. A separator that the user set is the only one. Else values stand between signs that
// are written for nothing else; a comma, a slash, "&" or a blank may belong to a value, so that
// these part values only where each part is then a label.
func (s *spellings) split(text string) []string {
	switch {
	case s.isLabel(text):
		return []string{text}
	case s.separator != "":
		return strings.Split(text, s.separator)
	}
	var parts []string
	for _, part := range strings.FieldsFunc(text, isHardSeparator) {
		part = withoutNumber(part)
		if between := s.partsAreLabels(part); between != nil {
			parts = append(parts, between...)
		} else {
			parts = append(parts, part)
		}
	}
	return parts
}

// isLabel reports whether a text stands for a label.
func (s *spellings) isLabel(text string) bool { return s.byKey[value.Key(text)] != "" }

// isHardSeparator reports whether a sign parts values and nothing else: FileMaker writes a vertical
// tab or a group separator.
func isHardSeparator(r rune) bool { return strings.ContainsRune(";|\n\r\v\x1d", r) }

// withoutNumber takes the number of a list, "1. " or "2) ", or its sign, "- " or "• ", off the front
// of a text.
func withoutNumber(text string) string {
	s := strings.TrimLeft(text, " ")
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	if rest := s[digits:]; digits > 0 && digits <= 2 && len(rest) > 1 && (rest[0] == '.' || rest[0] == ')') && rest[1] == ' ' {
		return rest[2:]
	}
	for _, sign := range [...]string{"- ", "* ", "• "} {
		if rest, ok := strings.CutPrefix(s, sign); ok {
			return rest
		}
	}
	return text
}

// maxPieces bounds the words of a text that is looked at for labels.
const maxPieces = 60

// partsAreLabels returns the labels that stand one after another in a text, with a comma, a slash,
// "&" or blanks between them; nil where there is anything else. Of several ways the one with the
// fewest labels is taken. A text with brackets or quotation marks is a list of some program's own.
func (s *spellings) partsAreLabels(text string) []string {
	if len(s.names) == 0 || strings.ContainsAny(text, `[]{}"`) {
		return nil
	}
	starts, ends := pieces(text)
	n := len(starts)
	if n < 2 || n > maxPieces {
		return nil
	}
	fewest := make([]int, n+1) // labels that make up the first pieces; 0 for none
	from := make([]int, n+1)   // where the last of them begins
	for end := 1; end <= n; end++ {
		for begin := max(0, end-s.mostWords); begin < end; begin++ {
			if begin > 0 && fewest[begin] == 0 || fewest[end] > 0 && fewest[end] <= fewest[begin]+1 {
				continue
			}
			if s.isLabel(text[starts[begin]:ends[end-1]]) {
				fewest[end], from[end] = fewest[begin]+1, begin
			}
		}
	}
	if fewest[n] == 0 {
		return nil
	}
	parts := make([]string, fewest[n])
	for end := n; end > 0; end = from[end] {
		parts[fewest[end]-1] = text[starts[from[end]]:ends[end-1]]
	}
	return parts
}

// pieces returns where the words of a text begin and end.
func pieces(text string) (starts, ends []int) {
	in := false
	for i, r := range text {
		apart := strings.ContainsRune(", /&\t", r)
		switch {
		case !apart && !in:
			starts = append(starts, i)
		case apart && in:
			ends = append(ends, i)
		}
		in = !apart
	}
	if in {
		ends = append(ends, len(text))
	}
	return starts, ends
}

// countWords settles how many words the longest spelling has. A header of check boxes may write the
// words of one without blanks.
func (s *spellings) countWords(spelling string) {
	starts, _ := pieces(spelling)
	s.mostWords = max(s.mostWords, 2*len(starts)+strings.Count(spelling, "-"))
}
