package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"picreport/cmd/picreport/internal/job"
	"picreport/ingest/finding"
)

// How much of one rule's findings a terminal shows.
const (
	shownMessages = 6 // different messages
	shownCells    = 5 // cells of one message
)

// printFindings writes findings for a person: grouped by rule, errors first, with the first few
// cells of each.
func printFindings(w io.Writer, findings []finding.Finding, color bool) {
	for _, severity := range []finding.Severity{finding.Error, finding.Warning, finding.Info} {
		for _, group := range byRule(findings, severity) {
			printGroup(w, group, color)
		}
		if severity == finding.Warning {
			printAccepted(w, findings)
		}
	}
}

// printAccepted lists the warnings that were accepted, a rule a line.
func printAccepted(w io.Writer, findings []finding.Finding) {
	var codes []string
	places := map[string][]string{}
	for _, f := range findings {
		if !f.Accepted {
			continue
		}
		if places[f.Code] == nil {
			codes = append(codes, f.Code)
		}
		places[f.Code] = append(places[f.Code], job.Cell(f))
	}
	for _, code := range codes {
		rule, _ := finding.ByCode(code)
		shown := places[code][:min(len(places[code]), shownCells)]
		more := ""
		if n := len(places[code]) - len(shown); n > 0 {
			more = fmt.Sprintf(" and %d more", n)
		}
		fmt.Fprintf(w, "accepted: %s (%d) [%s]\n  %s%s\n",
			rule.Title, len(places[code]), code, strings.Join(shown, ", "), more)
	}
}

// paint writes a severity in its colour, by the escape codes of ECMA-48, where colours are wanted.
func paint(s finding.Severity, color bool) string {
	if !color {
		return string(s)
	}
	code := map[finding.Severity]string{finding.Error: "1;31", finding.Warning: "1;33", finding.Info: "1;36"}[s]
	return "\x1b[" + code + "m" + string(s) + "\x1b[0m"
}

// byRule groups the findings of a severity by their code, in the order in which the codes first
// appear.
func byRule(findings []finding.Finding, severity finding.Severity) [][]finding.Finding {
	var groups [][]finding.Finding
	index := map[string]int{}
	for _, f := range findings {
		if f.Severity != severity || f.Accepted {
			continue
		}
		i, ok := index[f.Code]
		if !ok {
			i = len(groups)
			index[f.Code] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], f)
	}
	return groups
}

// message is the findings of one rule that say the same of one sheet.
type message struct {
	first finding.Finding
	cells []string
}

func printGroup(w io.Writer, group []finding.Finding, color bool) {
	code := group[0].Code
	title := code
	if rule, ok := finding.ByCode(code); ok {
		title = rule.Title
	}
	fmt.Fprintf(w, "%s: %s (%d) [%s]\n", paint(group[0].Severity, color), title, len(group), code)
	messages := sameMessages(group)
	for i, m := range messages {
		if i == shownMessages {
			fmt.Fprintf(w, "  and %s\n", finding.Counted(len(group)-cells(messages[:i]), "more", "more"))
			break
		}
		fmt.Fprintf(w, "  %s: %s\n", m.where(), m.first.Message)
	}
	var hints []string
	for _, f := range group {
		if f.Hint != "" && !slices.Contains(hints, f.Hint) {
			hints = append(hints, f.Hint)
		}
	}
	for _, h := range hints[:min(len(hints), shownMessages)] {
		fmt.Fprintf(w, "  → %s\n", h)
	}
}

// cells is how many cells messages hold for.
func cells(messages []message) (n int) {
	for _, m := range messages {
		n += len(m.cells)
	}
	return n
}

// sameMessages joins findings that differ only in their cell.
func sameMessages(group []finding.Finding) []message {
	type key struct{ file, sheet, message string }
	var out []message
	index := map[key]int{}
	for _, f := range group {
		text := f.Message
		if f.Value != "" {
			text += fmt.Sprintf(" (%q)", f.Value)
		}
		k := key{f.File, f.Sheet, text}
		i, ok := index[k]
		if !ok {
			i = len(out)
			index[k] = i
			f.Message = text
			out = append(out, message{first: f})
		}
		out[i].cells = append(out[i].cells, job.Cell(f))
	}
	return out
}

// where says in which cells a message holds: "contacts.xlsx: Sheet1!C14, C20 and 3 more".
func (m message) where() string {
	s := job.Place(m.first)
	if n := len(m.cells); n > 1 {
		s += strings.Join(append([]string{""}, m.cells[1:min(n, shownCells)]...), ", ")
		if n > shownCells {
			s += fmt.Sprintf(" and %d more", n-shownCells)
		}
	}
	return s
}

// ofProgram puts the programme before the file of each finding, where there are several.
func ofProgram(program string, findings []finding.Finding) []finding.Finding {
	if program == "" {
		return findings
	}
	out := slices.Clone(findings)
	for i := range out {
		out[i].File = program + ": " + out[i].File
	}
	return out
}
