package table

import (
	"context"
	"strconv"
	"strings"
)

// numberFormat is what a number format makes of a number.
type numberFormat uint8

const (
	generalFormat numberFormat = iota
	dateFormat
	timeFormat
	dateTimeFormat
)

// loadStyles reads the format of each cell style. A workbook without styles has none.
func (b *workbook) loadStyles(ctx context.Context) error {
	if b.stylesPart == "" || b.parts[b.stylesPart] == nil {
		return nil
	}
	custom := map[string]numberFormat{} // stand before the styles
	return b.each(ctx, b.stylesPart, xmlRoot{mainNamespace, "styleSheet"}, func(x *xmlReader) error {
		switch string(x.name) {
		case "numFmts":
			return x.children(func() error {
				if string(x.name) == "numFmt" {
					custom[x.attr("numFmtId")] = formatOf(x.attr("formatCode"))
				}
				return nil
			})
		case "cellXfs":
			return x.children(func() error {
				if string(x.name) == "xf" {
					b.styles = append(b.styles, styleFormat(custom, x.attr("numFmtId")))
				}
				return nil
			})
		}
		return nil
	})
}

// styleFormat returns the format of a style by the ID of its number format.
func styleFormat(custom map[string]numberFormat, id string) numberFormat {
	if f, ok := custom[id]; ok {
		return f
	}
	n, _ := strconv.Atoi(id)
	return builtinFormat(n)
}

// builtinFormat returns the format of a number format that workbooks use without spelling it out
// (ECMA-376 part 1, 18.8.30, numFmt; 27 to 36 and 50 to 58 are dates of the East Asian lists there,
// some of them times of day).
func builtinFormat(id int) numberFormat {
	switch {
	case id == 22:
		return dateTimeFormat
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return dateFormat
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47, id == 55, id == 56:
		return timeFormat
	}
	return generalFormat
}

// formatOf returns what the code of a number format makes of a number: its first section decides,
// which is the one for numbers above zero. A code with an exponent is a number's.
func formatOf(code string) numberFormat {
	var p codeParts
	for len(code) > 0 && code[0] != ';' {
		n := literalLen(code)
		switch {
		case n > 0:
		case code[0] == '[':
			n = p.bracket(code)
		case hasPrefixFold(code, "general"):
			n = len("general")
		case hasPrefixFold(code, "e+"), hasPrefixFold(code, "e-"):
			return generalFormat
		case hasPrefixFold(code, "am/pm"):
			n = p.hour(len("am/pm"))
		case hasPrefixFold(code, "a/p"):
			n = p.hour(len("a/p"))
		default:
			n = p.letter(code[0] | 0x20)
		}
		code = code[min(n, len(code)):]
	}
	switch date := p.date || p.months > 0; {
	case date && p.clock:
		return dateTimeFormat
	case date:
		return dateFormat
	case p.clock:
		return timeFormat
	}
	return generalFormat
}

// codeParts are the parts of a date or time that the code of a number format shows.
type codeParts struct {
	date, clock bool
	months      int  // runs of m that are months
	last        byte // the last of d (for any part of a date), h, m and s
	month       bool // the last run of m is a month
}

// letter takes one letter, in lower case, and returns its length. An m is a minute beside hours or
// seconds, and else a month.
func (p *codeParts) letter(c byte) int {
	switch c {
	case 'y', 'd', 'e', 'g', 'b', 'a': // e, g and b are years and eras, aaa is a weekday, of East Asian formats
		p.date, p.last = true, 'd'
	case 'h':
		p.hour(1)
	case 's':
		if p.last == 'm' && p.month {
			p.months--
		}
		p.clock, p.last = true, 's'
	case 'm':
		if p.last == 'm' {
			break
		}
		if p.month = p.last != 'h' && p.last != 's'; p.month {
			p.months++
		}
		p.last = 'm'
	}
	return 1
}

// hour takes an hour of n characters, or what tells the half of the day.
func (p *codeParts) hour(n int) int {
	p.clock, p.last = true, 'h'
	return n
}

// bracket takes a bracket and returns its length: [h], [mm] or [s] is a duration; colours,
// conditions and locales are passed over.
func (p *codeParts) bracket(code string) int {
	n := strings.IndexByte(code, ']')
	if n < 0 {
		return len(code)
	}
	inner := strings.ToLower(code[1:n])
	if inner != "" && strings.IndexByte("hms", inner[0]) >= 0 && strings.Trim(inner, inner[:1]) == "" {
		p.clock, p.last = true, inner[0]
	}
	return n + 1
}

// literalLen returns the length of the quoted text or the escaped, padding or filling character
// that code starts with, or 0.
func literalLen(code string) int {
	switch code[0] {
	case '\\', '_', '*':
		return 2
	case '"':
		if n := strings.IndexByte(code[1:], '"'); n >= 0 {
			return n + 2
		}
		return len(code)
	}
	return 0
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}
