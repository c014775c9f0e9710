package report

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"
	"unicode"
	"unicode/utf8"
)

// TextError says what is wrong with a report text, and where.
type TextError struct {
	File string
	Line int // 1 is the first; 0 where it is not known
	Msg  string
}

func (e *TextError) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Msg
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Msg)
}

// TextSource is a report text: Markdown with what text/template understands.
type TextSource struct {
	Name string // of the file, for messages
	Text string
}

// markdown is a text that has been filled in, and the line of the source from which each of its
// lines comes.
type markdown struct {
	file  string
	text  []byte
	lines []int
}

// source returns the line of the source from which line n (0 is the first) comes, or 0.
func (m markdown) source(n int) int {
	if n < 0 || n >= len(m.lines) {
		return 0
	}
	return m.lines[n]
}

// parseText reads a report text and checks what can be checked without figures. Whatever is wrong
// with it is a *TextError.
func parseText(src TextSource, w *Words) (*template.Template, error) {
	t, err := template.New(src.Name).Option("missingkey=error").Funcs(functions(w)).Parse(src.Text)
	if err != nil {
		return nil, textError(src.Name, err)
	}
	if err := checkVariables(t, src); err != nil {
		return nil, err
	}
	if t.Lookup(languageName) != nil {
		return t, checkLanguage(t, src, w)
	}
	return t, nil
}

// fillIn executes a report text. Whatever is wrong with it is a *TextError.
func fillIn(src TextSource, v View, w *Words) (markdown, error) {
	t, err := parseText(src, w)
	if err != nil {
		return markdown{}, err
	}
	out := &lineWriter{line: 1, origin: map[*byte]int{}}
	for _, tmpl := range t.Templates() {
		out.note(tmpl.Root, src.Text)
	}
	if err := t.Execute(out, v); err != nil {
		return markdown{}, textError(src.Name, err)
	}
	out.endLine()
	return markdown{file: src.Name, text: out.buf.Bytes(), lines: out.lines}, nil
}

// lineWriter collects what a template writes and notes from which line of the template each line
// came. It knows the template's own text again by its address: text/template hands the bytes of a
// text node to Write as they are.
type lineWriter struct {
	buf    bytes.Buffer
	origin map[*byte]int // first byte of a text node to its line
	line   int           // of the template, where the output stands
	first  int           // of the template, where the current output line began; 0 when nothing is on it yet
	lines  []int
}

// note remembers the line of every text node below n.
func (w *lineWriter) note(n parse.Node, source string) {
	switch n := n.(type) {
	case *parse.TextNode:
		if len(n.Text) > 0 {
			w.origin[&n.Text[0]] = 1 + strings.Count(source[:n.Pos], "\n")
		}
	case *parse.ListNode:
		if n != nil {
			for _, child := range n.Nodes {
				w.note(child, source)
			}
		}
	case *parse.IfNode:
		w.note(n.List, source)
		w.note(n.ElseList, source)
	case *parse.RangeNode:
		w.note(n.List, source)
		w.note(n.ElseList, source)
	case *parse.WithNode:
		w.note(n.List, source)
		w.note(n.ElseList, source)
	}
}

// maxText is how many bytes a filled-in text may have: some hundred pages.
const maxText = 1 << 20

var errTooLong = errors.New("the text grows beyond 1 MiB: look for a {{range}} that does not end")

// Write notes and keeps p. It fails where the text grows beyond maxText.
func (w *lineWriter) Write(p []byte) (int, error) {
	if w.buf.Len()+len(p) > maxText {
		return 0, errTooLong
	}
	if len(p) == 0 {
		return 0, nil
	}
	own, known := w.origin[&p[0]]
	if known {
		w.line = own
	}
	for _, c := range p {
		if c == '\n' {
			w.endLine()
			if known {
				w.line++
			}
			continue
		}
		if w.first == 0 {
			w.first = w.line
		}
	}
	return w.buf.Write(p)
}

func (w *lineWriter) endLine() {
	if w.first == 0 {
		w.first = w.line
	}
	w.lines = append(w.lines, w.first)
	w.first = 0
}

// languageName is the template by which a text says its language, so that no report is in two.
const languageName = "language"

// checkLanguage compares the language that a text says with that of the words it is filled in with.
func checkLanguage(t *template.Template, src TextSource, w *Words) error {
	var said strings.Builder
	if err := t.ExecuteTemplate(&said, languageName, nil); err != nil {
		return textError(src.Name, err)
	}
	own, _, _ := strings.Cut(w.Lang, "-")
	if lang := strings.TrimSpace(said.String()); lang != own {
		return &TextError{File: src.Name, Msg: fmt.Sprintf("this text is in the language %q, and the report is in %q; "+
			"set text: to one in %q (picreport init --lang %s writes one), or translate it and change its {{define \"language\"}}", lang, own, own, own)}
	}
	return nil
}

// functions are what a report text can call.
func functions(w *Words) template.FuncMap {
	return template.FuncMap{
		"number":  w.Number,
		"percent": func(n int) string { return fill(w.Percent, "n", w.Number(n)) },
		"plural": func(n int, one, many string) string {
			if n == 1 {
				return one
			}
			return many
		},
		"ordinal": func(quarter int) (string, error) {
			if quarter < 1 || quarter > 4 {
				return "", fmt.Errorf("ordinal takes the number of a quarter, 1 to 4, not %d", quarter)
			}
			return w.Ordinals[quarter-1], nil
		},
		"an":      indefinite,
		"date":    func(d any) (string, error) { return w.date(fmt.Sprint(d)) },
		"list":    func(items []Text) string { return w.List(printed(items)) },
		"join":    func(separator string, items []Text) string { return strings.Join(printed(items), separator) },
		"bold":    func(items []Text) string { return w.bold(items) },
		"lower":   func(s any) string { return strings.ToLower(fmt.Sprint(s)) },
		"upper":   func(s any) string { return strings.ToUpper(fmt.Sprint(s)) },
		"capital": func(s any) string { return capital(fmt.Sprint(s)) },
	}
}

func printed(items []Text) []string {
	out := make([]string, len(items))
	for i, t := range items {
		out[i] = t.String()
	}
	return out
}

// bold lists items, each in bold.
func (w *Words) bold(items []Text) string {
	out := printed(items)
	for i := range out {
		out[i] = "**" + out[i] + "**"
	}
	return w.List(out)
}

// capital gives s a capital first letter.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// indefinite returns the English article before a number said aloud: an 8% rise, an 11%, an 18%, an
// 80%; a 100%.
func indefinite(n int) string {
	digits := strconv.Itoa(n)
	group := digits[:(len(digits)-1)%3+1] // the first group is said first
	if digits[0] == '8' || group == "11" || group == "18" {
		return "an"
	}
	return "a"
}

var (
	templatePlace = regexp.MustCompile(`^template: .*?:(\d+)(?::\d+)?: `)
	missingField  = regexp.MustCompile(`can't evaluate field (\w+) in type (\S+)`)
	missingFunc   = regexp.MustCompile(`function "(\w+)" not defined`)
	nilPointer    = regexp.MustCompile(`nil pointer evaluating \S+\.(\w+)`)
)

// textError says in plain words what text/template says in its own.
func textError(file string, err error) error {
	var already *TextError
	if errors.As(err, &already) {
		return already
	}
	msg := err.Error()
	e := &TextError{File: file}
	if m := templatePlace.FindStringSubmatch(msg); m != nil {
		e.Line, _ = strconv.Atoi(m[1])
		msg = msg[len(m[0]):]
	}
	switch {
	case errors.Is(err, errTooLong):
		e.Msg = errTooLong.Error()
	case nilPointer.MatchString(msg):
		e.Msg = fmt.Sprintf(".%s has no value in this quarter, because what it belongs to is absent; write it inside {{with …}} or {{if …}}",
			nilPointer.FindStringSubmatch(msg)[1])
	case strings.Contains(msg, "unexpected EOF"):
		e.Msg = "an {{if}}, {{range}}, {{with}} or {{define}} is not ended; write {{end}} where it ends"
	case missingField.MatchString(msg):
		m := missingField.FindStringSubmatch(msg)
		e.Msg = fmt.Sprintf("there is no variable .%s%s", m[1], suggestion(m[1], fieldNames()))
	case missingFunc.MatchString(msg):
		m := missingFunc.FindStringSubmatch(msg)
		e.Msg = fmt.Sprintf("there is no function %s%s", m[1], suggestion(m[1], functionNames()))
	default:
		e.Msg = msg
	}
	return e
}
