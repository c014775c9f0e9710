package pdf

import (
	"fmt"
	"strconv"
	"strings"
)

// token is one operand or operator of a content stream.
type token struct {
	kind byte // 'o' operator, '/' name, '(' string, 'n' number, '<' dictionary, '[' array
	text string
}

// tokens cuts a content stream apart. It knows as much of the syntax as a report's pages use, and
// fails at anything else.
func tokens(b []byte) ([]token, error) {
	var out []token
	for i := 0; i < len(b); {
		switch c := b[i]; {
		case strings.IndexByte(" \n\r\t\x00\f", c) >= 0:
			i++
		case c == '(':
			s, n, err := literal(b[i:])
			if err != nil {
				return nil, err
			}
			out = append(out, token{'(', s})
			i += n
		case c == '<' && i+1 < len(b) && b[i+1] == '<':
			n, err := dictionary(b[i:])
			if err != nil {
				return nil, err
			}
			out = append(out, token{'<', string(b[i : i+n])})
			i += n
		case c == '[':
			n := strings.IndexByte(string(b[i:]), ']')
			if n < 0 {
				return nil, fmt.Errorf("array at %d does not end", i)
			}
			out = append(out, token{'[', string(b[i : i+n+1])})
			i += n + 1
		default:
			n := 1
			for i+n < len(b) && strings.IndexByte(" \n\r\t\x00\f()<>[]/", b[i+n]) < 0 {
				n++
			}
			s := string(b[i : i+n])
			kind := byte('o')
			if _, err := strconv.ParseFloat(s, 64); err == nil {
				kind = 'n'
			} else if c == '/' {
				kind = '/'
			}
			out = append(out, token{kind, s})
			i += n
		}
	}
	return out, nil
}

// dictionary is the length of the dictionary that b begins with.
func dictionary(b []byte) (int, error) {
	depth := 0
	for n := 0; n+2 <= len(b); {
		switch string(b[n : n+2]) {
		case "<<":
			depth++
			n += 2
		case ">>":
			depth--
			n += 2
		default:
			n++
		}
		if depth == 0 {
			return n, nil
		}
	}
	return 0, fmt.Errorf("dictionary does not end")
}

// literal reads a string in parentheses and returns its bytes and its length in the stream.
func literal(b []byte) (string, int, error) {
	var s strings.Builder
	depth := 0
	for i := 0; i < len(b); i++ {
		switch c := b[i]; c {
		case '(':
			if depth++; depth > 1 {
				s.WriteByte(c)
			}
		case ')':
			if depth--; depth == 0 {
				return s.String(), i + 1, nil
			}
			s.WriteByte(c)
		case '\\':
			i++
			if i == len(b) {
				return "", 0, fmt.Errorf("string ends in an escape")
			}
			if at := strings.IndexByte("nrtbf", b[i]); at >= 0 {
				s.WriteByte("\n\r\t\b\f"[at])
			} else {
				s.WriteByte(b[i])
			}
		default:
			s.WriteByte(c)
		}
	}
	return "", 0, fmt.Errorf("string does not end")
}

// marked is one marked-content sequence of a page.
type marked struct {
	tag   string // Artifact, or the type of its element
	id    int    // -1 for an artifact
	text  string
	shown []shown
}

// shown is a piece of text in one font.
type shown struct {
	font  string // its name in the page's resources
	codes []uint16
}

// show adds text that a font shows: two bytes a character. That they are Unicode is checked against
// the fonts' ToUnicode maps apart.
func (m *marked) show(font, codes string) {
	s := shown{font: font}
	for i := 0; i+1 < len(codes); i += 2 {
		c := uint16(codes[i])<<8 | uint16(codes[i+1])
		s.codes = append(s.codes, c)
		m.text += string(rune(c))
	}
	m.shown = append(m.shown, s)
}

// painting are the operators that leave something on the page.
var painting = map[string]bool{
	"Tj": true, "TJ": true, "'": true, "\"": true, "Do": true, "sh": true, "BI": true,
	"f": true, "F": true, "f*": true, "B": true, "B*": true, "b": true, "b*": true, "S": true, "s": true,
}

// readContent takes a page's content apart into marked content; what it finds wrong it calls
// problem with.
func readContent(b []byte, problem func(string, ...any)) []marked {
	all, err := tokens(b)
	if err != nil {
		problem("content: %v", err)
		return nil
	}
	var out []marked
	var cur *marked
	var args []token
	font, depth := "", 0
	for _, t := range all {
		if t.kind != 'o' {
			args = append(args, t)
			continue
		}
		switch {
		case t.text == "BMC" || t.text == "BDC":
			if cur != nil {
				problem("marked content inside marked content %s", cur.tag)
			}
			cur = &marked{tag: strings.TrimPrefix(args[0].text, "/"), id: -1}
			if t.text == "BDC" && cur.tag != "Artifact" {
				if _, err := fmt.Sscanf(args[1].text, "<</MCID %d>>", &cur.id); err != nil {
					problem("marked content %s without an MCID", cur.tag)
				}
			}
		case t.text == "EMC":
			if cur == nil {
				problem("EMC without marked content")
				break
			}
			out = append(out, *cur)
			cur = nil
		case t.text == "q":
			depth++
		case t.text == "Q":
			depth--
		case t.text == "Tf":
			font = strings.TrimPrefix(args[0].text, "/")
		case painting[t.text] && cur == nil:
			problem("%s outside marked content", t.text)
		case t.text == "Tj":
			cur.show(font, args[0].text)
		case painting[t.text] && t.text != "f" && t.text != "Do":
			problem("unexpected operator %s", t.text)
		}
		args = nil
	}
	if cur != nil {
		problem("marked content %s does not end", cur.tag)
	}
	if depth != 0 {
		problem("%d graphics states are saved and not restored", depth)
	}
	return out
}
